//! Connection overrides: keys, ranges and names as Twilio documents them.
//!
//! <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>

use crate::argument::{split, string_of, ungroup};
use crate::fault::Fault;
use proc_macro2::{Delimiter, Spacing, Span, TokenTree};
use ringfence_lint::suggestion;
use std::ops::RangeInclusive;

/// What a key takes.
enum Kind {
    Number { range: RangeInclusive<u32>, unit: &'static str },
    OneOf(&'static [&'static str]),
    AnyOf(&'static [&'static str]),
}

struct Key {
    name: &'static str,
    kind: Kind,
}

const KEYS: [Key; 7] = [
    Key { name: "ct", kind: Kind::Number { range: 100..=10_000, unit: "milliseconds" } },
    Key { name: "e", kind: Kind::AnyOf(&EDGES) },
    Key { name: "rc", kind: Kind::Number { range: 0..=5, unit: "retries" } },
    Key { name: "rp", kind: Kind::AnyOf(&["4xx", "5xx", "all", "ct", "rt"]) },
    Key { name: "rt", kind: Kind::Number { range: 100..=15_000, unit: "milliseconds" } },
    Key { name: "sni", kind: Kind::OneOf(&["n", "y"]) },
    Key { name: "tt", kind: Kind::Number { range: 100..=15_000, unit: "milliseconds" } },
];

const EDGES: [&str; 13] = [
    "ashburn",
    "ashburn-ix",
    "dublin",
    "frankfurt",
    "frankfurt-ix",
    "london-ix",
    "san-jose-ix",
    "sao-paulo",
    "singapore",
    "singapore-ix",
    "sydney",
    "tokyo",
    "umatilla",
];

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
        let values = elements.iter().flat_map(|element| read_values(element, key.span())).collect();
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
    text.split(',').map(|text| Value { text: text.trim().to_owned(), start, end }).collect()
}

/// Checks one override: its key, and its values as they go into the fragment.
pub(crate) fn check_override(given: &Override, faults: &mut Vec<Fault>) -> Option<(&'static str, String)> {
    let Some(key) = find_key(&given.key) else {
        faults.push(Fault::at(given.key_span, unknown_key(&given.key)));
        return None;
    };
    let single = !matches!(key.kind, Kind::AnyOf(_));
    if single && let Some(second) = given.values.get(1) {
        let message = format!("`{}` takes one value", key.name);
        faults.push(Fault { start: second.start, end: second.end, message });
    }
    let texts: Vec<&str> = given.values.iter().map(|value| value.text.as_str()).collect();
    for (at, value) in given.values.iter().enumerate() {
        if let Some(message) = check_value(key, &texts, at) {
            faults.push(Fault { start: value.start, end: value.end, message });
        }
    }
    Some((key.name, texts.join(",")))
}

/// Checks the fragment of a URL that was written by hand.
pub(crate) fn check_fragment(fragment: &str) -> Vec<String> {
    let mut messages = Vec::new();
    let mut seen = Vec::new();
    for pair in fragment.split('&') {
        let Some((name, values)) = pair.split_once('=') else {
            messages.push(format!("`{pair}` in the fragment is no `key=value`\nhelp: {}", known_keys()));
            continue;
        };
        let Some(key) = find_key(name) else {
            messages.push(unknown_key(name));
            continue;
        };
        if seen.contains(&key.name) {
            messages.push(format!("`{name}` is set twice"));
        }
        seen.push(key.name);
        let single = !matches!(key.kind, Kind::AnyOf(_));
        let values: Vec<&str> = if single { vec![values] } else { values.split(',').collect() };
        messages.extend((0..values.len()).filter_map(|at| check_value(key, &values, at)));
    }
    messages
}

fn find_key(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

fn known_keys() -> String {
    let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
    format!("the overrides are {}", names.join(", "))
}

fn unknown_key(name: &str) -> String {
    let near = suggestion(name, KEYS.iter().map(|key| key.name));
    format!("`{name}` is no connection override{near}\nhelp: {}", known_keys())
}

/// What is wrong with the value at a place among the values of its key.
fn check_value(key: &Key, values: &[&str], at: usize) -> Option<String> {
    let text = *values.get(at)?;
    let names = match &key.kind {
        Kind::Number { range, unit } => {
            let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
            let is_good = is_number && text.parse().is_ok_and(|number| range.contains(&number));
            let (low, high) = (range.start(), range.end());
            let wrong = || format!("`{}` takes {low} to {high} {unit}, not `{text}`", key.name);
            return (!is_good).then(wrong);
        }
        Kind::OneOf(names) | Kind::AnyOf(names) => *names,
    };
    if !names.contains(&text) {
        let near = suggestion(text, names.iter().copied());
        let list = names.join(", ");
        return Some(format!("`{text}` is no value of `{}`{near}\nhelp: it takes {list}", key.name));
    }
    if values.iter().take(at).any(|earlier| *earlier == text) {
        return Some(format!("`{text}` is listed twice"));
    }
    (text == "all" && values.len() > 1).then(|| "`all` stands alone: it means the others, too".to_owned())
}
