//! Crates that live in memory.
// Each test file is a program of its own and uses a part of this.
#![allow(dead_code)]

use ringfence_lint::{CrateInput, Report, Sources, TargetKind, check_crate};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Files by path.
#[derive(Clone, Debug, Default)]
pub struct Memory(pub BTreeMap<PathBuf, String>);

impl Sources for Memory {
    fn read(&self, path: &Path) -> Option<String> {
        self.0.get(path).cloned()
    }
}

/// A crate of several files; the first is its root.
pub fn memory(files: &[(&str, &str)]) -> Memory {
    Memory(files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect())
}

pub fn input(root: &str) -> CrateInput {
    CrateInput::new("case", root, TargetKind::Lib)
}

pub fn check(files: &[(&str, &str)]) -> Report {
    check_crate(&input(files[0].0), &memory(files))
}

/// What a report found, as `file:line lint`.
pub fn lines(report: &Report) -> Vec<String> {
    let line = |found: &ringfence_lint::Diagnostic| {
        let source = report.source(found.primary).unwrap();
        let line = source.text[..found.primary.start as usize].matches('\n').count() + 1;
        format!("{}:{line} {}", source.path.display(), found.lint.name)
    };
    report.diagnostics.iter().map(line).collect()
}
