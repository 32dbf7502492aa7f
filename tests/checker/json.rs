//! `--format json`: read by the types that read cargo's own messages, and applied as `cargo fix` applies rustc's.

use super::{Outcome, PLAIN, WORKSPACE, findings, manifest, run, run_in, tree};
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};
use cargo_metadata::{CompilerMessage, Message, MetadataCommand};
use ringfence_tests::templates::fill;
use std::collections::BTreeSet;
use std::hash::RandomState;
use std::path::Path;

/// The findings; every line is one of cargo's messages, and the last one says how it ended.
fn messages(outcome: &Outcome) -> Vec<CompilerMessage> {
    let lines: Vec<Message> = outcome
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let Some((Message::BuildFinished(finished), rest)) = lines.split_last() else {
        panic!("no `build-finished`: {}", outcome.out)
    };
    assert_eq!(finished.success, outcome.code == 0);
    let messages = rest.iter().map(|message| match message {
        Message::CompilerMessage(message) => message.clone(),
        other => panic!("{other:?}"),
    });
    messages.collect()
}

/// Files, lines, columns and lints of the primary spans.
fn places(messages: &[CompilerMessage]) -> Vec<(String, usize, usize, String)> {
    let place = |message: &CompilerMessage| {
        let message = &message.message;
        let primary: Vec<_> = message.spans.iter().filter(|span| span.is_primary).collect();
        assert_eq!(primary.len(), 1, "{message:?}");
        let code = message.code.as_ref().unwrap().code.clone();
        (primary[0].file_name.clone(), primary[0].line_start, primary[0].column_start, code)
    };
    messages.iter().map(place).collect()
}

#[test]
fn both_formats_say_the_same() {
    let arguments = ["check", "--manifest-path", "examples/violations/Cargo.toml"];
    let human = run(&arguments);
    let json = run(&[&arguments[..], &["--format", "json"]].concat());
    assert_eq!((human.code, json.code), (1, 1));
    let messages = messages(&json);
    assert_eq!(places(&messages), findings(&human.out));
    assert_eq!(human.out.lines().last(), json.err.lines().last(), "the summary stands beside the objects");
    for message in &messages {
        let Diagnostic { rendered, spans, code, children, .. } = &message.message;
        let rendered = rendered.as_deref().unwrap();
        assert!(human.out.contains(rendered.trim_end()), "{rendered}");
        let page = code.as_ref().unwrap().explanation.as_deref().unwrap();
        assert!(page.contains("## What it does"), "{page}");
        assert!(children.iter().any(|child| child.level == DiagnosticLevel::Help), "{message:?}");
        for span in spans {
            let text = std::fs::read(Path::new(WORKSPACE).join(&span.file_name)).unwrap();
            let before = String::from_utf8(text[..span.byte_start as usize].to_vec()).unwrap();
            assert_eq!(before.matches('\n').count() + 1, span.line_start);
            assert_eq!(before.rsplit('\n').next().unwrap().chars().count() + 1, span.column_start);
            assert_eq!(span.text.len(), span.line_end - span.line_start + 1);
            assert_eq!(span.text[0].highlight_start, span.column_start);
            assert_eq!(span.text.last().unwrap().highlight_end, span.column_end);
        }
    }
}

#[test]
fn packages_and_targets_have_the_names_that_cargo_gives_them() {
    let folder = tree(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"a b\", \"c\"]\nresolver = \"3\"\n[workspace.package]\nversion = \"1.2.3\"\n",
        ),
        (
            "a b/Cargo.toml",
            "[package]\nname = \"other-name\"\nversion.workspace = true\nedition = \"2021\"\n",
        ),
        ("a b/src/lib.rs", PLAIN),
        ("c/Cargo.toml", &manifest("c")),
        ("c/src/main.rs", &format!("{PLAIN}fn main() {{}}\n")),
        ("c/build.rs", &format!("{PLAIN}fn main() {{}}\n")),
    ]);
    let found = messages(&run_in(folder.path(), &["check", "--format=json"]));
    let metadata = MetadataCommand::new().current_dir(folder.path()).no_deps().exec().unwrap();
    let named = |message: &CompilerMessage| {
        let owner = metadata.packages.iter().find(|package| package.id == message.package_id);
        let owner = owner.unwrap_or_else(|| panic!("{} is no package of cargo's", message.package_id));
        let target = owner.targets.iter().find(|target| target.src_path == message.target.src_path).unwrap();
        assert_eq!((&target.kind, target.edition), (&message.target.kind, message.target.edition));
        format!("{} {:?}", owner.name, target.kind)
    };
    let named: BTreeSet<String> = found.iter().map(named).collect();
    assert_eq!(named.len(), 3, "{named:?}");
}

