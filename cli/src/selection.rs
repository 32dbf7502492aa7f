//! Which packages are meant, with which features.

use crate::check::CheckArguments;
use crate::console::Console;
use crate::failure::Failure;
use crate::location::named_path;
use ringfence_lint::{TargetKind, straight, suggestion};
use ringfence_project::{Package, Problem, Scope, find_manifest, is_absence, packages};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The packages that the command line names, with its features on.
pub(crate) fn select(arguments: &CheckArguments, console: &Console<'_>) -> Result<Vec<Package>, Failure> {
    let folder = console.folder.as_path();
    let is_named = arguments.workspace || !arguments.packages.is_empty();
    let mut selected = match &arguments.manifest_path {
        None if !is_named && !arguments.paths.is_empty() => around(&arguments.paths, console)?,
        Some(path) => below(named_manifest(&folder.join(path))?, arguments)?,
        None => below(find_manifest(folder)?, arguments)?,
    };
    enable_features(&mut selected, arguments)?;
    let empty = selected.iter().filter(|package| !has_crate(package)).map(|package| {
        let message = "the package has no crate to check: no `src/lib.rs`, no `src/main.rs`, and its manifest names no other";
        Problem::of_file(&package.manifest, message)
    });
    Failure::from(empty.collect::<Vec<_>>()).or_ok(selected)
}

/// Cargo refuses a package with nothing but a build script, too. What cannot be listed may hold a crate, and is told otherwise.
fn has_crate(package: &Package) -> bool {
    package.targets.iter().any(|target| target.kind != TargetKind::BuildScript)
        || !package.unlisted.is_empty()
}

/// The packages of a manifest that are meant.
fn below(manifest: PathBuf, arguments: &CheckArguments) -> Result<Vec<Package>, Failure> {
    let whole = arguments.workspace || !arguments.packages.is_empty();
    let scope = if whole { Scope::Workspace } else { Scope::Package };
    let all = packages(&manifest, scope)?;
    if all.is_empty() {
        return Err(Problem::of_file(manifest, "the workspace has no members to check").into());
    }
    let selected = leave_out(choose(all, &arguments.packages)?, &arguments.exclude)?;
    if selected.is_empty() {
        return Err(Failure::message("--exclude: no package is left to check"));
    }
    Ok(selected)
}

/// The packages that files and folders belong to: those below a folder, and the innermost one around a path. What lies in none is
/// in the way only where nothing else is named.
fn around(paths: &[PathBuf], console: &Console<'_>) -> Result<Vec<Package>, Failure> {
    let (mut failure, mut homeless) = (Failure::default(), Failure::default());
    let mut found: BTreeMap<PathBuf, Package> = BTreeMap::new();
    for path in paths {
        let start = match named_path(path, console) {
            Ok(resolved) => start_at(&resolved, console),
            Err(message) => {
                failure.messages.push(message);
                continue;
            }
        };
        let manifest = match find_manifest(&start) {
            Ok(manifest) => manifest,
            Err(Problem { message, .. }) => {
                homeless.messages.push(format!("{}: {message}", path.display()));
                continue;
            }
        };
        match packages(&manifest, Scope::Workspace) {
            Ok(all) => {
                let of_path: Vec<_> = of_path(all, &start).collect();
                if of_path.is_empty() {
                    homeless.messages.push(format!("{}: is in no package of its workspace", path.display()));
                }
                found.extend(of_path);
            }
            Err(problems) => failure.extend(problems.into()),
        }
    }
    if found.is_empty() {
        failure.extend(homeless);
    }
    failure.or_ok(found.into_values().collect())
}

/// The folder to look from, seen from the current one where it lies below it, so that places read well.
fn start_at(resolved: &Path, console: &Console<'_>) -> PathBuf {
    let start = if resolved.is_dir() { resolved } else { resolved.parent().unwrap_or(resolved) };
    let own = console.folder.canonicalize();
    let below = own.ok().and_then(|own| start.strip_prefix(own).ok());
    below.map_or_else(|| start.to_owned(), |rest| straight(&console.folder.join(rest)))
}

