//! Which packages are a workspace's: those that it lists, and those below it that they depend on by path.

use crate::manifest::{Document, Manifest};
use crate::member::{expand, has_wildcard};
use crate::package::describe;
use crate::{Package, Problem};
use ringfence_lint::gather::Gather;
use ringfence_lint::sorted::{Map, Set};
use ringfence_lint::straight;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// All members of a workspace, its root package among them, sorted by folder.
pub(crate) fn members(root: &Manifest<'_>, document: &Document<'_>) -> Result<Vec<Package>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut found: Map<PathBuf, Option<Package>> = Map::new();
    let is_workspace = document.section(&["workspace"]).is_some();
    let has_package = document.section(&["package"]).is_some() || !is_workspace;
    let outside = Outside::of(root, document);
    let own = straight(root.folder());
    let mut open: Vec<PathBuf> = listed_folders(root, document, &mut problems).into_iter().gather();
    open.push(own.clone());
    while let Some(folder) = open.pop() {
        // The root of a virtual workspace is no package, whoever names it.
        if found.contains_key(&folder) || folder == own && !has_package {
            continue;
        }
        let described = match folder == own {
            true => describe(root, document, document),
            false => read(&folder, root, document),
        };
        let package = described.map_err(|more| problems.extend(more)).ok();
        if is_workspace {
            let paths = package.iter().flat_map(|package| &package.dependencies);
            let below = paths.filter_map(|dependency| dependency.path.clone());
            open.extend(below.filter(|folder| outside.is_member(folder, root)));
        }
        found.insert(folder, package);
    }
    if problems.is_empty() { Ok(found.into_values().flatten().gather()) } else { Err(problems) }
}

fn read(folder: &Path, root: &Manifest<'_>, above: &Document<'_>) -> Result<Package, Vec<Problem>> {
    let member = Manifest::load(folder, root.disk).map_err(|problem| vec![problem])?;
    describe(&member, &member.parse()?, above)
}

/// What a workspace says of packages that it does not list.
struct Outside {
    root: PathBuf,
    excluded: Vec<PathBuf>,
    /// Beginnings of listed folders: what lies below one is not excluded.
    listed: Vec<PathBuf>,
}

impl Outside {
    fn of(root: &Manifest<'_>, document: &Document<'_>) -> Self {
        let mut ignored = Vec::new();
        let listed = document
            .section(&["workspace"])
            .and_then(|workspace| document.strings(workspace, "members", &mut ignored));
        let listed = listed.unwrap_or_default().into_iter();
        Self {
            root: absolute(root.folder()),
            excluded: excluded_folders(root, document, &mut ignored),
            listed: listed.map(|(pattern, _)| straight(&root.folder().join(pattern))).gather(),
        }
    }

    /// Whether a package that a member depends on is a member by that: it lies below the root, or names the root as its own.
    fn is_member(&self, folder: &Path, root: &Manifest<'_>) -> bool {
        let is_below = |all: &[PathBuf]| all.iter().any(|one| folder.starts_with(one));
        if is_below(&self.excluded) && !is_below(&self.listed) {
            return false;
        }
        if !root.disk.is_file(&folder.join("Cargo.toml")) {
            return false;
        }
        absolute(folder).starts_with(&self.root) || self.is_named_by(folder, root)
    }

    fn is_named_by(&self, folder: &Path, root: &Manifest<'_>) -> bool {
        let Ok(manifest) = Manifest::load(folder, root.disk) else { return false };
        let Ok(document) = manifest.parse() else { return false };
        let named = document.section(&["package"]).and_then(|package| package.get("workspace"));
        let named = named.and_then(|value| value.get_ref().as_str());
        named.is_some_and(|named| absolute(&folder.join(named)) == self.root)
    }
}

/// A folder from the root of the disk, without detours.
pub(crate) fn absolute(folder: &Path) -> PathBuf {
    straight(&std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()))
}

/// Whether a manifest says which members are meant where nothing is said.
pub(crate) fn has_default_members(document: &Document<'_>) -> bool {
    document.section(&["workspace"]).is_some_and(|workspace| workspace.contains_key("default-members"))
}

/// The members that are meant where nothing is said.
pub(crate) fn default_members(
    root: &Manifest<'_>,
    document: &Document<'_>,
) -> Result<Vec<Package>, Vec<Problem>> {
    let mut all = members(root, document)?;
    let mut problems = Vec::new();
    let mut meant = Set::new();
    let workspace = document.section(&["workspace"]);
    let named = workspace.and_then(|workspace| document.strings(workspace, "default-members", &mut problems));
    for (pattern, span) in named.unwrap_or_default() {
        let folders = expand(root.folder(), pattern, root.disk);
        let known: Vec<PathBuf> =
            folders.into_iter().filter(|folder| all.iter().any(|package| package.root == *folder)).gather();
        if known.is_empty() {
            let message = format!("the default member `{pattern}` is no member of the workspace");
            problems.push(document.problem(span, message));
        }
        meant.extend(known);
    }
    all.retain(|package| meant.contains(&package.root));
    if problems.is_empty() { Ok(all) } else { Err(problems) }
}

/// The folders that `members` lists.
pub(crate) fn listed_folders(
    root: &Manifest<'_>,
    document: &Document<'_>,
    problems: &mut Vec<Problem>,
) -> Set<PathBuf> {
    let mut folders = Set::new();
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

pub(crate) fn excluded_folders(
    root: &Manifest<'_>,
    document: &Document<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<PathBuf> {
    let Some(workspace) = document.section(&["workspace"]) else { return Vec::new() };
    let excluded = document.strings(workspace, "exclude", problems).unwrap_or_default();
    excluded.into_iter().map(|(folder, _)| straight(&root.folder().join(folder))).gather()
}
