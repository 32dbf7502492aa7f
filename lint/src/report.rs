//! Reporting: findings to diagnostics, with levels and permits, sorted.

use crate::bounds::line_column;
use crate::facts::{Facts, PermitFact};
use crate::gather::{Gather, PutAll};
use crate::history::History;
use crate::ir::Enforced;
use crate::lint::Finding;
use crate::sorted::{self, Map, Set};
use crate::{Diagnostic, FileId, LINTS, Level, Levels, Lint, Place, Source};
use std::borrow::Cow;
use std::cmp::Reverse;

/// Where diagnostics may point.
pub(crate) enum Reach<'r> {
    /// Everywhere.
    Crate,
    /// Into an item; other places are named in notes.
    Item(Within<'r>),
}

/// An item that speaks for itself.
pub(crate) struct Within<'r> {
    /// Where it stands.
    pub stretch: Place,
    /// The files that notes name.
    pub sources: &'r [Source],
    /// Where items stand that speak for themselves, too.
    pub enforced: &'r [Enforced],
}

/// The levels in force: those of a file's crate, and in enforced items what these set for themselves.
pub(crate) struct InForce<'l> {
    pub of_file: &'l dyn Fn(FileId) -> &'l Levels,
    pub enforced: &'l [Enforced],
}

impl InForce<'_> {
    fn at(&self, place: Place) -> Cow<'_, Levels> {
        let mut levels = Cow::Borrowed((self.of_file)(place.file));
        let around =
            self.enforced.iter().filter(|item| !item.levels.is_empty() && item.place.contains(place));
        let mut around: Vec<&Enforced> = around.gather();
        // The innermost has the last word.
        sorted::sort_by_key(&mut around, |item| Reverse(item.place.end - item.place.start));
        for (name, level) in around.into_iter().flat_map(|item| &item.levels) {
            // A name that is none is the macro's to report.
            let _ = levels.to_mut().set_in_item(name, *level);
        }
        levels
    }
}

/// What a lint found.
type Found = (&'static Lint, Finding);

/// The lint about permits that silence nothing; it speaks when all others have.
const UNFULFILLED: &str = "unfulfilled_permit";

/// What every lint has to say before levels and permits: one fault once, with every place where it is met.
pub(crate) fn find(facts: &Facts) -> Vec<Found> {
    find_with(facts, |lint| lint.name != UNFULFILLED)
}

/// What there is to say about permits, when it is known what they silence.
pub(crate) fn find_unfulfilled(facts: &Facts) -> Vec<Found> {
    find_with(facts, |lint| lint.name == UNFULFILLED)
}

fn find_with(facts: &Facts, speaks: impl Fn(&Lint) -> bool) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut known = Map::new();
    let history = History::of(facts);
    for lint in LINTS.iter().filter(|lint| speaks(lint)) {
        for finding in (lint.check)(facts) {
            let finding = history.tell(finding);
            let at = *known.get_or_insert((lint.name, finding.primary), found.len());
            match found.get_mut(at) {
                Some((_, first)) => first.meet(finding),
                None => found.push((lint, finding)),
            }
        }
    }
    found
}

/// The findings that levels and permits leave, sorted by file and place.
pub(crate) fn report(
    found: &[Found],
    permits: &[PermitFact],
    in_force: &InForce<'_>,
    reach: &Reach<'_>,
) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut said = Set::new();
    for (lint, finding) in found {
        let lint: &'static Lint = lint;
        let is_open = |place: Place| !is_permitted(permits, lint.name, place);
        let primary = reach.primary(finding, &is_open).filter(|_| is_open(finding.primary));
        let Some(primary) = primary.filter(|primary| is_open(*primary)) else { continue };
        let levels = in_force.at(primary);
        // Two faults elsewhere that meet at one place are one diagnostic there.
        if levels.of(lint) == Level::Allow || !said.insert((lint.name, primary)) {
            continue;
        }
        let told = reach.told(finding, primary);
        let (notes, secondary) = reach.explanations(told, primary);
        diagnostics.push(Diagnostic {
            lint,
            level: if finding.is_mild { levels.of_mild(lint) } else { levels.of(lint) },
            primary,
            message: told.message.clone(),
            help: told.help.clone(),
            secondary,
            notes,
            // Tokens have no text to change.
            suggestion: finding.suggestion.clone().filter(|_| matches!(reach, Reach::Crate)),
        });
    }
    sorted::sort_by_key(&mut diagnostics, |found| (found.primary, found.lint.name));
    diagnostics
}

