//! The crate around items, interpreted once in a process: every item of it asks, and its text decides whether it is still
//! the same.

use crate::crates::{Texts, group_crates};
use crate::engine::{Source, entered_files, finding_key, interpret, outside_findings};
use crate::facts::{Entries, PermitFact};
use crate::gather::{Gather, PutAll};
use crate::ir::{Enforced, File, Item, ItemKind};
use crate::item::is_same_file;
use crate::lint::Finding;
use crate::load::load_crates;
use crate::report::find;
use crate::sorted::Map;
use crate::worker::{count, run};
use crate::{CrateInput, FileId, Levels, Lint, Place};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What a crate and those it depends on say, before levels.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    pub sources: Vec<Source>,
    pub found: Vec<(&'static Lint, Finding)>,
    pub permits: Vec<PermitFact>,
    /// Items of the crate that are enforced: each speaks for what lies in it.
    pub enforced: Vec<Enforced>,
    /// The items that are built.
    items: Vec<Place>,
}

/// A crate with all that was read for it.
struct Kept {
    krate: CrateInput,
    read: Map<PathBuf, Option<Arc<str>>>,
    surroundings: Arc<Surroundings>,
}

static KEPT: Mutex<Map<PathBuf, Kept>> = Mutex::new(Map::new());

impl Surroundings {
    /// The crate's, from this process's memory where every file still says the same.
    pub(crate) fn of(krate: &CrateInput, texts: &Texts<'_>) -> Arc<Self> {
        let krate = CrateInput { levels: Levels::default(), ..krate.clone() };
        {
            let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
            let is_same = |kept: &&Kept| {
                kept.krate == krate && kept.read.iter().all(|(path, text)| texts.read(path) == *text)
            };
            if let Some(kept) = kept.get(&krate.root).filter(is_same) {
                return Arc::clone(&kept.surroundings);
            }
        }
        let surroundings = Arc::new(Self::interpreted(&krate, texts));
        let root = krate.root.clone();
        let kept = Kept { krate, read: texts.known(), surroundings: Arc::clone(&surroundings) };
        KEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(root, kept);
        surroundings
    }

    fn interpreted(krate: &CrateInput, texts: &Texts<'_>) -> Self {
        let Some(group) = group_crates(std::slice::from_ref(krate), texts).pop() else {
            return Self::default();
        };
        let mut loaded = load_crates(&group, 0, texts, count());
        let own = loaded.files.iter().zip(&loaded.crate_of).filter(|(_, krate)| **krate == 0);
        let files: Vec<&File> = own.filter_map(|(placed, _)| Some(&placed.as_ref()?.file)).gather();
        let enforced = files.iter().flat_map(|file| file.marks.enforced.iter().cloned()).gather();
        let items = files.iter().flat_map(|file| item_places(file)).gather();
        let entries = Entries { files: entered_files(&group, &loaded), workers: count() };
        let Some(facts) = run(|| interpret(&group, &mut loaded, entries)) else { return Self::default() };
        let mut found = find(&facts);
        let is_asked = |file: FileId| loaded.crate_at(&group, file).is_none_or(|krate| krate.is_asked);
        if !found.iter().all(|(_, finding)| is_asked(finding.primary.file)) {
            let others = outside_findings(&group, texts);
            found.retain(|(lint, finding)| {
                !others.contains(&finding_key(finding.primary, lint.name, &loaded.sources))
            });
        }
        Self { sources: loaded.sources, found, permits: facts.permits, enforced, items }
    }

    /// The file of a path, and its text.
    pub(crate) fn file(&self, path: &Path) -> Option<(FileId, &str)> {
        let at = self.sources.iter().position(|source| is_same_file(&source.path, path))?;
        Some((FileId(at as u32), self.sources.get(at)?.text.as_str()))
    }

    /// Whether a stretch of a file holds an item that is built: what a `cfg` switches off was not judged.
    pub(crate) fn holds_item(&self, stretch: Place) -> bool {
        self.items.iter().any(|item| stretch.contains(*item))
    }
}

/// The places of a file's items, functions of types and traits among them.
fn item_places(file: &File) -> Vec<Place> {
    let mut places = Vec::new();
    let scopes = file.scopes.iter().map(|scope| scope.items.as_slice());
    let mut open: Vec<&[Item]> = scopes.chain([file.items.as_slice()]).gather();
    while let Some(items) = open.pop() {
        for item in items {
            places.push(item.place);
            match &item.kind {
                ItemKind::Module { content: Some(content), .. } => open.push(content),
                ItemKind::Impl(content) => {
                    places.put_all(content.functions.iter().map(|function| function.place));
                }
                ItemKind::Trait { functions, .. } => {
                    places.put_all(functions.iter().map(|function| function.place));
                }
                _ => {}
            }
        }
    }
    places
}
