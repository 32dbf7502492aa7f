//! Types as people read them.

use super::types::{argument, owned};
use crate::plan::{Type, Write};
use proc_macro2::TokenStream;

/// A type in Rust, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Spelled {
    /// As it is written where `ringfence` and the module are imported: `Option<Vec<Message>>`.
    pub text: String,
    /// The generated type that it holds, if it holds one: `Message`.
    pub named: Option<String>,
}

/// The type of a field or an answer.
pub(crate) fn spell(of: &Type) -> Spelled {
    Spelled { text: plain(&owned(of)), named: named(of) }
}

/// The type of an argument.
pub(crate) fn spell_argument(of: &Type, write: &Write) -> Spelled {
    Spelled { text: plain(&argument(of, write)), named: named(of) }
}

fn named(of: &Type) -> Option<String> {
    match of {
        Type::Named(name) => Some(name.as_str().to_owned()),
        Type::List(inner) | Type::Map(inner) | Type::Boxed(inner) => named(inner),
        _ => None,
    }
}

/// Tokens as text, with blanks between words alone and without the ways to well-known crates.
fn plain(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        if letter == ' ' {
            let between_words = out.ends_with(is_word) && rest.peek().copied().is_some_and(is_word);
            if between_words || out.ends_with(',') {
                out.push(' ');
            }
            continue;
        }
        out.push(letter);
    }
    for way in ["::ringfence::private::", "::ringfence::", "::std::collections::", "::core::option::"] {
        out = out.replace(way, "");
    }
    out
}
