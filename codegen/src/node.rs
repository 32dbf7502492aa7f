//! A place in a document: the value there and its JSON pointer.

use crate::problem::{Place, Problem};
use crate::tree::Tree;
use std::cell::RefCell;

/// Collects the problems of one document.
#[derive(Debug)]
pub(crate) struct Report {
    file: String,
    problems: RefCell<Vec<Problem>>,
}

impl Report {
    pub(crate) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), problems: RefCell::default() }
    }

    pub(crate) fn at(&self, pointer: &str, message: impl Into<String>) {
        let place = if pointer.is_empty() { Place::File } else { Place::Pointer(pointer.to_owned()) };
        self.problems.borrow_mut().push(Problem::new(&self.file, place, message));
    }

    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }
}

/// A value of a document with the way to it.
#[derive(Clone, Debug)]
pub(crate) struct Node<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) pointer: String,
}

impl<'t> Node<'t> {
    pub(crate) fn root(tree: &'t Tree) -> Self {
        Self { tree, pointer: String::new() }
    }

    fn child(&self, key: &str, tree: &'t Tree) -> Self {
        let mut pointer = String::with_capacity(self.pointer.len() + key.len() + 1);
        pointer.push_str(&self.pointer);
        pointer.push('/');
        if key.contains(['~', '/']) {
            pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        } else {
            pointer.push_str(key);
        }
        Self { tree, pointer }
    }

    /// The entry of a map, unless it is null.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let tree = self.tree.get(key).filter(|tree| **tree != Tree::Null)?;
        Some(self.child(key, tree))
    }

    /// Whether a map has an entry.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.tree.get(key).is_some()
    }

    /// The text of an entry, without a word about one of another kind.
    pub(crate) fn peek(&self, key: &str) -> Option<&'t str> {
        match self.tree.get(key) {
            Some(Tree::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The text of an entry.
    pub(crate) fn text(&self, key: &str, report: &Report) -> Option<&'t str> {
        let node = self.get(key)?;
        match node.tree {
            Tree::Text(text) => Some(text),
            other => {
                report.at(&node.pointer, format!("must be a string, not {}", other.kind()));
                None
            }
        }
    }

    /// Whether an entry is `true`.
    pub(crate) fn flag(&self, key: &str, report: &Report) -> bool {
        let Some(node) = self.get(key) else { return false };
        match node.tree {
            Tree::Bool(value) => *value,
            other => {
                report.at(&node.pointer, format!("must be true or false, not {}", other.kind()));
                false
            }
        }
    }

    /// The whole number of an entry.
    pub(crate) fn integer(&self, key: &str) -> Option<i64> {
        match self.tree.get(key)? {
            Tree::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The entries of the map under a key; nothing where there is none.
    pub(crate) fn entries(&self, key: &str, report: &Report) -> Vec<(&'t str, Self)> {
        self.get(key).map(|node| node.own_entries(report)).unwrap_or_default()
    }

    /// The entries of this map.
    pub(crate) fn own_entries(&self, report: &Report) -> Vec<(&'t str, Self)> {
        match self.tree {
            Tree::Map(entries) => {
                entries.iter().map(|(key, tree)| (key.as_str(), self.child(key, tree))).collect()
            }
            other => {
                report.at(&self.pointer, format!("must be a map, not {}", other.kind()));
                Vec::new()
            }
        }
    }

    /// The items of the list under a key; nothing where there is none.
    pub(crate) fn items(&self, key: &str, report: &Report) -> Vec<Self> {
        self.get(key).map(|node| node.own_items(report)).unwrap_or_default()
    }

    fn own_items(&self, report: &Report) -> Vec<Self> {
        match self.tree {
            Tree::List(items) => {
                items.iter().enumerate().map(|(index, tree)| self.child(&index.to_string(), tree)).collect()
            }
            other => {
                report.at(&self.pointer, format!("must be a list, not {}", other.kind()));
                Vec::new()
            }
        }
    }

    /// The lists of strings in this list.
    pub(crate) fn groups(&self, report: &Report) -> Vec<Vec<String>> {
        let own = |group: Self| group.own_texts(report).into_iter().map(str::to_owned).collect();
        self.own_items(report).into_iter().map(own).collect()
    }

    /// The strings of the list under a key.
    pub(crate) fn texts(&self, key: &str, report: &Report) -> Vec<&'t str> {
        self.get(key).map(|node| node.own_texts(report)).unwrap_or_default()
    }

    fn own_texts(&self, report: &Report) -> Vec<&'t str> {
        let mut texts = Vec::new();
        for item in self.own_items(report) {
            match item.tree {
                Tree::Text(text) => texts.push(text.as_str()),
                other => report.at(&item.pointer, format!("must be a string, not {}", other.kind())),
            }
        }
        texts
    }
}
