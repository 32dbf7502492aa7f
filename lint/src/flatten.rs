//! An item's tokens as text of their own, so that both doors parse the same way and compiler spans never meet others.

use proc_macro2::{Delimiter, Group, Spacing, Span, TokenStream, TokenTree, token_stream};

/// The text of an item, and where its tokens stand in it.
#[derive(Debug, Default)]
pub(crate) struct Flat {
    pub text: String,
    /// The span of each token.
    pub spans: Vec<Span>,
    /// The byte range of each token.
    pub ranges: Vec<(u32, u32)>,
}

impl Flat {
    fn push(&mut self, text: &str, span: Span) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.ranges.push((start, self.text.len() as u32));
        self.spans.push(span);
    }
}

/// The tokens that a byte range covers: the first and the last.
pub(crate) fn tokens_of(ranges: &[(u32, u32)], start: u32, end: u32) -> (u32, u32) {
    let first = ranges.partition_point(|(_, token_end)| *token_end <= start);
    let last = ranges.partition_point(|(token_start, _)| *token_start < end);
    let end = ranges.len().saturating_sub(1);
    let first = first.min(end);
    (first as u32, last.saturating_sub(1).clamp(first, end) as u32)
}

/// Writes tokens out; nesting is kept on a stack of our own.
pub(crate) fn flatten(tokens: &TokenStream) -> Flat {
    let mut flat = Flat::default();
    let mut open: Vec<(token_stream::IntoIter, Option<Group>)> = vec![(tokens.clone().into_iter(), None)];
    while let Some((iterator, _)) = open.last_mut() {
        match iterator.next() {
            Some(TokenTree::Group(group)) => {
                if let Some((opening, _)) = delimiters(group.delimiter()) {
                    flat.push(opening, group.span_open());
                    flat.text.push(' ');
                }
                open.push((group.stream().into_iter(), Some(group)));
            }
            Some(TokenTree::Punct(punct)) => {
                flat.push(punct.as_char().encode_utf8(&mut [0; 4]), punct.span());
                if punct.spacing() == Spacing::Alone {
                    flat.text.push(' ');
                }
            }
            Some(TokenTree::Ident(ident)) => {
                // `$crate` names another crate: nothing of this one.
                let name = ident.to_string().replace('$', "__");
                flat.push(&name, ident.span());
                flat.text.push(' ');
            }
            Some(TokenTree::Literal(literal)) => {
                flat.push(&literal.to_string(), literal.span());
                flat.text.push(' ');
            }
            None => {
                if let Some((_, Some(group))) = open.pop()
                    && let Some((_, closing)) = delimiters(group.delimiter())
                {
                    flat.push(closing, group.span_close());
                    flat.text.push(' ');
                }
            }
        }
    }
    flat
}

fn delimiters(delimiter: Delimiter) -> Option<(&'static str, &'static str)> {
    match delimiter {
        Delimiter::Parenthesis => Some(("(", ")")),
        Delimiter::Brace => Some(("{", "}")),
        Delimiter::Bracket => Some(("[", "]")),
        Delimiter::None => None,
    }
}