fn of_path(all: Vec<Package>, start: &Path) -> impl Iterator<Item = (PathBuf, Package)> {
    let above = all.iter().filter(|package| start.starts_with(&package.root));
    let innermost = above.map(|package| package.root.clone()).max_by_key(|root| root.components().count());
    let start = start.to_owned();
    let meant = all
        .into_iter()
        .filter(move |package| Some(&package.root) == innermost.as_ref() || package.root.starts_with(&start));
    meant.map(|package| (package.root.clone(), package))
}

fn leave_out(mut selected: Vec<Package>, names: &[String]) -> Result<Vec<Package>, Failure> {
    let mut failure = Failure::default();
    for name in names {
        if !selected.iter().any(|package| package.name == *name) {
            failure.messages.push(format!("--exclude: {}", no_package(name, &selected)));
        }
    }
    selected.retain(|package| !names.contains(&package.name));
    failure.or_ok(selected)
}

fn no_package(name: &str, all: &[Package]) -> String {
    let names = all.iter().map(|package| package.name.as_str());
    let known: Vec<String> = names.clone().map(|name| format!("`{name}`")).collect();
    let (near, known) = (suggestion(name, names), known.join(", "));
    format!("the workspace has no package `{name}`{near}\n  help: it has {known}")
}

/// The manifest that a path of the command line means, which may be that of its folder. The way to it has no detours, so that
/// what lies beside it has one name.
pub(crate) fn named_manifest(path: &Path) -> Result<PathBuf, Problem> {
    let path = straight(path);
    let manifest = if path.is_dir() { path.join("Cargo.toml") } else { path };
    let what = match std::fs::metadata(&manifest) {
        Err(problem) if is_absence(&problem) => "there is no such manifest".to_owned(),
        Err(problem) => format!("cannot be looked at: {problem}"),
        Ok(entry) if entry.is_dir() => "is a folder, not a manifest".to_owned(),
        Ok(_) if manifest.file_name().is_none_or(|name| name != "Cargo.toml") => {
            "no manifest by its name".to_owned()
        }
        Ok(_) => return Ok(manifest),
    };
    let message = format!("{what}; pass the path of a `Cargo.toml` or of its folder");
    Err(Problem::of_file(manifest, message))
}

fn choose(all: Vec<Package>, names: &[String]) -> Result<Vec<Package>, Failure> {
    if names.is_empty() {
        return Ok(all);
    }
    let mut failure = Failure::default();
    for name in names {
        if !all.iter().any(|package| package.name == *name) {
            failure.messages.push(no_package(name, &all));
        }
    }
    failure.or_ok(all.into_iter().filter(|package| names.contains(&package.name)).collect())
}

/// Switches features on in every package that has them; `package/feature` means one package.
fn enable_features(packages: &mut [Package], arguments: &CheckArguments) -> Result<(), Failure> {
    if arguments.all_features {
        packages.iter_mut().for_each(Package::enable_all);
    }
    let mut failure = Failure::default();
    let wanted = arguments.features.iter().flat_map(|list| list.split([',', ' ']));
    for feature in wanted.filter(|feature| !feature.is_empty()) {
        let (owner, name) = match feature.split_once('/') {
            Some((owner, name)) => (Some(owner), name),
            None => (None, feature),
        };
        let mut refusals = Failure::default();
        let mut taken = false;
        for package in packages.iter_mut() {
            if owner.is_some_and(|owner| owner != package.name) {
                continue;
            }
            match package.enable([name]) {
                Ok(()) => taken = true,
                Err(problems) => refusals.extend(problems.into()),
            }
        }
        if taken {
            continue;
        }
        if refusals.is_empty() {
            refusals.messages.push(format!("no package that is checked takes the feature `{feature}`"));
        }
        failure.extend(refusals);
    }
    failure.or_ok(())
}
