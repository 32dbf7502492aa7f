//! Format strings.

/// One piece of a format string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    /// The next positional argument.
    Next,
    Index(usize),
    Name(String),
}

/// Splits a format string into its pieces; what is malformed ends the list, since rustc will say so.
pub(super) fn parse_format(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut chars = text.chars().peekable();
    while let Some(character) = chars.next() {
        match character {
            '{' if chars.peek() == Some(&'{') => {
                chars.next();
                plain.push('{');
            }
            '}' if chars.peek() == Some(&'}') => {
                chars.next();
                plain.push('}');
            }
            '{' => {
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                let inside: String = chars.by_ref().take_while(|character| *character != '}').collect();
                pieces.push(argument(&inside));
            }
            other => plain.push(other),
        }
    }
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    pieces
}

fn argument(inside: &str) -> Piece {
    let name = inside.split(':').next().unwrap_or_default().trim();
    match name.parse::<usize>() {
        _ if name.is_empty() => Piece::Next,
        Ok(index) => Piece::Index(index),
        Err(_) => Piece::Name(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, parse_format};

    #[test]
    fn pieces_of_a_format_string() {
        let pieces = parse_format("{{x}} {} a{0:>5}b{name:?}{");
        let expected = [
            Piece::Text("{x} ".to_owned()),
            Piece::Next,
            Piece::Text(" a".to_owned()),
            Piece::Index(0),
            Piece::Text("b".to_owned()),
            Piece::Name("name".to_owned()),
            Piece::Next,
        ];
        assert_eq!(pieces, expected);
    }
}
