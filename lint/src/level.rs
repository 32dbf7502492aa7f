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
        let lint = lint.ok_or_else(|| UnknownLint { name: name.to_owned(), nearest: Vec::new() })?;
        self.set.insert(lint.name, level);
        Ok(())
    }
    /// The level of a lint.
    pub fn of(&self, lint: &Lint) -> Level {
        self.set.get(lint.name).copied().unwrap_or(lint.level)
    }
}
