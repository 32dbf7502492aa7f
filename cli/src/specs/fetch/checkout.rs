//! Git checkouts: what is committed, by git's own archive of it.

use super::archive;
use super::entry::Limits;
use super::{Taken, entry::too_large};
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

/// Reads the documents of a commit: the one that is named, or the one that is checked out.
pub(super) fn read(root: &Path, revision: Option<&str>, limits: Limits) -> Result<Taken, String> {
    let wanted = revision.unwrap_or("HEAD");
    let commit = format!("{wanted}^{{commit}}");
    let commit = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
        .map_err(|error| format!("has no revision `{wanted}`{error}"))?;
    let mut child = command(root)
        .args(["archive", "--format=tar", &commit])
        .stdout(Stdio::piped())
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
    let changes = git(root, &["status", "--porcelain"]).unwrap_or_default();
    if revision.is_none() && !changes.is_empty() {
        taken.note = Some("the checkout has changes that are not committed; they were not taken".to_owned());
    }
    Ok(taken)
}

/// Runs git in a checkout, without what its settings could make it run.
pub(super) fn command(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]);
    command.env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null()).stderr(Stdio::null());
    // A hook that runs us must not make us read its repository.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    command
}

/// What git says; what went wrong begins with a colon, where anything is known of it.
fn git(root: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = command(root).args(arguments).stdout(Stdio::piped()).output();
    let output = output.map_err(|error| format!(": git cannot be run: {error}"))?;
    if !output.status.success() {
        return Err(String::new());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
