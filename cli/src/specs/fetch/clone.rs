//! Git repositories by URL: cloned into a folder within the one that takes the documents, read, and removed.

use super::download::check_url;
use super::entry::{Limits, too_large};
use super::{Taken, checkout};
use std::io::Read;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

const WHOLE: Duration = Duration::from_secs(600);
/// How often the size of a clone is looked at.
const PAUSE: Duration = Duration::from_millis(50);

/// Whether a URL names a repository.
pub(super) fn is_repository(url: &str) -> bool {
    url.trim_end_matches('/').ends_with(".git")
}

/// Reads the documents of a repository at a revision.
pub(super) fn read(
    url: &str,
    revision: Option<&str>,
    authority: Option<&Path>,
    limits: Limits,
    out: &Path,
) -> Result<Taken, String> {
    check_url(url)?;
    let was_there = out.exists();
    let made = |error: std::io::Error| format!("{}: cannot be made: {error}", out.display());
    std::fs::create_dir_all(out).map_err(made)?;
    let taken = tempfile::Builder::new()
        .prefix(".ringfence-clone-")
        .tempdir_in(out)
        .map_err(made)
        .and_then(|folder| clone_and_read(folder.path(), url, revision, authority, limits));
    if taken.is_err() && !was_there {
        // Only where it is empty: nothing is lost.
        let _ = std::fs::remove_dir(out);
    }
    taken
}

fn clone_and_read(
    folder: &Path,
    url: &str,
    revision: Option<&str>,
    authority: Option<&Path>,
    limits: Limits,
) -> Result<Taken, String> {
    // One commit is enough where the server can give one, and the revision is no bare commit.
    let mut shallow = vec!["--depth", "1"];
    shallow.extend(revision.into_iter().flat_map(|revision| ["--branch", revision]));
    if revision.is_none_or(|revision| !revision.starts_with('-')) {
        let repository = folder.join("shallow.git");
        match clone(folder, &repository, url, &shallow, authority, limits) {
            Ok(()) => return checkout::read(&repository, None, limits),
            Err(Refusal::Stopped(message)) => return Err(message),
            Err(Refusal::OfGit(_)) => {}
        }
    }
    let repository = folder.join("whole.git");
    clone(folder, &repository, url, &[], authority, limits).map_err(|refusal| match refusal {
        Refusal::OfGit(message) | Refusal::Stopped(message) => message,
    })?;
    checkout::read(&repository, revision, limits)
}

fn clone(
    folder: &Path,
    repository: &Path,
    url: &str,
    options: &[&str],
    authority: Option<&Path>,
    limits: Limits,
) -> Result<(), Refusal> {
    let mut command = crate::git::command(folder);
    // Redirects are held to https by the same switch; no helper is asked for a password.
    command.args([
        "-c",
        "protocol.allow=never",
        "-c",
        "protocol.https.allow=always",
        "-c",
        "credential.helper=",
    ]);
    if let Some(authority) = authority {
        command.env("GIT_SSL_CAINFO", authority);
    }
    command.args(["clone", "--bare", "--quiet"]).args(options).arg("--").arg(url).arg(repository);
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    watch(child.map_err(not_run)?, folder, limits)
}

/// Why there is no clone.
enum Refusal {
    /// Git would not; another way may do.
    OfGit(String),
    /// We would not.
    Stopped(String),
}

fn not_run(error: std::io::Error) -> Refusal {
    Refusal::Stopped(format!("git cannot be run: {error}"))
}

/// Waits for git; stops it where it takes more than was agreed.
#[expect(clippy::disallowed_methods, reason = "the command has one thread, and nothing else to do on it")]
fn watch(mut child: Child, folder: &Path, limits: Limits) -> Result<(), Refusal> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(not_run)? {
            return match status.success() {
                true if size(folder) <= limits.packed => Ok(()),
                true => Err(Refusal::Stopped(too_large(limits.packed))),
                false => Err(Refusal::OfGit(last_words(child))),
            };
        }
        let is_late = start.elapsed() > WHOLE;
        if is_late || size(folder) > limits.packed {
            let _ = child.kill();
            let _ = child.wait();
            let late = "took more than ten minutes".to_owned();
            return Err(Refusal::Stopped(if is_late { late } else { too_large(limits.packed) }));
        }
        std::thread::sleep(PAUSE);
    }
}

fn last_words(mut child: Child) -> String {
    let mut said = String::new();
    if let Some(stderr) = child.stderr.take() {
        let _ = stderr.take(64 * 1024).read_to_string(&mut said);
    }
    let last = said.lines().rfind(|line| line.starts_with("fatal:")).unwrap_or("fatal: no reason given");
    format!("git could not clone it: {}", last.trim_start_matches("fatal: "))
}

/// The bytes of all files in a folder, as far as they can be seen while git works.
fn size(folder: &Path) -> u64 {
    let (mut bytes, mut folders) = (0, vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(meta) if meta.is_dir() => folders.push(entry.path()),
                Ok(meta) => bytes += meta.len(),
                Err(_) => {}
            }
        }
    }
    bytes
}
