//! Methods of strings and collections.

use super::evaluate::Interpreter;
use super::method::Invocation;
use super::text::{Part, Text};
use super::value::{Atom, Value};
use crate::Place;

impl Interpreter<'_> {
    /// Methods that change a collection or a string in place.
    pub(super) fn collection_method(&mut self, invocation: &Invocation<'_>) -> Option<Value> {
        let target = &invocation.call.receiver;
        let args = &invocation.args;
        match (invocation.name(), args.as_slice()) {
            ("push_str" | "push" | "write_str" | "pad", [value])
                if invocation.receiver.texts().next().is_some() =>
            {
                let text = self.concat([&invocation.receiver, value]);
                self.assign(target, text, invocation.place);
            }
            ("read_to_string" | "read_to_end", [_]) if !invocation.receiver.secrets().is_empty() => {
                if let Some(buffer) = invocation.call.args.first() {
                    self.assign(buffer, invocation.receiver.clone(), invocation.place);
                }
            }
            ("push" | "push_back", [value]) => {
                let written = invocation.call.args.first();
                let value =
                    written.map_or_else(|| value.clone(), |written| self.as_work(value.clone(), written));
                self.add_to(target, &invocation.receiver, value, invocation.place)
            }
            ("insert", [key, value]) => {
                let pair = Atom::tuple(vec![key.clone(), value.clone()]);
                self.add_to(target, &invocation.receiver, pair, invocation.place);
            }
            ("set_scheme", [scheme]) => {
                if let (Some(scheme), Some(text)) =
                    (scheme.texts().next(), invocation.receiver.texts().next())
                {
                    let text = with_scheme(text, scheme);
                    self.assign(target, Atom::Text(text).into(), invocation.place);
                }
            }
            _ => return self.formatter_method(invocation),
        }
        Some(Value::unknown())
    }

    pub(super) fn add_to(&mut self, target: &crate::ir::Expr, receiver: &Value, part: Value, place: Place) {
        let mut parts = receiver.atoms.iter().find_map(|atom| match atom {
            Atom::List(parts) => Some(parts.clone()),
            _ => None,
        });
        if let Some(parts) = &mut parts
            && (parts.len() >= 64 || parts.contains(&part))
        {
            return;
        }
        let mut parts = parts.unwrap_or_default();
        parts.push(part);
        self.assign(target, Atom::list(parts), place);
    }
}

pub(super) fn text_method(
    interpreter: &Interpreter<'_>,
    text: &Text,
    invocation: &Invocation<'_>,
) -> Option<Value> {
    match (invocation.name(), invocation.args.as_slice()) {
        ("join", [path]) => Some(Atom::Text(text.joined(path.parts(), invocation.place)).into()),
        ("replace" | "replacen", [from, to, ..]) => {
            let (from, to) = (from.known_text()?, to.known_text()?);
            let parts = text.parts.iter().map(|part| match part {
                Part::Known(text, place) => Part::Known(text.replace(&*from, &to).into(), *place),
                other => other.clone(),
            });
            Some(Atom::Text(Text { parts: parts.collect() }).into())
        }
        ("concat", []) => Some(interpreter.concat([&invocation.receiver])),
        _ => None,
    }
}

/// The pieces of a collection as one string.
pub(super) fn list_method(parts: &[Value], invocation: &Invocation<'_>) -> Option<Value> {
    let between = match (invocation.name(), invocation.args.as_slice()) {
        ("get" | "get_mut" | "remove", [key]) => return value_of_key(parts, key),
        ("concat", []) => Vec::new(),
        ("join", [separator]) => separator.parts(),
        _ => return None,
    };
    let mut text = Text::default();
    for (index, part) in parts.iter().enumerate() {
        let before = if index > 0 { between.clone() } else { Vec::new() };
        before.into_iter().chain(part.parts()).for_each(|part| text.push(part));
    }
    Some(Atom::Text(text).into())
}

/// What a map holds under a key: `None` where not every key is known.
pub(super) fn value_of_key(parts: &[Value], key: &Value) -> Option<Value> {
    let key = key.known_text()?;
    let mut found = Value::unknown();
    for part in parts {
        let [Atom::Tuple(pair)] = &*part.atoms else { return None };
        let [own, value] = pair.as_slice() else { return None };
        if own.known_text()? == key {
            found.join(value);
        }
    }
    Some(found)
}

/// A URL with another scheme.
fn with_scheme(text: &Text, scheme: &Text) -> Text {
    let mut changed = scheme.clone();
    let mut is_after = false;
    for part in &text.parts {
        match part {
            Part::Known(known, place) if !is_after => {
                if let Some(at) = known.find("://") {
                    is_after = true;
                    changed.push(Part::Known(known.get(at..).unwrap_or_default().into(), *place));
                }
            }
            other if is_after => changed.push(other.clone()),
            _ => {}
        }
    }
    changed
}
