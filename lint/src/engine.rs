//! The engine's door for crates: load → resolve → facts → rules → report.

use crate::crates::{Krate, Texts, group_crates};
use crate::facts::{Entries, Facts, collect_facts};
use crate::ir::Marks;
use crate::load::{Loaded, load_crates};
use crate::report::{Reach, find, report};
use crate::resolve::build_program;
use crate::worker::run;
use crate::{CrateInput, Diagnostic, FileId, Levels, Place, Sources};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path, as it was asked for.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// What was found in a crate, or in crates that depend on one another.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings, sorted by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read; a [`crate::FileId`] is an index here.
    pub sources: Vec<Source>,
    /// For each file, the crate that it was read for, as an index of what was given to check.
    pub inputs: Vec<usize>,
    /// Files that could not be read or parsed, each with the reason; they never stop a run.
    pub skipped: Vec<(PathBuf, String)>,
    /// Places where a bound of the engine (steps, depth of calls, alternatives of a value) ended the search, each with a
    /// sentence: what lies beyond them is unknown, and unknown is not reported.
    pub not_followed: Vec<(Place, String)>,
    /// How many expressions were evaluated: the cost of the run, counted without a clock.
    pub steps: usize,
}

/// Checks a whole crate. Names are followed into the crates that it depends on; what is wrong there is reported only where
/// the values of this crate make it so.
pub fn check_crate(input: &CrateInput, sources: &dyn Sources) -> Report {
    check_crates(std::slice::from_ref(input), sources).pop().unwrap_or_default()
}

/// Checks crates: those together that depend on one another, so that every file is read and judged once. There is a report
/// for each such group, in the order of their first crates.
pub fn check_crates(inputs: &[CrateInput], sources: &dyn Sources) -> Vec<Report> {
    let texts = Texts::new(sources);
    group_crates(inputs, &texts).iter().map(|group| check_group(group, &texts)).collect()
}

fn check_group(group: &[Krate], texts: &Texts<'_>) -> Report {
    let mut loaded = load_crates(group, 0, texts);
    // Nothing is found in a crate that never names Twilio or us, nor in one that cannot reach such a crate: most crates.
    loaded.add_unparsed(group, texts);
    if !group.iter().any(|krate| krate.is_loaded) {
        return loaded.into_report(group);
    }
    let entries = entered_files(group, &loaded);
    let Some(facts) = run(|| interpret(group, &mut loaded, entries)) else {
        let root = group.first().map(|krate| krate.root.clone()).unwrap_or_default();
        loaded.skipped.push((root, "the crate could not be analysed".to_owned()));
        return loaded.into_report(group);
    };
    let own_levels = Levels::default();
    let levels = |file| loaded.crate_at(group, file).map_or(&own_levels, |krate| &krate.levels);
    let diagnostics = report(&find(&facts), &facts.permits, &levels, &Reach::Crate);
    let diagnostics = own_findings(diagnostics, group, &loaded, texts);
    let cuts = facts.cuts.into_iter().filter(|(place, _)| *place != Place::NOWHERE);
    let not_followed = cuts.map(|(place, why)| (place, why.to_owned())).collect();
    Report { diagnostics, not_followed, steps: facts.steps, ..loaded.into_report(group) }
}

/// The files whose functions are judged by themselves; others are judged as far as they are called.
pub(crate) fn entered_files(group: &[Krate], loaded: &Loaded) -> BTreeSet<FileId> {
    let is_entered = |krate: usize| group.get(krate).is_some_and(|krate| krate.is_entered);
    let files = loaded.crate_of.iter().enumerate().filter(|(_, krate)| is_entered(**krate));
    files.map(|(at, _)| FileId(at as u32)).collect()
}

/// From files to facts; runs on a worker's stack.
pub(crate) fn interpret(group: &[Krate], loaded: &mut Loaded, entries: BTreeSet<FileId>) -> Facts {
    let kinds = loaded.kinds(group);
    let mut files = std::mem::take(&mut loaded.files);
    let marks: Vec<Marks> =
        files.iter_mut().flatten().map(|placed| std::mem::take(&mut placed.file.marks)).collect();
    let names = group.iter().map(|krate| krate.names.clone()).collect();
    let program = build_program(names, files);
    collect_facts(&program, marks, kinds, &Entries::In(entries))
}

/// What tells one finding from another, whatever else was looked into.
pub(crate) type FindingKey = (Option<PathBuf>, u32, u32, &'static str);

pub(crate) fn finding_key(primary: Place, lint: &'static str, sources: &[Source]) -> FindingKey {
    let path = sources.get(primary.file.index()).map(|source| source.path.clone());
    (path, primary.start, primary.end, lint)
}

/// The findings that are these crates' to report: what stands in their files, once for a file that several include, and
/// what stands in another crate's but is made wrong by their values.
fn own_findings(
    found: Vec<Diagnostic>,
    group: &[Krate],
    loaded: &Loaded,
    texts: &Texts<'_>,
) -> Vec<Diagnostic> {
    let is_asked =
        |found: &Diagnostic| loaded.crate_at(group, found.primary.file).is_none_or(|krate| krate.is_asked);
    let mut seen = BTreeSet::new();
    if !found.iter().all(is_asked) {
        seen = outside_findings(group, texts);
    }
    let key = |found: &Diagnostic| finding_key(found.primary, found.lint.name, &loaded.sources);
    found.into_iter().filter(|found| seen.insert(key(found))).collect()
}

/// What the other crates of a group say by themselves.
pub(crate) fn outside_findings(group: &[Krate], texts: &Texts<'_>) -> BTreeSet<FindingKey> {
    let rest = group.iter().cloned().map(|krate| {
        let is_loaded = krate.is_loaded && !krate.is_asked;
        Krate { is_asked: is_loaded, is_entered: is_loaded && krate.is_entered, is_loaded, ..krate }
    });
    let others = check_group(&rest.collect::<Vec<_>>(), texts);
    let key = |found: &Diagnostic| finding_key(found.primary, found.lint.name, &others.sources);
    others.diagnostics.iter().map(key).collect()
}
