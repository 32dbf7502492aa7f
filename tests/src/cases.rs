//! The lints' ui cases.

use crate::templates::fill;
use std::fs;
use std::path::{Path, PathBuf};

/// A case: a file, or a folder that is a crate of several files.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its lint and its own name.
    pub name: String,
    /// The root file of its crate.
    pub root: PathBuf,
}

impl Case {
    /// The sources of its crate as they lie in a source folder, their placeholders filled in; the root is `main.rs`.
    pub fn files(&self) -> Vec<(PathBuf, String)> {
        let read = |path: &Path| fill(&fs::read_to_string(path).unwrap());
        if !self.root.ends_with("main.rs") {
            return vec![(PathBuf::from("main.rs"), read(&self.root))];
        }
        let folder = self.root.parent().unwrap();
        let mut files = Vec::new();
        let mut open = vec![folder.to_path_buf()];
        while let Some(path) = open.pop() {
            match path.is_dir() {
                true => open.extend(entries(&path)),
                false if path.extension().is_none_or(|extension| extension != "rs") => {}
                false => files.push((path.strip_prefix(folder).unwrap().to_path_buf(), read(&path))),
            }
        }
        files
    }
}

/// All cases, by lint and name.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for lint in entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("ui")) {
        for path in entries(&lint) {
            let stem = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
            let name = format!("{}-{}", stem(&lint), stem(&path));
            if path.is_dir() {
                cases.push(Case { name, root: path.join("main.rs") });
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                cases.push(Case { name, root: path });
            }
        }
    }
    cases
}

/// What a folder holds, by name.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}
