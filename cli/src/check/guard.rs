//! What `--fix` must not touch: what a mistake could not be taken back in, since git does not have it.

use crate::check::CheckArguments;
use crate::check::reach::unknown_to_git;
use crate::console::{Console, counted};
use crate::failure::Failure;
use crate::git::{Git, repository_root};
use crate::location::resolved;
use ringfence_project::{Package, Problem};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Dirty files that are named.
const NAMED: usize = 5;

/// Refuses packages in a repository with changes that are not committed, or in none: before anything is looked at.
pub(crate) fn check_tree(
    arguments: &CheckArguments,
    packages: &[Package],
    console: &Console<'_>,
) -> Result<(), Failure> {
    let repositories = match Git::around_all(packages.iter().map(|package| package.root.as_path())) {
        Ok(repositories) => repositories,
        Err(_) if arguments.allow_no_vcs => return Ok(()),
        Err(outside) => {
            let help = "without git nothing could be undone; `--allow-no-vcs` fixes nevertheless";
            return Err(unknown_to_git("--fix", help, outside, console));
        }
    };
    if arguments.allow_dirty {
        return Ok(());
    }
    let mut dirty = Vec::new();
    for git in repositories {
        dirty.extend(git.dirty().map_err(|words| Failure::message(format!("--fix: {words}")))?);
    }
    if dirty.is_empty() {
        return Ok(());
    }
    let named = dirty.iter().take(NAMED).map(|path| console.relative(path).display().to_string());
    let more = (dirty.len() > NAMED).then(|| "...".to_owned());
    Err(Failure::message(format!(
        "--fix: {} with changes that are not committed: {}\n  help: commit or stash them, or pass `--allow-dirty`",
        counted(dirty.len(), "file"),
        named.chain(more).collect::<Vec<_>>().join(", ")
    )))
}

/// Refuses files that git could not give back, each in its own repository: a crate may read files from anywhere.
pub(crate) fn guard<'f>(
    files: impl Iterator<Item = &'f PathBuf>,
    arguments: &CheckArguments,
    console: &Console<'_>,
) -> Result<(), Failure> {
    let mut by_root: BTreeMap<Option<PathBuf>, BTreeSet<PathBuf>> = BTreeMap::new();
    for file in files {
        let file = resolved(file);
        by_root.entry(file.parent().and_then(repository_root)).or_default().insert(file);
    }
    let mut failure = Failure::default();
    for files in by_root.into_values() {
        let why = |why: &str, file: &Path| Problem::of_file(file, format!("--fix: {why}; nothing is fixed"));
        let git = files.first().and_then(|file| file.parent()).map(Git::around);
        match git {
            Some(Ok(_)) if arguments.allow_dirty => {}
            Some(Ok(git)) => {
                let committed =
                    git.committed(&files).map_err(|words| Failure::message(format!("--fix: {words}")))?;
                let what = "is not as it was committed, so git could not give it back (`--allow-dirty` fixes it nevertheless)";
                failure.problems.extend(files.difference(&committed).map(|file| why(what, file)));
            }
            _ if arguments.allow_no_vcs => {}
            _ => {
                let what = "is in no git repository, so nothing could be undone (`--allow-no-vcs` fixes it nevertheless)";
                failure.problems.extend(files.iter().map(|file| why(what, file)));
            }
        }
    }
    for problem in &mut failure.problems {
        problem.file = console.relative(&problem.file);
    }
    failure.or_ok(())
}
