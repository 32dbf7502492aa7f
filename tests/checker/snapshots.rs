//! What each format looks like, on real findings: `tests/checker/snapshots/`. `RINGFENCE_BLESS=1` writes them anew.

use super::{WORKSPACE, command};
use ringfence_tests::compared::same_as_file;
use std::path::Path;

/// Two files of the example: a finding with a fix, and exits that let nothing out.
const CHECK: [&str; 3] = ["check", "examples/violations/src/hosts.rs", "examples/violations/src/exit.rs"];

fn snapshot(name: &str, arguments: &[&str]) {
    let output = command(Path::new(WORKSPACE)).args(arguments).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let root = Path::new(WORKSPACE).canonicalize().unwrap();
    let said = format!("{out}--- beside it, exit code {:?}\n{err}", output.status.code().unwrap());
    let said = said.replace(root.to_str().unwrap(), "[ROOT]");
    let file = Path::new(WORKSPACE).join("tests/checker/snapshots").join(name);
    same_as_file(&said, &file);
}

#[test]
fn human() {
    snapshot("human.txt", &CHECK);
}

#[test]
fn human_in_colour() {
    snapshot("colour.txt", &[&CHECK[..], &["--color", "always"]].concat());
}

#[test]
fn short() {
    snapshot("short.txt", &[&CHECK[..], &["--format", "short"]].concat());
}

#[test]
fn json() {
    snapshot("json.txt", &[&CHECK[..], &["--message-format", "json"]].concat());
}

#[test]
fn sarif() {
    snapshot("sarif.txt", &[&CHECK[..], &["--format", "sarif"]].concat());
}

#[test]
fn github() {
    snapshot("github.txt", &[&CHECK[..], &["--format", "github"]].concat());
}

#[test]
fn statistics() {
    snapshot("statistics.txt", &[&CHECK[..], &["--statistics"]].concat());
}

#[test]
fn exits() {
    snapshot("exits.txt", &[&CHECK[..], &["--exits"]].concat());
}

#[test]
fn lints() {
    snapshot("lints.txt", &["lints"]);
    snapshot("lints.md", &["lints", "--format", "markdown"]);
}
