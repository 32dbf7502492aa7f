//! Format strings.

use crate::gather::Gather;

/// One piece of a format string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text, and where it begins in the format string, unless that spells it in another way.
    Text(String, Option<usize>),
    /// An argument, and whether its `Debug` is shown.
    Argument(Argument, bool),
}

/// Which argument stands in a piece's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Argument {
    /// The next positional one.
    Next,
    Index(usize),
    Name(String),
}

/// Splits a format string into its pieces; what is malformed ends the list, since rustc will say so.
pub(super) fn parse_format(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut start = Some(0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, character)) = chars.next() {
        match character {
            '{' | '}' if chars.peek().is_some_and(|(_, next)| *next == character) => {
                chars.next();
                plain.push(character);
                start = None;
            }
            '{' => {
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain), start));
                }
                let inside = chars.by_ref().map(|(_, character)| character);
                let inside: String = inside.take_while(|character| *character != '}').gather();
                pieces.push(argument(&inside));
                start = Some(at + 1 + inside.len() + 1);
            }
            other => plain.push(other),
        }
    }
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain, start));
    }
    pieces
}

/// `defmt` writes a type after `=`, where others write a format after `:`.
fn argument(inside: &str) -> Piece {
    let (name, style) = inside.split_once([':', '=']).unwrap_or((inside, ""));
    let name = name.trim();
    let argument = match name.parse::<usize>() {
        _ if name.is_empty() => Argument::Next,
        Ok(index) => Argument::Index(index),
        Err(_) => Argument::Name(name.to_owned()),
    };
    Piece::Argument(argument, style.trim_end().ends_with('?'))
}

#[cfg(test)]
mod tests {
    use super::{Argument, Piece, parse_format};

    #[test]
    fn pieces_of_a_format_string() {
        let pieces = parse_format("{{x}} {} a{0:>5}b{name:?}{=str}{:#?}{");
        let expected = [
            Piece::Text("{x} ".to_owned(), None),
            Piece::Argument(Argument::Next, false),
            Piece::Text(" a".to_owned(), Some(8)),
            Piece::Argument(Argument::Index(0), false),
            Piece::Text("b".to_owned(), Some(16)),
            Piece::Argument(Argument::Name("name".to_owned()), true),
            Piece::Argument(Argument::Next, false),
            Piece::Argument(Argument::Next, true),
            Piece::Argument(Argument::Next, false),
        ];
        assert_eq!(pieces, expected);
    }
}
