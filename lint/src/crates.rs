//! Which crates are looked into together, and how far: decided by their text, before anything is parsed.

use crate::facts::is_foreign;
use crate::gather::{Gather, PutAll};
use crate::lower::Cfg;
use crate::sorted::Map;
use crate::trigger::{is_about_twilio, visit_files};
use crate::{CrateInput, Levels, Sources, TargetKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Texts that were read: each file once, however many crates ask for it.
pub(crate) struct Texts<'s> {
    sources: &'s dyn Sources,
    /// Whether all of them is parsed, whatever can bear on a finding.
    pub is_whole: bool,
    known: Mutex<Map<PathBuf, Option<Arc<str>>>>,
}

impl<'s> Texts<'s> {
    pub(crate) fn new(sources: &'s dyn Sources) -> Self {
        Self { sources, is_whole: false, known: Mutex::default() }
    }

    /// Texts of which every function is parsed.
    pub(crate) fn whole(sources: &'s dyn Sources) -> Self {
        Self { is_whole: true, ..Self::new(sources) }
    }

    pub(crate) fn read(&self, path: &Path) -> Option<Arc<str>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(path) {
            return known.clone();
        }
        let text: Option<Arc<str>> = self.sources.read(path).map(Arc::from);
        known.insert(path.to_path_buf(), text.clone());
        text
    }

    /// All that was asked for until now, with the answers.
    pub(crate) fn known(&self) -> Map<PathBuf, Option<Arc<str>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What a crate's code can name outside of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct CrateNames {
    /// Crates of the group, by the name that code uses.
    pub dependencies: Map<String, usize>,
    /// The own names of other crates.
    pub renames: Map<String, String>,
}

/// One crate of a group.
#[derive(Clone, Debug)]
pub(crate) struct Krate {
    pub root: PathBuf,
    pub kind: TargetKind,
    pub cfg: Cfg,
    pub levels: Levels,
    pub names: CrateNames,
    /// Whether its findings are asked for; the others are there to be followed into.
    pub is_asked: bool,
    /// The input that it is, or that led to it.
    pub input: usize,
    /// Whether its own functions can do anything that tells: it names Twilio, or a crate that does.
    pub is_entered: bool,
    /// Whether its files are parsed.
    pub is_loaded: bool,
    /// Its files, by the text of their `mod`s alone.
    pub files: Vec<PathBuf>,
}

/// The crates to check and those they depend on: groups that share nothing, each with what was asked for first.
pub(crate) fn group_crates(inputs: &[CrateInput], texts: &Texts<'_>) -> Vec<Vec<Krate>> {
    let mut gathering = Gathering::default();
    let asked: Vec<usize> =
        inputs.iter().enumerate().map(|(number, input)| gathering.enter(input, number, true)).gather();
    for (number, (input, at)) in inputs.iter().zip(asked).enumerate() {
        gathering.name(input, number, at);
    }
    let mut groups = split(gathering.crates);
    groups.iter_mut().for_each(|group| look_into(group, texts));
    groups
}

/// Crates by their root, each once.
#[derive(Default)]
struct Gathering {
    crates: Vec<Krate>,
    known: Map<(PathBuf, TargetKind), usize>,
}

impl Gathering {
    fn enter(&mut self, input: &CrateInput, number: usize, is_asked: bool) -> usize {
        let key = (input.root.clone(), input.kind);
        if let Some(at) = self.known.get(&key).copied() {
            if let Some(known) = self.crates.get_mut(at) {
                known.cfg.enable(&input.features);
            }
            return at;
        }
        let at = self.crates.len();
        self.known.insert(key, at);
        self.crates.push(Krate {
            root: input.root.clone(),
            kind: input.kind,
            cfg: Cfg { features: Some(input.features.iter().cloned().gather()) },
            levels: input.levels.clone(),
            names: CrateNames::default(),
            is_asked,
            input: number,
            is_entered: false,
            is_loaded: false,
            files: Vec::new(),
        });
        at
    }

