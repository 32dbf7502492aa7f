//! Strings that are put together from values.

use super::text::{Part, Text};
use super::value::{Atom, Value};
use crate::gather::Gather;

/// Values as one string, with what it may read. Where more than one of them may be this or that, which of theirs go together is
/// not known: each is then followed for itself beside stretches that are not known.
pub(super) fn strung<'v>(values: impl IntoIterator<Item = &'v Value>) -> Value {
    let spellings: Vec<Vec<Vec<Part>>> = values.into_iter().map(Value::spellings).gather();
    let is_open = |at: &usize| spellings.get(*at).is_some_and(|spellings| spellings.len() > 1);
    let open: Vec<usize> = (0..spellings.len()).filter(is_open).gather();
    let several = open.len() > 1;
    let with = |chosen: Option<usize>, which: usize| {
        let mut text = Text::default();
        for (at, spellings) in spellings.iter().enumerate() {
            let parts = match chosen == Some(at) {
                true => spellings.get(which),
                false if spellings.len() > 1 && several => None,
                false => spellings.first(),
            };
            match parts {
                Some(parts) => parts.iter().for_each(|part| text.push(part.clone())),
                None => text.push(Part::Unknown),
            }
        }
        Atom::Text(text)
    };
    if open.is_empty() {
        return with(None, 0).into();
    }
    let mut strung = Value::unknown();
    for at in open {
        for which in 0..spellings.get(at).map_or(0, Vec::len) {
            strung.join(&with(Some(at), which).into());
        }
    }
    strung
}

impl Value {
    /// The value as parts of a longer string: each text that it may be, once.
    pub(super) fn spellings(&self) -> Vec<Vec<Part>> {
        let mut found: Vec<Vec<Part>> = Vec::new();
        for atom in &self.atoms {
            let parts = match atom {
                Atom::Text(text) => text.parts.clone(),
                Atom::Callback(callback) => callback.text.parts.clone(),
                Atom::Secret(secret) => vec![Part::Secret(secret.clone())],
                Atom::Listed(listed) => vec![Part::Listed(*listed)],
                _ => continue,
            };
            if !found.iter().any(|known| are_alike(known, &parts)) {
                found.push(parts);
            }
        }
        if found.is_empty() {
            found.push(vec![Part::Unknown]);
        }
        found
    }
}

/// Whether two texts read the same, wherever they were written.
fn are_alike(one: &[Part], other: &[Part]) -> bool {
    let is_like = |(one, other): (&Part, &Part)| match (one, other) {
        (Part::Known(one, _), Part::Known(other, _)) => one == other,
        _ => one == other,
    };
    one.len() == other.len() && one.iter().zip(other).all(is_like)
}
