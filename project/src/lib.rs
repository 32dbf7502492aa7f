//! The I/O that the generator, the macros and the command share: packages, targets and settings, read from manifests.
//!
//! Light on purpose: no run of `cargo metadata`.
#![deny(missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

/// What a target is built as.
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

/// A crate of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its name as code spells it.
    pub name: String,
    /// What it is built as.
    pub kind: TargetKind,
    /// Its root file.
    pub root: PathBuf,
}

/// `[package.metadata.ringfence]`, with `[workspace.metadata.ringfence]` under it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Documents: names of bundled ones, files or folders relative to the package.
    pub documents: Vec<String>,
    /// Ids of operations; empty means all.
    pub operations: Vec<String>,
    /// Levels by lint: `allow`, `warn` or `deny`.
    pub lints: BTreeMap<String, String>,
}

/// A package, as its manifest describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The path of its `Cargo.toml`.
    pub manifest: PathBuf,
    /// The folder of the manifest.
    pub root: PathBuf,
    /// Its crates, the library first.
    pub targets: Vec<Target>,
    /// Features of the default set, and those that any feature of it switches on.
    pub features: BTreeSet<String>,
    /// What it says to Ringfence.
    pub settings: Settings,
}

/// Why a package could not be read: the file, the place in it where there is one, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: PathBuf,
    /// Line and column from 1, where they are known.
    pub place: Option<(usize, usize)>,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some((line, column)) => {
                write!(f, "{}:{line}:{column}: {}", self.file.display(), self.message)
            }
            None => write!(f, "{}: {}", self.file.display(), self.message),
        }
    }
}

impl Package {
    /// Reads one package from its manifest (or the folder of it).
    pub fn read(manifest: &Path) -> Result<Self, Vec<Problem>> {
        Err(vec![Problem {
            file: manifest.to_owned(),
            place: None,
            message: "not read: skeleton".to_owned(),
        }])
    }
}
