//! Findings as items of the generated file: errors, and uses of deprecated constants, which stable Rust shows as warnings.

use ringfence_lint::{Diagnostic, Level, Place, Report};
use ringfence_project::line_and_column;
use std::collections::BTreeMap;
use std::path::Path;

/// The items of all findings, and what could not be understood; paths are told from `top`.
pub(super) fn speak(reports: &[Report], top: &Path) -> (String, Vec<String>) {
    let mut items = BTreeMap::new();
    let mut notes = Vec::new();
    for report in reports {
        for found in report.diagnostics.iter().filter(|found| found.level > Level::Allow) {
            // A file that several crates share is told once.
            let path = report.source(found.primary).map(|source| source.path.as_path());
            let key = (path, found.primary.start, found.lint.name);
            items.entry(key).or_insert_with(|| item(found, &text_of(found, report, top)));
        }
        for (path, reason) in &report.skipped {
            let note = format!("{} was not checked: {reason}", shown(path, top));
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    (items.into_values().collect(), notes)
}

fn item(found: &Diagnostic, text: &str) -> String {
    let lint = found.lint.name;
    match found.level {
        Level::Deny => format!("\n::core::compile_error!({text:?});\n"),
        Level::Warn | Level::Allow => format!(
            "\nconst _: () = {{\n    #[deprecated(note = {text:?})]\n    #[allow(non_upper_case_globals)]\n    \
             const {lint}: () = ();\n    let _ = {lint};\n}};\n"
        ),
    }
}

/// The lint, what is wrong and where, what to write instead, where the value came from, and where more is said.
fn text_of(found: &Diagnostic, report: &Report, top: &Path) -> String {
    let lint = found.lint;
    let mut text = format!("{}: {}", lint.name, found.message);
    text.push_str(&format!("\n --> {}", place(found.primary, report, top)));
    text.push_str(&format!("\nhelp: {}", found.help));
    for (at, label) in &found.secondary {
        text.push_str(&format!("\nnote: {label}: {}", place(*at, report, top)));
    }
    for note in &found.notes {
        text.push_str(&format!("\nnote: {note}"));
    }
    let fix = if found.suggestion.is_some() { " and offers the change" } else { "" };
    text.push_str(&format!(
        "\nnote: practice {}: {}\nnote: `cargo ringfence explain {}` says why; `cargo ringfence check` shows each place{fix}",
        lint.practice.id, lint.practice.page, lint.name
    ));
    text
}

fn place(place: Place, report: &Report, top: &Path) -> String {
    let Some(source) = report.source(place) else { return "another file".to_owned() };
    let start = usize::try_from(place.start).unwrap_or(usize::MAX);
    let (line, column) = line_and_column(&source.text, start);
    format!("{}:{line}:{column}", shown(&source.path, top))
}

/// A path as rustc prints it: from the workspace.
fn shown(path: &Path, top: &Path) -> String {
    path.strip_prefix(top).unwrap_or(path).display().to_string()
}
