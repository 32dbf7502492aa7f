//! The histories of findings as the cases keep them, for the doors that tell them.

use std::fs;
use std::path::Path;

/// A finding's line, and the places that explain it: each with its words and its line.
#[derive(Debug, Default)]
pub struct Told {
    /// The line of the primary place.
    pub line: usize,
    /// The steps, oldest first.
    pub steps: Vec<(String, usize)>,
}

/// What the `.history` file beside a case keeps; nothing where there is none.
///
/// A finding begins with its message at the margin. Words are indented by two; a place, by four, is `line: text`.
///
/// # Panics
/// Where the file has another form.
pub fn kept(case: &Path) -> Vec<Told> {
    let text = fs::read_to_string(case.with_extension("history")).unwrap_or_default();
    let mut all: Vec<Told> = Vec::new();
    let mut words = String::new();
    for line in text.lines() {
        if let Some(place) = line.strip_prefix("    ") {
            let number = place.split(':').next().and_then(|number| number.parse().ok());
            let number = number.unwrap_or_else(|| panic!("{line:?} names no line"));
            let told = all.last_mut().expect("a message stands before places");
            match std::mem::take(&mut words) {
                words if words.is_empty() => told.line = number,
                words => told.steps.push((words, number)),
            }
        } else if let Some(label) = line.strip_prefix("  ") {
            words = label.to_owned();
        } else {
            all.push(Told::default());
        }
    }
    all
}
