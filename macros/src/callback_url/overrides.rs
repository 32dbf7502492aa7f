//! Connection overrides as arguments of the macro; what may stand in them the lint engine knows.

use crate::argument::{split, string_of, ungroup};
use crate::fault::Fault;
use proc_macro2::{Delimiter, Spacing, Span, TokenTree};
use ringfence_lint::gather::Gather;
use ringfence_lint::overrides::OverrideKey;

/// A value with the tokens that it stands in.
#[derive(Debug)]
struct Value {
    text: String,
    start: Span,
    end: Span,
}

/// `key = value` or `key = [value, ...]`.
#[derive(Debug)]
pub(crate) struct Override {
    key: String,
    pub(crate) key_span: Span,
    values: Vec<Value>,
}

impl Override {
    pub(crate) fn read(part: &[TokenTree], faults: &mut Vec<Fault>) -> Option<Self> {
        let (key, value) = match part {
            [TokenTree::Ident(key), TokenTree::Punct(equals), value @ ..]
                if equals.as_char() == '=' && equals.spacing() == Spacing::Alone && !value.is_empty() =>
            {
                (key, ungroup(value))
            }
            _ => {
                let message = "expected `key = value`, such as `rc = 2`";
                faults.push(Fault::over(part, Span::call_site(), message));
                return None;
            }
        };
        let elements = match value.as_slice() {
            [TokenTree::Group(list)] if list.delimiter() == Delimiter::Bracket => split(list.stream()),
            _ => vec![value.clone()],
        };
        if elements.is_empty() {
            faults.push(Fault::over(&value, key.span(), format!("`{key}` lists no value")));
            return None;
        }
        let values = elements.iter().flat_map(|element| read_values(element, key.span())).gather();
        Some(Self { key: key.to_string(), key_span: key.span(), values })
    }
}

/// A name such as `sao-paulo` is three tokens, `"ct,rt"` two values in one.
fn read_values(element: &[TokenTree], place: Span) -> Vec<Value> {
    let start = element.first().map_or(place, TokenTree::span);
    let end = element.last().map_or(place, TokenTree::span);
    let text = match ungroup(element).as_slice() {
        // Rust's own way of writing a number; the fragment has none of it.
        [token] => string_of(token).unwrap_or_else(|| token.to_string().replace('_', "")),
        tokens => tokens.iter().map(TokenTree::to_string).collect(),
    };
    text.split(',').map(|text| Value { text: text.trim().to_owned(), start, end }).gather()
}

/// Checks one override: its key, and its values as they go into the fragment.
pub(crate) fn check_override(given: &Override, faults: &mut Vec<Fault>) -> Option<(&'static str, String)> {
    let key = match OverrideKey::find(&given.key) {
        Ok(key) => key,
        Err(mistake) => {
            faults.push(Fault::at(given.key_span, mistake.to_string()));
            return None;
        }
    };
    if !key.takes_list()
        && let Some(second) = given.values.get(1)
    {
        let message = format!("`{}` takes one value", key.name);
        faults.push(Fault { start: second.start, end: second.end, message });
    }
    let texts: Vec<&str> = given.values.iter().map(|value| value.text.as_str()).gather();
    for (at, value) in given.values.iter().enumerate() {
        if let Some(mistake) = key.check_value(&texts, at) {
            faults.push(Fault { start: value.start, end: value.end, message: mistake.to_string() });
        }
    }
    Some((key.name, texts.join(",")))
}
