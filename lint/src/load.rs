//! Loading: from a crate's root file to all its files, lowered. Texts are asked of [`Sources`] in order; lowering runs beside.

use crate::ir::{File, Item, ItemKind, Region};
use crate::lower::{Cfg, lower_file};
use crate::resolve::PlacedFile;
use crate::worker::run_all;
use crate::{FileId, Place, Source, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The files of a crate.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub sources: Vec<Source>,
    /// One for each source; one that did not parse is empty.
    pub files: Vec<Option<PlacedFile>>,
    pub skipped: Vec<(PathBuf, String)>,
}

/// A file that a `mod` asks for.
#[derive(Clone, Debug)]
struct Wanted {
    /// Where it may be, best first.
    candidates: Vec<PathBuf>,
    module: Vec<String>,
    /// Whether its own modules lie beside it.
    owns_folder: bool,
    region: Option<Region>,
    /// Whether it is worth a word when there is no such file.
    is_root: bool,
}

/// Loads a crate; its files get ids from `first` on.
pub(crate) fn load_crate(root: &Path, first: u32, cfg: &Cfg, sources: &dyn Sources) -> Loaded {
    let mut loaded = Loaded::default();
    let mut seen = BTreeSet::new();
    let root = Wanted {
        candidates: vec![root.to_path_buf()],
        module: Vec::new(),
        owns_folder: true,
        region: None,
        is_root: true,
    };
    let mut wanted = vec![root];
    while !wanted.is_empty() {
        let mut read = Vec::new();
        for want in wanted {
            let found = want.candidates.iter().find_map(|path| Some((path.clone(), sources.read(path)?)));
            match found {
                Some((path, text)) => {
                    if seen.insert(path.clone()) {
                        read.push((want, path, text));
                    }
                }
                None => loaded.skip_missing(&want),
            }
        }
        wanted = loaded.lower(read, first, cfg);
    }
    loaded
}

impl Loaded {
    fn skip_missing(&mut self, want: &Wanted) {
        let Some(path) = want.candidates.first() else { return };
        let what = if want.is_root { "the root file cannot be read" } else { "no file for this module" };
        self.skipped.push((path.clone(), what.to_owned()));
    }

    /// Lowers one generation of files and returns what they ask for.
    fn lower(&mut self, read: Vec<(Wanted, PathBuf, String)>, first: u32, cfg: &Cfg) -> Vec<Wanted> {
        let base = first + self.sources.len() as u32;
        let jobs: Vec<(FileId, &Path, &str)> = read
            .iter()
            .enumerate()
            .map(|(at, (_, path, text))| (FileId(base + at as u32), path.as_path(), text.as_str()))
            .collect();
        let lowered = run_all(&jobs, |(file, path, text)| match first {
            0 => lower_file(*file, text, cfg),
            _ => lower_once(*file, path, text, cfg),
        });
        let mut wanted = Vec::new();
        for ((at, (want, path, text)), file) in read.into_iter().enumerate().zip(lowered) {
            match file.unwrap_or_else(|| Err("it could not be analysed".to_owned())) {
                Ok(mut file) => {
                    if let Some(region) = want.region {
                        let whole =
                            Place { file: FileId(base + at as u32), start: 0, end: text.len() as u32 };
                        file.marks.regions.push((whole, region));
                    }
                    collect_wanted(&file, &path, &want, &mut wanted);
                    self.files.push(Some(PlacedFile { file, module: want.module }));
                }
                Err(reason) => {
                    self.skipped.push((path.clone(), reason));
                    self.files.push(None);
                }
            }
            self.sources.push(Source { path, text });
        }
        wanted
    }
}

/// A lowered file with what it was lowered from.
struct Kept {
    text: String,
    cfg: Cfg,
    file: Result<File, String>,
}

/// What the item door has lowered in this process: the items of a crate ask for the same files again and again. The key
/// is where a file stands, its content decides whether it is still the same.
static KEPT: Mutex<BTreeMap<(FileId, PathBuf), Kept>> = Mutex::new(BTreeMap::new());

/// Lowers a file, or takes what came of the same text before.
fn lower_once(id: FileId, path: &Path, text: &str, cfg: &Cfg) -> Result<File, String> {
    let key = (id, path.to_path_buf());
    {
        let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.get(&key).filter(|kept| kept.text == text && kept.cfg == *cfg) {
            return kept.file.clone();
        }
    }
    let file = lower_file(id, text, cfg);
    let kept = Kept { text: text.to_owned(), cfg: cfg.clone(), file: file.clone() };
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(key, kept);
    file
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
            let module: Vec<String> = module.iter().cloned().chain([item.name.clone()]).collect();
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
            let owns_folder = given.is_some();
            let region = marked.map(|(_, region)| *region).or(want.region);
            wanted.push(Wanted { candidates, module, owns_folder, region, is_root: false });
        }
    }
}
