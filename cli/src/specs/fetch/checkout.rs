//! Git checkouts: what is committed, by git's own archive of it.

use super::archive;
use super::entry::Limits;
use super::{Taken, entry::too_large};
use crate::git::{command, run};
use std::io::Read;
use std::path::Path;
use std::process::Stdio;

/// Reads the documents of a commit: the one that is named, or the one that is checked out.
pub(super) fn read(root: &Path, revision: Option<&str>, limits: Limits) -> Result<Taken, String> {
    let wanted = revision.unwrap_or("HEAD");
    let commit = format!("{wanted}^{{commit}}");
    let commit =
        run(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).map_err(|words| {
            format!(
                "has no revision `{wanted}`{}",
                if words.is_empty() { words } else { format!(": {words}") }
            )
        })?;
    let commit = commit.trim().to_owned();
    let mut child = command(root)
        .args(["archive", "--format=tar", &commit])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("git cannot be run: {error}"))?;
    let stream = child.stdout.take().ok_or("git cannot be read from")?;
    let read = archive::entries(stream.take(limits.unpacked + 1), limits);
    // A stream that was left in the middle stops git by itself.
    let status = child.wait().map_err(|error| format!("git cannot be run: {error}"))?;
    let mut taken = read?;
    if !status.success() {
        return Err(format!("git could not archive {commit}; {}", too_large(limits.unpacked)));
    }
    taken.revision = Some(commit);
    let changes = run(root, &["status", "--porcelain"]).unwrap_or_default();
    if revision.is_none() && !changes.is_empty() {
        taken.note = Some("the checkout has changes that are not committed; they were not taken".to_owned());
    }
    Ok(taken)
}
