//! The disk as it was seen: whoever keeps what was made of it can ask whether it still looks the same.

use crate::{Problem, read_source};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A view of the disk. Each question is asked once; the answers are remembered.
#[derive(Debug, Default)]
pub struct Disk {
    seen: RefCell<BTreeMap<(Question, PathBuf), Answer>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Question {
    /// The text of a file.
    Text,
    /// What is there.
    Kind,
    /// What a folder holds.
    Entries,
    /// Where a path leads to.
    Resolved,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    Text(Result<String, Problem>),
    Kind(Option<Kind>),
    Paths(Vec<PathBuf>),
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Folder,
    Other,
}

impl Question {
    fn ask(self, path: &Path) -> Answer {
        // A manifest named without a folder stands in the current one, which has no empty name.
        let named = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        match self {
            Self::Text => Answer::Text(read_source(path)),
            Self::Kind => Answer::Kind(std::fs::metadata(named).ok().map(|entry| match entry {
                entry if entry.is_file() => Kind::File,
                entry if entry.is_dir() => Kind::Folder,
                _ => Kind::Other,
            })),
            Self::Entries => {
                let entries = std::fs::read_dir(named).into_iter().flatten().flatten();
                let mut paths: Vec<PathBuf> = entries.map(|entry| path.join(entry.file_name())).collect();
                paths.sort();
                Answer::Paths(paths)
            }
            Self::Resolved => Answer::Paths(named.canonicalize().into_iter().collect()),
        }
    }
}

impl Disk {
    /// Whether everything that was looked at would be seen the same now.
    pub fn is_unchanged(&self) -> bool {
        self.seen.borrow().iter().all(|((question, path), answer)| question.ask(path) == *answer)
    }

    pub(crate) fn text(&self, path: &Path) -> Result<String, Problem> {
        match self.look(Question::Text, path) {
            Answer::Text(text) => text,
            _ => read_source(path),
        }
    }

    pub(crate) fn is_file(&self, path: &Path) -> bool {
        self.kind(path) == Some(Kind::File)
    }

    pub(crate) fn kind(&self, path: &Path) -> Option<Kind> {
        match self.look(Question::Kind, path) {
            Answer::Kind(kind) => kind,
            _ => None,
        }
    }

    /// What a folder holds, sorted; nothing where there is no such folder.
    pub(crate) fn entries(&self, folder: &Path) -> Vec<PathBuf> {
        self.paths(Question::Entries, folder)
    }

    /// A folder as the file system knows it, so that two ways to it are one.
    pub(crate) fn resolved(&self, folder: &Path) -> PathBuf {
        self.paths(Question::Resolved, folder).pop().unwrap_or_else(|| folder.to_owned())
    }

    fn paths(&self, question: Question, path: &Path) -> Vec<PathBuf> {
        match self.look(question, path) {
            Answer::Paths(paths) => paths,
            _ => Vec::new(),
        }
    }

    fn look(&self, question: Question, path: &Path) -> Answer {
        let key = (question, path.to_owned());
        self.seen.borrow_mut().entry(key).or_insert_with(|| question.ask(path)).clone()
    }
}
