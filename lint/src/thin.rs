//! Thinning: which function bodies, and which values of consts, of a group of crates can bear on a finding, told from their words. The others are blanked
//! out before they are parsed, and are unknown to the engine.
//!
//! A body matters that leads to Twilio by itself; that names what such a body, or a const, a type or a `use` that leads there,
//! defines or sets; and that any of these may call or whose fields it reads. Names are compared as words, so that a body may
//! be kept that need not be; what runs without being named (`Deref`, `From`, `Default`) follows its type.

mod closure;
mod index;
mod outline;
mod words;

use crate::crates::{Krate, Texts};
use crate::gather::Gather;
use crate::sorted::{Map, Set};
use crate::trigger::{is_about_twilio, origins};
use crate::word::{Name, name};
use crate::worker::run_all;
use closure::needed;
use outline::{Unit, outline};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The texts of files without the bodies that do not matter; each as long as its file.
#[derive(Debug, Default)]
pub(crate) struct Thinned {
    texts: Map<PathBuf, Arc<str>>,
}

impl Thinned {
    /// The text to parse in place of a file's own.
    pub(crate) fn text(&self, path: &Path) -> Option<&str> {
        self.texts.get(path).map(|text| &**text)
    }

    /// Thins the files of the crates of a group that are parsed.
    pub(crate) fn of(group: &[Krate], texts: &Texts<'_>, workers: usize) -> Self {
        if texts.is_whole {
            return Self::default();
        }
        let loaded = || group.iter().filter(|krate| krate.is_loaded);
        let paths: Set<&PathBuf> = loaded().flat_map(|krate| &krate.files).gather();
        let files: Vec<(&PathBuf, Arc<str>)> =
            paths.into_iter().filter_map(|path| Some((path, texts.read(path)?))).gather();
        let leading: Set<Name> = loaded().flat_map(|krate| leading_renames(&krate.names)).gather();
        let crates = group.iter().flat_map(|krate| krate.names.dependencies.keys());
        let crates: Vec<Name> = crates.map(|own| name(own.as_bytes())).gather();
        let outlines = run_all(&files, workers, |(_, text)| outline(text, &origins(text)));
        let outlines: Option<Vec<Vec<Unit>>> = outlines.into_iter().collect();
        let Some(outlines) = outlines else { return Self::default() };
        let counts: Vec<usize> = outlines.iter().map(Vec::len).gather();
        let units: Vec<Unit> = outlines.into_iter().flatten().gather();
        let Some(needed) = needed(&units, &crates, &leading) else { return Self::default() };
        let mut judged = units.iter().zip(needed);
        let mut thinned = Map::new();
        for ((path, text), count) in files.into_iter().zip(counts) {
            let own: Vec<_> = judged.by_ref().take(count).gather();
            let blanked = own.into_iter().filter(|(_, needed)| !needed).filter_map(|(unit, _)| unit.body);
            if let Some(text) = blank(&text, blanked) {
                thinned.insert(path.clone(), text.into());
            }
        }
        Self { texts: thinned }
    }
}

/// The names under which a crate has those that the lints know.
fn leading_renames(names: &crate::crates::CrateNames) -> Vec<Name> {
    names
        .renames
        .iter()
        .filter(|(_, own)| is_about_twilio(own))
        .map(|(alias, _)| name(alias.as_bytes()))
        .gather()
}

/// Puts what stands for anything into bodies, in as many bytes.
fn blank(text: &str, bodies: impl Iterator<Item = (usize, usize)>) -> Option<String> {
    let mut thin = String::new();
    let mut kept = 0;
    for (start, end) in bodies.filter(|(start, end)| start < end) {
        if thin.is_empty() {
            thin.reserve(text.len());
        }
        thin.push_str(text.get(kept..start)?);
        thin.push('_');
        thin.extend(std::iter::repeat_n(' ', end - start - 1));
        kept = end;
    }
    if kept == 0 {
        return None;
    }
    thin.push_str(text.get(kept..)?);
    Some(thin)
}
