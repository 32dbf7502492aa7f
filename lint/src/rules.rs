//! The list of lints, sorted by name, and nothing else.

use crate::{Level, Practice};

/// A lint: its name, its own level, and what its page says.
#[derive(Debug)]
pub struct Lint {
    /// The name, which reads well after "permit".
    pub name: &'static str,
    /// The group: transport, credentials, limits...
    pub group: &'static str,
    /// The level where nothing else is set.
    pub level: Level,
    /// The practice it holds.
    pub practice: Practice,
    /// Its page, in Markdown: what it does, why, example, use instead.
    pub page: &'static str,
}

/// All lints.
pub static LINTS: &[&Lint] = &[];
