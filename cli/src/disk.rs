//! The files of a crate, as the engine asks for them.

use ringfence_lint::Sources;
use ringfence_project::{Problem, read_source};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Reads files; those that are there but cannot be read are kept with the reason.
#[derive(Default)]
pub(crate) struct Disk {
    /// Texts that stand in for those of the disk: what fixes would make of them.
    changed: BTreeMap<PathBuf, String>,
    read: AtomicUsize,
    unreadable: Mutex<Vec<Problem>>,
}

impl Disk {
    /// The disk, with some of its files changed.
    pub(crate) fn with_changes(changed: BTreeMap<PathBuf, String>) -> Self {
        Self { changed, ..Self::default() }
    }

    /// How many files were read until now.
    pub(crate) fn count(&self) -> &AtomicUsize {
        &self.read
    }

    /// The files that could not be read.
    pub(crate) fn into_unreadable(self) -> Vec<Problem> {
        self.unreadable.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sources for Disk {
    fn read(&self, path: &Path) -> Option<String> {
        if let Some(text) = self.changed.get(path) {
            return Some(text.clone());
        }
        match read_source(path) {
            Ok(text) => {
                self.read.fetch_add(1, Ordering::Relaxed);
                Some(text)
            }
            Err(problem) => {
                // A module may stand in one of two files; only one that exists and cannot be read is worth a word.
                if path.try_exists().unwrap_or(true) || path.is_symlink() {
                    self.unreadable.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
                }
                None
            }
        }
    }
}
