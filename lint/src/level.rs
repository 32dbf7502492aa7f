//! Levels: allow, warn, deny.

use crate::Lint;
use std::collections::BTreeMap;

/// How loud a lint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Silent.
    Allow,
    /// Reported.
    Warn,
    /// Fails the build.
    Deny,
}

/// The levels in force, where they differ from the lints' own.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    set: BTreeMap<&'static str, Level>,
}

/// A name that is no lint's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLint {
    /// The name as given.
    pub name: String,
    /// The nearest names of lints, best first.
    pub nearest: Vec<&'static str>,
}

impl Levels {
    /// Sets a lint's level; the last one wins.
    pub fn set(&mut self, name: &str, level: Level) -> Result<(), UnknownLint> {
        let lint = crate::LINTS.iter().find(|lint| lint.name == name);
        let lint = lint.ok_or_else(|| UnknownLint { name: name.to_owned(), nearest: nearest_lints(name) })?;
        self.set.insert(lint.name, level);
        Ok(())
    }
    /// The level of a lint.
    pub fn of(&self, lint: &Lint) -> Level {
        self.set.get(lint.name).copied().unwrap_or(lint.level)
    }
}

/// The three names of lints that are nearest to a misspelt one, best first.
pub(crate) fn nearest_lints(name: &str) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = crate::LINTS.iter().map(|lint| lint.name).collect();
    names.sort_by_key(|known| (strsim::damerau_levenshtein(name, known), *known));
    names.truncate(3);
    names
}

#[cfg(test)]
mod tests {
    use super::{Level, Levels};

    #[test]
    fn a_misspelt_lint_is_answered_with_the_nearest_names() {
        let unknown = Levels::default().set("plain_htp_url", Level::Warn).unwrap_err();
        assert_eq!(unknown.nearest.first(), Some(&"plain_http_url"));
    }
}
