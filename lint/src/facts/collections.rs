//! Methods of strings and collections.

use super::evaluate::Interpreter;
use super::method::Invocation;
use super::strings::strung;
use super::text::{Part, Text};
use super::value::{Atom, MAX_ELEMENTS, Value};
use crate::Place;
use crate::gather::Gather;
use crate::ir::{Expr, ExprKind};

impl Interpreter<'_> {
    /// Methods that change a collection or a string in place.
    pub(super) fn collection_method(&mut self, invocation: &Invocation<'_>) -> Option<Value> {
        let target = &invocation.call.receiver;
        let args = &invocation.args;
        match (invocation.name(), args.as_slice()) {
            ("push_str" | "push" | "write_str" | "pad", [value])
                if invocation.receiver.texts().next().is_some() =>
            {
                let text = strung([&invocation.receiver, value]);
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
                self.assign(target, grown_by(&invocation.receiver, &value), invocation.place);
            }
            ("insert", [key, value]) => {
                let pair = Atom::tuple(vec![key.clone(), value.clone()]);
                self.assign(target, grown_by(&invocation.receiver, &pair), invocation.place);
            }
            ("append" | "extend" | "extend_from_slice" | "put" | "put_slice" | "write_all", [more])
                if more.hooks().next().is_some() =>
            {
                // A buffer of what came with a request is that.
                let held = more.with_only(|atom| matches!(atom, Atom::Hook(_)));
                self.assign(target, invocation.receiver.clone().joined(&held), invocation.place);
            }
            ("append" | "extend" | "extend_from_slice", [more])
                if invocation.receiver.texts().next().is_none() =>
            {
                self.extend(target, &invocation.receiver, more, invocation.place);
            }
            ("insert_entry" | "or_insert", [value]) => {
                return self.enter(target, value.clone(), invocation.place);
            }
            ("or_insert_with", [_]) => {
                self.enter(target, Value::unknown(), invocation.place)?;
                return None;
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

    /// What another collection holds, or what nobody can read, goes into one.
    fn extend(&mut self, target: &Expr, receiver: &Value, more: &Value, place: Place) {
        let parts = more.atoms.iter().flat_map(|atom| match atom {
            Atom::List(parts) => parts.clone(),
            Atom::Few | Atom::External(_) => Vec::new(),
            other => vec![other.clone().into()],
        });
        let mut parts: Vec<Value> = parts.gather();
        if parts.is_empty() {
            parts.push(Value::unknown());
        }
        let grown = parts.iter().fold(receiver.clone(), |grown, part| grown_by(&grown, part));
        self.assign(target, grown, place);
    }

    /// `map.entry(key).or_insert(value)`
    fn enter(&mut self, entry: &Expr, value: Value, place: Place) -> Option<Value> {
        let ExprKind::Method(entry) = &entry.kind else { return None };
        let [key] = entry.args.as_slice() else { return None };
        if entry.name != "entry" {
            return None;
        }
        let (key, map) = (self.eval_quietly(key), self.eval_quietly(&entry.receiver));
        let pair = Atom::tuple(vec![key, value.clone()]);
        self.assign(&entry.receiver, grown_by(&map, &pair), place);
        Some(value)
    }
}

/// A collection that something more is in, whichever it is.
fn grown_by(collection: &Value, part: &Value) -> Value {
    let mut grown = Value::unknown();
    for atom in &collection.atoms {
        let Atom::List(parts) = atom else { continue };
        let is_new = parts.len() < MAX_ELEMENTS && !parts.contains(part);
        grown.join(&Atom::list(parts.iter().chain(is_new.then_some(part)).cloned().gather()));
    }
    if grown.is_unknown() { Atom::list(vec![part.clone()]) } else { grown }
}

pub(super) fn text_method(text: &Text, invocation: &Invocation<'_>) -> Option<Value> {
    match (invocation.name(), invocation.args.as_slice()) {
        ("join", [path]) => {
            let paths = path.spellings().into_iter();
            Some(paths.map(|path| Atom::Text(text.joined(path, invocation.place))).gather())
        }
        ("replace" | "replacen", [from, to, ..]) => {
            let (from, to) = (from.known_text()?, to.known_text()?);
            let parts = text.parts.iter().map(|part| match part {
                Part::Known(text, place) => Part::Known(text.replace(&*from, &to).into(), *place),
                other => other.clone(),
            });
            Some(Atom::Text(Text { parts: parts.gather() }).into())
        }
        ("concat", []) => Some(strung([&invocation.receiver])),
        _ => None,
    }
}

/// The pieces of a collection as one string.
pub(super) fn list_method(parts: &[Value], invocation: &Invocation<'_>) -> Option<Value> {
    let between = match (invocation.name(), invocation.args.as_slice()) {
        ("get" | "get_mut" | "remove", [key]) => return value_of_key(parts, key),
        ("concat", []) => None,
        ("join", [separator]) => Some(separator),
        _ => return None,
    };
    let pieces = parts.iter().enumerate().flat_map(|(index, part)| {
        let before = between.filter(|_| index > 0);
        before.into_iter().chain([part])
    });
    Some(strung(pieces))
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
