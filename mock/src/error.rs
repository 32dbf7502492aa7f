//! Why a mock did not start.

use std::fmt;

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
    /// What is wrong.
    pub message: String,
}

impl DocumentProblem {
    pub(crate) fn new(file: &str, pointer: impl Into<String>, message: impl Into<String>) -> DocumentProblem {
        DocumentProblem { file: file.to_owned(), pointer: pointer.into(), message: message.into() }
    }
}

impl fmt::Display for DocumentProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}#{}: {}", self.file, self.pointer, self.message)
    }
}

impl fmt::Display for MockError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MockError::NoDocuments => {
                write!(
                    out,
                    "no document to serve: name one with `document_bundled`, `document_file` or `document_text`"
                )
            }
            MockError::Faults(problems) => {
                write!(out, "{} problem(s) in the faults", problems.len())?;
                problems.iter().try_for_each(|problem| write!(out, "\n  {problem}"))
            }
            MockError::Certificates(problem) => write!(out, "the certificates to trust: {problem}"),
            MockError::Listen(problem) => write!(out, "no port could be opened on 127.0.0.1: {problem}"),
            MockError::Documents(problems) => {
                write!(out, "{} problem(s) in the documents", problems.len())?;
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
