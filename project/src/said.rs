//! What a manifest says, with the place where it does.

use crate::Problem;
use std::path::PathBuf;

/// A value with the place that says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// What is said.
    pub value: T,
    /// The manifest.
    pub file: PathBuf,
    /// Line and column (in characters) from 1.
    pub place: (usize, usize),
}

/// A value of TOML, as far as settings go.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Literal {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Literal>),
}

/// Facts by name.
pub type Facts = Vec<(String, Literal)>;

impl<T> Said<T> {
    /// Says it at the place of a problem, which is how a manifest tells places.
    pub(crate) fn at(value: T, problem: Problem) -> Self {
        Self { value, place: problem.place.unwrap_or((1, 1)), file: problem.file }
    }
}
