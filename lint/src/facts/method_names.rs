//! What the name of a method tells: where secrets go, and where credentials are given.

use super::callbacks::host_ignores_overrides;
use super::evaluate::Interpreter;
use super::event::{EventKind, Sink};
use super::externals::is_twilio_request;
use super::library::Library;
use super::messages::is_terminal;
use super::method::Invocation;
use super::sinks::is_authorization;
use super::value::{Atom, Value};
use crate::gather::Gather;
use crate::ir::{Expr, ExprKind};

impl Interpreter<'_> {
    /// Sinks that a method's name tells whoever it belongs to.
    pub(super) fn named_sinks(&mut self, invocation: &Invocation<'_>) {
        let towards = invocation.receiver.atoms.iter().any(is_twilio_request);
        let is_request = invocation.receiver.atoms.iter().any(|atom| matches!(atom, Atom::Request(_)));
        let sink = match invocation.name() {
            "basic_auth" | "credentials" => Some(Sink::BasicAuth),
            "password" if invocation.receiver_root() == Some("curl") => Some(Sink::BasicAuth),
            "arg" | "args" | "env" | "envs" if is_command(&invocation.receiver) => Some(Sink::Process),
            "record" if invocation.args.len() == 2 && invocation.first().known_text().is_some() => {
                Some(Sink::Log)
            }
            "write" | "write_all" | "write_fmt" | "write_str" if is_terminal(&invocation.receiver) => {
                Some(Sink::Log)
            }
            "bearer_auth" => Some(Sink::BearerAuth),
            "insert" | "append" | "header" | "set" | "insert_header" | "append_header" | "typed_insert" => {
                let names_it = is_authorization(&invocation.first())
                    || invocation.first().atoms.iter().any(tuple_names_it);
                (names_it || is_request).then_some(Sink::Header)
            }
            "body" | "form" | "json" | "multipart" | "query" | "send_form" | "send_json" | "send_string"
            | "send_body"
                if is_request =>
            {
                Some(Sink::Body)
            }
            "expect" => Some(Sink::Log),
            _ => None,
        };
        if let Some(sink) = sink {
            for (index, arg) in invocation.args.iter().enumerate() {
                let place = invocation.arg_place(index);
                let seen = if sink == Sink::Log { self.shown(arg, false, place) } else { arg.clone() };
                self.sink(&seen, sink.clone(), place, towards);
            }
            if towards && matches!(sink, Sink::BasicAuth | Sink::BearerAuth | Sink::Header) {
                self.given_authorization(invocation, &sink);
            }
        }
        self.named_credentials(invocation);
        if towards && is_request {
            let is_ignored = invocation.receiver.atoms.iter().any(|atom| match atom {
                Atom::Request(request) => host_ignores_overrides(&request.url),
                _ => false,
            });
            for (index, arg) in invocation.args.iter().enumerate() {
                self.note_callbacks(arg, is_ignored, invocation.arg_place(index));
            }
        }
    }

    /// A literal that authenticates a request to Twilio.
    fn given_authorization(&mut self, invocation: &Invocation<'_>, sink: &Sink) {
        let at = invocation.arg_place(invocation.args.len().saturating_sub(1));
        match (sink, invocation.args.as_slice()) {
            (Sink::BasicAuth, [user, password]) => self.password_of(Some(user), password, at),
            (Sink::BasicAuth | Sink::BearerAuth, [only]) => self.authorization(only, at),
            (Sink::Header, [name, value]) if is_authorization(name) => self.authorization(value, at),
            (Sink::Header, [pair]) if pair.atoms.iter().any(tuple_names_it) => self.authorization(pair, at),
            _ => {}
        }
    }

    /// Literals that a method's name makes credentials, or user and password of a URL.
    fn named_credentials(&mut self, invocation: &Invocation<'_>) {
        let at = invocation.arg_place(0);
        match (invocation.name(), invocation.args.as_slice()) {
            ("set_password", [password]) => {
                let is_none = invocation.call.args.first().is_some_and(is_none);
                self.user_set(
                    invocation,
                    !is_none && !password.known_text().is_some_and(|text| text.is_empty()),
                );
            }
            ("set_username", [name]) => self.user_set(invocation, !name.secrets().is_empty()),
            (name, [value]) => {
                let of_twilio = invocation.receiver.atoms.iter().any(|atom| match atom {
                    Atom::External(path) => Library::of(path).is_some_and(Library::is_twilio),
                    other => self.is_twilio_type(other),
                });
                if of_twilio {
                    self.field_credential(
                        true,
                        name.trim_start_matches("with_").trim_start_matches("set_"),
                        value,
                        at,
                    );
                }
            }
            (_, values) if values.len() > 1 => {
                let values = values.to_vec();
                self.credentials_beside_sids(&values, at);
            }
            _ => {}
        }
    }

    fn user_set(&mut self, invocation: &Invocation<'_>, is_given: bool) {
        let texts: Vec<_> = invocation.receiver.texts().filter(|_| is_given).cloned().gather();
        for text in texts {
            self.event(EventKind::Userinfo(text), invocation.arg_place(0));
        }
    }
}

fn is_none(written: &Expr) -> bool {
    matches!(&written.kind, ExprKind::Path(path) if path.last().is_some_and(|name| name == "None"))
}

fn is_command(value: &Value) -> bool {
    value
        .atoms
        .iter()
        .any(|atom| matches!(atom, Atom::External(path) if path.iter().any(|part| part == "Command")))
}

fn tuple_names_it(atom: &Atom) -> bool {
    match atom {
        Atom::Tuple(parts) => parts.first().is_some_and(is_authorization),
        _ => false,
    }
}
