//! The disk as it was seen: whoever keeps what was made of it can ask whether it still looks the same.

use crate::{Problem, read_source};
use ringfence_lint::gather::Gather;
use ringfence_lint::sorted::{self, Map};
use std::cell::RefCell;
use std::path::{Path, PathBuf};

/// A view of the disk. Each question is asked once; the answers are remembered.
#[derive(Debug, Default)]
pub struct Disk {
    seen: RefCell<Map<(Question, PathBuf), Answer>>,
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
    Paths(Result<Vec<PathBuf>, Problem>),
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Folder,
    /// A device and the like, or what the disk does not let us look at.
    Other,
}

impl Question {
    fn ask(self, path: &Path) -> Answer {
        // A manifest named without a folder stands in the current one, which has no empty name.
        let named = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        match self {
            Self::Text => Answer::Text(read_source(path)),
            Self::Kind => Answer::Kind(match std::fs::metadata(named) {
                Ok(entry) if entry.is_file() => Some(Kind::File),
                Ok(entry) if entry.is_dir() => Some(Kind::Folder),
                Ok(_) => Some(Kind::Other),
                Err(problem) => (!is_absence(&problem)).then_some(Kind::Other),
            }),
            Self::Entries => Answer::Paths(match std::fs::read_dir(named) {
                Ok(entries) => {
                    let names = entries.flatten().map(|entry| path.join(entry.file_name()));
                    let mut paths: Vec<PathBuf> = names.gather();
                    sorted::sort(&mut paths);
                    Ok(paths)
                }
                Err(problem) if is_absence(&problem) => Ok(Vec::new()),
                Err(problem) => Err(Problem::of_file(path, format!("could not be listed: {problem}"))),
            }),
            Self::Resolved => Answer::Paths(Ok(named.canonicalize().into_iter().gather())),
        }
    }
}

/// Whether a problem of looking at a path says that nothing is there.
pub fn is_absence(problem: &std::io::Error) -> bool {
    matches!(problem.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
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

    /// Whether a file is there, as far as the disk lets us look.
    pub(crate) fn may_be_file(&self, path: &Path) -> bool {
        matches!(self.kind(path), Some(Kind::File | Kind::Other))
    }

    /// What a folder holds, sorted; nothing where there is no such folder, or none that can be listed.
    pub(crate) fn entries(&self, folder: &Path) -> Vec<PathBuf> {
        self.listed(folder).unwrap_or_default()
    }

    /// The same, with the reason why a folder that is there cannot be listed.
    pub(crate) fn listed(&self, folder: &Path) -> Result<Vec<PathBuf>, Problem> {
        self.paths(Question::Entries, folder)
    }

    /// A folder as the file system knows it, so that two ways to it are one.
    pub(crate) fn resolved(&self, folder: &Path) -> PathBuf {
        let found = self.paths(Question::Resolved, folder).unwrap_or_default().pop();
        found.unwrap_or_else(|| folder.to_owned())
    }

    fn paths(&self, question: Question, path: &Path) -> Result<Vec<PathBuf>, Problem> {
        match self.look(question, path) {
            Answer::Paths(paths) => paths,
            _ => Ok(Vec::new()),
        }
    }

    fn look(&self, question: Question, path: &Path) -> Answer {
        let key = (question, path.to_owned());
        let mut seen = self.seen.borrow_mut();
        if let Some(answer) = seen.get(&key) {
            return answer.clone();
        }
        let answer = question.ask(path);
        seen.insert(key, answer.clone());
        answer
    }
}
