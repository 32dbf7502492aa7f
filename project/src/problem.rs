//! What could not be read, with its place.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

/// Why a package could not be read: the file, the place in it where there is one, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: PathBuf,
    /// Line and column (in characters) from 1, where they are known.
    pub place: Option<(usize, usize)>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Problem {
    /// A problem of a file as a whole.
    pub fn of_file(file: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Self { file: file.into(), place: None, message: message.into() }
    }

    /// A problem at the start of a stretch of `text`, the content of `file`.
    pub fn at(file: impl Into<PathBuf>, text: &str, span: Range<usize>, message: impl Into<String>) -> Self {
        let place = Some(line_and_column(text, span.start));
        Self { file: file.into(), place, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some((line, column)) => {
                write!(f, "{}:{line}:{column}: {}", self.file.display(), self.message)
            }
            None => write!(f, "{}: {}", self.file.display(), self.message),
        }
    }
}

impl std::error::Error for Problem {}

/// Line and column (in characters) from 1 of a byte offset; an offset inside a character or past the end counts back to a valid one.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = text.get(..end).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_from_one() {
        assert_eq!(line_and_column("", 0), (1, 1));
        assert_eq!(line_and_column("äb\nçd", 2), (1, 2));
        assert_eq!(line_and_column("äb\nçd", 6), (2, 2));
        assert_eq!(line_and_column("ä", 1), (1, 1), "an offset inside a character");
        assert_eq!(line_and_column("a\n", 99), (2, 1), "an offset past the end");
    }
}
