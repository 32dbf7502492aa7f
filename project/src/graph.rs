//! Who depends on whom: the libraries that packages reach by path.

use crate::target::crate_name;
use crate::{Dependency, DependencyKind, Disk, Package, Target};
use ringfence_lint::gather::Gather;
use ringfence_lint::sorted::{Map, Set};
use ringfence_lint::{CrateInput, TargetKind};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Packages and the libraries of all that they depend on by path.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// Each after those that it depends on.
    pub libraries: Vec<Library>,
    /// The folders that paths lead to, so that two ways to one are one.
    ways: Map<PathBuf, PathBuf>,
    /// Where the library of a folder is, if it has one.
    folders: Map<PathBuf, Option<usize>>,
    /// The libraries as the lint engine takes them.
    inputs: Vec<Arc<CrateInput>>,
    /// The folder that paths are seen from.
    folder: PathBuf,
}

/// A library of a package.
#[derive(Clone, Debug)]
pub struct Library {
    /// The package.
    pub package: Package,
    /// Its library.
    pub target: Target,
    names: Names,
}

/// The crates that a target's code can name.
#[derive(Clone, Debug, Default)]
struct Names {
    /// The name that code uses, and the index of the library.
    libraries: Map<String, usize>,
    /// The name that code uses, and the own name of a crate that is no library of the graph.
    renames: Map<String, String>,
}

impl Graph {
    /// The libraries of packages and of what they depend on by path. What cannot be read is left out: cargo has its own
    /// words for it.
    pub fn of(packages: &[Package]) -> Self {
        Self::seen_from(Path::new(""), packages, &Disk::default())
    }

    /// The same with paths as they are seen from a folder, where they lie below it, and from a view of the disk, which can
    /// tell later whether all is still so.
    pub fn seen_from(folder: &Path, packages: &[Package], disk: &Disk) -> Self {
        let given = packages.iter().map(|package| (disk.resolved(&package.root), package)).gather();
        let graph = Self { folder: folder.to_owned(), ..Self::default() };
        let mut reading = Reading { disk, given, graph, above: Set::new() };
        for package in packages {
            reading.add(Cow::Borrowed(package));
        }
        for package in packages {
            reading.add_dependencies(package, &[DependencyKind::Development, DependencyKind::Build]);
        }
        reading.graph.with_inputs()
    }

    /// One of a package's crates, as the lint engine takes it, with what its code can name.
    pub fn crate_input(&self, package: &Package, target: &Target) -> CrateInput {
        self.input(package, target, &self.names(package, target.kind))
    }

    fn with_inputs(mut self) -> Self {
        for library in &self.libraries {
            let input = self.input(&library.package, &library.target, &library.names);
            self.inputs.push(Arc::new(input));
        }
        self
    }

    fn input(&self, package: &Package, target: &Target, names: &Names) -> CrateInput {
        let known = names.libraries.iter();
        let known = known.filter_map(|(name, at)| Some((name.clone(), Arc::clone(self.inputs.get(*at)?))));
        let root = target.root.strip_prefix(&self.folder).unwrap_or(&target.root);
        CrateInput {
            features: package.features.clone(),
            levels: package.settings.levels.clone(),
            dependencies: known.gather(),
            renames: names.renames.clone(),
            ..CrateInput::new(&target.name, root, target.kind)
        }
    }

    fn names(&self, package: &Package, kind: TargetKind) -> Names {
        let is_for = |dependency: &&Dependency| match kind {
            TargetKind::BuildScript => dependency.kind == DependencyKind::Build,
            TargetKind::Lib | TargetKind::Bin => dependency.kind == DependencyKind::Normal,
            TargetKind::Example | TargetKind::Test | TargetKind::Bench => {
                dependency.kind != DependencyKind::Build
            }
        };
        let mut names = Names::default();
        for dependency in package.dependencies.iter().filter(is_for) {
            self.name(dependency, &mut names);
        }
        if !matches!(kind, TargetKind::Lib | TargetKind::BuildScript)
            && let Some(own) = self.library_at(&package.root)
            && let Some(library) = self.libraries.get(own)
        {
            names.libraries.insert(library.target.name.clone(), own);
        }
        names
    }

    fn name(&self, dependency: &Dependency, names: &mut Names) {
        let key = crate_name(&dependency.key);
        let at = dependency.path.as_deref().and_then(|path| self.library_at(path));
        if let Some((at, library)) = at.and_then(|at| Some((at, self.libraries.get(at)?))) {
            let name = if dependency.package.is_some() { key } else { library.target.name.clone() };
            names.libraries.insert(name, at);
        } else if let Some(package) = &dependency.package
            && crate_name(package) != key
        {
            names.renames.insert(key, crate_name(package));
        }
    }

    fn library_at(&self, folder: &Path) -> Option<usize> {
        self.folders.get(self.ways.get(folder)?).copied().flatten()
    }
}

/// The graph in the making.
struct Reading<'p> {
    disk: &'p Disk,
    /// The packages at hand, by their folders.
    given: Map<PathBuf, &'p Package>,
    graph: Graph,
    /// The packages that are being read: a circle ends at one of them.
    above: Set<PathBuf>,
}

impl Reading<'_> {
    /// Adds a package's library after what it depends on.
    fn add(&mut self, package: Cow<'_, Package>) -> Option<usize> {
        let folder = self.resolved(&package.root);
        if let Some(known) = self.graph.folders.get(&folder) {
            return *known;
        }
        if !self.above.insert(folder.clone()) {
            return None;
        }
        self.add_dependencies(&package, &[DependencyKind::Normal]);
        self.above.remove(&folder);
        let target = package.targets.iter().find(|target| target.kind == TargetKind::Lib).cloned();
        let at = target.map(|target| {
            let names = self.graph.names(&package, TargetKind::Lib);
            self.graph.libraries.push(Library { package: package.into_owned(), target, names });
            self.graph.libraries.len() - 1
        });
        self.graph.folders.insert(folder, at);
        at
    }

    fn add_dependencies(&mut self, package: &Package, kinds: &[DependencyKind]) {
        for dependency in package.dependencies.iter().filter(|dependency| kinds.contains(&dependency.kind)) {
            let Some(path) = &dependency.path else { continue };
            let folder = self.resolved(path);
            if self.above.contains(&folder) {
                continue;
            }
            if !self.graph.folders.contains_key(&folder) {
                let given = self.given.get(&folder).map(|package| Ok(Cow::Borrowed(*package)));
                match given.unwrap_or_else(|| Package::read_from(self.disk, path).map(Cow::Owned)) {
                    Ok(package) => drop(self.add(package)),
                    Err(_) => drop(self.graph.folders.insert(folder.clone(), None)),
                }
            }
            let at = self.graph.folders.get(&folder).copied().flatten();
            if let Some(library) = at.and_then(|at| self.graph.libraries.get_mut(at)) {
                // A feature that is not there is cargo's to report.
                let _ = library.package.enable(dependency.features.iter().map(String::as_str));
            }
        }
    }

    fn resolved(&mut self, folder: &Path) -> PathBuf {
        let resolved = self.disk.resolved(folder);
        self.graph.ways.insert(folder.to_owned(), resolved.clone());
        resolved
    }
}
