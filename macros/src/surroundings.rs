//! The package and the crate around an item, from cargo's environment and the item's own file.

use proc_macro2::Span;
use ringfence_lint::sorted::Map;
use ringfence_lint::{CrateInput, ItemContext, Levels, Sources};
use ringfence_project::{Disk, Graph, Package, Problem, Target, read_source};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The crate's files, read when the engine asks for them.
pub(crate) struct CrateFiles;

impl Sources for CrateFiles {
    fn read(&self, path: &Path) -> Option<String> {
        read_source(path).ok()
    }
}

/// The folder of the manifest of the package that is being built.
pub(crate) fn manifest_folder() -> Option<PathBuf> {
    std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from)
}

/// A package and the crates that it depends on, each with the view of the disk that it was read from. An editor keeps the
/// process of a macro for hours, so that what is there decides, never the path alone.
struct Kept {
    package: (Arc<Package>, Disk),
    graph: Option<(Arc<Graph>, Disk, PathBuf)>,
}

/// By the folder of the package.
static KEPT: Mutex<Map<PathBuf, Kept>> = Mutex::new(Map::new());

/// The package of a folder.
pub(crate) fn package_in(folder: &Path) -> Result<Arc<Package>, Vec<Problem>> {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(Kept { package: (package, disk), .. }) = kept.get(folder)
        && disk.is_unchanged()
    {
        return Ok(Arc::clone(package));
    }
    let disk = Disk::default();
    let package = Arc::new(Package::read_from(&disk, folder)?);
    kept.insert(folder.to_owned(), Kept { package: (Arc::clone(&package), disk), graph: None });
    Ok(package)
}

/// The crates around a package, with paths as they are seen from `current`.
fn graph_around(package: &Package, current: &Path) -> Arc<Graph> {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let mut kept = kept.get_mut(&package.root).filter(|kept| *kept.package.0 == *package);
    if let Some(Kept { graph: Some((graph, disk, folder)), .. }) = kept.as_deref()
        && folder == current
        && disk.is_unchanged()
    {
        return Arc::clone(graph);
    }
    let disk = Disk::default();
    let graph = Arc::new(Graph::seen_from(current, std::slice::from_ref(package), &disk));
    if let Some(kept) = &mut kept {
        kept.graph = Some((Arc::clone(&graph), disk, current.to_owned()));
    }
    graph
}

/// Where an item stands: its file, and the target that cargo is building. `None` where there is no file, as in some editors.
pub(crate) fn locate(package: &Package, levels: &Levels, span: Span) -> Option<ItemContext> {
    let file = span.local_file()?;
    let current = std::env::current_dir().ok()?;
    let absolute = current.join(&file);
    let crate_name = std::env::var("CARGO_CRATE_NAME").ok()?;
    let is_binary = std::env::var_os("CARGO_BIN_NAME").is_some();
    let target = choose(&package.targets, &crate_name, is_binary, &absolute)?;
    let krate = graph_around(package, &current).crate_input(package, target);
    let krate = CrateInput { levels: levels.clone(), ..krate };
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
    fn what_is_kept_of_a_package_holds_as_long_as_its_manifests_do() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        let level = |name: &str| format!("[package.metadata.ringfence.lints]\nplain_http_url = \"{name}\"\n");
        let app = "[package]\nname = \"app\"\n[dependencies]\ncore = { path = \"../core\" }\n";
        write("app/Cargo.toml", app);
        write("app/src/lib.rs", "");
        write("core/src/lib.rs", "");
        let root = folder.path().join("app");
        let read = || {
            let package = package_in(&root).unwrap();
            let graph = graph_around(&package, folder.path());
            (package, graph)
        };
        let (package, graph) = read();
        let again = read();
        assert!(Arc::ptr_eq(&package, &again.0) && Arc::ptr_eq(&graph, &again.1), "nothing is read twice");
        let named = |graph: &Graph| {
            let libraries = graph.libraries.iter();
            libraries.map(|library| library.target.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(named(&graph), ["app"]);
        write("core/Cargo.toml", "[package]\nname = \"core\"\n");
        assert_eq!(named(&read().1), ["core", "app"], "a dependency came");
        write("app/Cargo.toml", &format!("{app}{}", level("warn")));
        let (warned, _) = read();
        assert_ne!(warned.settings.levels, package.settings.levels, "the levels have changed");
        write("app/src/bin/tool.rs", "");
        assert_eq!(read().0.targets.len(), 2, "a target came");
        write(
            "Cargo.toml",
            &format!("[workspace]\nmembers = [\"app\"]\n{}", level("allow").replace("package", "workspace")),
        );
        assert_eq!(read().0.settings.manifests.len(), 2, "a workspace came");
        write("app/Cargo.toml", "[package");
        assert!(package_in(&root).is_err());
        write("app/Cargo.toml", app);
        assert!(Arc::ptr_eq(&read().0, &read().0));
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
