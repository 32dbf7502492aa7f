//! A document on the shelf: its paths are known from the start, the rest is read when it is first asked for.

use std::sync::{Mutex, OnceLock, PoisonError};

use crate::document::Document;
use crate::document::outline::{Lead, outline};
use crate::error::DocumentProblem;

/// A document that may not have been read yet.
#[derive(Debug)]
pub(crate) struct Volume {
    file: String,
    pub(crate) leads: Vec<Lead>,
    /// Gone once it was read.
    text: Mutex<Text>,
    document: OnceLock<Result<Document, Vec<DocumentProblem>>>,
}

/// The text of a document.
#[derive(Clone, Debug)]
pub(crate) enum Text {
    Bundled(&'static str),
    Given(String),
}

impl Text {
    fn as_str(&self) -> &str {
        match self {
            Text::Bundled(text) => text,
            Text::Given(text) => text,
        }
    }
}

impl Volume {
    /// Reads the paths only; fails where not even these can be read.
    pub(crate) fn open(file: &str, text: Text) -> Result<Volume, Vec<DocumentProblem>> {
        let leads = match outline(text.as_str()) {
            Ok(leads) => leads,
            // To read it as a whole finds all problems, with their places.
            Err(problem) => match Document::read(file, text.as_str()) {
                Err(problems) => return Err(problems),
                Ok(_) => return Err(vec![DocumentProblem::of_text(file, problem)]),
            },
        };
        Ok(Volume { file: file.to_owned(), leads, text: Mutex::new(text), document: OnceLock::new() })
    }

    /// The document; all its problems where it cannot be served.
    pub(crate) fn read(&self) -> Result<&Document, &[DocumentProblem]> {
        let read = self.document.get_or_init(|| {
            let mut text = self.text.lock().unwrap_or_else(PoisonError::into_inner);
            let read = Document::read(&self.file, text.as_str());
            *text = Text::Bundled("");
            read
        });
        read.as_ref().map_err(Vec::as_slice)
    }
}