    /// Enters what a crate depends on. A crate that the lints know by its name is theirs, whoever has its source.
    fn name(&mut self, input: &CrateInput, number: usize, at: usize) {
        let mut names = CrateNames { renames: input.renames.clone(), ..CrateNames::default() };
        for (name, dependency) in &input.dependencies {
            if is_foreign(&dependency.name) {
                names.renames.insert(name.clone(), dependency.name.clone());
                continue;
            }
            let before = self.crates.len();
            let other = self.enter(dependency, number, false);
            names.dependencies.insert(name.clone(), other);
            if other >= before {
                self.name(dependency, number, other);
            }
        }
        if let Some(krate) = self.crates.get_mut(at) {
            krate.names = names;
        }
    }
}

/// Crates that no dependency connects are no business of one another.
fn split(crates: Vec<Krate>) -> Vec<Vec<Krate>> {
    let mut group_of: Vec<usize> = (0..crates.len()).gather();
    loop {
        let before = group_of.clone();
        for (at, krate) in crates.iter().enumerate() {
            let own = group_of.get(at).copied().unwrap_or(at);
            let others = krate.names.dependencies.values().filter_map(|other| group_of.get(*other).copied());
            let least = others.chain([own]).min().unwrap_or(own);
            for other in krate.names.dependencies.values().chain([&at]) {
                if let Some(group) = group_of.get_mut(*other) {
                    *group = least;
                }
            }
        }
        if before == group_of {
            break;
        }
    }
    let mut groups: Map<usize, Vec<(usize, Krate)>> = Map::new();
    for (at, krate) in crates.into_iter().enumerate() {
        groups.get_or_default(group_of.get(at).copied().unwrap_or(at)).push((at, krate));
    }
    let renumbered = groups.into_values().map(|group| {
        let numbers: Map<usize, usize> = group.iter().enumerate().map(|(new, (old, _))| (*old, new)).gather();
        let renumber = |mut krate: Krate| {
            krate
                .names
                .dependencies
                .values_mut()
                .for_each(|at| *at = numbers.get(at).copied().unwrap_or(*at));
            krate
        };
        group.into_iter().map(|(_, krate)| renumber(krate)).gather()
    });
    renumbered.gather()
}

/// Reads the texts of a group and decides what is parsed: crates about Twilio, those that depend on such a crate, and
/// whatever these can hand something to.
fn look_into(group: &mut [Krate], texts: &Texts<'_>) {
    for krate in group.iter_mut() {
        let mut files = Vec::new();
        let mut is_about = false;
        visit_files(&krate.root, |path| {
            let text = texts.read(path)?;
            is_about |= is_about_twilio(&text);
            files.push(path.to_path_buf());
            Some(crate::trigger::candidates(path, &text))
        });
        krate.files = files;
        krate.is_entered = is_about;
    }
    while let Some(at) = group.iter().position(|krate| !krate.is_entered && depends_on_entered(krate, group))
    {
        if let Some(krate) = group.get_mut(at) {
            krate.is_entered = true;
        }
    }
    let mut open: Vec<usize> =
        group.iter().enumerate().filter(|(_, krate)| krate.is_entered).map(|(at, _)| at).gather();
    while let Some(at) = open.pop() {
        let Some(krate) = group.get_mut(at) else { continue };
        if std::mem::replace(&mut krate.is_loaded, true) {
            continue;
        }
        let (files, named) = (&krate.files, &krate.names.dependencies);
        let is_named =
            |name: &str| files.iter().filter_map(|path| texts.read(path)).any(|text| text.contains(name));
        open.put_all(named.iter().filter(|(name, _)| is_named(name)).map(|(_, at)| *at));
    }
}

fn depends_on_entered(krate: &Krate, group: &[Krate]) -> bool {
    let mut others = krate.names.dependencies.values().filter_map(|at| group.get(*at));
    others.any(|other| other.is_entered)
}
