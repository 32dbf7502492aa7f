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
    /// The tokens that a byte range covers: the first and the last.
    pub(crate) fn tokens(&self, start: u32, end: u32) -> (u32, u32) {
        let first = self.ranges.partition_point(|(_, token_end)| *token_end <= start);
        let last = self.ranges.partition_point(|(token_start, _)| *token_start < end);
        let end = self.ranges.len().saturating_sub(1);
        let first = first.min(end);
        (first as u32, last.saturating_sub(1).clamp(first, end) as u32)
    }

    fn push(&mut self, text: &str, span: Span) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.ranges.push((start, self.text.len() as u32));
        self.spans.push(span);
    }
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

/// Whether any token could matter to a lint: names of what sends, of what holds secrets, of hosts and of consts.
pub(crate) fn has_trigger(tokens: &TokenStream) -> bool {
    let mut open = vec![tokens.clone().into_iter()];
    while let Some(iterator) = open.last_mut() {
        match iterator.next() {
            Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
            Some(TokenTree::Ident(ident)) if is_telling_name(&ident.to_string()) => return true,
            Some(TokenTree::Literal(literal)) if is_telling_text(&literal.to_string()) => return true,
            Some(_) => {}
            None => {
                open.pop();
            }
        }
    }
    false
}

fn is_telling_text(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if ["http", "twilio", "auth_token", "ringfence"].iter().any(|word| lower.contains(word)) {
        return true;
    }
    // Names that a format string captures.
    text.split('{').skip(1).any(|rest| {
        let end = rest.find(|character: char| !character.is_alphanumeric() && character != '_');
        rest.get(..end.unwrap_or(rest.len())).is_some_and(is_telling_name)
    })
}

fn is_telling_name(name: &str) -> bool {
    const EXACT: &[&str] = &[
        "api",
        "base",
        "basic_auth",
        "bearer_auth",
        "call",
        "endpoint",
        "env",
        "execute",
        "header",
        "headers",
        "host",
        "isahc",
        "no_retry",
        "permit",
        "post",
        "request",
        "reqwest",
        "retry",
        "send",
        "send_request",
        "surf",
        "ureq",
        "hyper",
        "awc",
        "var",
        "option_env",
        "signature_validation",
        "server",
        "NoRetry",
        "AuthToken",
        "CallbackUrl",
    ];
    const PARTS: &[&str] = &["url", "uri", "host", "twil", "token", "auth", "secret", "client", "callback"];
    let is_const = name.len() > 2
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_' || byte.is_ascii_digit());
    if is_const || EXACT.contains(&name) {
        return true;
    }
    let lower = name.to_ascii_lowercase();
    PARTS.iter().any(|part| lower.contains(part))
}
