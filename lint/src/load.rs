//! Loading: from the root files of crates to all their files, lowered. Texts are asked of the sources in order; lowering runs
//! beside, and syntax trees are dropped file by file.

use crate::crates::{Krate, Texts};
use crate::gather::Gather;
use crate::ir::{Enforced, File, Item, ItemKind, Region};
use crate::lower::{Cfg, Macros, collect_macros, lower_file};
use crate::resolve::PlacedFile;
use crate::sorted::{Map, Set};
use crate::thin::Thinned;
use crate::worker::run_all;
use crate::{FileId, Place, Report, Source, TargetKind};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The files of a group of crates.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub sources: Vec<Source>,
    /// One for each source; one that did not parse is empty.
    pub files: Vec<Option<PlacedFile>>,
    /// The crate of each source.
    pub crate_of: Vec<usize>,
    pub skipped: Vec<(PathBuf, String)>,
}

/// A file that a `mod` asks for.
#[derive(Clone, Debug)]
struct Wanted {
    krate: usize,
    /// Where it may be, best first.
    candidates: Vec<PathBuf>,
    module: Vec<String>,
    /// Whether its own modules lie beside it.
    owns_folder: bool,
    region: Option<Region>,
    /// Whether it is worth a word when there is no such file.
    is_root: bool,
}

/// What the files of a group are loaded with.
struct Loading<'g> {
    group: &'g [Krate],
    /// The id of the first file.
    first: u32,
    workers: usize,
    /// The macros of each crate that were met until now.
    macros: Vec<Arc<Macros>>,
    thinned: &'g Thinned,
}

/// Loads those crates of a group that are to be parsed, as far as they are not thinned out; their files get ids from `first` on.
pub(crate) fn load_crates(group: &[Krate], first: u32, texts: &Texts<'_>, workers: usize) -> Loaded {
    // Files that are loaded around an item are few, and their words do not tell what the item asks of them.
    let thinned = if first == 0 { Thinned::of(group, texts, workers) } else { Thinned::default() };
    let mut loaded = Loaded::default();
    let mut seen = Set::new();
    let macros = group.iter().map(|_| Arc::default()).gather();
    let mut loading = Loading { group, first, workers, macros, thinned: &thinned };
    let roots = group.iter().enumerate().filter(|(_, krate)| krate.is_loaded);
    let mut wanted: Vec<Wanted> = roots
        .map(|(at, krate)| Wanted {
            krate: at,
            candidates: vec![krate.root.clone()],
            module: Vec::new(),
            owns_folder: true,
            region: None,
            is_root: true,
        })
        .gather();
    while !wanted.is_empty() {
        let mut read = Vec::new();
        for want in wanted {
            let found = want.candidates.iter().find_map(|path| Some((path.clone(), texts.read(path)?)));
            match found {
                Some((path, text)) => {
                    if seen.insert((want.krate, path.clone())) {
                        read.push((want, path, text));
                    }
                }
                None => loaded.skip_missing(&want),
            }
        }
        for (want, _, text) in &read {
            if let Some(macros) = loading.macros.get_mut(want.krate) {
                collect_macros(text, Arc::make_mut(macros));
            }
        }
        wanted = loaded.lower(read, &loading);
    }
    loaded
}

impl Loaded {
    /// Adds the files of the crates that were not parsed: they were read, too.
    pub(crate) fn add_unparsed(&mut self, group: &[Krate], texts: &Texts<'_>) {
        for (at, krate) in group.iter().enumerate().filter(|(_, krate)| krate.is_asked && !krate.is_loaded) {
            if krate.files.is_empty() {
                self.skipped.push((krate.root.clone(), NO_ROOT.to_owned()));
            }
            for path in &krate.files {
                let text = texts.read(path).as_deref().unwrap_or_default().to_owned();
                self.sources.push(Source { path: path.clone(), text });
                self.files.push(None);
                self.crate_of.push(at);
            }
        }
    }

    /// A report that nothing was found in the files.
    pub(crate) fn into_report(self, group: &[Krate]) -> Report {
        let input = |at: &usize| group.get(*at).map_or(0, |krate| krate.input);
        let inputs = self.crate_of.iter().map(input).gather();
        Report { sources: self.sources, inputs, skipped: self.skipped, ..Report::default() }
    }

    /// Puts one file before all others, which were loaded from id 1 on.
    pub(crate) fn put_first(&mut self, placed: PlacedFile) {
        self.sources.insert(0, Source { path: PathBuf::new(), text: String::new() });
        self.crate_of.insert(0, placed.krate);
        self.files.insert(0, Some(placed));
    }

    /// The items that are enforced.
    pub(crate) fn enforced(&self) -> Vec<Enforced> {
        self.files.iter().flatten().flat_map(|placed| placed.file.marks.enforced.iter().cloned()).gather()
    }

    /// What each file is built as.
    pub(crate) fn kinds(&self, group: &[Krate]) -> Vec<TargetKind> {
        let kind = |at: &usize| group.get(*at).map_or(TargetKind::Lib, |krate| krate.kind);
        self.crate_of.iter().map(kind).gather()
    }