#[test]
fn nothing_found_is_still_an_answer() {
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", "pub fn a() {}\n")]);
    let outcome = run_in(folder.path(), &["check", "--format=json"]);
    assert_eq!(outcome.out, "{\"reason\":\"build-finished\",\"success\":true}\n");
    assert!(outcome.err.starts_with("no findings; "), "{}", outcome.err);
    let warned = format!("{}[package.metadata.ringfence.lints]\ntransport = \"warn\"\n", manifest("p"));
    let folder = tree(&[("Cargo.toml", &warned), ("src/lib.rs", PLAIN)]);
    let outcome = run_in(folder.path(), &["check", "--format=json"]);
    let found = messages(&outcome);
    assert_eq!((outcome.code, found.len(), found[0].message.level), (0, 1, DiagnosticLevel::Warning));
    let outcome = run_in(folder.path(), &["check", "--format=jsn"]);
    assert!(outcome.code == 2 && outcome.err.contains("json"), "{}", outcome.err);
}

#[test]
fn no_secret_leaves_through_any_field() {
    let token = "0123456789abcdef".repeat(2);
    // ringfence: permit(credential_in_url, reason = "a finding for the command to mask")
    let source = format!(
        "pub const URL: &str = \"http://ops7:{token}@api.twilio.com\"; // {token}\n\
         pub fn get(password: &str) -> [&str; 2] {{ let password = \"hunter2x\"; [password, \"http://api.twilio.com\"] }}\n"
    );
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", &source)]);
    let outcome = run_in(folder.path(), &["check", "--format", "json", "--verbose"]);
    assert!(!messages(&outcome).is_empty());
    for secret in [token.as_str(), "ops7:", "hunter2x"] {
        assert!(
            !outcome.out.contains(secret) && !outcome.err.contains(secret),
            "{secret} in {}",
            outcome.out
        );
    }
}

#[test]
fn rustfix_applies_what_is_suggested() {
    let ui = Path::new(WORKSPACE).join("tests/ui");
    let mut applied = 0;
    for folder in std::fs::read_dir(ui).unwrap().map(|entry| entry.unwrap().path()) {
        let lint = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let (case, expected) = (folder.join("fires.rs"), folder.join("fires.fixed"));
        let Ok(expected) = std::fs::read_to_string(expected) else { continue };
        let text = std::fs::read_to_string(case).unwrap();
        if fill(&text) != text {
            // What holds a secret is masked, and no machine may apply it.
            continue;
        }
        let package = tree(&[("Cargo.toml", &manifest("p")), ("src/main.rs", &text)]);
        let outcome = run_in(package.path(), &["check", "--format=json"]);
        let lines: Vec<serde_json::Value> =
            outcome.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let own =
            lines.iter().map(|line| &line["message"]).filter(|message| message["code"]["code"] == *lint);
        let own: String = own.map(ToString::to_string).collect();
        let filter = rustfix::Filter::MachineApplicableOnly;
        let suggestions =
            rustfix::get_suggestions_from_json::<RandomState>(&own, &Default::default(), filter).unwrap();
        assert!(!suggestions.is_empty(), "{lint}: {}", outcome.out);
        let files =
            suggestions.iter().flat_map(|suggestion| &suggestion.snippets).map(|snippet| &snippet.file_name);
        assert!(files.into_iter().all(|file| file == "src/main.rs"));
        assert_eq!(rustfix::apply_suggestions(&text, &suggestions).unwrap(), expected, "{lint}");
        let human = run_in(package.path(), &["check"]);
        let solutions = suggestions.iter().flat_map(|suggestion| &suggestion.solutions);
        for message in solutions.map(|solution| &solution.message) {
            assert!(human.out.contains(&format!("help: {message}")), "{message} in {}", human.out);
        }
        applied += suggestions.len();
    }
    assert!(applied > 0, "no lint has a `fires.fixed`");
}

#[test]
fn ids_are_those_of_cargo_whatever_way_leads_to_a_package() {
    let folder = tree(&[
        ("ws/Cargo.toml", "[workspace]\nmembers = [\"../out\", \"a\"]\n"),
        ("ws/a/Cargo.toml", &manifest("a")),
        ("ws/a/src/lib.rs", PLAIN),
        ("out/Cargo.toml", &format!("{}workspace = \"../ws\"\n", manifest("out"))),
        ("out/src/lib.rs", PLAIN),
    ]);
    let ids = |below: &str, line: &[&str]| -> Vec<String> {
        let outcome = run_in(&folder.path().join(below), &[&["check", "--format=json"], line].concat());
        messages(&outcome).iter().map(|message| message.package_id.repr.clone()).collect()
    };
    let metadata = MetadataCommand::new().current_dir(folder.path().join("ws")).no_deps().exec().unwrap();
    let id =
        |name: &str| metadata.packages.iter().find(|package| package.name == name).unwrap().id.repr.clone();
    assert_eq!(ids("ws/a/src", &["--manifest-path", ".."]), [id("a")]);
    assert_eq!(ids("ws", &[]), [id("out"), id("a")]);
}