/// The permits that silence something at these levels, as indexes, and what: of several the innermost, of equals the first.
pub(crate) fn fulfilled(
    found: &[Found],
    permits: &[PermitFact],
    in_force: &InForce<'_>,
    sources: &[Source],
) -> Set<(usize, &'static str)> {
    let spoken = found.iter().filter(|(lint, finding)| in_force.at(finding.primary).of(lint) != Level::Allow);
    let silenced = spoken.flat_map(|(lint, finding)| {
        let covering = permits.iter().filter(|permit| covers(permit, lint.name, finding.primary));
        let innermost = covering.min_by_key(|permit| permit.region.end - permit.region.start);
        // A file of two targets is there twice, and so is its permit: what it is good for in one is enough.
        let is_it = move |permit: &PermitFact| {
            innermost.is_some_and(|innermost| is_same_place(innermost.place, permit.place, sources))
        };
        let same = permits.iter().enumerate().filter(move |(_, permit)| is_it(permit));
        same.map(|(index, _)| (index, lint.name))
    });
    silenced.gather()
}

/// Whether two places are one stretch of one file.
fn is_same_place(one: Place, other: Place, sources: &[Source]) -> bool {
    let path = |place| Source::of(place, sources).map(|source| &source.path);
    (one.start, one.end) == (other.start, other.end) && (one.file == other.file || path(one) == path(other))
}

fn is_permitted(permits: &[PermitFact], lint: &str, place: Place) -> bool {
    permits.iter().any(|permit| covers(permit, lint, place))
}

/// A permit covers what is reported inside its region, other attributes of its item among it, and not itself.
fn covers(permit: &PermitFact, lint: &str, place: Place) -> bool {
    permit.region.contains(place)
        && !permit.place.contains(place)
        && permit.lints.iter().any(|(name, _)| name == lint)
}

impl Reach<'_> {
    /// The place that the reader can be shown. A fault outside all items that speak for themselves is said once: by the
    /// item that uses it first.
    fn primary(&self, finding: &Finding, is_open: &dyn Fn(Place) -> bool) -> Option<Place> {
        let Reach::Item(item) = self else { return Some(finding.primary) };
        if item.stretch.contains(finding.primary) {
            return Some(finding.primary);
        }
        let is_enforced = |place: Place| item.enforced.iter().any(|other| other.place.contains(place));
        if is_enforced(finding.primary) {
            return None;
        }
        let uses = || finding.all().flat_map(|found| &found.uses).copied().filter(|place| is_open(*place));
        let is_within = |place: &Place| item.stretch.contains(*place);
        let first = uses().filter(|place| is_within(place) || is_enforced(*place)).min()?;
        // Where the value comes into the item, not where the item ends up with it.
        let earliest = uses().filter(is_within).min_by_key(|place| (place.end, Reverse(place.start)))?;
        is_within(&first).then_some(earliest)
    }

    /// Of all that show the fault, the one whose way is told: the best of those that the primary place has a part in.
    fn told<'f>(&self, finding: &'f Finding, primary: Place) -> &'f Finding {
        let Reach::Item(item) = self else { return finding };
        let is_within = |found: &&Finding| found.uses.iter().any(|place| item.stretch.contains(*place));
        let has_part = |found: &&Finding| primary == finding.primary || found.uses.contains(&primary);
        finding
            .all()
            .filter(has_part)
            .min_by_key(|found| (!is_within(found), found.way.rank()))
            .unwrap_or(finding)
    }

    /// Notes about what lies out of reach, and places within it.
    fn explanations(&self, finding: &Finding, primary: Place) -> (Vec<String>, Vec<(Place, String)>) {
        let Reach::Item(item) = self else { return (Vec::new(), finding.secondary.clone()) };
        let mut notes = Vec::new();
        if primary != finding.primary {
            notes.push(format!("it is set at {}", describe(finding.primary, item.sources)));
        }
        let steps = finding.secondary.iter().filter(|(place, _)| *place != primary).cloned();
        let (inside, outside): (Vec<_>, Vec<_>) = steps.partition(|(place, _)| item.stretch.contains(*place));
        let explained =
            outside.iter().map(|(place, text)| format!("{text}: {}", describe(*place, item.sources)));
        notes.put_all(explained);
        (notes, inside)
    }
}

fn describe(place: Place, sources: &[Source]) -> String {
    let Some(source) = Source::of(place, sources) else { return "another file".to_owned() };
    let (line, column) = line_column(&source.text, place.start as usize);
    format!("{}:{line}:{column}", source.path.display())
}
