//! The words and string literals of Rust source, found without parsing it: an excerpt may be of a file that does not parse.

use std::ops::Range;

/// A stretch of source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A name, a keyword or a number.
    Word(Range<usize>),
    /// What stands between the quotes of a string literal.
    Literal(Range<usize>),
}

impl Piece {
    pub(crate) fn range(&self) -> &Range<usize> {
        match self {
            Self::Word(range) | Self::Literal(range) => range,
        }
    }
}

/// All words and literals in order; comments have none.
pub(crate) fn pieces(source: &str) -> Vec<Piece> {
    let bytes = source.as_bytes();
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        at = match byte {
            b'/' if rest.starts_with(b"//") => at + find(rest, b"\n").unwrap_or(rest.len()),
            b'/' if rest.starts_with(b"/*") => at + find(rest, b"*/").map_or(rest.len(), |end| end + 2),
            b'"' => {
                let end = end_of_string(bytes, at + 1);
                pieces.push(Piece::Literal(at + 1..end));
                end + 1
            }
            b'\'' => at + length_of_char(rest),
            _ if is_word(byte) => {
                let end = at + rest.iter().take_while(|byte| is_word(**byte)).count();
                match raw_string(bytes, at, end) {
                    Some((content, next)) => {
                        pieces.push(Piece::Literal(content));
                        next
                    }
                    None => {
                        pieces.push(Piece::Word(at..end));
                        end
                    }
                }
            }
            _ => at + 1,
        };
    }
    pieces
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// Where the closing quote stands, or the end of the source.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The length of a character literal, or of the quote of a lifetime.
fn length_of_char(rest: &[u8]) -> usize {
    match rest {
        [_, b'\\', _, after @ ..] => 3 + find(after, b"'").map_or(0, |end| end + 1),
        [_, _, b'\'', ..] => 3,
        _ => 1,
    }
}

/// `r"..."`, `br#"..."#`: the content, and where the source goes on.
fn raw_string(bytes: &[u8], start: usize, end: usize) -> Option<(Range<usize>, usize)> {
    if !matches!(bytes.get(start..end)?, b"r" | b"br" | b"cr") {
        return None;
    }
    let hashes = bytes.get(end..)?.iter().take_while(|byte| **byte == b'#').count();
    if bytes.get(end + hashes) != Some(&b'"') {
        return None;
    }
    let content = end + hashes + 1;
    let closing: Vec<u8> = [b'"'].into_iter().chain(std::iter::repeat_n(b'#', hashes)).collect();
    let rest = bytes.get(content..).unwrap_or_default();
    let length = find(rest, &closing).unwrap_or(rest.len());
    Some((content..content + length, (content + length + closing.len()).min(bytes.len())))
}
