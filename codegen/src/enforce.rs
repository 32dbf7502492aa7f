//! enforce: the lints over the package that is being built, spoken through the generated file.
//!
//! It runs unoptimised at each edit. So a result is kept until a file changes that can bear on it, and of a package only
//! the files that can bear on a finding are parsed; the others are empty to the engine.

mod kept;
mod speech;

use kept::{File, Kept};
use ringfence_lint::{CrateInput, Slice, Sources, TargetKind, check_crates};
use ringfence_project::{Graph, Package, read_source};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What the lints have to say of a package.
#[derive(Debug, Default)]
pub(crate) struct Enforced {
    /// Items for the generated file.
    pub(crate) text: String,
    /// Files that were not understood, each with the reason.
    pub(crate) notes: Vec<String>,
    /// How many crates were analysed: none where a kept result still holds.
    pub(crate) analysed: usize,
    /// What the result depends on.
    pub(crate) watched: Vec<PathBuf>,
}

/// Holds the lints over a package's library and binaries; what is kept between runs stands in `folder`.
pub(crate) fn enforce(package: &Package, folder: &Path) -> Enforced {
    let graph = Graph::of(std::slice::from_ref(package));
    let judged = package.targets.iter();
    let judged = judged.filter(|target| matches!(target.kind, TargetKind::Lib | TargetKind::Bin));
    let mut inputs: Vec<CrateInput> = judged.map(|target| graph.crate_input(package, target)).collect();
    for input in &mut inputs {
        // What is ours the engine knows by name; only this repository has it by path.
        input.dependencies.retain(|_, dependency| dependency.name != "ringfence");
    }
    let crates = crates_of(&inputs);
    let folders: BTreeSet<PathBuf> =
        crates.iter().filter_map(|input| input.root.parent().map(Path::to_owned)).collect();
    let place = folder.join("ringfence-enforce.txt");
    let key = key_of(&crates);
    let earlier = Kept::read(&place).filter(|kept| kept.key == key);
    let texts = read_all(&folders, earlier.as_ref());
    let (kept, analysed) = match earlier.filter(|kept| still_holds(kept, &texts)) {
        Some(mut kept) => {
            for (path, file) in &mut kept.files {
                file.hash = texts.get(path).map_or(file.hash, |text| text.hash);
            }
            (kept, 0)
        }
        None => (analyse(key, &inputs, texts, package), inputs.len()),
    };
    // A folder that cannot be written to costs time at the next run, and nothing else.
    let _ = kept.write(&place);
    let mut watched = watched(&folders, folder, &kept);
    // What the manifests of its own dependencies say, cargo tells nobody's build script.
    watched.extend(graph.libraries.iter().flat_map(|library| library.package.settings.manifests.clone()));
    watched.sort();
    watched.dedup();
    Enforced { text: kept.text, notes: kept.notes, analysed, watched }
}

/// The crates and those that they depend on by path, each once.
fn crates_of(inputs: &[CrateInput]) -> Vec<&CrateInput> {
    let mut crates: Vec<&CrateInput> = Vec::new();
    let mut open: Vec<&CrateInput> = inputs.iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(input) = open.pop() {
        if seen.insert((&input.root, input.kind)) {
            crates.push(input);
            open.extend(input.dependencies.values().map(|dependency| &**dependency));
        }
    }
    crates
}

/// Everything but the sources that a result depends on.
fn key_of(crates: &[&CrateInput]) -> u64 {
    let mut text = env!("CARGO_PKG_VERSION").to_owned();
    for CrateInput { name, root, kind, features, levels, dependencies, renames } in crates {
        let names: Vec<_> = dependencies.iter().map(|(name, input)| (name, &input.root)).collect();
        text.push_str(&format!("{:?}", (name, root, kind, features, levels, names, renames)));
    }
    hash(text.as_bytes())
}

/// A file that was read.
struct Text {
    text: String,
    hash: u64,
}

impl Text {
    fn read(path: &Path) -> Option<Self> {
        let text = read_source(path).ok()?;
        let hash = hash(text.as_bytes());
        Some(Self { text, hash })
    }
}

/// All Rust sources of the folders, and what else an earlier run read.
fn read_all(folders: &BTreeSet<PathBuf>, earlier: Option<&Kept>) -> BTreeMap<PathBuf, Text> {
    let mut files: BTreeSet<PathBuf> = folders.iter().flat_map(|folder| walk(folder)).collect();
    files.extend(earlier.iter().flat_map(|kept| kept.files.keys().cloned()));
    files.into_iter().filter_map(|path| Text::read(&path).map(|text| (path, text))).collect()
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        // What cargo built is no source.
        if folder.join("CACHEDIR.TAG").is_file() {
            continue;
        }
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let is_hidden = entry.file_name().to_str().is_none_or(|name| name.starts_with('.'));
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !is_hidden => open.push(path),
                Ok(_) if path.extension().is_some_and(|extension| extension == "rs") => files.push(path),
                _ => {}
            }
        }
    }
    files
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// Whether nothing has changed that can bear on the result.
fn still_holds(kept: &Kept, texts: &BTreeMap<PathBuf, Text>) -> bool {
    let bears = |path: &PathBuf, file: &File| match texts.get(path) {
        Some(text) if text.hash == file.hash => false,
        Some(text) => file.is_needed || kept.slice.needs(&text.text),
        None => true,
    };
    texts.len() == kept.files.len() && !kept.files.iter().any(|(path, file)| bears(path, file))
}

fn analyse(key: u64, inputs: &[CrateInput], texts: BTreeMap<PathBuf, Text>, package: &Package) -> Kept {
    let slice = Slice::of(texts.values().map(|text| text.text.as_str()));
    let files = texts.into_iter().enumerate();
    let files = files.map(|(at, (path, text))| (path, (text, slice.needed.contains(&at)))).collect();
    let sources = Sliced { files, beyond: Mutex::default() };
    let reports = check_crates(inputs, &sources);
    let top = package.settings.manifests.first().and_then(|manifest| manifest.parent());
    let (text, notes) = speech::speak(&reports, top.unwrap_or(Path::new("")));
    let beyond = sources
        .beyond
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
        .into_iter()
        .map(|(path, text)| (path, (text, true)));
    let files = sources.files.into_iter().chain(beyond);
    let files = files.map(|(path, (text, is_needed))| (path, File { is_needed, hash: text.hash })).collect();
    Kept { key, files, slice, notes, text }
}

/// The files of a package, of which those that do not matter are empty.
struct Sliced {
    files: BTreeMap<PathBuf, (Text, bool)>,
    /// Files that stand elsewhere.
    beyond: Mutex<BTreeMap<PathBuf, Text>>,
}

impl Sources for Sliced {
    fn read(&self, path: &Path) -> Option<String> {
        match self.files.get(path) {
            Some((text, true)) => Some(text.text.clone()),
            Some(_) => Some(String::new()),
            None => {
                let read = Text::read(path)?;
                let text = read.text.clone();
                self.beyond.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), read);
                Some(text)
            }
        }
    }
}

/// Folders, so that a new file counts, too; files where a folder holds what is built.
fn watched(folders: &BTreeSet<PathBuf>, out: &Path, kept: &Kept) -> Vec<PathBuf> {
    let whole = |folder: &&PathBuf| !out.starts_with(folder) && !folder.join("Cargo.toml").is_file();
    let whole: Vec<PathBuf> = folders.iter().filter(whole).cloned().collect();
    let single = kept.files.keys().filter(|path| !whole.iter().any(|folder| path.starts_with(folder)));
    let single: Vec<PathBuf> = single.cloned().collect();
    whole.into_iter().chain(single).collect()
}
