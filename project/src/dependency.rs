//! Dependencies: under which name a package knows another one, and where that lies.

use crate::Problem;
use crate::manifest::Document;
use ringfence_lint::straight;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// For which targets a dependency is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DependencyKind {
    /// For all but the build script.
    Normal,
    /// For tests, examples and benches.
    Development,
    /// For the build script.
    Build,
}

/// An entry of `[dependencies]` or its like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The key of the entry.
    pub key: String,
    /// The name of the package, where the entry names another one than its key.
    pub package: Option<String>,
    /// The folder of a package that is given by its path.
    pub path: Option<PathBuf>,
    /// For which targets it is there.
    pub kind: DependencyKind,
    /// Features that it switches on.
    pub features: Vec<String>,
}

const SECTIONS: [(&str, DependencyKind); 5] = [
    ("dependencies", DependencyKind::Normal),
    ("dev-dependencies", DependencyKind::Development),
    ("dev_dependencies", DependencyKind::Development),
    ("build-dependencies", DependencyKind::Build),
    ("build_dependencies", DependencyKind::Build),
];

/// Reads every section of dependencies, those of single platforms too. `above` is the manifest of the workspace.
pub(crate) fn read_dependencies(
    document: &Document<'_>,
    above: &Document<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Dependency> {
    let platforms = document.section(&["target"]).into_iter().flat_map(|targets| targets.values());
    let tables = platforms.filter_map(|value| value.get_ref().as_table());
    let mut found = Vec::new();
    for table in std::iter::once(&document.table).chain(tables) {
        for (section, kind) in SECTIONS {
            let entries = table.get(section).and_then(|value| value.get_ref().as_table());
            for (key, value) in entries.into_iter().flat_map(|entries| entries.iter()) {
                found.push(read_entry(document, above, key.get_ref(), value.get_ref(), kind, problems));
            }
        }
    }
    found
}

fn read_entry(
    document: &Document<'_>,
    above: &Document<'_>,
    key: &str,
    value: &DeValue<'_>,
    kind: DependencyKind,
    problems: &mut Vec<Problem>,
) -> Dependency {
    let mut dependency =
        Dependency { key: key.to_owned(), package: None, path: None, kind, features: Vec::new() };
    let Some(table) = value.as_table() else { return dependency };
    let inherits = table.get("workspace").and_then(|value| value.get_ref().as_bool()) == Some(true);
    let shared = above.section(&["workspace", "dependencies"]).filter(|_| inherits);
    if let Some(entry) =
        shared.and_then(|shared| shared.get(key)).and_then(|value| value.get_ref().as_table())
    {
        dependency.overlay(above, entry, problems);
    }
    dependency.overlay(document, table, problems);
    dependency
}

impl Dependency {
    fn overlay(&mut self, document: &Document<'_>, table: &DeTable<'_>, problems: &mut Vec<Problem>) {
        let folder = document.path.parent().unwrap_or(Path::new(""));
        if let Some(path) = document.string(table, "path", problems) {
            // The files of a package have one name, whoever leads to them.
            self.path = Some(straight(&folder.join(path)));
        }
        if let Some(package) = document.string(table, "package", problems) {
            self.package = Some(package.to_owned());
        }
        let features = document.strings(table, "features", problems).unwrap_or_default();
        self.features.extend(features.into_iter().map(|(name, _)| name.to_owned()));
    }
}
