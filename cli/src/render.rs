//! A finding in rustc's look, its secrets masked.

use crate::console::Console;
use crate::finding::Finding;
use crate::mask::{MaskedSources, mask_shapes};
use annotate_snippets::{AnnotationKind, Group, Level as Loudness, Renderer, Snippet};
use ringfence_lint::{Level, Place};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// What stands at a place.
struct Mark {
    kind: AnnotationKind,
    place: Place,
    label: Option<String>,
}

/// The text of a finding, without a newline at its end.
pub(crate) fn render(finding: &Finding<'_>, masked: &mut MaskedSources, console: &Console<'_>) -> String {
    let diagnostic = finding.diagnostic;
    let loudness = match diagnostic.level {
        Level::Deny => Loudness::ERROR,
        Level::Warn | Level::Allow => Loudness::WARNING,
    };
    let title = loudness.primary_title(mask_shapes(&diagnostic.message)).id(diagnostic.lint.name);
    let mut group = Group::with_title(title);
    for snippet in snippets(finding, masked, console) {
        group = group.element(snippet);
    }
    group = group.element(Loudness::HELP.message(mask_shapes(&diagnostic.help)));
    for note in &diagnostic.notes {
        group = group.element(Loudness::NOTE.message(mask_shapes(note)));
    }
    let practice = diagnostic.lint.practice;
    let source = format!("practice {}: {}", practice.id, practice.page);
    group = group.element(Loudness::NOTE.message(source));
    let renderer = if console.colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// One excerpt per file, the one of the primary place first.
fn snippets<'a>(
    finding: &Finding<'a>,
    masked: &mut MaskedSources,
    console: &Console<'_>,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let diagnostic = finding.diagnostic;
    let primary = Mark { kind: AnnotationKind::Primary, place: diagnostic.primary, label: None };
    let mut by_file = BTreeMap::from([(diagnostic.primary.file, vec![primary])]);
    for (place, label) in &diagnostic.secondary {
        let label = Some(mask_shapes(label));
        let mark = Mark { kind: AnnotationKind::Context, place: *place, label };
        by_file.entry(place.file).or_default().push(mark);
    }
    let first = by_file.remove_entry(&diagnostic.primary.file);
    let files = first.into_iter().chain(by_file);
    let excerpts = files.filter_map(|(_, marks)| {
        let (path, text) = finding.source(marks.first()?.place)?;
        Some(excerpt(console.relative(path), text, masked.of(path, text), marks))
    });
    excerpts.collect()
}

/// The lines from the first mark to the last, so that the renderer need not walk the whole file.
fn excerpt<'a>(
    path: &Path,
    text: &str,
    masked: &str,
    marks: Vec<Mark>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let spans: Vec<Range<usize>> = marks.iter().map(|mark| span_of(text, mark.place)).collect();
    let low = spans.iter().map(|span| span.start).min().unwrap_or_default();
    let high = spans.iter().map(|span| span.end).max().unwrap_or_default();
    let start = text.get(..low).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(high..).and_then(|after| after.find('\n')).map_or(text.len(), |at| high + at);
    let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
    let shown = masked.get(start..end).unwrap_or_default().to_owned();
    let annotations = marks
        .into_iter()
        .zip(spans)
        .map(|(mark, span)| mark.kind.span(span.start - start..span.end - start).label(mark.label));
    Snippet::source(shown)
        .line_start(line)
        .path(path.display().to_string())
        .annotations(annotations.collect::<Vec<_>>())
}

/// A place as a range of the text, whatever was asked for.
fn span_of(text: &str, place: Place) -> Range<usize> {
    let bound = |offset: u32| {
        let mut offset = usize::try_from(offset).unwrap_or(usize::MAX).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let (start, end) = (bound(place.start), bound(place.end));
    start..end.max(start)
}
