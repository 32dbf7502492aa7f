//! A finding in rustc's look, its secrets masked.

use crate::console::Console;
use crate::finding::Finding;
use crate::mask::{MaskedSources, mask_shapes};
use crate::suggestion::{Change, changes};
use annotate_snippets::{AnnotationKind, Group, Level as Loudness, Patch, Renderer, Snippet};
use ringfence_lint::{FileId, Level, Place};
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
    let mut title = loudness.primary_title(mask_shapes(&diagnostic.message)).id(diagnostic.lint.name);
    if console.colour && console.hyperlinks {
        title = title.id_url(diagnostic.lint.practice.page);
    }
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
    let groups: Vec<Group<'_>> = [group].into_iter().chain(patches(finding, masked, console)).collect();
    renderer.render(&groups)
}

/// The suggestion as a patch of each file that it touches.
fn patches<'a>(
    finding: &Finding<'a>,
    masked: &mut MaskedSources,
    console: &Console<'_>,
) -> Option<Group<'a>> {
    let suggestion = finding.diagnostic.suggestion.as_ref()?;
    let mut by_file: BTreeMap<FileId, Vec<Change>> = BTreeMap::new();
    for change in changes(finding, masked) {
        by_file.entry(change.place.file).or_default().push(change);
    }
    let mut group = Group::with_title(Loudness::HELP.secondary_title(mask_shapes(&suggestion.message)));
    for changes in by_file.into_values() {
        let Some((path, text)) = changes.first().and_then(|change| finding.source(change.place)) else {
            continue;
        };
        let spans: Vec<Range<usize>> = changes.iter().map(|change| span_of(text, change.place)).collect();
        let window = Window::around(text, &spans);
        let patches = changes.into_iter().zip(spans).map(|(change, span)| {
            Patch::new(span.start - window.bytes.start..span.end - window.bytes.start, change.replacement)
        });
        let patches: Vec<Patch<'_>> = patches.collect();
        group =
            group.element(window.snippet(&console.relative(path), masked.of(path, text)).patches(patches));
    }
    Some(group)
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
        Some(excerpt(&console.relative(path), text, masked.of(path, text), marks))
    });
    excerpts.collect()
}

/// The excerpt with its marks.
fn excerpt<'a>(
    path: &Path,
    text: &str,
    masked: &str,
    marks: Vec<Mark>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let spans: Vec<Range<usize>> = marks.iter().map(|mark| span_of(text, mark.place)).collect();
    let window = Window::around(text, &spans);
    let start = window.bytes.start;
    let annotations = marks
        .into_iter()
        .zip(spans)
        .map(|(mark, span)| mark.kind.span(span.start - start..span.end - start).label(mark.label));
    window.snippet(path, masked).annotations(annotations.collect::<Vec<_>>())
}

/// The lines from the first span to the last, so that the renderer need not walk the whole file.
struct Window {
    bytes: Range<usize>,
    /// The number of the first line.
    line: usize,
}

impl Window {
    fn around(text: &str, spans: &[Range<usize>]) -> Self {
        let low = spans.iter().map(|span| span.start).min().unwrap_or_default();
        let high = spans.iter().map(|span| span.end).max().unwrap_or_default();
        let bytes = lines_around(text, &(low..high));
        let line = text.get(..bytes.start).unwrap_or_default().matches('\n').count() + 1;
        Self { bytes, line }
    }

    fn snippet<'a, T: Clone>(&self, path: &Path, masked: &str) -> Snippet<'a, T> {
        let shown = masked.get(self.bytes.clone()).unwrap_or_default().to_owned();
        Snippet::source(shown).line_start(self.line).path(path.display().to_string())
    }
}

/// The whole lines that a stretch of a text touches, without the last line's end.
pub(crate) fn lines_around(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(span.end..).and_then(|after| after.find('\n')).map_or(text.len(), |at| span.end + at);
    start..end
}

/// A place as a range of the text, whatever was asked for.
pub(crate) fn span_of(text: &str, place: Place) -> Range<usize> {
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
