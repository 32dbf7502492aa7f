//! Workspaces: which manifest is above a package, and which packages a manifest stands for.

use crate::manifest::{Document, Manifest};
use crate::membership::{
    absolute, default_members, excluded_folders, has_default_members, listed_folders, members,
};
use crate::package::describe;
use crate::{Disk, Package, Problem};
use std::path::{Path, PathBuf};

/// How much of a workspace is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// What cargo takes without further words: the default members where the manifest names some, else its own package, else all
    /// members.
    Package,
    /// All members of the workspace around the manifest.
    Workspace,
}

/// The `Cargo.toml` of a folder or of the nearest folder above it that has one.
pub fn find_manifest(folder: &Path) -> Result<PathBuf, Problem> {
    let found = folder.ancestors().map(|folder| folder.join("Cargo.toml")).find(|file| file.is_file());
    found.ok_or_else(|| {
        let message = "no `Cargo.toml` here or in a folder above; run the command in a package or pass `--manifest-path`";
        Problem::of_file(folder, message)
    })
}

/// The packages that a manifest (or its folder) and a scope stand for, sorted by folder; all problems of all of them otherwise.
pub fn packages(manifest: &Path, scope: Scope) -> Result<Vec<Package>, Vec<Problem>> {
    let disk = Disk::default();
    let manifest = Manifest::load(manifest, &disk).map_err(|problem| vec![problem])?;
    let document = manifest.parse()?;
    let virtual_manifest = document.section(&["package"]).is_none();
    with_workspace(&manifest, &document, |above| {
        let (root, parsed) = above.unwrap_or((&manifest, &document));
        if scope == Scope::Package && has_default_members(&document) {
            return default_members(&manifest, &document);
        }
        if scope == Scope::Package && !virtual_manifest {
            return Ok(vec![describe(&manifest, &document, parsed)?]);
        }
        let mut all = members(root, parsed)?;
        // One that its workspace forgets is a package nevertheless.
        if !virtual_manifest && !all.iter().any(|package| package.manifest == manifest.path) {
            all.push(describe(&manifest, &document, parsed)?);
        }
        Ok(all)
    })
}

/// The folder of the workspace that the package of a manifest (or its folder) belongs to, or the package's own.
pub fn workspace_root(manifest: &Path) -> Result<PathBuf, Vec<Problem>> {
    let disk = Disk::default();
    let manifest = Manifest::load(manifest, &disk).map_err(|problem| vec![problem])?;
    let document = manifest.parse()?;
    with_workspace(&manifest, &document, |above| {
        let root = above.map_or(&manifest, |(root, _)| root);
        Ok(root.folder().to_owned())
    })
}

/// Hands over the manifest of the workspace that a package belongs to, where that is not its own: the one it names, or the
/// nearest above that does not exclude it.
pub(crate) fn with_workspace<T>(
    manifest: &Manifest<'_>,
    document: &Document<'_>,
    then: impl FnOnce(Option<(&Manifest<'_>, &Document<'_>)>) -> Result<T, Vec<Problem>>,
) -> Result<T, Vec<Problem>> {
    if document.section(&["workspace"]).is_some() {
        return then(None);
    }
    let named = document.section(&["package"]).and_then(|package| package.get("workspace"));
    if let Some(folder) = named.and_then(|value| value.get_ref().as_str()) {
        let above = Manifest::load(&manifest.folder().join(folder), manifest.disk)
            .map_err(|problem| vec![problem])?;
        return then(Some((&above, &above.parse()?)));
    }
    let folder = absolute(manifest.folder());
    for above in folder.ancestors().skip(1) {
        let candidate = above.join("Cargo.toml");
        if !manifest.disk.is_file(&candidate) {
            continue;
        }
        // A manifest further up that is not ours to judge must not stop a package from being read.
        let Ok(candidate) = Manifest::load(&candidate, manifest.disk) else { continue };
        let Ok(parsed) = candidate.parse() else { continue };
        if parsed.section(&["workspace"]).is_none() {
            continue;
        }
        let excluded = excluded_folders(&candidate, &parsed, &mut Vec::new());
        let out = excluded.iter().any(|excluded| folder.starts_with(excluded))
            && !listed_folders(&candidate, &parsed, &mut Vec::new()).contains(&folder);
        return then((!out).then_some((&candidate, &parsed)));
    }
    then(None)
}
