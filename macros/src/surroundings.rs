//! The package and the crate around an item, from cargo's environment and the item's own file.

use proc_macro2::Span;
use ringfence_lint::{CrateInput, ItemContext, LINTS, Level, Levels, Sources, TargetKind};
use ringfence_project::{LintLevel, Package, Problem, Target, read_source};
use std::path::{Component, Path, PathBuf};

/// The crate's files, read when the engine asks for them.
pub(crate) struct Disk;

impl Sources for Disk {
    fn read(&self, path: &Path) -> Option<String> {
        read_source(path).ok()
    }
}

/// The folder of the manifest of the package that is being built.
pub(crate) fn manifest_folder() -> Option<PathBuf> {
    std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from)
}

/// Whether a package is somebody else's: unpacked from a registry, checked out by cargo, or vendored.
pub(crate) fn is_foreign(manifest_folder: &Path) -> bool {
    let names: Vec<&str> = manifest_folder
        .components()
        .filter_map(|component| match component {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    let in_cargo_home = names.windows(3).any(|names| match names {
        ["registry", "src", folder] | ["git", "checkouts", folder] => ends_with_hash(folder),
        _ => false,
    });
    in_cargo_home || manifest_folder.join(".cargo-checksum.json").is_file()
}

/// Cargo's folders for a source end in a dash and 16 hex digits.
fn ends_with_hash(folder: &str) -> bool {
    folder
        .rsplit_once('-')
        .is_some_and(|(_, hash)| hash.len() == 16 && hash.chars().all(|digit| digit.is_ascii_hexdigit()))
}

/// Lays the levels of the manifests over the lints' own.
pub(crate) fn apply_settings(package: &Package, levels: &mut Levels) -> Vec<Problem> {
    let names: Vec<&str> = LINTS.iter().map(|lint| lint.name).collect();
    let mut problems = Vec::new();
    for setting in &package.settings.lints {
        let level = match setting.level {
            LintLevel::Allow => Level::Allow,
            LintLevel::Warn => Level::Warn,
            LintLevel::Deny => Level::Deny,
        };
        if levels.set(&setting.name, level).is_err() {
            problems.push(setting.unknown(&names));
        }
    }
    problems
}

/// Where an item stands: its file, and the target that cargo is building. `None` where there is no file, as in some editors.
pub(crate) fn locate(package: &Package, levels: &Levels, span: Span) -> Option<ItemContext> {
    let file = span.local_file()?;
    let current = std::env::current_dir().ok()?;
    let absolute = current.join(&file);
    let crate_name = std::env::var("CARGO_CRATE_NAME").ok()?;
    let is_binary = std::env::var_os("CARGO_BIN_NAME").is_some();
    let target = choose(&package.targets, &crate_name, is_binary, &absolute)?;
    let krate = CrateInput {
        name: target.name.clone(),
        root: relative(&target.root, &current),
        kind: kind_of(target),
        features: package.features.clone(),
        levels: levels.clone(),
    };
    Some(ItemContext { krate, file: relative(&absolute, &current), line: span.start().line })
}

/// The paths that the engine names to people are those that rustc prints: relative to the workspace.
fn relative(path: &Path, current: &Path) -> PathBuf {
    path.strip_prefix(current).unwrap_or(path).to_owned()
}

/// The target of this name that is a binary or is none, whose root is the file or lies nearest above it.
fn choose<'a>(targets: &'a [Target], crate_name: &str, is_binary: bool, file: &Path) -> Option<&'a Target> {
    use ringfence_project::TargetKind as Kind;
    let fits = |target: &&Target| {
        let binary = target.kind == Kind::Bin || (target.kind == Kind::Example && is_binary);
        target.name == crate_name && (binary == is_binary || target.kind == Kind::Example)
    };
    let nearness = |target: &&Target| {
        let folder = target.root.parent().unwrap_or(Path::new(""));
        let depth = if file.starts_with(folder) { folder.components().count() + 1 } else { 0 };
        (target.root == file, depth)
    };
    // The last of equals would win in `max_by_key`; the first is the library.
    targets.iter().rev().filter(fits).max_by_key(nearness)
}

fn kind_of(target: &Target) -> TargetKind {
    use ringfence_project::TargetKind as Kind;
    match target.kind {
        Kind::Lib => TargetKind::Lib,
        Kind::Bin => TargetKind::Bin,
        Kind::Example => TargetKind::Example,
        Kind::Test => TargetKind::Test,
        Kind::Bench => TargetKind::Bench,
        Kind::BuildScript => TargetKind::BuildScript,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ringfence_project::TargetKind as Kind;

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

    #[test]
    fn the_target_is_chosen_by_name_kind_and_folder() {
        let target =
            |name: &str, kind, root: &str| Target { name: name.to_owned(), kind, root: PathBuf::from(root) };
        let targets = [
            target("app", Kind::Lib, "/p/src/lib.rs"),
            target("app", Kind::Bin, "/p/src/main.rs"),
            target("tool", Kind::Bin, "/p/src/bin/tool.rs"),
            target("demo", Kind::Example, "/p/examples/demo.rs"),
            target("app", Kind::Test, "/p/tests/app.rs"),
        ];
        let root = |name, binary, file| {
            choose(&targets, name, binary, Path::new(file)).map(|target| target.root.to_str().unwrap())
        };
        assert_eq!(root("app", false, "/p/src/a/b.rs"), Some("/p/src/lib.rs"));
        assert_eq!(root("app", true, "/p/src/a/b.rs"), Some("/p/src/main.rs"));
        assert_eq!(root("app", false, "/p/tests/app.rs"), Some("/p/tests/app.rs"));
        assert_eq!(root("app", false, "/p/tests/app/part.rs"), Some("/p/tests/app.rs"));
        assert_eq!(root("demo", true, "/p/examples/demo.rs"), Some("/p/examples/demo.rs"));
        assert_eq!(root("tool", true, "/p/src/bin/tool.rs"), Some("/p/src/bin/tool.rs"));
        assert_eq!(root("gone", false, "/p/src/lib.rs"), None);
    }
}
