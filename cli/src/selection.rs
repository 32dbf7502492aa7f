//! Which packages are meant, with which features.

use crate::argument::CheckArguments;
use crate::failure::Failure;
use ringfence_lint::suggestion;
use ringfence_project::{Package, Problem, Scope, find_manifest, packages};
use std::path::{Path, PathBuf};

/// The packages that the command line names, with its features on.
pub(crate) fn select(arguments: &CheckArguments, folder: &Path) -> Result<Vec<Package>, Failure> {
    let manifest = match &arguments.manifest_path {
        Some(path) => named_manifest(&folder.join(path))?,
        None => find_manifest(folder)?,
    };
    let whole = arguments.workspace || !arguments.packages.is_empty();
    let scope = if whole { Scope::Workspace } else { Scope::Package };
    let mut selected = choose(packages(&manifest, scope)?, &arguments.packages)?;
    if selected.is_empty() {
        return Err(Problem::of_file(manifest, "the workspace has no members to check").into());
    }
    enable_features(&mut selected, arguments)?;
    Ok(selected)
}

/// The manifest that a path of the command line means, which may be that of its folder.
pub(crate) fn named_manifest(path: &Path) -> Result<PathBuf, Problem> {
    let manifest = if path.is_dir() { path.join("Cargo.toml") } else { path.to_owned() };
    let message = if !manifest.exists() {
        "there is no such manifest; pass the path of a `Cargo.toml` or of its folder"
    } else if manifest.file_name().is_none_or(|name| name != "Cargo.toml") {
        "no manifest by its name; pass the path of a `Cargo.toml` or of its folder"
    } else {
        return Ok(manifest);
    };
    Err(Problem::of_file(manifest, message))
}

fn choose(all: Vec<Package>, names: &[String]) -> Result<Vec<Package>, Failure> {
    if names.is_empty() {
        return Ok(all);
    }
    let mut failure = Failure::default();
    for name in names {
        if !all.iter().any(|package| package.name == *name) {
            let names = all.iter().map(|package| package.name.as_str());
            let known: Vec<String> = names.clone().map(|name| format!("`{name}`")).collect();
            let (near, known) = (suggestion(name, names), known.join(", "));
            failure
                .messages
                .push(format!("the workspace has no package `{name}`{near}\n  help: it has {known}"));
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
