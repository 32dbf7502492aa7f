//! Who else may want the names of types that have none in the document: operations and schemas that are left out.
//!
//! A name does not depend on what is selected, so types that are left out take theirs, too. To look at them all would cost a
//! program with ten operations as much as one with all; but such a name begins with that of the operation or schema that
//! it is of, so only few can want one of the names in question.

use super::Planner;
use crate::facts::GroupNames;
use crate::name::Name;
use std::collections::BTreeSet;

/// Names by their letters alone: those that differ in numbers can push one another.
pub(crate) type Letters = BTreeSet<String>;

/// What is left out and may want one of the names that are taken.
#[derive(Debug, Default)]
pub(crate) struct Rivals {
    pub(crate) operations: BTreeSet<String>,
    pub(crate) schemas: BTreeSet<String>,
}

impl Rivals {
    pub(crate) fn is_empty(&self) -> bool {
        self.operations.is_empty() && self.schemas.is_empty()
    }
}

impl Planner<'_> {
    /// Takes a name for a type that has none in the document.
    pub(super) fn claim_unnamed(&mut self, wanted: Name) -> Name {
        self.unnamed.insert(letters(wanted.as_str()));
        self.types.claim(wanted)
    }

    pub(super) fn rivals(&self) -> Rivals {
        let wants = |prefix: &String| {
            self.unnamed.range(prefix.clone()..).next().is_some_and(|name| name.starts_with(prefix.as_str()))
        };
        let planned: BTreeSet<&str> =
            self.api.operations.iter().map(|operation| operation.id.as_str()).collect();
        let left_out = self.api.all_operations.iter().filter(|id| !planned.contains(id.as_str()));
        let schemas = self.components.iter().filter(|(name, _)| !self.shapes.contains_key(name.as_str()));
        Rivals {
            operations: left_out.filter(|id| prefixes(id).iter().any(wants)).cloned().collect(),
            schemas: schemas
                .filter(|(_, chosen)| wants(&letters(chosen.as_str())))
                .map(|(name, _)| name.clone())
                .collect(),
        }
    }
}

fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// What the names of an operation's types begin with.
fn prefixes(id: &str) -> Vec<String> {
    let prefix = |text: &str| {
        // With another word after it, as they all have.
        let mut letters = letters(Name::pascal(&format!("{text}_x")).as_str());
        letters.pop();
        letters
    };
    let resource = super::group::resource(id).map(prefix);
    let known = GroupNames::of(id).map(|names| letters(names.name));
    resource.into_iter().chain(known).chain([prefix(id)]).collect()
}
