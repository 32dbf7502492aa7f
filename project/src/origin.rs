//! Whose package it is.

use crate::Disk;
use ringfence_lint::gather::Gather;
use std::path::{Component, Path};

/// Whether a package is somebody else's: unpacked from a registry, checked out by cargo, or vendored.
pub fn is_foreign(manifest_folder: &Path) -> bool {
    is_foreign_on(&Disk::default(), manifest_folder)
}

pub(crate) fn is_foreign_on(disk: &Disk, manifest_folder: &Path) -> bool {
    let names: Vec<&str> = manifest_folder
        .components()
        .filter_map(|component| match component {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .gather();
    let in_cargo_home = names.windows(3).any(|names| match names {
        ["registry", "src", folder] | ["git", "checkouts", folder] => ends_with_hash(folder),
        _ => false,
    });
    in_cargo_home || disk.is_file(&manifest_folder.join(".cargo-checksum.json"))
}

/// Cargo's folders for a source end in a dash and 16 hex digits.
fn ends_with_hash(folder: &str) -> bool {
    folder
        .rsplit_once('-')
        .is_some_and(|(_, hash)| hash.len() == 16 && hash.chars().all(|digit| digit.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_of_others_are_told_by_their_folder() {
        let hash = "0123456789abcdef";
        let foreign = |path: String| is_foreign(Path::new(&path));
        assert!(foreign(format!("/u/.cargo/registry/src/index.example-{hash}/a-1.0.0")));
        assert!(foreign(format!("/u/.cargo/git/checkouts/a-{hash}/abc1234/sub")));
        assert!(!foreign("/u/registry/src/app".to_owned()), "a project of that name");
        assert!(!foreign("/u/git/checkouts/app-long".to_owned()));
        let vendored = tempfile::tempdir().unwrap();
        assert!(!is_foreign(vendored.path()));
        std::fs::write(vendored.path().join(".cargo-checksum.json"), "{}").unwrap();
        assert!(is_foreign(vendored.path()));
    }
}
