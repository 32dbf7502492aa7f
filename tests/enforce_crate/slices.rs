//! The build script parses a part of a crate and finds what the whole says: over the ui cases, each item in a file of its
//! own.

use super::spread::{Constants, Files, spread};
use ringfence_lint::{CrateInput, Slice, Sources, TargetKind, check_crate};
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

/// What is found in files: each with its line and lint.
fn found(files: &Files) -> BTreeSet<(PathBuf, usize, &'static str)> {
    let report = check_crate(&CrateInput::new("case", "src/main.rs", TargetKind::Bin), &Memory(files));
    assert!(report.skipped.is_empty(), "{:?}", report.skipped);
    let found = report.diagnostics.iter().map(|found| {
        let source = report.source(found.primary).unwrap();
        let line = source.text[..found.primary.start as usize].matches('\n').count() + 1;
        (source.path.clone(), line, found.lint.name)
    });
    found.collect()
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
            let (of_whole, of_part) = (found(&whole), found(&part));
            findings += of_whole.len();
            for (path, line, lint) in of_whole.symmetric_difference(&of_part) {
                let by = if of_whole.contains(&(path.clone(), *line, lint)) { "whole" } else { "part" };
                let place = format!("{} {}:{line}", case.name, path.display());
                differences.push_str(&format!("{place}: {lint} is found in the {by} alone\n"));
            }
        }
    }
    assert!(differences.is_empty(), "\n{differences}");
    assert!(findings > 400 && left_out > 250, "{findings} findings, {left_out} files left out");
}
