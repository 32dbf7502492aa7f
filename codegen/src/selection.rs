//! Which operations are wanted.

use crate::pattern::{is_pattern, matches};
use crate::problem::Problem;
use crate::settings::{Setting, Settings};
use ringfence_lint::suggestion;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Operations by id, path and tag; nothing selected means all.
#[derive(Debug, Default)]
pub(crate) struct Selection<'s> {
    wanted: Vec<(By, &'s Setting<String>)>,
    /// The places among the wanted of those that took something.
    used: RefCell<BTreeSet<usize>>,
    /// What there is to choose from.
    ids: RefCell<BTreeSet<String>>,
    paths: RefCell<BTreeSet<String>>,
    tags: RefCell<BTreeSet<String>>,
}

#[derive(Clone, Copy, Debug)]
enum By {
    Id,
    Path,
    Tag,
}

/// What an operation is selected by.
#[derive(Debug)]
pub(crate) struct Candidate<'c> {
    /// The document's own name and its module's.
    pub(crate) modules: [&'c str; 2],
    pub(crate) id: &'c str,
    pub(crate) path: &'c str,
    pub(crate) tags: &'c [&'c str],
}

impl<'s> Selection<'s> {
    pub(crate) fn new(settings: &'s Settings) -> Self {
        let lists = [(By::Id, &settings.operations), (By::Path, &settings.paths), (By::Tag, &settings.tags)];
        let wanted = lists.into_iter().flat_map(|(by, list)| list.iter().map(move |setting| (by, setting)));
        Self { wanted: wanted.collect(), ..Self::default() }
    }

    /// Whether everything is wanted.
    pub(crate) fn is_all(&self) -> bool {
        self.wanted.is_empty()
    }

    /// Whether an operation is wanted; every operation must be asked about once.
    pub(crate) fn takes(&self, candidate: &Candidate<'_>) -> bool {
        if self.is_all() {
            return true;
        }
        self.ids.borrow_mut().insert(candidate.id.to_owned());
        self.paths.borrow_mut().insert(candidate.path.to_owned());
        self.tags.borrow_mut().extend(candidate.tags.iter().map(|tag| (*tag).to_owned()));
        let takers = self.wanted.iter().enumerate().filter(|(_, (by, setting))| {
            let (module, wanted) = qualified(&setting.value);
            let takes = match by {
                By::Id => matches(wanted, candidate.id),
                By::Path => matches(wanted, candidate.path),
                By::Tag => candidate.tags.iter().any(|tag| matches(wanted, tag)),
            };
            takes && module.is_none_or(|module| candidate.modules.contains(&module))
        });
        let takers: Vec<usize> = takers.map(|(place, _)| place).collect();
        self.used.borrow_mut().extend(&takers);
        !takers.is_empty()
    }

    /// A problem for each part of the selection that took nothing, with the nearest names.
    pub(crate) fn problems(&self, modules: &[&str]) -> Vec<Problem> {
        let used = self.used.borrow();
        let unused = self.wanted.iter().enumerate().filter(|(place, _)| !used.contains(place));
        unused.map(|(_, (by, setting))| setting.problem(self.problem(*by, &setting.value, modules))).collect()
    }

    fn problem(&self, by: By, wanted: &str, modules: &[&str]) -> String {
        let (module, name) = qualified(wanted);
        if let Some(module) = module.filter(|module| !modules.contains(module)) {
            let near = suggestion(module, modules.iter().copied());
            return format!("no document gives the module `{module}` that `{wanted}` is to be from{near}");
        }
        let (noun, known) = match by {
            By::Id => ("operation", &self.ids),
            By::Path => ("path", &self.paths),
            By::Tag => ("tag", &self.tags),
        };
        if is_pattern(name) {
            return format!(
                "no {noun} of the documents matches `{wanted}` (`*` stops at a `/`, `**` does not)"
            );
        }
        let near = suggestion(name, known.borrow().iter().map(String::as_str));
        match module {
            Some(module) => format!("the document `{module}` has no {noun} `{name}`{near}"),
            None => format!(
                "no document has {} {noun} `{name}`{near}",
                if noun == "operation" { "an" } else { "a" }
            ),
        }
    }
}

/// The module and the name of `verify_v2::CreateVerification`.
pub(crate) fn qualified(text: &str) -> (Option<&str>, &str) {
    match text.split_once("::") {
        Some((module, name)) => (Some(module), name),
        None => (None, text),
    }
}
