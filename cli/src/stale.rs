//! `stale_spec`: documents whose recorded date is more than a quarter of a year ago. It needs to know what day it is, so it is
//! the command's alone: what macros and build scripts say must not change by itself.

use jiff::civil::Date;
use ringfence_codegen::dates;
use ringfence_lint::{Diagnostic, FileId, LINTS, Level, Levels, Lint, Place, Report, Source};
use ringfence_project::{Package, Said, line_and_column};
use std::fs;
use std::path::Path;

/// Twilio releases its documents every second week; once a quarter is what it asks for.
const MAX_AGE: i32 = 92;

/// What a package's documents say of their age.
#[derive(Default)]
pub(crate) struct Ages {
    /// A report on its manifests, where something is stale.
    pub(crate) report: Option<Report>,
    /// Documents that nobody recorded a date of.
    pub(crate) undated: Vec<String>,
}

/// Looks at the documents that a package's manifest, or that of its workspace, names.
pub(crate) fn ages(package: &Package, levels: &Levels, today: Date) -> Ages {
    let mut ages = Ages::default();
    let Some(lint) = LINTS.iter().find(|lint| lint.name == "stale_spec") else { return ages };
    let mut sources: Vec<Source> = Vec::new();
    let mut diagnostics = Vec::new();
    for said in &package.settings.documents {
        match recorded(&package.root, &said.value) {
            Recorded::Nowhere => {}
            Recorded::Undated => ages.undated.push(said.value.clone()),
            Recorded::On(date) => {
                let age = (today - date).get_days();
                if age > MAX_AGE
                    && levels.of(lint) != Level::Allow
                    && let Some(place) = place_in(&mut sources, said)
                {
                    diagnostics.push(diagnostic(lint, levels, place, (&said.value, date, age)));
                }
            }
        }
    }
    if !diagnostics.is_empty() {
        let inputs = sources.iter().map(|_| 0).collect();
        ages.report = Some(Report { diagnostics, sources, inputs, ..Report::default() });
    }
    ages
}

fn diagnostic(
    lint: &'static Lint,
    levels: &Levels,
    primary: Place,
    (name, date, age): (&str, Date, i32),
) -> Diagnostic {
    Diagnostic {
        lint,
        level: levels.of(lint),
        primary,
        message: format!("`{name}` is of {date}, {age} days ago: Twilio has released newer documents since"),
        help: "take newer ones with `cargo ringfence specs fetch`, or a newer ringfence where they are bundled, and read \
               `cargo ringfence specs diff`"
            .to_owned(),
        secondary: Vec::new(),
        notes: Vec::new(),
        suggestion: None,
    }
}

/// When a document is of.
enum Recorded {
    On(Date),
    Undated,
    /// There is no such document, which the generator will say.
    Nowhere,
}

fn recorded(root: &Path, name: &str) -> Recorded {
    if let Some(bundled) = ringfence_specs::document(name) {
        return bundled.date.parse().map_or(Recorded::Undated, Recorded::On);
    }
    let path = root.join(name);
    if !path.exists() {
        return Recorded::Nowhere;
    }
    // What cannot be read is the generator's to tell. The oldest of a folder is what somebody has to do something about.
    let dates = dates(&path).unwrap_or_default();
    let oldest = dates.iter().flatten().filter_map(|date| date.parse().ok()).min();
    oldest.map_or(Recorded::Undated, Recorded::On)
}

/// Where a manifest names a document.
fn place_in(sources: &mut Vec<Source>, said: &Said<String>) -> Option<Place> {
    let at = match sources.iter().position(|source| source.path == said.file) {
        Some(at) => at,
        None => {
            let text = fs::read_to_string(&said.file).ok()?;
            sources.push(Source { path: said.file.clone(), text });
            sources.len() - 1
        }
    };
    let text = &sources.get(at)?.text;
    let is_it = |(start, _): &(usize, char)| line_and_column(text, *start) == said.place;
    let (start, _) = text.char_indices().find(is_it)?;
    let quoted = text.get(start..)?.char_indices().skip(1).find(|(_, letter)| matches!(letter, '"' | '\''));
    let end = start + quoted.map_or(1, |(end, _)| end + 1);
    let file = FileId(u32::try_from(at).ok()?);
    Some(Place { file, start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? })
}
