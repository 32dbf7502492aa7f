//! The files of a crate, as the engine asks for them.

use ringfence_lint::Sources;
use ringfence_project::{Problem, read_source};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Reads files; those that are there but cannot be read are kept with the reason.
#[derive(Default)]
pub(crate) struct Disk {
    unreadable: Mutex<Vec<Problem>>,
}

impl Disk {
    /// The files that could not be read.
    pub(crate) fn into_unreadable(self) -> Vec<Problem> {
        self.unreadable.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sources for Disk {
    fn read(&self, path: &Path) -> Option<String> {
        match read_source(path) {
            Ok(text) => Some(text),
            Err(problem) => {
                // A module may stand in one of two files; only one that exists and cannot be read is worth a word.
                if path.exists() {
                    self.unreadable.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
                }
                None
            }
        }
    }
}
