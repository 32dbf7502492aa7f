//! What is wrong with documents and settings, and where.

use std::fmt;

/// Where in a file a problem is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Place {
    /// The file as a whole.
    File,
    /// Line and column from 1: text that is not YAML or JSON.
    Line(usize, usize),
    /// A JSON pointer.
    Pointer(String),
}

/// One problem: the file or setting, the place in it, and what is wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Problem {
    /// The file as it was named, a bundled document, or the setting.
    pub file: String,
    /// The place in it.
    pub place: Place,
    /// What is wrong and what to do.
    pub message: String,
}

/// All problems of a stage, sorted by file and place; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problem {
    pub(crate) fn new(file: &str, place: Place, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), place, message: message.into() }
    }
}

impl Problems {
    /// The problems.
    pub fn as_slice(&self) -> &[Problem] {
        &self.0
    }

    /// `Ok` where there is none.
    pub(crate) fn check(mut problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() {
            return Ok(());
        }
        problems.sort();
        problems.dedup();
        Err(Self(problems))
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::File => write!(f, "{}: {}", self.file, self.message),
            Place::Line(line, column) => write!(f, "{}:{line}:{column}: {}", self.file, self.message),
            Place::Pointer(pointer) => write!(f, "{}#{pointer}: {}", self.file, self.message),
        }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "error: {problem}")?;
        }
        match self.0.len() {
            1 => write!(f, "ringfence: nothing was generated because of this problem"),
            count => write!(f, "ringfence: nothing was generated because of these {count} problems"),
        }
    }
}

impl std::error::Error for Problems {}
