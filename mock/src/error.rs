//! Why a mock did not start.

use std::fmt;

use crate::document::Unread;

/// Why a mock did not start. All problems of all documents come together.
#[derive(Debug)]
#[non_exhaustive]
pub enum MockError {
    /// Nothing to serve: no document was named and none is bundled.
    NoDocuments,
    /// Documents that cannot be served, with every problem found.
    Documents(Vec<DocumentProblem>),
    /// Fault rules that cannot be read, with every problem found.
    Faults(Vec<DocumentProblem>),
    /// What was given to trust are no certificates.
    Certificates(String),
    /// No port could be opened on 127.0.0.1.
    Listen(std::io::Error),
}

/// One problem of a document, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DocumentProblem {
    /// The file, or the name that was given with a text.
    pub file: String,
    /// The place as a JSON pointer; empty for the whole document.
    pub pointer: String,
    /// Line and column from 1, of a text that is no YAML or JSON.
    pub place: Option<(usize, usize)>,
    /// What is wrong.
    pub message: String,
}

impl DocumentProblem {
    pub(crate) fn new(file: &str, pointer: impl Into<String>, message: impl Into<String>) -> DocumentProblem {
        DocumentProblem {
            file: file.to_owned(),
            pointer: pointer.into(),
            place: None,
            message: message.into(),
        }
    }

    /// A text that is no tree.
    pub(crate) fn of_text(file: &str, problem: Unread) -> DocumentProblem {
        DocumentProblem { place: problem.place, ..DocumentProblem::new(file, "", problem.message) }
    }
}

impl fmt::Display for DocumentProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        match self.place {
            Some((line, column)) => write!(out, ":{line}:{column}")?,
            None if self.pointer.is_empty() => {}
            None => write!(out, "#{}", self.pointer)?,
        }
        write!(out, ": {}", self.message)
    }
}

impl fmt::Display for MockError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MockError::NoDocuments => {
                write!(out, "no document to serve: none is bundled, and none was named")
            }
            MockError::Faults(problems) => {
                write!(out, "the faults cannot be read")?;
                problems.iter().try_for_each(|problem| write!(out, "\n  {problem}"))
            }
            MockError::Certificates(problem) => write!(out, "the certificates to trust: {problem}"),
            MockError::Listen(problem) => write!(out, "no port could be opened on 127.0.0.1: {problem}"),
            MockError::Documents(problems) => {
                write!(out, "the documents cannot be served")?;
                problems.iter().try_for_each(|problem| write!(out, "\n  {problem}"))
            }
        }
    }
}

impl std::error::Error for MockError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            MockError::Listen(problem) => Some(problem),
            _ => None,
        }
    }
}
