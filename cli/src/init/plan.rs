//! Files as they are and as they will be.

use crate::console::Console;
use crate::difference::show;
use crate::failure::{Failure, unwritten};
use ringfence_project::Problem;
use std::path::{Path, PathBuf};

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) path: PathBuf,
    /// Nothing where there is no file.
    pub(crate) old: Option<String>,
    pub(crate) new: Option<String>,
}

/// All files, and what is left to do by hand.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) changes: Vec<Change>,
    pub(crate) by_hand: Vec<String>,
}

impl Plan {
    /// Takes in what a file would become, if that is another text than it has.
    pub(crate) fn add(&mut self, path: PathBuf, old: Option<String>, new: String) {
        let new = with_line_ends_of(old.as_deref().unwrap_or_default(), new);
        if old.as_deref() != Some(&new) {
            self.changes.push(Change { path, old, new: Some(new) });
        }
    }

    /// Prints a unified diff of everything.
    pub(crate) fn show(&self, console: &mut Console<'_>) {
        for change in &self.changes {
            show(&change.path, change.old.as_deref().unwrap_or_default(), change.new.as_deref(), console);
        }
    }

    /// Writes everything; the problems of all files together.
    pub(crate) fn write(&self) -> Result<(), Failure> {
        let mut failure = Failure::default();
        for change in &self.changes {
            if let Err(problem) = change.write() {
                failure.problems.push(Problem::of_file(&change.path, unwritten(&problem)));
            }
        }
        failure.or_ok(())
    }
}

impl Change {
    fn write(&self) -> std::io::Result<()> {
        match &self.new {
            Some(text) => {
                std::fs::create_dir_all(self.path.parent().unwrap_or(Path::new(".")))?;
                std::fs::write(&self.path, text)
            }
            None => {
                std::fs::remove_file(&self.path)?;
                remove_emptied(&self.path);
                Ok(())
            }
        }
    }
}

/// Folders that were made for a file go with it; one that holds something else stays.
pub(crate) fn remove_emptied(file: &Path) {
    for folder in file.ancestors().skip(1).take(2) {
        if std::fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

/// A text whose lines end as most of another one's do.
fn with_line_ends_of(old: &str, new: String) -> String {
    let ends = old.matches("\r\n").count();
    match ends * 2 > old.matches('\n').count() {
        true => new.replace("\r\n", "\n").replace('\n', "\r\n"),
        false => new,
    }
}

/// The text of a file, nothing where there is none.
pub(crate) fn text_of(path: &Path) -> Result<Option<String>, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(problem) if problem.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(problem) => Err(Problem::of_file(path, format!("cannot be read: {problem}")).into()),
    }
}
