//! Histories: where a value came from and which way it went, as the `.history` file beside a case has it.
//!
//! `RINGFENCE_BLESS=1` writes the files; what it wrote is read by a person before it is committed.

use super::{cases, check, name};
use ringfence_lint::{LINTS, Place, Report};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The cases whose histories are kept: the carriers of each lint, crates of several files, and what is about histories.
fn is_chosen(case: &Path) -> bool {
    let name = name(case);
    name == "fires" || name.contains("history") || case.ends_with("main.rs") && name.contains("fires")
}

fn file_of(case: &Path) -> PathBuf {
    case.with_extension("history")
}

/// Every finding of the folder's lint with the places that explain it, each with its line as the case has it.
fn told(case: &Path, report: &Report) -> String {
    let lint = case.strip_prefix(super::ui()).unwrap().iter().next().unwrap();
    let mut text = String::new();
    for found in report.diagnostics.iter().filter(|found| lint == found.lint.name) {
        let _ = writeln!(text, "{}", found.message);
        let _ = writeln!(text, "    {}", line_of(case, found.primary, report));
        for (place, label) in &found.secondary {
            let _ = writeln!(text, "  {label}\n    {}", line_of(case, *place, report));
        }
    }
    text
}

/// A place as `file:line` and its line, with placeholders where secrets are filled in.
fn line_of(case: &Path, place: Place, report: &Report) -> String {
    let source = &report.sources[place.file.0 as usize];
    let line = source.text[..place.start as usize].matches('\n').count();
    let text = fs::read_to_string(&source.path).unwrap();
    let folder = if case.ends_with("main.rs") { case.parent().unwrap() } else { Path::new("") };
    let file = source.path.strip_prefix(folder).ok().filter(|_| case.ends_with("main.rs"));
    let file = file.map_or_else(String::new, |file| format!("{}:", file.display()));
    let shown = text.lines().nth(line).unwrap().split("//~").next().unwrap().trim();
    format!("{file}{}: {shown}", line + 1)
}

#[test]
fn histories_are_told_as_kept() {
    let bless = std::env::var_os("RINGFENCE_BLESS").is_some();
    let mut faults = Vec::new();
    let mut with_steps = BTreeSet::new();
    for case in cases() {
        let kept = file_of(&case);
        let report = check(&case);
        if !is_chosen(&case) {
            assert!(!kept.is_file(), "{}: its case is not chosen", kept.display());
            continue;
        }
        let told = told(&case, &report);
        with_steps.extend(
            report
                .diagnostics
                .iter()
                .filter(|found| !found.secondary.is_empty())
                .map(|found| found.lint.name),
        );
        if bless {
            fs::write(&kept, &told).unwrap();
        }
        let expected = fs::read_to_string(&kept).unwrap_or_default();
        if let Some(at) = differs(&expected, &told) {
            faults.push(format!("{}:{at}", kept.display()));
        }
    }
    let silent: Vec<&str> =
        LINTS.iter().map(|lint| lint.name).filter(|lint| !with_steps.contains(lint)).collect();
    assert_eq!(
        silent,
        ["missing_reason", "stale_spec", "unfulfilled_permit"],
        "what these find is in one place, others have a way"
    );
    assert!(
        faults.is_empty(),
        "{} histories changed; `RINGFENCE_BLESS=1` writes them, a person reads them:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// The first line that two texts do not share.
fn differs(one: &str, other: &str) -> Option<usize> {
    let (mut one, mut other) = (one.lines(), other.lines());
    let mut line = 0;
    loop {
        line += 1;
        match (one.next(), other.next()) {
            (None, None) => return None,
            (left, right) if left != right => return Some(line),
            _ => {}
        }
    }
}
