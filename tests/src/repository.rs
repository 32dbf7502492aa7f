//! Git repositories for tests.

use std::path::Path;
use std::process::Command;

/// Runs git in a folder, as nobody in particular and without this machine's settings; gives what it prints.
///
/// # Panics
///
/// Panics with what git says where it fails.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=Jo Doe", "-c", "user.email=jo@example.com", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Commits all that there is.
///
/// # Panics
///
/// Panics where git fails.
pub fn commit_all(folder: &Path, message: &str) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "-m", message]);
}
