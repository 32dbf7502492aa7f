//! The build script parses a part of a crate, and every door leaves out bodies that cannot bear on a finding: over the ui
//! cases, each item in a file of its own, both find what the whole says.

use super::spread::{Constants, Files, spread};
use ringfence_lint::{CrateInput, Report, Slice, Sources, TargetKind, check_crates, check_whole_crates};
use ringfence_tests::cases::cases;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

struct Memory<'f>(&'f Files);

impl Sources for Memory<'_> {
    fn read(&self, path: &Path) -> Option<String> {
        self.0.get(path).cloned()
    }
}

/// Files that no case knows of: who asks for what of theirs is one of them.
const BYSTANDERS: [&str; 3] = [
    "pub struct Shelf { pub rows: Vec<Row> }\npub fn shelve(rows: Vec<Row>) -> Shelf {\n    Shelf { rows }\n}\n",
    "pub enum Row { Empty, Full(u8) }\npub fn count_rows(shelf: &Shelf) -> usize {\n    shelf.rows.len()\n}\n",
    "pub fn stock() -> usize {\n    count_rows(&shelve(vec![Row::Empty, Row::Full(3)]))\n}\n",
];

type Check = fn(&[CrateInput], &dyn Sources) -> Vec<Report>;

/// What is found in files, each with its line and lint, and in how many steps.
fn found(files: &Files, check: Check) -> (BTreeSet<(PathBuf, usize, &'static str)>, usize) {
    let input = CrateInput::new("case", "src/main.rs", TargetKind::Bin);
    let report = check(&[input], &Memory(files)).pop().unwrap();
    assert!(report.skipped.is_empty(), "{:?}", report.skipped);
    let found = report.diagnostics.iter().map(|found| {
        let source = report.source(found.primary).unwrap();
        let line = source.text[..found.primary.start as usize].matches('\n').count() + 1;
        (source.path.clone(), line, found.lint.name)
    });
    (found.collect(), report.steps)
}

/// The files as the build script shows them to the engine, and how many it leaves out.
fn sliced(files: &Files) -> (Files, usize) {
    let slice = Slice::of(files.values().map(String::as_str));
    let shown = files.iter().enumerate().map(|(at, (path, text))| {
        let text = if slice.needed.contains(&at) { text.clone() } else { String::new() };
        (path.clone(), text)
    });
    (shown.collect(), files.len() - slice.needed.len())
}

#[test]
fn a_part_of_a_crate_says_what_the_whole_does() {
    let mut differences = String::new();
    let (mut findings, mut left_out) = (0, 0);
    let mut steps = (0, 0);
    for case in cases() {
        for (_, text) in case.files() {
            let mut whole = spread(&text, Constants::Files);
            for (at, text) in BYSTANDERS.into_iter().enumerate() {
                whole
                    .insert(PathBuf::from(format!("src/bystander{at}.rs")), format!("use crate::*;\n{text}"));
                let root = whole.get_mut(Path::new("src/main.rs")).unwrap();
                root.push_str(&format!("mod bystander{at};\npub use bystander{at}::*;\n"));
            }
            let (part, count) = sliced(&whole);
            left_out += count;
            let (of_whole, whole_steps) = found(&whole, check_whole_crates);
            let (of_thinned, thinned_steps) = found(&whole, check_crates);
            let (of_part, _) = found(&part, check_crates);
            findings += of_whole.len();
            steps.0 += whole_steps;
            steps.1 += thinned_steps;
            for (name, others) in [("thinned", of_thinned), ("part", of_part)] {
                for (path, line, lint) in of_whole.symmetric_difference(&others) {
                    let by = if of_whole.contains(&(path.clone(), *line, lint)) { "whole" } else { name };
                    let place = format!("{} {}:{line}", case.name, path.display());
                    differences.push_str(&format!("{place}: {lint} is found in the {by}, not by {name}\n"));
                }
            }
        }
    }
    assert!(differences.is_empty(), "\n{differences}");
    assert!(findings > 400 && left_out > 250, "{findings} findings, {left_out} files left out");
    assert!(steps.1 < steps.0, "{} steps of {}", steps.1, steps.0);
}
