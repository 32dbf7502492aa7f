//! Which operations are wanted.

use crate::problem::{Place, Problem};
use ringfence_lint::suggestion;
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
                let near = suggestion(id, known.iter().map(String::as_str));
                let message = format!("no document has an operation `{id}`{near}");
                Problem::new("operations", Place::File, message)
            })
            .collect()
    }
}
