//! Workspaces: which manifest is above a package, and which packages are below a manifest.

use crate::manifest::{Document, Manifest};
use crate::member::{expand, has_wildcard};
use crate::package::describe;
use crate::{Disk, Package, Problem};
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// How much of a workspace is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The manifest's own package; all members where the manifest is virtual.
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
        if scope == Scope::Package && !virtual_manifest {
            return Ok(vec![describe(&manifest, &document, parsed)?]);
        }
        members(root, parsed)
    })
}

/// All members of a workspace, its root package among them.
fn members(root: &Manifest<'_>, document: &Document<'_>) -> Result<Vec<Package>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut packages = Vec::new();
    if document.section(&["package"]).is_some() || document.section(&["workspace"]).is_none() {
        take(describe(root, document, document), &mut packages, &mut problems);
    }
    for folder in member_folders(root, document, &mut problems) {
        if folder.as_path() == root.folder() {
            continue;
        }
        let package = Manifest::load(&folder, root.disk)
            .map_err(|problem| vec![problem])
            .and_then(|member| describe(&member, &member.parse()?, document));
        take(package, &mut packages, &mut problems);
    }
    if problems.is_empty() { Ok(packages) } else { Err(problems) }
}

fn take(package: Result<Package, Vec<Problem>>, packages: &mut Vec<Package>, problems: &mut Vec<Problem>) {
    match package {
        Ok(package) => packages.push(package),
        Err(more) => problems.extend(more),
    }
}

fn member_folders(
    root: &Manifest<'_>,
    document: &Document<'_>,
    problems: &mut Vec<Problem>,
) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::new();
    let Some(workspace) = document.section(&["workspace"]) else { return folders };
    let excluded = excluded_folders(root, document, problems);
    for (pattern, span) in document.strings(workspace, "members", problems).unwrap_or_default() {
        let found = expand(root.folder(), pattern, root.disk);
        if has_wildcard(pattern) {
            // A folder without a manifest, or one excluded by name, is no member for a pattern.
            let kept = found.into_iter().filter(|folder| {
                root.disk.is_file(&folder.join("Cargo.toml"))
                    && !excluded.iter().any(|excluded| folder.starts_with(excluded))
            });
            folders.extend(kept);
        } else {
            check_member(document, pattern, span, &found, problems);
            let has_manifest = |folder: &PathBuf| root.disk.is_file(&folder.join("Cargo.toml"));
            folders.extend(found.into_iter().filter(has_manifest));
        }
    }
    folders
}

fn check_member(
    document: &Document<'_>,
    pattern: &str,
    span: Range<usize>,
    found: &[PathBuf],
    problems: &mut Vec<Problem>,
) {
    if !found.iter().any(|folder| document.disk.is_file(&folder.join("Cargo.toml"))) {
        let message = format!("the member `{pattern}` has no `Cargo.toml`");
        problems.push(document.problem(span, message));
    }
}

fn excluded_folders(
    root: &Manifest<'_>,
    document: &Document<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<PathBuf> {
    let Some(workspace) = document.section(&["workspace"]) else { return Vec::new() };
    let excluded = document.strings(workspace, "exclude", problems).unwrap_or_default();
    excluded.into_iter().map(|(folder, _)| root.folder().join(folder)).collect()
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
    let folder = std::path::absolute(manifest.folder()).unwrap_or_else(|_| manifest.folder().into());
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
            && !member_folders(&candidate, &parsed, &mut Vec::new()).contains(&folder);
        return then((!out).then_some((&candidate, &parsed)));
    }
    then(None)
}
