//! What the doors hand to the engine: crates, where their text comes from, and what they depend on.

use crate::Levels;
use crate::sorted::{Map, Set};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where source text comes from: the engine itself reads nothing.
pub trait Sources: Sync {
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrateInput {
    /// The crate's name as code spells it.
    pub name: String,
    /// The root file.
    pub root: PathBuf,
    /// What it is built as.
    pub kind: TargetKind,
    /// Features that may be on; code under a feature that is not among them is not judged.
    pub features: Set<String>,
    /// The levels in force.
    pub levels: Levels,
    /// The crates of the workspace that its code can name, by the name that it uses: names are followed into them. A fault
    /// in one of them is that crate's own to report, unless the values of this one make it.
    pub dependencies: Map<String, Arc<CrateInput>>,
    /// Crates of others that the manifest gives another name: the name that code uses, and the crate's own.
    pub renames: Map<String, String>,
}

impl CrateInput {
    /// A crate without features or dependencies, with every lint at its own level.
    pub fn new(name: impl Into<String>, root: impl Into<PathBuf>, kind: TargetKind) -> Self {
        Self {
            name: name.into(),
            root: root.into(),
            kind,
            features: Set::new(),
            levels: Levels::default(),
            dependencies: Map::new(),
            renames: Map::new(),
        }
    }

    /// What stands around an item of which nothing is known.
    pub(crate) fn nameless() -> Self {
        Self::new("", "", TargetKind::Lib)
    }
}
