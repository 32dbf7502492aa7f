//! Strings that are known in part.

use super::secrets::Secret;
use super::value::Listed;
use crate::Place;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// Stands for a stretch that is not known where a string is laid flat.
pub(crate) const UNKNOWN: char = '\u{1A}';
/// How many parts a string keeps; more become one unknown stretch.
const MAX_PARTS: usize = 32;

/// A string as a sequence of parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Text {
    pub parts: Vec<Part>,
}

/// A part of a string.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Known, with the literal that holds it.
    Known(Arc<str>, Place),
    Unknown,
    Secret(Secret),
    /// Something that a list of Twilio's holds.
    Listed(Listed),
}

fn up_to_slash(text: &str) -> Arc<str> {
    text.rfind('/').and_then(|at| text.get(..=at)).unwrap_or(text).into()
}

impl Text {
    pub(crate) fn literal(text: &Arc<str>, place: Place) -> Self {
        Self { parts: vec![Part::Known(Arc::clone(text), place)] }
    }

    pub(crate) fn push(&mut self, part: Part) {
        if part == Part::Unknown && self.parts.last() == Some(&Part::Unknown) {
            return;
        }
        if self.parts.len() < MAX_PARTS {
            self.parts.push(part);
        } else if let Some(last) = self.parts.last_mut() {
            *last = Part::Unknown;
        }
    }

    /// A path behind this one, as `Url::join` and `Path::join` put them together.
    pub(crate) fn joined(&self, path: Vec<Part>, place: Place) -> Self {
        let begins =
            |start: &str| matches!(path.first(), Some(Part::Known(text, _)) if text.starts_with(start));
        if begins("https://") || begins("http://") {
            return Self { parts: path };
        }
        let mut joined = self.clone();
        let authority = joined.authority();
        match (authority, joined.parts.as_mut_slice()) {
            (Some(end), [Part::Known(first, _), ..]) if begins("/") => {
                *first = first.get(..end).unwrap_or(first).into();
                joined.parts.truncate(1);
            }
            (_, [.., Part::Known(last, _)]) if last.ends_with('/') => {}
            // What stands behind the last slash of a URL's path is replaced.
            (Some(_), [_, .., Part::Known(last, _)]) if last.contains('/') => *last = up_to_slash(last),
            (Some(end), [Part::Known(only, _)]) if only.len() > end => *only = up_to_slash(only),
            _ => joined.push(Part::Known("/".into(), place)),
        }
        path.into_iter().for_each(|part| joined.push(part));
        joined
    }

    /// Where the host of a URL ends, if that is known.
    fn authority(&self) -> Option<usize> {
        let Some(Part::Known(first, _)) = self.parts.first() else { return None };
        let host = first.find("://")? + 3;
        let end = first.get(host..)?.find(['/', '?', '#']).map(|end| host + end);
        end.or((self.parts.len() == 1).then_some(first.len()))
    }

    /// The text with a sign for every stretch that is not known.
    pub(crate) fn flat(&self) -> Cow<'_, str> {
        if let [Part::Known(text, _)] = self.parts.as_slice() {
            return Cow::Borrowed(text);
        }
        let mut flat = String::new();
        for part in &self.parts {
            match part {
                Part::Known(text, _) => flat.push_str(text),
                Part::Unknown | Part::Secret(_) | Part::Listed(_) => flat.push(UNKNOWN),
            }
        }
        Cow::Owned(flat)
    }

    /// The text, where all of it is known.
    pub(crate) fn known(&self) -> Option<Cow<'_, str>> {
        self.parts.iter().all(|part| matches!(part, Part::Known(..))).then(|| self.flat())
    }

    /// The literal that holds a byte of the flat text.
    pub(crate) fn place_at(&self, offset: usize) -> Option<Place> {
        let mut start = 0usize;
        for part in &self.parts {
            let length = match part {
                Part::Known(text, _) => text.len(),
                Part::Unknown | Part::Secret(_) | Part::Listed(_) => UNKNOWN.len_utf8(),
            };
            if offset < start + length {
                return match part {
                    Part::Known(_, place) => Some(*place),
                    Part::Unknown | Part::Secret(_) | Part::Listed(_) => None,
                };
            }
            start += length;
        }
        None
    }

    /// Where a stretch of the flat text stands in the source, if it is part of one literal that is spelt as it reads.
    pub(crate) fn exact_place(&self, start: usize, end: usize) -> Option<Place> {
        let mut at = 0usize;
        for part in &self.parts {
            let (length, place) = match part {
                Part::Known(text, place) => (text.len(), Some(*place)),
                Part::Unknown | Part::Secret(_) | Part::Listed(_) => (UNKNOWN.len_utf8(), None),
            };
            if at <= start && end <= at + length {
                // The text alone, or quotes and nothing else around it: no escapes, which are longer than what they say.
                let place = place?;
                let quote = match (place.end - place.start) as usize {
                    width if width == length => 0,
                    width if width == length + 2 => 1,
                    _ => return None,
                };
                let from = place.start + quote + (start - at) as u32;
                return Some(Place { start: from, end: from + (end - start) as u32, ..place });
            }
            at += length;
        }
        None
    }

    /// How many bytes the flat text has.
    pub(crate) fn length(&self) -> usize {
        let lengths = self.parts.iter().map(|part| match part {
            Part::Known(text, _) => text.len(),
            Part::Unknown | Part::Secret(_) | Part::Listed(_) => UNKNOWN.len_utf8(),
        });
        lengths.sum()
    }

    /// The secrets whose sign stands in a stretch of the flat text.
    pub(crate) fn secrets_in(&self, stretch: Range<usize>) -> Vec<&Secret> {
        let mut at = 0usize;
        let mut found = Vec::new();
        for part in &self.parts {
            match part {
                Part::Known(text, _) => at += text.len(),
                Part::Unknown | Part::Listed(_) => at += UNKNOWN.len_utf8(),
                Part::Secret(secret) => {
                    if stretch.contains(&at) {
                        found.push(secret);
                    }
                    at += UNKNOWN.len_utf8();
                }
            }
        }
        found
    }

    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.parts.iter().filter_map(|part| match part {
            Part::Secret(secret) => Some(secret),
            _ => None,
        })
    }

    /// The lists of which something is in it.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &Listed> {
        self.parts.iter().filter_map(|part| match part {
            Part::Listed(listed) => Some(listed),
            _ => None,
        })
    }

    /// Known text that holds the needle.
    pub(crate) fn contains(&self, needle: &str) -> bool {
        match self.parts.as_slice() {
            [Part::Known(text, _)] => text.contains(needle),
            _ => self.flat().contains(needle),
        }
    }
}
