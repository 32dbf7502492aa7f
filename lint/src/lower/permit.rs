//! Permits in comments, and what to cut out of the text to be rid of a permit.

use super::attribute::parse_comment_permit;
use crate::bounds::blanks;
use crate::gather::{Gather, PutAll};
use crate::ir::Permit;
use crate::{FileId, Place};

/// Permits in comments: `// ringfence: permit(lint, reason = "...")` on the line before.
pub(super) fn read_comments(file: FileId, text: &str, starts: &[Place]) -> Vec<Permit> {
    if !text.contains("ringfence:") {
        return Vec::new();
    }
    // Only between tokens: what a literal quotes permits nothing.
    blanks(text).into_iter().flat_map(|(start, end)| read_blank(file, text, start, end, starts)).gather()
}

fn read_blank(file: FileId, text: &str, start: usize, end: usize, starts: &[Place]) -> Vec<Permit> {
    let mut permits = Vec::new();
    let mut offset = start;
    for line in text.get(start..end).unwrap_or_default().split_inclusive('\n') {
        let next = offset + line.len();
        let trimmed = line.trim();
        let is_first = offset > 0 && !text.get(..offset).is_some_and(|before| before.ends_with('\n'));
        let comment = trimmed.strip_prefix("//").filter(|_| !is_first).map(str::trim_start);
        let call = comment.and_then(|comment| comment.strip_prefix("ringfence:")).map(str::trim);
        if let Some(call) = call {
            let start = (offset + line.len() - line.trim_start().len()) as u32;
            let place = Place { file, start, end: start + trimmed.len() as u32 };
            permits.put_all(parse_comment_permit(call, place, covered_from(file, text, next, starts)));
        }
        offset = next;
    }
    permits
}

/// What a comment covers: the largest item, statement or arm that starts on the next line of code, or that line.
fn covered_from(file: FileId, text: &str, mut offset: usize, starts: &[Place]) -> Place {
    for line in text.get(offset..).unwrap_or_default().split_inclusive('\n') {
        let trimmed = line.trim_start();
        if trimmed.is_empty() || trimmed.starts_with("//") {
            offset += line.len();
            continue;
        }
        let start = (offset + line.len() - trimmed.len()) as u32;
        let line_end = (offset + line.trim_end().len()) as u32;
        let node = starts.iter().filter(|place| place.start == start).max_by_key(|place| place.end);
        return node.copied().unwrap_or(Place { file, start, end: line_end });
    }
    Place { file, start: offset as u32, end: offset as u32 }
}

/// Fills in what to cut: the lines of a permit that has them for itself, and a lint with its comma.
pub(super) fn find_cuts(permit: &mut Permit, text: &str) {
    permit.removal = with_line(permit.place, text);
    permit.cuts = permit.lints.iter().map(|(_, place)| with_comma(*place, text)).gather();
}

fn with_line(place: Place, text: &str) -> Place {
    let (before, after) = around(place, text);
    let indent = before.len() - before.trim_end_matches([' ', '\t']).len();
    let has_line = before.len() == indent || before.trim_end_matches([' ', '\t']).ends_with('\n');
    let rest = after.len() - after.trim_start_matches([' ', '\t']).len();
    let ends = after.get(rest..).unwrap_or_default();
    let newline = ["\n", "\r\n"].into_iter().find(|newline| ends.starts_with(newline));
    match newline {
        Some(newline) if has_line => Place {
            start: place.start - indent as u32,
            end: place.end + (rest + newline.len()) as u32,
            ..place
        },
        _ => Place { end: place.end + rest as u32, ..place },
    }
}

fn with_comma(place: Place, text: &str) -> Place {
    let (before, after) = around(place, text);
    let rest = after.trim_start().strip_prefix(',').map(str::trim_start);
    if let Some(rest) = rest {
        return Place { end: place.end + (after.len() - rest.len()) as u32, ..place };
    }
    let kept = before.trim_end().strip_suffix(',');
    Place { start: kept.map_or(place.start, |kept| kept.len() as u32), ..place }
}

fn around(place: Place, text: &str) -> (&str, &str) {
    let before = text.get(..place.start as usize).unwrap_or_default();
    (before, text.get(place.end as usize..).unwrap_or_default())
}
