//! The engine's two doors: a whole crate, and one item.

use crate::{Diagnostic, Levels};
use proc_macro2::{Span, TokenStream};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where source text comes from: the engine itself reads nothing.
pub trait Sources {
    /// The text of a file, or `None` where there is none.
    fn read(&self, path: &Path) -> Option<String>;
}

/// What a crate is built as; tests and examples are judged more mildly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum TargetKind {
    Lib,
    Bin,
    Example,
    Test,
    Bench,
    BuildScript,
}

/// One crate (target) to check.
#[derive(Clone, Debug)]
pub struct CrateInput {
    /// The crate's name as code spells it.
    pub name: String,
    /// The root file.
    pub root: PathBuf,
    /// What it is built as.
    pub kind: TargetKind,
    /// Features that may be on; code under a feature that is not among them is not judged.
    pub features: BTreeSet<String>,
    /// The levels in force.
    pub levels: Levels,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path, as it was asked for.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// What was found in a crate.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings, sorted by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read; a [`crate::FileId`] is an index here.
    pub sources: Vec<Source>,
    /// Files that could not be read or parsed, each with the reason; they never stop a run.
    pub skipped: Vec<(PathBuf, String)>,
}

/// Where an item stands, so that names it does not define can be looked up in its crate.
#[derive(Clone, Debug)]
pub struct ItemContext {
    /// The crate.
    pub krate: CrateInput,
    /// The file of the item.
    pub file: PathBuf,
    /// The line of the item's first token, from 1.
    pub line: usize,
}

/// What was found in an item.
#[derive(Clone, Debug, Default)]
pub struct ItemReport {
    /// The findings; every primary place lies in the item, and notes name places elsewhere as `file:line:column`.
    pub diagnostics: Vec<Diagnostic>,
    /// The spans of the item's tokens: a place's `start` and `end` are the first and the last of them.
    pub spans: Vec<Span>,
}

/// Checks a whole crate.
pub fn check_crate(input: &CrateInput, sources: &dyn Sources) -> Report {
    let _ = (input, sources);
    Report::default()
}

/// Whether an item holds anything that a lint could have a word to say about: a scan of tokens, no parsing.
pub fn is_triggered(tokens: &TokenStream) -> bool {
    let _ = tokens;
    true
}

/// Checks one item from its tokens. `context` is asked, and `sources` read, only when a fact hangs on a name that the item does not define.
pub fn check_item(
    tokens: &TokenStream,
    levels: &Levels,
    context: &dyn Fn() -> Option<ItemContext>,
    sources: &dyn Sources,
) -> ItemReport {
    let _ = (tokens, levels, context, sources);
    ItemReport::default()
}
