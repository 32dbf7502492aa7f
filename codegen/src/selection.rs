//! Which operations are wanted.

use crate::problem::{Place, Problem};
use std::collections::BTreeSet;

/// Ids of operations; empty means all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection(BTreeSet<String>);

impl Selection {
    pub(crate) fn new(ids: &[String]) -> Self {
        Self(ids.iter().cloned().collect())
    }

    pub(crate) fn takes(&self, id: &str) -> bool {
        self.0.is_empty() || self.0.contains(id)
    }

    /// A problem for each id that no document has, with the nearest ones.
    pub(crate) fn problems(&self, known: &BTreeSet<String>) -> Vec<Problem> {
        let unknown = self.0.iter().filter(|id| !known.contains(*id));
        unknown
            .map(|id| {
                let near = nearest(id, known.iter().map(String::as_str));
                let message = format!("no document has an operation `{id}`{near}");
                Problem::new("operations", Place::File, message)
            })
            .collect()
    }
}

/// The known names most like a wrong one, as the end of a message.
pub(crate) fn nearest<'n>(wrong: &str, known: impl Iterator<Item = &'n str>) -> String {
    let lower = wrong.to_lowercase();
    let mut near: Vec<(usize, &str)> = known
        .map(|name| (strsim::damerau_levenshtein(&lower, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= 1 + name.len().max(wrong.len()) / 3)
        .collect();
    near.sort_unstable();
    let names: Vec<String> = near.iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("; did you mean {one}?"),
        [most @ .., last] => format!("; did you mean {} or {last}?", most.join(", ")),
    }
}
