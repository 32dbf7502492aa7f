//! The crates of a package, found as cargo finds them.

use crate::disk::Kind;
use crate::manifest::Document;
use crate::{Disk, Problem};
use ringfence_lint::TargetKind;
use ringfence_lint::gather::Gather;
use ringfence_lint::sorted::{self, Set};
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

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

/// A kind of target that a folder holds: the section of the manifest, the folder, the switch of discovery.
struct Family {
    kind: TargetKind,
    section: &'static str,
    folder: &'static str,
    switch: &'static str,
}

const FAMILIES: [Family; 4] = [
    Family { kind: TargetKind::Bin, section: "bin", folder: "src/bin", switch: "autobins" },
    Family { kind: TargetKind::Example, section: "example", folder: "examples", switch: "autoexamples" },
    Family { kind: TargetKind::Test, section: "test", folder: "tests", switch: "autotests" },
    Family { kind: TargetKind::Bench, section: "bench", folder: "benches", switch: "autobenches" },
];

/// All targets of the package at `root`, the library first.
pub(crate) fn find_targets(
    document: &Document<'_>,
    package: &str,
    root: &Path,
    problems: &mut Vec<Problem>,
) -> Vec<Target> {
    let mut targets: Vec<Target> = find_library(document, package, root, problems).into_iter().gather();
    for family in &FAMILIES {
        targets.extend(find_family(document, family, package, root, problems));
    }
    targets.extend(find_build_script(document, root));
    targets
}

/// The folders of targets that are there and cannot be listed, with the reason.
pub(crate) fn unlisted_folders(document: &Document<'_>, root: &Path) -> Vec<Problem> {
    let folders = FAMILIES.iter().filter(|family| switched_on(document, family.switch));
    folders.filter_map(|family| document.disk.listed(&root.join(family.folder)).err()).gather()
}

/// A crate's name from that of its package or target.
pub(crate) fn crate_name(name: &str) -> String {
    name.replace('-', "_")
}

fn find_library(
    document: &Document<'_>,
    package: &str,
    root: &Path,
    problems: &mut Vec<Problem>,
) -> Option<Target> {
    let section = document.section(&["lib"]);
    let named = section.and_then(|lib| document.string(lib, "name", problems));
    let path = section.and_then(|lib| document.string(lib, "path", problems));
    let discovered = switched_on(document, "autolib");
    let file = root.join(path.unwrap_or("src/lib.rs"));
    if path.is_none() && ((section.is_none() && !discovered) || !document.disk.may_be_file(&file)) {
        return None;
    }
    let name = crate_name(named.unwrap_or(package));
    Some(Target { name, kind: TargetKind::Lib, root: file })
}

fn find_build_script(document: &Document<'_>, root: &Path) -> Option<Target> {
    let build = document.section(&["package"]).and_then(|package| package.get("build"));
    let file = match build.map(|value| value.get_ref()) {
        Some(DeValue::Boolean(false)) => return None,
        Some(DeValue::String(path)) => root.join(path.as_ref()),
        _ => root.join("build.rs"),
    };
    document.disk.may_be_file(&file).then(|| Target {
        name: "build_script_build".to_owned(),
        kind: TargetKind::BuildScript,
        root: file,
    })
}

fn switched_on(document: &Document<'_>, switch: &str) -> bool {
    let package = document.section(&["package"]);
    let value = package.and_then(|package| package.get(switch));
    value.and_then(|value| value.get_ref().as_bool()) != Some(false)
}

/// Explicit targets of a family, then those discovered that are none of them by name or file.
fn find_family(
    document: &Document<'_>,
    family: &Family,
    package: &str,
    root: &Path,
    problems: &mut Vec<Problem>,
) -> Vec<Target> {
    let candidates = discover(family, package, root, document.disk);
    let mut targets = Vec::new();
    for table in explicit_tables(document, family.section, problems) {
        let Some(name) = document.string(table, "name", problems) else { continue };
        let path = document.string(table, "path", problems).map(|path| root.join(path));
        let known = || {
            let same = candidates.iter().find(|(candidate, _)| candidate == name);
            same.map(|(_, file)| file.clone())
        };
        // What cargo itself would refuse for want of a file is left for cargo to say.
        if let Some(file) = path.or_else(known) {
            targets.push(Target { name: crate_name(name), kind: family.kind, root: file });
        }
    }
    if switched_on(document, family.switch) {
        let names: Set<String> = targets.iter().map(|target| target.name.clone()).gather();
        let files: Set<PathBuf> = targets.iter().map(|target| target.root.clone()).gather();
        for (name, file) in candidates {
            if !names.contains(&crate_name(&name)) && !files.contains(&file) {
                targets.push(Target { name: crate_name(&name), kind: family.kind, root: file });
            }
        }
    }
    targets
}

fn explicit_tables<'t, 'a>(
    document: &'t Document<'a>,
    section: &str,
    problems: &mut Vec<Problem>,
) -> Vec<&'t DeTable<'a>> {
    let Some(value) = document.table.get(section) else { return Vec::new() };
    let Some(array) = value.get_ref().as_array() else {
        let expected = format!("an array of tables (`[[{section}]]`)");
        problems.push(document.mistyped(section, &expected, value));
        return Vec::new();
    };
    array.iter().filter_map(|element| element.get_ref().as_table()).gather()
}

/// What the folders hold: `<folder>/<name>.rs` and `<folder>/<name>/main.rs`, sorted by name, and `src/main.rs`.
fn discover(family: &Family, package: &str, root: &Path, disk: &Disk) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let main = root.join("src/main.rs");
    if family.kind == TargetKind::Bin && disk.may_be_file(&main) {
        found.push((package.to_owned(), main));
    }
    let mut inside = Vec::new();
    for path in disk.entries(&root.join(family.folder)) {
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        if stem.starts_with('.') {
            continue;
        }
        let nested = path.join("main.rs");
        if disk.kind(&path) == Some(Kind::Folder) {
            let folder = path.file_name().and_then(|name| name.to_str()).unwrap_or(stem);
            if disk.may_be_file(&nested) {
                inside.push((folder.to_owned(), nested));
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            inside.push((stem.to_owned(), path.clone()));
        }
    }
    sorted::sort(&mut inside);
    found.extend(inside);
    found
}
