//! What each format looks like, on real findings: `tests/checker/snapshots/`. `RINGFENCE_BLESS=1` writes them anew.

use super::{WORKSPACE, command, run};
use ringfence_lint::LINTS;
use ringfence_tests::compared::same_as_file;
use serde_json::Value;
use std::path::Path;

/// Two files of the example: a finding with a fix, and exits that let nothing out.
const CHECK: [&str; 3] = ["check", "examples/violations/src/hosts.rs", "examples/violations/src/exit.rs"];

fn snapshot(name: &str, arguments: &[&str]) {
    let output = command(Path::new(WORKSPACE)).args(arguments).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let root = Path::new(WORKSPACE).canonicalize().unwrap();
    let said = format!("{out}--- beside it, exit code {:?}\n{err}", output.status.code().unwrap());
    let said: Vec<String> =
        said.replace(root.to_str().unwrap(), "[ROOT]").lines().map(without_pages).collect();
    let said = said.join("\n") + "\n";
    let file = Path::new(WORKSPACE).join("tests/checker/snapshots").join(name);
    same_as_file(&said, &file);
}

/// A line without the pages of lints, which change for their own reasons.
fn without_pages(line: &str) -> String {
    let Ok(mut object) = serde_json::from_str::<Value>(line) else { return line.to_owned() };
    if let Some(explanation) = object.pointer_mut("/message/code/explanation") {
        *explanation = "[PAGE]".into();
    }
    if let Some(rules) = object.pointer_mut("/runs/0/tool/driver/rules") {
        *rules = "[RULES]".into();
    }
    for index in object.pointer_mut("/runs/0/results").and_then(Value::as_array_mut).into_iter().flatten() {
        index["ruleIndex"] = "[INDEX]".into();
    }
    object.to_string()
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
}

#[test]
fn the_table_of_lints_is_one_of_markdown_and_of_json() {
    let table = run(&["lints", "--format", "markdown"]).out;
    let json: Value = serde_json::from_str(&run(&["lints", "--format", "json"]).out).unwrap();
    let rows: Vec<&str> = table.lines().skip(2).collect();
    assert_eq!((rows.len(), json.as_array().map(Vec::len)), (LINTS.len(), Some(LINTS.len())));
    for ((row, object), lint) in rows.iter().zip(json.as_array().unwrap()).zip(LINTS) {
        assert!(row.starts_with(&format!("| `{}` | {} | ", lint.name, lint.group)), "{row}");
        assert_eq!(row.replace("\\|", "").matches('|').count(), 6, "{row}");
        assert_eq!((&object["name"], &object["practice"]), (&lint.name.into(), &lint.practice.id.into()));
        assert!(object["page"].as_str().unwrap().contains("## Why"), "{object}");
    }
}
