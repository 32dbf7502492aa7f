//! The macros as rustc shows them.
//!
//! - `ui/<lint>/fires*.rs` are reported through the macro on the very lines that carry `//~`, as through the engine.
//! - `ui/<lint>/silent*.rs` and `compile_pass/*.rs` compile without a word from us.
//!
//! All cases are binaries of one package that is checked by one run of cargo. What must not compile, word by word, is
//! with the runtime (`runtime/tests/compile_fail`). Cases named `engine_*` hold code that stable Rust keeps from macros.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[cfg(test)]
#[path = "macro_ui/callback_urls.rs"]
mod callback_urls;
#[cfg(test)]
#[path = "macro_ui/literals.rs"]
mod literals;
#[cfg(test)]
#[path = "macro_ui/nested.rs"]
mod nested;
#[cfg(test)]
#[path = "macro_ui/parity.rs"]
mod parity;

use ringfence_tests::cases::entries;
use ringfence_tests::history::kept;
use ringfence_tests::markers::markers;
use ringfence_tests::sidelines::beside;
use ringfence_tests::templates::fill;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

static CASES: LazyLock<Vec<Case>> = LazyLock::new(cases);
static REPORTED: LazyLock<BTreeMap<String, Reported>> = LazyLock::new(|| check(&CASES));

#[test]
fn macro_and_markers_agree_on_every_line() {
    let mut differences = String::new();
    for kind in [Kind::Fires, Kind::Silent] {
        assert!(CASES.iter().any(|case| case.kind == kind), "no case that is {kind:?} was found");
    }
    for case in CASES.iter() {
        let fires = case.kind == Kind::Fires;
        let expected = if fires { marked(&case.file) } else { BTreeSet::new() };
        if fires && expected.is_empty() {
            let _ = writeln!(differences, "{}: a case that fires has no `//~`", case.name);
        }
        let found = REPORTED.get(&case.name).cloned().unwrap_or_default();
        for (line, lint) in expected.difference(&found.lints) {
            let _ = writeln!(differences, "{}:{line}: {lint} is not reported", case.name);
        }
        let folder = case.name.split('-').next().unwrap_or_default();
        let is_meant = |lint: &str| beside(Path::new(folder)).all(|by_the_way| by_the_way != lint);
        for (line, lint) in found.lints.difference(&expected).filter(|(_, lint)| is_meant(lint)) {
            let _ = writeln!(differences, "{}:{line}: {lint} is reported without a marker", case.name);
        }
        for error in found.others {
            let _ = writeln!(differences, "{}: {error}", case.name);
        }
    }
    assert!(differences.is_empty(), "\n{differences}");
}

#[test]
fn histories_are_told_line_by_line() {
    let mut missing = String::new();
    let mut steps = 0;
    for case in CASES.iter().filter(|case| case.kind == Kind::Fires) {
        let (lint, name) = case.name.split_once('-').unwrap();
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui").join(lint).join(format!("{name}.rs"));
        let reported = REPORTED.get(&case.name).cloned().unwrap_or_default();
        for told in kept(&file) {
            let texts =
                reported.texts.iter().filter(|(line, text)| *line == told.line && text.contains(lint));
            let texts: Vec<&str> = texts.map(|(_, text)| text.as_str()).collect();
            for (words, line) in told.steps {
                // What lies in the item has its line, other places their file, too.
                let inside = format!("\nnote: line {line}: {words}");
                let outside = format!("\nnote: {words}: ");
                let is_told = |text: &&str| {
                    text.contains(&inside)
                        || text.lines().any(|note| {
                            note.starts_with(outside.trim_start()) && note.contains(&format!(".rs:{line}:"))
                        })
                };
                if !texts.iter().any(is_told) {
                    let _ = writeln!(missing, "{}:{}: no word of line {line}: {words}", case.name, told.line);
                }
                steps += 1;
            }
        }
    }
    assert!(steps > 100, "only {steps} steps");
    assert!(missing.is_empty(), "\n{missing}");
}

#[test]
fn a_change_of_levels_in_the_manifest_rebuilds() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("macro_levels");
    std::fs::create_dir_all(folder.join("src")).unwrap();
    std::fs::copy(Path::new(WORKSPACE).join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let source = "mod hosts;\n#[ringfence::enforce]\nfn host() -> &'static str {\n    hosts::API\n}\nfn main() {\n    host();\n}\n";
    std::fs::write(folder.join("src/main.rs"), source).unwrap();
    let hosts = "pub const API: &str = \"http://api.twilio.com\";\n";
    std::fs::write(folder.join("src/hosts.rs"), hosts).unwrap();
    let table = "[package.metadata.ringfence.lints]\nplain_http_url =";
    for (settings, expected) in [
        (String::new(), Some("error")),
        (format!("{table} \"warn\"\n"), Some("warning")),
        (format!("{table} {{ level = \"allow\" }}\n"), None),
        (format!("{table} \"deny\"\n"), Some("error")),
    ] {
        std::fs::write(folder.join("Cargo.toml"), manifest(&[]) + &settings).unwrap();
        let messages = cargo_check(&folder);
        let about = messages
            .iter()
            .map(|message| &message["message"])
            .find(|message| message["message"].as_str().is_some_and(|text| text.contains("plain_http_url")));
        assert_eq!(about.and_then(|message| message["level"].as_str()), expected, "{settings}");
        let line = about.map(|message| message["spans"][0]["line_start"].clone());
        assert!(line.is_none_or(|line| line == 4), "the use inside the item is pointed at");
    }
}

