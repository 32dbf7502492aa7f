//! Help, completions and man pages.

use super::{command, run_in};
use std::path::Path;

/// Every command, and those below it.
const COMMANDS: [&str; 15] = [
    "check",
    "init",
    "generate",
    "specs list",
    "specs show",
    "specs search",
    "specs fetch",
    "specs diff",
    "mock",
    "explain",
    "lints",
    "clippy-config",
    "completions",
    "man",
    "specs",
];

#[test]
fn help_has_examples() {
    for name in COMMANDS.into_iter().chain([""]) {
        let line: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).chain(["--help"]).collect();
        let outcome = run_in(Path::new("."), &line);
        assert_eq!(outcome.code, 0, "{name}");
        let (_, examples) =
            outcome.out.split_once("Example").unwrap_or_else(|| panic!("{name}: {}", outcome.out));
        let begins = format!("  cargo ringfence {name}");
        assert!(examples.contains(begins.trim_end()), "{name}: {examples}");
    }
}

#[test]
fn the_examples_of_the_help_are_lines_that_are_understood() {
    let mut tried = 0;
    for name in COMMANDS.into_iter().chain([""]) {
        let line: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).chain(["--help"]).collect();
        let help = run_in(Path::new("."), &line).out;
        let lines = help.lines().filter_map(|line| line.strip_prefix("  cargo ringfence "));
        for example in lines {
            // An explanation stands behind spaces; `--help` at the end has it parsed and not done.
            let example = example.split("   ").next().unwrap().replace('\'', "");
            let words = example.split([' ']).take_while(|word| !["&&", ">", ">>"].contains(word));
            let nowhere = tempfile::tempdir().unwrap();
            let output = command(nowhere.path()).args(words).arg("--not-an-option").output().unwrap();
            let err = String::from_utf8(output.stderr).unwrap();
            assert!(err.contains("unexpected argument '--not-an-option'"), "{example}: {err}");
            tried += 1;
        }
    }
    assert!(tried > 20, "only {tried}");
}

#[test]
fn completions_name_commands_and_options() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = run_in(Path::new("."), &["completions", shell]).out;
        for word in ["cargo-ringfence", "changed-since", "write-baseline", "generate"] {
            assert!(text.contains(word), "{shell} does not know {word}");
        }
    }
    let script = run_in(Path::new("."), &["completions", "bash"]).out;
    let mut registered = script.lines().filter_map(|line| line.trim().strip_prefix("complete -F "));
    let function = registered.next_back().unwrap().split(' ').next().unwrap();
    let ask = format!(
        "{script}\nCOMP_WORDS=(cargo-ringfence che); COMP_CWORD=1; {function} cargo-ringfence che cargo-ringfence; echo \"${{COMPREPLY[@]}}\"\n"
    );
    let output = std::process::Command::new("bash").args(["-c", &ask]).output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).trim(),
        "check",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn man_pages_are_written_for_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let outcome = run_in(folder.path(), &["man", "--out", "pages"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    for name in COMMANDS {
        let page = folder.path().join(format!("pages/cargo-ringfence-{}.1", name.replace(' ', "-")));
        let text = std::fs::read_to_string(&page).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(text.contains(".SH SYNOPSIS"), "{name}");
    }
    assert!(folder.path().join("pages/cargo-ringfence.1").is_file());
}
