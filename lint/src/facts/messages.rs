//! Macros that say something, and what of a value is seen by whoever reads it.

use super::evaluate::Interpreter;
use super::event::Sink;
use super::method::Invocation;
use super::secrets::Secret;
use super::strings::strung;
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::{Gather, PutAll};
use crate::ir::{Expr, ExprKind, Function, Pat};
use crate::messages::Message;
use crate::sorted::Map;

/// How deep structs are looked into.
const MAX_SHOWN: usize = 4;

impl Interpreter<'_> {
    pub(super) fn format(&mut self, path: &[String], pieces: &[Expr], extras: &[Expr]) -> Value {
        let name = path.last().map(String::as_str).unwrap_or_default();
        let message = Message::of(name).unwrap_or(Message::Text);
        let is_check = matches!(message, Message::Check(_));
        let before = self.frame.is_quiet;
        self.frame.is_quiet |= is_check;
        let mut values = Vec::new();
        for piece in pieces {
            let value = self.eval(piece);
            values.push((value, piece));
        }
        let extra_values: Vec<Value> = extras.iter().map(|extra| self.eval(extra)).gather();
        self.frame.is_quiet = before;
        if let Some(condition) = extras.first().filter(|_| is_check) {
            self.held(name, &extra_values, condition.place);
        }
        let target = extra_values.first().filter(|_| message == Message::Write);
        let is_log = match message {
            Message::Log | Message::Dump | Message::Check(_) => true,
            Message::Write => target.is_some_and(is_terminal),
            Message::Text => false,
        };
        if is_log {
            for (value, piece) in &values {
                self.logged(value, piece);
            }
        }
        if message == Message::Log {
            for (value, extra) in extra_values.iter().zip(extras) {
                self.logged(value, extra);
            }
        }
        let said: Vec<Value> = values
            .into_iter()
            .map(|(value, piece)| self.shown(&value, is_debugged(piece), piece.place))
            .gather();
        self.diverge(name);
        match (message, target, extras.first()) {
            (Message::Write, Some(target), Some(place)) if target.texts().next().is_some() => {
                let appended = strung(std::iter::once(target).chain(&said));
                self.assign(place, appended, place.place);
                Value::unknown()
            }
            (Message::Text, ..) if name != "bail" => strung(&said),
            _ => Value::unknown(),
        }
    }

    /// Notes the secrets that a log, a terminal or a panic shows of an argument.
    pub(super) fn logged(&mut self, value: &Value, written: &Expr) {
        let shown = self.shown(value, is_debugged(written), written.place);
        self.sink(&shown, Sink::Log, written.place, false);
    }

    /// What is seen of a value where it is written out: of a struct, what its derived `Debug` shows.
    pub(super) fn shown(&mut self, value: &Value, is_debug: bool, place: Place) -> Value {
        let mut shown = Value::unknown();
        for atom in &value.atoms {
            match atom {
                Atom::Object(id, fields) => {
                    let secrets =
                        if is_debug { self.shown_fields(*id, fields, place, 0) } else { Vec::new() };
                    secrets.into_iter().for_each(|secret| shown.join(&Atom::Secret(secret).into()));
                    let written = self.displayed(atom, if is_debug { "Debug" } else { "Display" }, place);
                    shown.join(&written);
                }
                Atom::Tuple(parts) | Atom::List(parts) => {
                    let parts: Vec<Value> =
                        parts.iter().map(|part| self.shown(part, is_debug, place)).gather();
                    shown.join(&Atom::tuple(parts));
                }
                Atom::Secret(secret) if secret.is_hidden => {}
                Atom::Request(_) => {}
                other => shown.join(&other.clone().into()),
            }
        }
        shown
    }

    fn shown_fields(
        &mut self,
        id: usize,
        fields: &Map<String, Value>,
        place: Place,
        depth: usize,
    ) -> Vec<Secret> {
        let Some(entry) = self.program.structs.get(id).filter(|entry| entry.hints.is_shown) else {
            return Vec::new();
        };
        let names: Vec<String> = match entry.fields.is_empty() {
            true => fields.keys().cloned().gather(),
            false => entry.fields.iter().map(|(name, _)| name.clone()).gather(),
        };
        let base: Value = Atom::Object(id, fields.clone()).into();
        let mut found = Vec::new();
        for name in names {
            let value = self.field(&base, &name, place);
            for atom in &value.atoms {
                match atom {
                    Atom::Object(inner, fields) if depth < MAX_SHOWN => {
                        found.put_all(self.shown_fields(*inner, fields, place, depth + 1));
                        let written = self.displayed(atom, "Debug", place);
                        found.put_all(written.secrets().into_iter().cloned());
                    }
                    Atom::Object(..) => {}
                    other => {
                        let shown = Value::from(other.clone());
                        found
                            .put_all(shown.secrets().into_iter().filter(|secret| !secret.is_hidden).cloned());
                    }
                }
            }
        }
        found
    }

    /// `formatter.debug_struct("Config").field("token", &self.token).finish()`: what such helpers are told goes to the formatter.
    pub(super) fn formatter_method(&mut self, invocation: &Invocation<'_>) -> Option<Value> {
        let so_far = &invocation.receiver;
        so_far.texts().next()?;
        match (invocation.name(), invocation.args.as_slice()) {
            ("debug_list" | "debug_map" | "debug_set" | "debug_struct" | "debug_tuple", _) => {}
            ("finish" | "finish_non_exhaustive", []) => {}
            ("entry" | "field", [.., value]) => {
                let shown = self.shown(value, true, invocation.place);
                let text = strung([so_far, &shown]);
                if matches!(invocation.call.receiver.kind, ExprKind::Path(_)) {
                    self.assign(&invocation.call.receiver, text.clone(), invocation.place);
                }
                return Some(text);
            }
            _ => return None,
        }
        Some(so_far.clone())
    }

    /// What `#[tracing::instrument]` writes into the span of a call.
    pub(super) fn note_traced(&mut self, function: &Function) {
        let Some(traced) = &function.traced else { return };
        for field in &traced.fields {
            let value = self.eval(field);
            self.logged(&value, field);
        }
        if traced.skips_all {
            return;
        }
        let own = function.receives_self.then_some(("self", function.place));
        let params = function.params.iter().filter_map(|param| match &param.pat {
            Pat::Bind(name, _) => Some((name.as_str(), param.place)),
            _ => None,
        });
        for (name, place) in own.into_iter().chain(params) {
            if traced.skips.iter().any(|skipped| skipped == name) {
                continue;
            }
            let value = self.frame.environment.get(name).cloned().unwrap_or_default();
            let shown = self.shown(&value, true, place);
            self.sink(&shown, Sink::Log, place, false);
        }
    }
}

/// Whether an argument of a message is shown by its `Debug`.
fn is_debugged(written: &Expr) -> bool {
    matches!(written.kind, ExprKind::Debugged(_))
}

/// Whether a value is this process's own output.
pub(super) fn is_terminal(value: &Value) -> bool {
    value.atoms.iter().any(|atom| match atom {
        Atom::External(path) => path.iter().any(|part| part == "stderr" || part == "stdout"),
        _ => false,
    })
}
