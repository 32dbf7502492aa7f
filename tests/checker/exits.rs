//! `--exits`: every written exception with its reason, and whoever wrote it.

use super::{manifest, run_in, tree};
use ringfence_tests::repository::{commit_all, git};
use serde_json::Value;

const SOURCE: &str = "#[ringfence::permit(plain_http_url, reason = \"the proxy beside us speaks TLS\")]
pub const HOST: &str = \"http://api.twilio.com\";

pub fn policy() -> ringfence::RetryPolicy {
    ringfence::NoRetry::because(WHY).into()
}

const WHY: &str = \"a health check\";

#[ringfence::signature_validation]
pub fn check(token: &str, body: &[u8]) -> bool {
    token.len() == body.len()
}

pub fn get() {
    // ringfence: permit(unretried_call)
    let _ = reqwest::blocking::get(HOST);
}
";

#[test]
fn permits_switches_and_attestations_are_listed_with_their_reasons() {
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", SOURCE)]);
    let outcome = run_in(folder.path(), &["check", "--exits"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let expected = "src/lib.rs:1:1: permit(plain_http_url): the proxy beside us speaks TLS
src/lib.rs:5:33: NoRetry: a health check
src/lib.rs:10:1: signature_validation: no reason given
src/lib.rs:16:5: permit(unretried_call): no reason given
4 exits, 2 without a reason; 1 file checked
";
    assert_eq!(outcome.out, expected);
}

#[test]
fn owners_are_asked_of_git() {
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", SOURCE)]);
    git(folder.path(), &["init", "--quiet"]);
    commit_all(folder.path(), "first");
    let commit = git(folder.path(), &["rev-parse", "HEAD"]);
    let outcome = run_in(folder.path(), &["check", "--exits", "--owners", "--format", "json"]);
    let exits: Vec<Value> = outcome.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(exits.len(), 4, "{}", outcome.out);
    for exit in &exits {
        assert_eq!(exit["owner"]["name"], "Jo Doe", "{exit}");
        assert!(commit.starts_with(exit["owner"]["commit"].as_str().unwrap()), "{exit}");
    }
    assert_eq!(exits[0]["lints"], serde_json::json!(["plain_http_url"]));
    assert_eq!(exits[2]["reason"], Value::Null);
    let outcome = run_in(folder.path(), &["check", "--exits", "--owners"]);
    assert!(outcome.out.contains("speaks TLS [Jo Doe, "), "{}", outcome.out);
    std::fs::write(folder.path().join("src/lib.rs"), format!("// new\n{SOURCE}")).unwrap();
    let outcome = run_in(folder.path(), &["check", "--exits", "--owners"]);
    assert!(
        outcome.out.contains("src/lib.rs:2:1: permit(plain_http_url)") && outcome.out.contains("[Jo Doe, "),
        "{}",
        outcome.out
    );
}

#[test]
fn owners_that_git_does_not_know_are_said() {
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", SOURCE)]);
    let owners = || run_in(folder.path(), &["check", "--exits", "--owners"]);
    assert!(
        owners().code == 2 && owners().err.contains("--owners: .: no git repository here"),
        "{}",
        owners().err
    );
    git(folder.path(), &["init", "--quiet"]);
    assert!(owners().code == 2 && owners().err.contains("no commit yet"), "{}", owners().err);
    git(folder.path(), &["add", "Cargo.toml"]);
    git(folder.path(), &["commit", "--quiet", "-m", "first"]);
    let outcome = owners();
    assert!(outcome.out.contains("4 that git knows no owner of; 1 file checked"), "{}", outcome.out);
}
