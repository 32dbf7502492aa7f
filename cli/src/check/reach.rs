//! Of what is checked, what is told: files that are named, files that have changed.

use crate::check::CheckArguments;
use crate::console::Console;
use crate::failure::Failure;
use crate::finding::{Finding, Findings};
use crate::git::Git;
use crate::location::resolved;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What the command line asks to be told.
#[derive(Default)]
pub(crate) struct Reach {
    /// Files and folders, as they were given and as the disk has them.
    named: Vec<(PathBuf, PathBuf)>,
    changed: Option<BTreeSet<PathBuf>>,
}

impl Reach {
    pub(crate) fn of(arguments: &CheckArguments, console: &Console<'_>) -> Result<Self, Failure> {
        let mut failure = Failure::default();
        let mut reach = Self::default();
        for path in &arguments.paths {
            match console.folder.join(path).canonicalize() {
                Ok(resolved) => reach.named.push((path.clone(), resolved)),
                Err(_) => {
                    failure.messages.push(format!("{}: there is no such file or folder", path.display()))
                }
            }
        }
        if let Some(revision) = &arguments.changed_since {
            match Git::around(&console.folder) {
                None => failure.messages.push(
                    "--changed-since: no git repository here; run the command in one, with git installed"
                        .to_owned(),
                ),
                Some(git) => match git.changed_since(revision) {
                    Ok(changed) => reach.changed = Some(that_are_there(&changed)),
                    Err(more) => failure.extend(more),
                },
            }
        }
        failure.or_ok(reach)
    }

    /// Whether all findings of a file are told.
    pub(crate) fn covers(&self, path: &Path) -> bool {
        self.is_whole() || self.is_named(path) && self.has_changed(path)
    }

    /// Whether a finding is told: it stands in what is named, and what has changed has a part in it.
    pub(crate) fn keeps(&self, finding: &Finding<'_>) -> bool {
        if self.is_whole() {
            return true;
        }
        let diagnostic = finding.diagnostic;
        let path = |place| finding.source(place).map(|(path, _)| path);
        let mut places = diagnostic.secondary.iter().map(|(place, _)| *place).chain([diagnostic.primary]);
        path(diagnostic.primary).is_some_and(|path| self.is_named(path))
            && places.any(|place| path(place).is_some_and(|path| self.has_changed(path)))
    }

    /// The files that were named and that no crate has.
    pub(crate) fn unread<'r>(&'r self, found: &Findings<'_>) -> Vec<&'r Path> {
        if self.named.is_empty() {
            return Vec::new();
        }
        let read = found.resolved();
        let missing = self.named.iter().filter(|(_, path)| path.is_file() && !read.contains(path));
        missing.map(|(given, _)| given.as_path()).collect()
    }

    fn is_whole(&self) -> bool {
        self.named.is_empty() && self.changed.is_none()
    }

    fn is_named(&self, path: &Path) -> bool {
        self.named.is_empty() || {
            let path = resolved(path);
            self.named.iter().any(|(_, named)| path.starts_with(named))
        }
    }

    fn has_changed(&self, path: &Path) -> bool {
        self.changed.as_ref().is_none_or(|changed| changed.contains(&resolved(path)))
    }
}

fn that_are_there(paths: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
    // A file that is gone has nothing to tell.
    paths.iter().filter_map(|path| path.canonicalize().ok()).collect()
}
