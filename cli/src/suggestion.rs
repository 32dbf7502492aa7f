//! What a finding offers to change, its secrets masked.

use crate::finding::Finding;
use crate::mask::{MaskedSources, mask_shapes};
use crate::render::span_of;
use ringfence_lint::Place;
use std::ops::Range;
use std::path::Path;

/// A stretch of source and what stands there afterwards.
pub(crate) struct Change {
    pub(crate) place: Place,
    /// As it may be shown.
    pub(crate) replacement: String,
    /// Whether nothing of it had to be masked: what is masked must not be applied by a machine.
    pub(crate) is_whole: bool,
}

/// The changes of a finding's suggestion, in order; none where there is no suggestion.
pub(crate) fn changes(finding: &Finding<'_>, masked: &mut MaskedSources) -> Vec<Change> {
    let edits = finding.diagnostic.suggestion.iter().flat_map(|suggestion| &suggestion.edits);
    let mut changes: Vec<Change> = edits
        .filter_map(|(place, replacement)| {
            let (path, text) = finding.source(*place)?;
            let span = span_of(text, *place);
            let shown = hide(replacement, text, masked.of(path, text), span);
            Some(Change { place: *place, is_whole: shown == *replacement, replacement: shown })
        })
        .collect();
    changes.sort_by_key(|change| change.place);
    changes
}

/// The edits of a finding's suggestion as they are to be applied, secrets and all: file, stretch, what stands there afterwards.
pub(crate) fn edits<'a>(finding: &Finding<'a>) -> Vec<(&'a Path, Range<usize>, &'a str)> {
    let edits = finding.diagnostic.suggestion.iter().flat_map(|suggestion| &suggestion.edits);
    let placed = edits.filter_map(|(place, replacement)| {
        let (path, text) = finding.source(*place)?;
        Some((path, span_of(text, *place), replacement.as_str()))
    });
    placed.collect()
}

/// A replacement without the secrets of what it replaces, and without what looks like one.
fn hide(replacement: &str, text: &str, masked: &str, span: Range<usize>) -> String {
    let mut shown = mask_shapes(replacement);
    let (Some(before), Some(after)) = (text.get(span.clone()), masked.get(span)) else { return shown };
    let mut rest = before.bytes().zip(after.bytes()).map(|(text, masked)| text != masked).enumerate();
    while let Some((start, _)) = rest.find(|(_, is_masked)| *is_masked) {
        let end = rest.find(|(_, is_masked)| !is_masked).map_or(before.len(), |(end, _)| end);
        if let Some(secret) = before.get(start..end) {
            shown = shown.replace(secret, &"*".repeat(secret.len()));
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::hide;

    #[test]
    fn a_replacement_shows_no_secret_of_what_it_replaces() {
        let (text, masked) = ("let password = \"hunter2x\";", "let password = \"********\";");
        let shown = |replacement| hide(replacement, text, masked, 15..25);
        assert_eq!(shown("read(\"hunter2x\")"), "read(\"********\")");
        assert_eq!(shown("read()"), "read()");
        let token = "0123456789abcdef".repeat(2);
        assert_eq!(shown(&format!("\"{token}\"")), format!("\"{}\"", "*".repeat(32)));
    }
}
