//! One package.

use crate::dependency::read_dependencies;
use crate::feature::{Available, close, read_features};
use crate::manifest::{Document, Manifest};
use crate::target::{find_targets, unlisted_folders};
use crate::workspace::with_workspace;
use crate::{Dependency, Disk, Problem, Settings, Target};
use ringfence_lint::gather::Gather;
use ringfence_lint::sorted::{self, Set};
use ringfence_lint::suggestion;
use std::path::{Path, PathBuf};

/// A package, as its manifest describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The path of its `Cargo.toml`.
    pub manifest: PathBuf,
    /// The folder of the manifest.
    pub root: PathBuf,
    /// The edition of its crates, such as `2024`.
    pub edition: String,
    /// Its crates, the library first.
    pub targets: Vec<Target>,
    /// What it depends on.
    pub dependencies: Vec<Dependency>,
    /// Features of the default set, and those that any feature of it switches on.
    pub features: Set<String>,
    /// Folders that may hold crates of it and could not be listed, with the reason.
    pub unlisted: Vec<Problem>,
    /// What it says to Ringfence.
    pub settings: Settings,
    available: Available,
}

impl Package {
    /// Reads one package from its manifest (or the folder of it).
    pub fn read(manifest: &Path) -> Result<Self, Vec<Problem>> {
        Self::read_from(&Disk::default(), manifest)
    }

    /// The same from a view of the disk, which can tell later whether the package is still so.
    pub fn read_from(disk: &Disk, manifest: &Path) -> Result<Self, Vec<Problem>> {
        let manifest = Manifest::load(manifest, disk).map_err(|problem| vec![problem])?;
        let document = manifest.parse()?;
        with_workspace(&manifest, &document, |above| {
            describe(&manifest, &document, above.map_or(&document, |(_, above)| above))
        })
    }

    /// Switches features on, with what they imply. `default` is on already.
    pub fn enable<'a>(&mut self, features: impl IntoIterator<Item = &'a str>) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        for name in features {
            if !self.available.contains_key(name) && name != "default" {
                let names = self.available.keys().map(String::as_str);
                let names: Vec<&str> = names.filter(|name| *name != "default").gather();
                let near = suggestion(name, names.iter().copied());
                let known = match names.as_slice() {
                    [] => "no feature at all".to_owned(),
                    names => format!("`{}`", names.join("`, `")),
                };
                let message =
                    format!("`{}` has no feature `{name}`{near}\n  help: it has {known}", self.name);
                problems.push(Problem::of_file(&self.manifest, message));
            }
            self.features.extend(close(&self.available, [name]));
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Switches on the features that `is_on` picks and no others, as cargo does for one build.
    pub fn pick_features(&mut self, is_on: impl Fn(&str) -> bool) {
        self.features = self.available.keys().filter(|name| is_on(name)).cloned().gather();
    }

    /// Whether it has features at all.
    pub fn has_features(&self) -> bool {
        !self.available.is_empty()
    }

    /// Switches all features on.
    pub fn enable_all(&mut self) {
        self.features.extend(self.available.keys().cloned());
    }
}

/// Puts a package together. `above` is the workspace's manifest, or the package's own where that is one file or there is no workspace.
pub(crate) fn describe(
    manifest: &Manifest<'_>,
    document: &Document<'_>,
    above: &Document<'_>,
) -> Result<Package, Vec<Problem>> {
    let mut problems = Vec::new();
    let Some(section) = document.section(&["package"]) else {
        let message = match document.section(&["workspace"]) {
            Some(_) => "a virtual manifest: it has no `[package]` of its own; name a member of it",
            None => "no `[package]` section; name the `Cargo.toml` of a package",
        };
        return Err(vec![Problem::of_file(&manifest.path, message)]);
    };
    let name = document.string(section, "name", &mut problems).map(str::to_owned);
    if name.is_none() && problems.is_empty() {
        problems.push(Problem::of_file(&manifest.path, "`[package]` has no `name`"));
    }
    let name = name.unwrap_or_default();
    let mut settings = Settings::default();
    settings.overlay(above, "workspace", &mut problems);
    settings.overlay(document, "package", &mut problems);
    let available = read_features(document, &mut problems);
    let targets = find_targets(document, &name, manifest.folder(), &mut problems);
    let dependencies = read_dependencies(document, above, &mut problems);
    if !problems.is_empty() {
        sorted::sort_by(&mut problems, |a, b| (&a.file, a.place).cmp(&(&b.file, b.place)));
        return Err(problems);
    }
    Ok(Package {
        name,
        version: inherited(document, above, "version").unwrap_or("0.0.0").to_owned(),
        manifest: manifest.path.clone(),
        root: manifest.folder().to_owned(),
        // Cargo's defaults where the manifest says nothing.
        edition: inherited(document, above, "edition").unwrap_or("2015").to_owned(),
        targets,
        dependencies,
        unlisted: unlisted_folders(document, manifest.folder()),
        features: close(&available, ["default"]),
        settings,
        available,
    })
}

/// A value of `[package]`, inherited where the manifest says so.
fn inherited<'d>(document: &'d Document<'_>, above: &'d Document<'_>, key: &str) -> Option<&'d str> {
    let own = document.section(&["package"])?.get(key)?.get_ref();
    if !own.is_table() {
        return own.as_str();
    }
    above.section(&["workspace", "package"])?.get(key)?.get_ref().as_str()
}
