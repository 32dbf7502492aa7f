//! What git knows of files; asked by running it.

use crate::failure::Failure;
use crate::location::resolved;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A repository.
#[derive(Clone, Debug)]
pub(crate) struct Git {
    root: PathBuf,
}

/// Who wrote a line last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) name: String,
    pub(crate) commit: String,
    /// The day, in UTC.
    pub(crate) date: String,
}

impl Git {
    /// The repository around a folder, or why there is none: in git's words, where it has some.
    pub(crate) fn around(folder: &Path) -> Result<Self, String> {
        match run(folder, &["rev-parse", "--show-toplevel"]) {
            Ok(root) => Ok(Self { root: resolved(Path::new(root.trim_end_matches(['\n', '\r']))) }),
            Err(words) if words.contains("not a git repository") => Err("no git repository here".to_owned()),
            Err(words) => Err(words),
        }
    }

    /// The repositories around folders, each once; or the folders that are in none, with the reason.
    pub(crate) fn around_all<'f>(
        folders: impl IntoIterator<Item = &'f Path>,
    ) -> Result<Vec<Self>, BTreeMap<PathBuf, String>> {
        // Folders below the same `.git` are in the same repository: git is asked once for all of them.
        let mut by_root: BTreeMap<Option<PathBuf>, &Path> = BTreeMap::new();
        for folder in folders {
            by_root.entry(repository_root(folder)).or_insert(folder);
        }
        let (mut found, mut outside) = (Vec::new(), BTreeMap::new());
        for folder in by_root.into_values() {
            match Self::around(folder) {
                Ok(git) => found.push(git),
                Err(why) => drop(outside.insert(folder.to_owned(), why)),
            }
        }
        if outside.is_empty() { Ok(found) } else { Err(outside) }
    }

    /// The files that differ from where the current branch left a revision, with those that git does not know yet.
    pub(crate) fn changed_since(&self, revision: &str) -> Result<BTreeSet<PathBuf>, Failure> {
        let failed = |what: String| Failure::message(format!("--changed-since: {what}"));
        let wanted = format!("{revision}^{{commit}}");
        let commit = run(&self.root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]);
        let commit = commit.map_err(|_| {
            failed(format!(
                "git knows no revision `{revision}`\n  help: name a branch, a tag or a commit; in CI, check out with history (`fetch-depth: 0`)"
            ))
        })?;
        let base = run(&self.root, &["merge-base", commit.trim(), "HEAD"]).map_err(|_| {
            failed(format!(
                "`{revision}` and the current branch have no commit in common\n  help: check out with history (`fetch-depth: 0`)"
            ))
        })?;
        let changed = run(&self.root, &["diff", "--name-only", "--no-ext-diff", "-z", base.trim(), "--"]);
        let unknown = run(&self.root, &["ls-files", "--others", "--exclude-standard", "-z"]);
        let names = format!("{}{}", changed.map_err(failed)?, unknown.map_err(failed)?);
        Ok(listed(&names).map(|name| self.root.join(name)).collect())
    }

    /// Whether there is anything that somebody has committed.
    pub(crate) fn has_commits(&self) -> Result<(), String> {
        let told = run(&self.root, &["rev-parse", "--verify", "--quiet", "HEAD"]);
        told.map(drop).map_err(|_| "the git repository has no commit yet, so git knows no owners".to_owned())
    }

    /// The files with changes that are not committed, those that git does not know among them; whatever its settings hide.
    pub(crate) fn dirty(&self) -> Result<Vec<PathBuf>, String> {
        let told = run(
            &self.root,
            &[
                "status",
                "--porcelain",
                "--no-renames",
                "-z",
                "--untracked-files=all",
                "--ignore-submodules=none",
            ],
        )?;
        Ok(listed(&told).filter_map(|entry| Some(self.root.join(entry.get(3..)?))).collect())
    }

    /// Those of some files that stand as they were committed: git can give them back.
    pub(crate) fn committed(&self, files: &BTreeSet<PathBuf>) -> Result<BTreeSet<PathBuf>, String> {
        let names = files.iter().filter_map(|file| file.strip_prefix(&self.root).ok()?.to_str());
        let list = ["--literal-pathspecs", "ls-files", "-v", "-z", "--"];
        let known = run(&self.root, &list.into_iter().chain(names).collect::<Vec<_>>())?;
        // Another letter is for files whose changes git was told to overlook.
        let known = listed(&known).filter_map(|entry| entry.strip_prefix("H "));
        let mut known: BTreeSet<PathBuf> = known.map(|name| self.root.join(name)).collect();
        for changed in self.dirty()? {
            known.remove(&changed);
        }
        Ok(known)
    }
}

/// The folder of the repository around a path, as far as the disk tells: the nearest one with a `.git`.
pub(crate) fn repository_root(path: &Path) -> Option<PathBuf> {
    let path = resolved(path);
    path.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// Who wrote a line, from 1, of a file; none where git does not say.
pub(crate) fn owner(file: &Path, line: usize) -> Option<Owner> {
    let (folder, name) = (file.parent()?, file.file_name()?.to_str()?);
    let range = format!("{line},{line}");
    let told = run(folder, &["blame", "--porcelain", "-L", &range, "--", name]).ok()?;
    let value = |key: &str| told.lines().find_map(|line| line.strip_prefix(key)).map(str::to_owned);
    let second = value("author-time ")?.parse().ok()?;
    let day = TimeZone::UTC.to_datetime(Timestamp::from_second(second).ok()?).date();
    let commit = told.split(' ').next()?.get(..10)?.to_owned();
    Some(Owner { name: value("author ")?, commit, date: day.to_string() })
}

/// The entries of a list that git ends with zero bytes.
fn listed(told: &str) -> impl Iterator<Item = &str> {
    told.split('\0').filter(|entry| !entry.is_empty())
}

/// A run of git in a folder, without what its settings could make it run, and in words that do not change with the language.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]);
    command.current_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    command.env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C").stdin(Stdio::null());
    // A hook that runs us must not make us ask its repository for another one.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"] {
        command.env_remove(name);
    }
    command
}

/// What a run of git prints, or what it complains of.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = command(folder).args(arguments).output();
    let output = output.map_err(|problem| format!("git cannot be run: {problem}"))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(words.trim().trim_start_matches("fatal: ").to_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
