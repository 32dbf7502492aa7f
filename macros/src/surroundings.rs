//! The package and the crate around an item, from cargo's environment and the item's own file.

use proc_macro2::Span;
use ringfence_lint::{CrateInput, ItemContext, Levels, Sources};
use ringfence_project::{Graph, Package, Target, read_source};
use std::path::{Path, PathBuf};

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

/// Where an item stands: its file, and the target that cargo is building. `None` where there is no file, as in some editors.
pub(crate) fn locate(package: &Package, levels: &Levels, span: Span) -> Option<ItemContext> {
    let file = span.local_file()?;
    let current = std::env::current_dir().ok()?;
    let absolute = current.join(&file);
    let crate_name = std::env::var("CARGO_CRATE_NAME").ok()?;
    let is_binary = std::env::var_os("CARGO_BIN_NAME").is_some();
    let target = choose(&package.targets, &crate_name, is_binary, &absolute)?;
    let graph = Graph::seen_from(&current, std::slice::from_ref(package));
    let krate = CrateInput { levels: levels.clone(), ..graph.crate_input(package, target) };
    Some(ItemContext { krate, file: relative(&absolute, &current), line: span.start().line })
}

/// The paths that the engine names to people are those that rustc prints: relative to the workspace.
fn relative(path: &Path, current: &Path) -> PathBuf {
    path.strip_prefix(current).unwrap_or(path).to_owned()
}

/// The target of this name that is a binary or is none, whose root is the file or lies nearest above it.
fn choose<'a>(targets: &'a [Target], crate_name: &str, is_binary: bool, file: &Path) -> Option<&'a Target> {
    use ringfence_lint::TargetKind as Kind;
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

#[cfg(test)]
mod tests {
    use super::*;
    use ringfence_lint::TargetKind as Kind;

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
