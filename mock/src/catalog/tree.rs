//! The paths of one host as a tree of segments, in which literals win over variables.

use std::collections::BTreeMap;

use hyper::Method;

use crate::template::{Segment, Template};

/// Where a path may go on, and what is there.
#[derive(Debug, Default)]
pub(super) struct Node {
    literals: BTreeMap<String, Node>,
    variables: BTreeMap<Variable, Node>,
    leaves: Vec<Leaf>,
}

/// What stands around a variable in its segment. Variables with text around them come first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Variable {
    bare: bool,
    before: String,
    after: String,
}

/// An operation at the end of a path.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) method: Method,
    /// Place of its document.
    pub(super) volume: usize,
    /// The path as the document has it.
    pub(super) path: String,
}

impl Node {
    pub(super) fn insert(&mut self, leaf: Leaf) {
        let template = Template::parse(&leaf.path);
        let mut node = self;
        for segment in template.segments {
            node = match segment {
                Segment::Literal(text) => node.literals.entry(text).or_default(),
                Segment::Variable { before, after, .. } => {
                    let bare = before.is_empty() && after.is_empty();
                    node.variables.entry(Variable { bare, before, after }).or_default()
                }
            };
        }
        // The first document that has the path is the one that serves it.
        if !node.leaves.iter().any(|known| known.method == leaf.method) {
            node.leaves.push(leaf);
        }
    }

    /// What is at the end of a path, and the values of the variables on the way.
    pub(super) fn find<'n>(&'n self, path: &[String], values: &mut Vec<String>) -> Option<&'n [Leaf]> {
        let Some((segment, rest)) = path.split_first() else {
            return (!self.leaves.is_empty()).then_some(&self.leaves[..]);
        };
        let literal = self.literals.get(segment.as_str());
        if let Some(found) = literal.and_then(|node| node.find(rest, values)) {
            return Some(found);
        }
        for (variable, node) in &self.variables {
            let value = segment.strip_prefix(variable.before.as_str());
            let value = value.and_then(|value| value.strip_suffix(variable.after.as_str()));
            let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
            let length = values.len();
            values.push(value.to_owned());
            if let Some(found) = node.find(rest, values) {
                return Some(found);
            }
            values.truncate(length);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Leaf, Node};
    use hyper::Method;

    fn tree(paths: &[&str]) -> Node {
        let mut tree = Node::default();
        for (volume, path) in paths.iter().enumerate() {
            tree.insert(Leaf { method: Method::GET, volume, path: (*path).to_owned() });
        }
        tree
    }

    fn find(tree: &Node, path: &str) -> Option<(usize, Vec<String>)> {
        let path: Vec<String> = path.split('/').skip(1).map(str::to_owned).collect();
        let mut values = Vec::new();
        let leaves = tree.find(&path, &mut values)?;
        Some((leaves.first().unwrap().volume, values))
    }

    #[test]
    fn literals_win_wherever_they_stand_and_variables_take_what_is_left() {
        let tree = tree(&["/a/{x}/c", "/a/b/{y}", "/a/b/c.json", "/a/b/{z}.json", "/a/b/c"]);
        assert_eq!(find(&tree, "/a/b/c"), Some((4, vec![])));
        assert_eq!(find(&tree, "/a/b/c.json"), Some((2, vec![])));
        assert_eq!(find(&tree, "/a/b/d.json"), Some((3, vec!["d".into()])));
        assert_eq!(find(&tree, "/a/b/d"), Some((1, vec!["d".into()])));
        assert_eq!(find(&tree, "/a/d/c"), Some((0, vec!["d".into()])));
        for unknown in ["/a/b", "/a/b/", "/a/d/d", "/a/b/c/", "", "/"] {
            assert_eq!(find(&tree, unknown), None, "{unknown}");
        }
    }
}
