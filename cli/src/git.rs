//! What git knows of files; asked by running it.

use crate::failure::Failure;
use crate::location::resolved;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A repository.
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
    /// The repository around a folder; none where there is none, or no git.
    pub(crate) fn around(folder: &Path) -> Option<Self> {
        let root = run(folder, &["rev-parse", "--show-toplevel"]).ok()?;
        let root = root.trim_end_matches(['\n', '\r']);
        (!root.is_empty()).then(|| Self { root: PathBuf::from(root) })
    }

    /// Its folder.
    pub(crate) fn root(&self) -> PathBuf {
        resolved(&self.root)
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
        Ok(names.split('\0').filter(|name| !name.is_empty()).map(|name| self.root.join(name)).collect())
    }

    /// The files with changes that are not committed, as git names them.
    pub(crate) fn dirty(&self) -> Result<Vec<String>, Failure> {
        let listed = run(&self.root, &["status", "--porcelain", "--no-renames", "-z"]);
        let listed = listed.map_err(|problem| Failure::message(format!("--fix: {problem}")))?;
        Ok(listed.split('\0').filter_map(|entry| entry.get(3..)).map(str::to_owned).collect())
    }
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

/// What a run of git prints, or what it complains of.
fn run(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git").args(arguments).current_dir(folder).output();
    let output = output.map_err(|problem| format!("git cannot be run: {problem}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
