//! Suggestions: applied to a case they give the text of its `.fixed` file, and nothing is left to apply.
//!
//! `RINGFENCE_BLESS=1` writes the files; what it wrote is read by a person before it is committed.

use super::{cases, check, fill, name};
use ringfence_lint::{Diagnostic, Report, Suggestion};
use rustfix::{LinePosition, LineRange, Replacement, Snippet, Solution};
use std::fs;
use std::path::{Path, PathBuf};

/// What the lint of a case's folder suggests in its one file.
fn suggested<'r>(case: &Path, report: &'r Report) -> Vec<(&'r Diagnostic, &'r Suggestion)> {
    let folder = case.parent().unwrap().file_name().unwrap().to_str().unwrap();
    let own = report.diagnostics.iter().filter(|diagnostic| diagnostic.lint.name == folder);
    own.filter_map(|diagnostic| Some((diagnostic, diagnostic.suggestion.as_ref()?))).collect()
}

fn as_rustfix(diagnostic: &Diagnostic, suggestion: &Suggestion) -> rustfix::Suggestion {
    let nowhere = LinePosition { line: 0, column: 0 };
    let replacement = |(place, text): &(ringfence_lint::Place, String)| Replacement {
        snippet: Snippet {
            file_name: String::new(),
            line_range: LineRange { start: nowhere, end: nowhere },
            range: place.start as usize..place.end as usize,
        },
        replacement: text.clone(),
    };
    rustfix::Suggestion {
        message: diagnostic.message.clone(),
        snippets: Vec::new(),
        solutions: vec![Solution {
            message: suggestion.message.clone(),
            replacements: suggestion.edits.iter().map(replacement).collect(),
        }],
    }
}

#[test]
fn suggestions_applied_give_the_fixed_file_and_leave_nothing_to_apply() {
    let bless = std::env::var_os("RINGFENCE_BLESS").is_some();
    let scratch = tempfile::tempdir().unwrap();
    let mut faults = Vec::new();
    let mut applied = 0;
    for case in cases().into_iter().filter(|case| !case.ends_with("main.rs")) {
        let report = check(&case);
        let suggestions = suggested(&case, &report);
        let expected = case.with_extension("fixed");
        let label = expected.display().to_string();
        if suggestions.is_empty() {
            if expected.is_file() {
                faults.push(format!("{label}: nothing is suggested in its case"));
            }
            continue;
        }
        let text = &report.sources[0].text;
        let fixes: Vec<_> =
            suggestions.iter().map(|(diagnostic, found)| as_rustfix(diagnostic, found)).collect();
        let fixed = match rustfix::apply_suggestions(text, &fixes) {
            Ok(fixed) => fixed,
            Err(error) => {
                faults
                    .push(format!("{}: the suggestions cannot be applied together: {error}", case.display()));
                continue;
            }
        };
        applied += fixes.len();
        // A secret that was filled in goes into no file.
        if bless && fs::read_to_string(&case).unwrap() == *text {
            fs::write(&expected, &fixed).unwrap();
        }
        match fs::read_to_string(&expected).map(|text| fill(&text)) {
            Ok(text) if text == fixed => {}
            Ok(_) => faults
                .push(format!("{label}: the suggestions give another text, see {}", seen(&label, &fixed))),
            Err(_) => {
                faults.push(format!("{label}: missing; `RINGFENCE_BLESS=1` writes it, a person reads it"))
            }
        }
        let again = scratch.path().join(case.parent().unwrap().file_name().unwrap()).join(name(&case));
        fs::create_dir_all(again.parent().unwrap()).unwrap();
        let again = again.with_extension("rs");
        fs::write(&again, &fixed).unwrap();
        let report = check(&again);
        assert!(report.skipped.is_empty(), "{label}: what is suggested does not parse: {:?}", report.skipped);
        for (diagnostic, _) in suggested(&again, &report) {
            let line = fixed[..diagnostic.primary.start as usize].matches('\n').count() + 1;
            faults.push(format!("{label}:{line}: {} still has a suggestion", diagnostic.lint.name));
        }
    }
    assert!(applied > 0, "no case has a suggestion");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Keeps what came out, for whoever compares.
fn seen(label: &str, fixed: &str) -> String {
    let file: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(label.replace(['/', '\\'], "_"));
    fs::write(&file, fixed).unwrap();
    file.display().to_string()
}
