//! Reporting: findings to diagnostics, with levels and permits, sorted.

use crate::bounds::line_column;
use crate::facts::Facts;
use crate::lint::Finding;
use crate::{Diagnostic, FileId, LINTS, Level, Levels, Place, Source};
use std::collections::BTreeSet;

/// Where diagnostics may point.
pub(crate) enum Reach<'r> {
    /// Everywhere.
    Crate,
    /// Into the item, which is the first of the files; other places are named in notes.
    Item(&'r [Source]),
}

/// The item's file, where one item is checked.
pub(crate) const ITEM: FileId = FileId(0);

/// What every lint has to say, sorted by file and place.
pub(crate) fn report(facts: &Facts, levels: &Levels, reach: &Reach<'_>) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut said = BTreeSet::new();
    for lint in LINTS {
        let level = levels.of(lint);
        if level == Level::Allow {
            continue;
        }
        for finding in (lint.check)(facts) {
            let Some((primary, notes, secondary)) = place(&finding, reach) else { continue };
            if is_permitted(facts, lint.name, finding.primary) || is_permitted(facts, lint.name, primary) {
                continue;
            }
            // One fault is one diagnostic, however often it is met.
            let is_moved = primary != finding.primary;
            let is_new =
                said.insert((lint.name, finding.primary)) && (!is_moved || said.insert((lint.name, primary)));
            if is_new {
                let level = if finding.is_mild { levels.of_mild(lint) } else { level };
                let Finding { message, help, suggestion, .. } = finding;
                // Tokens have no text to change.
                let suggestion = suggestion.filter(|_| matches!(reach, Reach::Crate));
                diagnostics.push(Diagnostic {
                    lint,
                    level,
                    primary,
                    message,
                    help,
                    secondary,
                    notes,
                    suggestion,
                });
            }
        }
    }
    diagnostics.sort_by_key(|found| (found.primary, found.lint.name));
    diagnostics
}

/// A permit covers what is reported inside its region.
fn is_permitted(facts: &Facts, lint: &str, place: Place) -> bool {
    facts
        .permits
        .iter()
        .any(|permit| permit.region.contains(place) && permit.lints.iter().any(|(name, _)| name == lint))
}

type Placed = (Place, Vec<String>, Vec<(Place, String)>);

/// The primary place that the reader can be shown, and where else to look.
fn place(finding: &Finding, reach: &Reach<'_>) -> Option<Placed> {
    let Reach::Item(sources) = reach else {
        return Some((finding.primary, Vec::new(), finding.secondary.clone()));
    };
    let mut notes = Vec::new();
    let primary = match finding.primary.file {
        ITEM => finding.primary,
        _ => {
            let inside = finding.uses.iter().find(|place| place.file == ITEM).copied()?;
            notes.push(format!("it stands at {}", describe(finding.primary, sources)));
            inside
        }
    };
    let (inside, outside): (Vec<_>, Vec<_>) =
        finding.secondary.iter().cloned().partition(|(place, _)| place.file == ITEM);
    notes.extend(outside.iter().map(|(place, text)| format!("{text}: {}", describe(*place, sources))));
    Some((primary, notes, inside))
}

fn describe(place: Place, sources: &[Source]) -> String {
    let Some(source) = sources.get(place.file.index()) else { return "another file".to_owned() };
    let (line, column) = line_column(&source.text, place);
    format!("{}:{line}:{column}", source.path.display())
}
