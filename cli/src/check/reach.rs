//! Of what is checked, what is told: files that are named, files that have changed.

use crate::check::CheckArguments;
use crate::console::Console;
use crate::failure::Failure;
use crate::finding::{Finding, Findings};
use crate::git::Git;
use crate::location::{named_path, resolved};
use ringfence_project::{Package, find_manifest};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What the command line asks to be told.
#[derive(Default)]
pub(crate) struct Reach {
    /// Files and folders, as they were given and as the disk has them.
    named: Vec<(PathBuf, PathBuf)>,
    changed: Option<BTreeSet<PathBuf>>,
}

/// What was named and not looked at.
#[derive(Default)]
pub(crate) struct Unread {
    pub(crate) notes: Vec<String>,
    /// Whether that is all that was named, though something of it was meant to be looked at.
    pub(crate) is_all: bool,
}

impl Reach {
    pub(crate) fn of(
        arguments: &CheckArguments,
        packages: &[Package],
        console: &Console<'_>,
    ) -> Result<Self, Failure> {
        let mut failure = Failure::default();
        let mut reach = Self::default();
        for path in &arguments.paths {
            match named_path(path, console) {
                Ok(resolved) => reach.named.push((path.clone(), resolved)),
                Err(message) => failure.messages.push(message),
            }
        }
        if let Some(revision) = &arguments.changed_since {
            match changed_since(revision, packages, console) {
                Ok(changed) => reach.changed = Some(changed),
                Err(more) => failure.extend(more),
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

    /// What was named and is in no crate that was looked at.
    pub(crate) fn unread(&self, found: &Findings<'_>, packages: &[Package]) -> Unread {
        let mut unread = Unread::default();
        if self.named.is_empty() {
            return unread;
        }
        let skipped: BTreeSet<PathBuf> = found.skipped().keys().map(|path| resolved(path)).collect();
        let (mut is_read, mut is_meant) = (false, false);
        for (given, path) in &self.named {
            let has = |files: &BTreeSet<PathBuf>| {
                files.contains(path) || path.is_dir() && files.iter().any(|file| file.starts_with(path))
            };
            if has(found.resolved()) {
                is_read = true;
            } else if has(&skipped) {
                // Why is told of each file that was skipped.
                is_meant = true;
            } else if path.is_dir() {
                is_meant = true;
                unread
                    .notes
                    .push(format!("{}: no crate that is checked reads a file in it", given.display()));
            } else {
                // The files of a commit may all be fixtures of a package, and that is nobody's mistake.
                is_meant |= !is_of(path, packages);
                unread.notes.push(format!("{} is in no crate that is checked", given.display()));
            }
        }
        unread.is_all = is_meant && !is_read;
        unread
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

/// Whether a file lies in one of the packages, and in none within it.
fn is_of(file: &Path, packages: &[Package]) -> bool {
    let nearest = file.parent().and_then(|folder| find_manifest(folder).ok());
    let nearest = nearest.and_then(|manifest| manifest.parent().map(resolved));
    packages.iter().any(|package| nearest.as_ref() == Some(&resolved(&package.root)))
}

/// The files of the packages' repositories that have changed, whatever folder the command runs in.
fn changed_since(
    revision: &str,
    packages: &[Package],
    console: &Console<'_>,
) -> Result<BTreeSet<PathBuf>, Failure> {
    let mut failure = Failure::default();
    let mut changed = BTreeSet::new();
    let repositories = Git::around_all(packages.iter().map(|package| package.root.as_path()));
    for git in repositories.map_err(|outside| unknown_to_git("--changed-since", GIT, outside, console))? {
        match git.changed_since(revision) {
            // A file that is gone has nothing to tell.
            Ok(files) => changed.extend(files.iter().filter_map(|path| path.canonicalize().ok())),
            Err(more) => failure.extend(more),
        }
    }
    failure.or_ok(changed)
}

/// What git is needed for.
pub(crate) const GIT: &str = "install git, and name packages that are in a repository";

/// Folders of which git does not know anything, for an option that asks it.
pub(crate) fn unknown_to_git(
    option: &str,
    help: &str,
    outside: BTreeMap<PathBuf, String>,
    console: &Console<'_>,
) -> Failure {
    let told = outside.into_iter().map(|(folder, why)| {
        format!("{option}: {}: {why}\n  help: {help}", console.relative(&folder).display())
    });
    Failure { problems: Vec::new(), messages: told.collect() }
}
