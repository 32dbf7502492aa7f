//! Calls and macros: who is called, and with what.

use super::evaluate::Interpreter;
use super::event::Sink;
use super::location::setting_of;
use super::text::{Part, Text};
use super::value::{Atom, Secret, Value};
use crate::Place;
use crate::ir::{Expr, ExprKind};
use crate::resolve::{Entity, Resolved};
use std::collections::BTreeMap;

/// Macros that write to a log or a terminal, or into a panic.
const LOGS: &[&str] = &[
    "dbg",
    "debug",
    "eprint",
    "eprintln",
    "error",
    "event",
    "info",
    "log",
    "panic",
    "print",
    "println",
    "todo",
    "trace",
    "unimplemented",
    "unreachable",
    "warn",
];

impl Interpreter<'_> {
    pub(super) fn call(&mut self, func: &Expr, args: &[Expr], place: Place) -> Value {
        let ExprKind::Path(path) = &func.kind else {
            let callee = self.eval(func);
            let values = self.arguments(args);
            return self.call_value(&callee, &values, place);
        };
        let local = match path.as_slice() {
            [name] => self.frame.environment.get(name).cloned(),
            _ => None,
        };
        if let Some(callee) = local {
            let values = self.arguments(args);
            return self.call_value(&callee, &values, place);
        }
        self.note_name(path);
        match self.resolve_value(path) {
            Some(Resolved::Entity(Entity::Function(id))) => {
                let values = self.arguments(args);
                self.call_function(id, values, place)
            }
            Some(Resolved::Entity(Entity::Struct(id))) => {
                let mut fields = BTreeMap::new();
                for (index, value) in self.arguments(args).into_iter().enumerate() {
                    self.write(id, &index.to_string(), &value);
                    fields.insert(index.to_string(), value);
                }
                Atom::Object(id, fields).into()
            }
            Some(Resolved::Entity(Entity::Const(id))) => {
                let callee = self.constant(id);
                let values = self.arguments(args);
                self.call_value(&callee, &values, place)
            }
            Some(Resolved::Member(id, name)) => {
                let values = self.arguments(args);
                let method = self.program.method(id, &name);
                match method {
                    Some(method) => self.call_function(method, values, place),
                    // A variant stands for what it holds; a derived `default` for the type.
                    None if name == "default" => Atom::Object(id, BTreeMap::new()).into(),
                    None => single_or_tuple(values),
                }
            }
            Some(Resolved::External(path)) => {
                let values = self.arguments(args);
                let places: Vec<Place> = args.iter().map(|arg| arg.place).collect();
                self.external_call(&path, &values, &places, func.place, place)
            }
            _ => {
                self.arguments(args);
                Value::unknown()
            }
        }
    }

    fn arguments(&mut self, args: &[Expr]) -> Vec<Value> {
        args.iter().map(|arg| self.eval(arg)).collect()
    }

    /// Facts that a name alone tells: a sleep, a look at a 429.
    pub(super) fn note_name(&mut self, path: &[String]) {
        let Some(name) = path.last() else { return };
        let before = path.len().checked_sub(2).and_then(|at| path.get(at)).map(String::as_str);
        let sleeps = matches!(name.as_str(), "sleep" | "sleep_until" | "sleep_ms" | "delay_for" | "tick")
            || matches!((before, name.as_str()), (Some("Timer"), "after" | "at") | (Some("Delay"), "new"));
        self.frame.sleeps |= sleeps;
        self.frame.sees_throttling |= matches!(
            name.as_str(),
            "is_throttled"
                | "is_rate_limited"
                | "is_retryable"
                | "is_success"
                | "too_many_requests"
                | "retry_after"
        );
    }

    pub(super) fn format(&mut self, path: &[String], pieces: &[Expr], extras: &[Expr]) -> Value {
        let name = path.last().map(String::as_str).unwrap_or_default();
        let is_log = LOGS.contains(&name);
        let is_text = matches!(name, "format" | "format_args");
        let is_write = matches!(name, "write" | "writeln");
        let is_quiet = name.contains("assert");
        let before = self.frame.is_quiet;
        self.frame.is_quiet |= is_quiet;
        let mut values = Vec::new();
        for piece in pieces {
            let value = self.eval(piece);
            if is_log {
                self.sink(&value, Sink::Log, piece.place, false);
            }
            values.push(value);
        }
        for (index, extra) in extras.iter().enumerate() {
            let value = self.eval(extra);
            if is_log {
                self.sink(&value, Sink::Log, extra.place, false);
            }
            if is_write && index == 0 && value.texts().next().is_some() {
                let appended = self.concat(std::iter::once(&value).chain(&values));
                self.assign(extra, appended, extra.place);
            }
        }
        self.frame.is_quiet = before;
        if is_text { self.concat(&values) } else { Value::unknown() }
    }

    pub(super) fn macro_call(&mut self, path: &[String], args: &[Expr], place: Place) -> Value {
        let name = path.last().map(String::as_str).unwrap_or_default();
        if name.contains("assert") || name == "matches" {
            args.iter().for_each(|arg| drop(self.eval_quietly(arg)));
            return Value::unknown();
        }
        let values = self.arguments(args);
        if LOGS.contains(&name) {
            for (value, arg) in values.iter().zip(args) {
                self.sink(value, Sink::Log, arg.place, false);
            }
        }
        match name {
            "concat" => self.concat(&values),
            "env" | "option_env" => self.environment_variable(values.first(), place),
            "vec" | "json" | "hashmap" | "btreemap" | "smallvec" => Atom::list(values),
            "dbg" => values.into_iter().next().unwrap_or_default(),
            "callback_url" => {
                self.frame.touches_twilio = true;
                let mut result = Value::unknown();
                for text in values.first().into_iter().flat_map(Value::texts) {
                    result.join(&Atom::Callback(text.clone()).into());
                }
                result
            }
            "join" | "try_join" => Atom::tuple(values),
            _ => Value::unknown(),
        }
    }

    /// What an environment variable holds: an Auth Token, or something unknown.
    pub(super) fn environment_variable(&mut self, name: Option<&Value>, place: Place) -> Value {
        let Some(name) = name.and_then(Value::known_text) else { return Value::unknown() };
        let upper = name.to_ascii_uppercase();
        let is_token =
            upper.contains("TWILIO") && (upper.contains("AUTH_TOKEN") || upper.contains("AUTHTOKEN"));
        let may_be = matches!(upper.as_str(), "TWILIO_TOKEN" | "AUTH_TOKEN");
        if !is_token && !may_be {
            let text: Value = Atom::Text(Text { parts: vec![Part::Unknown] }).into();
            if setting_of(&name).is_none() {
                return text;
            }
            self.frame.touches_twilio = true;
            return text.joined(&Atom::External(vec!["env".to_owned(), name]).into());
        }
        self.frame.touches_twilio = true;
        let what = format!("the environment variable `{name}`");
        Atom::Secret(Secret { is_certain: is_token, origin: place, what }).into()
    }
}

fn single_or_tuple(mut values: Vec<Value>) -> Value {
    match values.len() {
        0 => Value::unknown(),
        1 => values.pop().unwrap_or_default(),
        _ => Atom::tuple(values),
    }
}