/// What is expected of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Lints on the lines with markers.
    Fires,
    /// Nothing.
    Silent,
}

/// A case, as a binary of the package that is checked.
struct Case {
    name: String,
    file: PathBuf,
    kind: Kind,
}

/// What rustc said of a case: our lints by line, and other errors.
#[derive(Clone, Default)]
struct Reported {
    lints: BTreeSet<(usize, String)>,
    /// What our lints say, by line.
    texts: Vec<(usize, String)>,
    others: Vec<String>,
}

fn cases() -> Vec<Case> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut cases = Vec::new();
    for file in sources(&tests.join("compile_pass")) {
        cases.push(Case { name: format!("compile_pass-{}", stem(&file)), file, kind: Kind::Silent });
    }
    for folder in entries(&tests.join("ui")).into_iter().filter(|path| path.is_dir()) {
        // A folder in it is a crate of several files, which the engine's own test checks as a whole.
        for file in sources(&folder) {
            let case = stem(&file);
            let lint = folder.file_name().unwrap().to_string_lossy();
            let kind = match case.as_str() {
                case if case.starts_with("fires") => Kind::Fires,
                case if case.starts_with("silent") => Kind::Silent,
                _ => continue,
            };
            let name = format!("{lint}-{case}");
            cases.push(Case { file: filled(&name, file), name, kind });
        }
    }
    cases
}

/// The case's file, or a copy of it with its credentials filled in.
fn filled(name: &str, file: PathBuf) -> PathBuf {
    let text = std::fs::read_to_string(&file).unwrap();
    let filled = fill(&text);
    if filled == text {
        return file;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("macro_ui_filled");
    std::fs::create_dir_all(&folder).unwrap();
    let copy = folder.join(format!("{name}.rs"));
    std::fs::write(&copy, filled).unwrap();
    copy
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let is_source = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    entries(folder).into_iter().filter(is_source).collect()
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap().to_string_lossy().into_owned()
}

/// The lines of a case that must be reported, each with its lint.
fn marked(file: &Path) -> BTreeSet<(usize, String)> {
    markers(&std::fs::read_to_string(file).unwrap()).collect()
}

/// Checks all cases with one run of cargo.
fn check(cases: &[Case]) -> BTreeMap<String, Reported> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("macro_ui");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("Cargo.toml"), manifest(cases)).unwrap();
    // The same versions as ours, so that nothing is fetched.
    std::fs::copy(Path::new(WORKSPACE).join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut reported: BTreeMap<String, Reported> = BTreeMap::new();
    for message in cargo_check(&folder) {
        let name = message["target"]["name"].as_str().unwrap_or_default();
        if cases.iter().any(|case| case.name == name) {
            read_message(&message["message"], reported.entry(name.to_owned()).or_default());
        }
    }
    reported
}

/// What rustc says of the binaries of a package, in cargo's JSON.
fn cargo_check(folder: &Path) -> Vec<serde_json::Value> {
    let output = Command::new(env!("CARGO"))
        // As tests, so that code for tests is there.
        .args(["check", "--bins", "--profile", "test", "--keep-going", "--offline", "--message-format=json"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("macro_ui/target"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<serde_json::Value> =
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let finished = messages.iter().any(|message| message["reason"] == "build-finished");
    assert!(finished, "cargo did not check the cases:\n{}", String::from_utf8_lossy(&output.stderr));
    messages.into_iter().filter(|message| message["reason"] == "compiler-message").collect()
}

/// Our errors begin with the lint's name; our warnings are uses of a deprecated constant of that name.
fn read_message(message: &serde_json::Value, reported: &mut Reported) {
    let text = message["message"].as_str().unwrap_or_default();
    let spans = message["spans"].as_array().cloned().unwrap_or_default();
    let primary = spans.iter().find(|span| span["is_primary"] == true);
    let line = primary.and_then(|span| span["line_start"].as_u64()).unwrap_or_default();
    let constant = text.strip_prefix("use of deprecated constant `");
    let warned = constant.and_then(|rest| rest.split_once("`: ")?.0.rsplit("::").next());
    let denied = text.split_once(": ").map(|(name, _)| name);
    let is_lint = |name: &&str| ringfence_lint::LINTS.iter().any(|lint| lint.name == *name);
    if let Some(lint) = warned.or(denied).filter(is_lint) {
        let line = usize::try_from(line).unwrap();
        reported.texts.push((line, text.to_owned()));
        reported.lints.insert((line, lint.to_owned()));
    } else if message["level"] == "error" && primary.is_some() {
        reported.others.push(message["rendered"].as_str().unwrap_or(text).to_owned());
    }
}

/// A package of its own with a binary per case; it may use what the cases of the lints are about.
fn manifest(cases: &[Case]) -> String {
    let runtime = Path::new(WORKSPACE).join("runtime").canonicalize().unwrap();
    let mut text = format!(
        "[package]\nname = \"macro-ui\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
         [dependencies]\nringfence = {{ path = {runtime:?}, features = [\"reqwest\"] }}\n\
         reqwest = {{ version = \"0.13\", default-features = false, features = [\"form\", \"query\", \"rustls-no-provider\"] }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\", \"time\"] }}\n"
    );
    for case in cases {
        let _ = write!(text, "[[bin]]\nname = {:?}\npath = {:?}\n", case.name, case.file);
    }
    text
}