    /// The crate of a file.
    pub(crate) fn crate_at<'g>(&self, group: &'g [Krate], file: FileId) -> Option<&'g Krate> {
        self.crate_of.get(file.index()).and_then(|at| group.get(*at))
    }

    fn skip_missing(&mut self, want: &Wanted) {
        let Some(path) = want.candidates.first() else { return };
        let what = if want.is_root { NO_ROOT } else { "no file for this module" };
        self.skipped.push((path.clone(), what.to_owned()));
    }

    /// Lowers one generation of files and returns what they ask for.
    fn lower(&mut self, read: Vec<(Wanted, PathBuf, Arc<str>)>, loading: &Loading<'_>) -> Vec<Wanted> {
        let base = loading.first + self.sources.len() as u32;
        let (any, none) = (Cfg::default(), Arc::default());
        let jobs: Vec<(FileId, &Path, &str, &Cfg, &Arc<Macros>)> = read
            .iter()
            .enumerate()
            .map(|(at, (want, path, text))| {
                let cfg = loading.group.get(want.krate).map_or(&any, |krate| &krate.cfg);
                let macros = loading.macros.get(want.krate).unwrap_or(&none);
                (FileId(base + at as u32), path.as_path(), &**text, cfg, macros)
            })
            .gather();
        let lowered =
            run_all(&jobs, loading.workers, |(file, path, text, cfg, macros)| match loading.first {
                0 => match loading.thinned.text(path) {
                    // What is wrong with a text is said of the whole of it.
                    Some(thin) => {
                        lower_file(*file, thin, cfg, macros).or_else(|_| lower_file(*file, text, cfg, macros))
                    }
                    None => lower_file(*file, text, cfg, macros),
                },
                _ => lower_once(*file, path, text, cfg, macros),
            });
        let mut wanted = Vec::new();
        for ((at, (want, path, text)), file) in read.into_iter().enumerate().zip(lowered) {
            self.crate_of.push(want.krate);
            match file.unwrap_or_else(|| Err("it could not be analysed".to_owned())) {
                Ok(mut file) => {
                    if let Some(region) = want.region {
                        let whole =
                            Place { file: FileId(base + at as u32), start: 0, end: text.len() as u32 };
                        file.marks.regions.push((whole, region));
                    }
                    collect_wanted(&file, &path, &want, &mut wanted);
                    self.files.push(Some(PlacedFile { file, krate: want.krate, module: want.module }));
                }
                Err(reason) => {
                    self.skipped.push((path.clone(), reason));
                    self.files.push(None);
                }
            }
            self.sources.push(Source { path, text: text.to_string() });
        }
        wanted
    }
}

const NO_ROOT: &str = "the root file cannot be read";

/// A lowered file with what it was lowered from.
struct Kept {
    text: String,
    cfg: Cfg,
    macros: Arc<Macros>,
    file: Result<File, String>,
}

/// What the item door has lowered in this process: the items of a crate ask for the same files again and again. The key
/// is where a file stands, its content decides whether it is still the same.
static KEPT: Mutex<Map<(FileId, PathBuf), Kept>> = Mutex::new(Map::new());

/// Lowers a file, or takes what came of the same text before.
fn lower_once(id: FileId, path: &Path, text: &str, cfg: &Cfg, macros: &Arc<Macros>) -> Result<File, String> {
    let key = (id, path.to_path_buf());
    {
        let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |kept: &&Kept| kept.text == text && kept.cfg == *cfg && kept.macros == *macros;
        if let Some(kept) = kept.get(&key).filter(is_same) {
            return kept.file.clone();
        }
    }
    let file = lower_file(id, text, cfg, macros);
    let (cfg, macros) = (cfg.clone(), Arc::clone(macros));
    let kept = Kept { text: text.to_owned(), cfg, macros, file: file.clone() };
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(key, kept);
    file
}

/// A path without the detours of `a/../b`: a file that leads to itself by one has one name, and is read once.
pub fn straight(path: &Path) -> PathBuf {
    let mut straight = PathBuf::new();
    for component in path.components() {
        let can_leave = matches!(straight.components().next_back(), Some(Component::Normal(_)));
        match component {
            Component::ParentDir if can_leave => drop(straight.pop()),
            Component::CurDir => {}
            other => straight.push(other),
        }
    }
    straight
}

/// The file modules of a file, in order.
fn collect_wanted(file: &File, path: &Path, want: &Wanted, wanted: &mut Vec<Wanted>) {
    let folder = path.parent().unwrap_or(Path::new(""));
    let stem = path.file_stem().unwrap_or_default();
    let owns_folder = want.owns_folder || stem == "mod";
    let own = if owns_folder { folder.to_path_buf() } else { folder.join(stem) };
    let mut open: Vec<(&[Item], PathBuf, Vec<String>, bool)> =
        vec![(&file.items, own, want.module.clone(), false)];
    while let Some((items, folder_of_module, module, is_inline)) = open.pop() {
        for item in items {
            let ItemKind::Module { path: given, content } = &item.kind else { continue };
            let module: Vec<String> = module.iter().cloned().chain([item.name.clone()]).gather();
            if let Some(content) = content {
                let folder = folder_of_module.join(given.as_deref().unwrap_or(&item.name));
                open.push((content, folder, module, true));
                continue;
            }
            let marked = file.marks.regions.iter().find(|(place, _)| *place == item.place);
            let candidates = match given {
                Some(given) if is_inline => vec![folder_of_module.join(given)],
                Some(given) => vec![folder.join(given)],
                None => vec![
                    folder_of_module.join(format!("{}.rs", item.name)),
                    folder_of_module.join(&item.name).join("mod.rs"),
                ],
            };
            let candidates = candidates.iter().map(|path| straight(path)).gather();
            let owns_folder = given.is_some();
            let region = marked.map(|(_, region)| *region).or(want.region);
            wanted.push(Wanted {
                krate: want.krate,
                candidates,
                module,
                owns_folder,
                region,
                is_root: false,
            });
        }
    }
}
