//! The README's manifests and command lines, word for word.

use super::{document, done, run};
use ringfence_tests::repository::{commit_all, git};
use ringfence_tests::tree::tree;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const README: &str = include_str!("../../README.md");

/// The blocks of a language in the README.
fn blocks(language: &str) -> impl Iterator<Item = &'static str> {
    let first = format!("{language}\n");
    let fenced = README.split("```").skip(1).step_by(2);
    fenced.filter_map(move |block| block.strip_prefix(first.as_str()))
}

/// The lines of the README that call the command, without what is said of them. `mock` serves until somebody ends it:
/// `cli/tests/mock.rs` starts those.
fn lines() -> Vec<Vec<&'static str>> {
    let lines = blocks("sh").flat_map(str::lines).filter(|line| line.starts_with("cargo ringfence "));
    let lines = lines.filter(|line| !line.starts_with("cargo ringfence mock"));
    let words = lines.map(|line| {
        let line = line.split(" #").next().unwrap();
        let words = line.split_whitespace().skip(2).map(|word| word.trim_matches('\''));
        words.collect::<Vec<_>>()
    });
    words.collect()
}

/// A package with the settings of a manifest that the README shows.
fn package(settings: &str) -> TempDir {
    let package = "[package]\nname = \"p\"\nedition = \"2024\"\n";
    let start = settings.find("[package.metadata.ringfence]").unwrap();
    tree(&[("Cargo.toml", &*format!("{package}{}", &settings[start..])), ("src/lib.rs", "")])
}

fn text(folder: &Path) -> String {
    let mut text = String::new();
    for file in fs::read_dir(folder).unwrap() {
        text.push_str(&fs::read_to_string(file.unwrap().path()).unwrap());
    }
    text
}

#[test]
fn each_manifest_that_the_readme_shows_generates_what_it_says() {
    let manifests: Vec<&str> =
        blocks("toml").filter(|block| block.contains("[package.metadata.ringfence]")).collect();
    let [first, settings] = manifests[..] else { panic!("{} manifests", manifests.len()) };
    let one = package(first);
    assert!(done(one.path(), &["generate", "--out", "src/twilio"]).starts_with("3 operations written to "));
    let other = package(settings);
    done(other.path(), &["generate", "--out", "src/twilio"]);
    let text = text(&other.path().join("src/twilio"));
    for snippet in [
        "pub mod verify;",
        "pub fn send_message(",
        "pub fn callback(self,",
        "#[derive(PartialEq)]\npub struct Sms {",
        "Cancelled = \"canceled\"",
        "pub fn create_incoming_phone_number() -> ",
        "pub fn to(self,",
    ] {
        assert!(text.contains(snippet), "no `{snippet}`");
    }
}

/// The bundled documents grow old, which is a warning.
const CALM: &str = "[workspace.metadata.ringfence.lints]\nstale_spec = \"allow\"\n";

#[test]
fn each_command_that_the_readme_shows_works() {
    let manifest = blocks("toml").find(|block| block.contains("[package.metadata.ringfence]")).unwrap();
    let package = package(manifest);
    let here = package.path();
    let write = |path: &str, text: &str| {
        fs::create_dir_all(here.join(path).parent().unwrap()).unwrap();
        fs::write(here.join(path), text).unwrap();
    };
    // What the lines on lints name: another package, a folder of files, and a branch that somebody else has.
    let own = fs::read_to_string(here.join("Cargo.toml")).unwrap();
    write("Cargo.toml", &format!("{own}\n[workspace]\nmembers = [\"legacy\"]\n{CALM}"));
    write("legacy/Cargo.toml", "[package]\nname = \"legacy\"\nedition = \"2024\"\n");
    write("legacy/src/lib.rs", "");
    write("src/lib.rs", "mod sms {\n    mod text;\n}\n");
    write("src/sms/text.rs", "");
    write("specs-2.6.6/twilio_things_v1.yaml", &document("CreateThing"));
    write("specs-2.6.7/twilio_things_v1.yaml", &document("MakeThing"));
    git(here, &["init", "--quiet"]);
    commit_all(here, "all");
    git(here, &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let mut seen = Vec::new();
    for mut line in lines() {
        // What is fetched over the net is fetched from a folder here; how it is fetched, `fetch.rs` tells.
        for word in line.iter_mut().filter(|word| word.starts_with("https://")) {
            *word = "specs-2.6.7";
        }
        // It asks, and nobody is here to answer.
        if line == ["init"] {
            line.push("--yes");
        }
        let outcome = run(here, &line);
        assert_eq!(outcome.code, 0, "{line:?}: {}", outcome.err);
        seen.push(line[..2.min(line.len())].join(" "));
    }
    seen.dedup();
    let all = [
        "check",
        "check --workspace",
        "check src/sms",
        "check --format",
        "check --fix",
        "check --baseline",
        "check --exits",
        "lints --format",
        "init --yes",
        "completions bash",
        "clippy-config",
        "generate --out",
        "generate --spec",
        "specs list",
        "specs show",
        "specs search",
        "specs fetch",
        "specs diff",
    ];
    assert_eq!(seen, all);
}
