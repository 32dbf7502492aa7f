//! Methods of HTTP clients, their builders and their requests, and of the crates for Twilio.

use super::callbacks::function_ignores_overrides;
use super::evaluate::Interpreter;
use super::event::{EventKind, Reason, Sink};
use super::library::{Library, is_endpoint_path, is_terminal, is_verb};
use super::method::Invocation;
use super::operation_call::{
    CalledBy, OperationCall, answer_of, by_crate, by_path, is_sending, verb_named, verb_of,
};
use super::outcome::Outcome;
use super::region::Ends;
use super::text::Text;
use super::tls::Tls;
use super::value::{Atom, Client, Request, Value};
use crate::gather::Gather;
use crate::ir::{Expr, ExprKind};

impl Interpreter<'_> {
    pub(super) fn client_method(&mut self, client: &Client, invocation: &Invocation<'_>) -> Option<Value> {
        let Client { library, retries, .. } = *client;
        let name = invocation.name();
        if library.is_twilio() {
            self.note_setter(invocation);
            if library.sends_by(name, invocation.args.len()) {
                let request = Atom::Request(Request::new(client, Text::default())).into();
                let place = invocation.call.name_place;
                if let Library::Twilio(package) = library
                    && let Some(operation) = by_crate(package, &named_before(&invocation.call.receiver), name)
                {
                    let listed = invocation.args.iter().flat_map(Value::listed).gather();
                    self.note_operation(OperationCall::new(operation, CalledBy::Crate, listed), place);
                    return Some(self.send(&request, place).joined(&answer_of(Some(operation), place)));
                }
                return Some(self.send(&request, place));
            }
            return Some(Atom::Client(client.clone()).into());
        }
        match name {
            "new_agent" => Some(Atom::Client(client.clone()).into()),
            "execute" | "send_request" | "call" | "send" => {
                let given = invocation.first();
                let requests = given.atoms.iter().map(|atom| match atom {
                    Atom::Request(request) => {
                        let mut request = Request {
                            retries: request.retries || retries,
                            is_blind: client.is_blind,
                            library,
                            ..request.clone()
                        };
                        request.tls.merge(&client.tls);
                        Atom::Request(request)
                    }
                    other => other.clone(),
                });
                Some(self.send(&requests.gather(), invocation.call.name_place))
            }
            "request" if library == Library::Hyper => {
                Some(self.send(&invocation.first(), invocation.call.name_place))
            }
            "request" => {
                let url = invocation.args.get(1).cloned().unwrap_or_default();
                Some(
                    self.request(client, &url, invocation.arg_place(1)).sent_by(verb_of(&invocation.first())),
                )
            }
            name if is_verb(name.trim_end_matches("_async")) => {
                let verb = verb_named(name.trim_end_matches("_async"));
                let request =
                    self.request(client, &invocation.first(), invocation.arg_place(0)).sent_by(verb);
                if matches!(library, Library::Hyper | Library::Isahc | Library::Surf) {
                    return Some(self.send(&request, invocation.call.name_place));
                }
                Some(request)
            }
            _ => None,
        }
    }

    pub(super) fn request_method(&mut self, request: &Request, invocation: &Invocation<'_>) -> Value {
        let value = Value::from(Atom::Request(request.clone())).giving(invocation.receiver.given());
        if is_terminal(request.library, invocation.name()) {
            // `isahc` and `surf` send what they are handed; the rest is a client's.
            let body = invocation.args.first().map(|body| self.names_given(body));
            return self.send(&value.giving(body.unwrap_or_default()), invocation.call.name_place);
        }
        match invocation.name() {
            "uri" | "url" if !invocation.args.is_empty() => {
                let Request { library, retries, is_blind, verb, tls, .. } = request.clone();
                let client = Client { library, retries, is_blind, tls };
                let value = self.request(&client, &invocation.first(), invocation.arg_place(0)).sent_by(verb);
                if library == Library::Curl {
                    self.assign(&invocation.call.receiver, value.clone(), invocation.place);
                }
                value
            }
            "form" | "json" | "query" | "send_form" | "send_json" | "body" => {
                let given = self.names_given(&invocation.first());
                invocation.receiver.giving(given)
            }
            "method" if !invocation.args.is_empty() => value.sent_by(verb_of(&invocation.first())),
            "headers_ref" | "headers" | "url" | "method" if invocation.args.is_empty() => Value::unknown(),
            _ => value,
        }
    }

    /// Something of another crate, known by its path alone.
    pub(super) fn external_method(&mut self, path: &[String], invocation: &Invocation<'_>) -> Option<Value> {
        if path.first().is_some_and(|root| root == "ringfence") || is_endpoint_path(path) {
            self.hand_tls(&invocation.args, invocation.call.name_place);
        }
        if let Some(value) = self.retrying_method(path, invocation) {
            return Some(value);
        }
        if invocation.name() == "classify_fn" {
            return Some(classified(path, self.repeats_by_classifier(&invocation.first())));
        }
        if path.iter().any(|segment| segment == "ServiceBuilder") {
            return Some(self.service_builder(path, invocation));
        }
        if by_path(path).is_some() && !invocation.args.is_empty() && !is_sending(invocation.name()) {
            return Some(self.endpoint_setter(invocation));
        }
        if is_endpoint_path(path) && is_sending(invocation.name()) && !invocation.args.is_empty() {
            let place = invocation.call.name_place;
            let operation = self.note_endpoint(path, &invocation.receiver, invocation.name(), place);
            self.note_made();
            let answer = answer_of(operation, place);
            return Some(match invocation.name() {
                "page" | "send" => {
                    answer.joined(&Atom::Outcome(Outcome { origin: place, from: place }).into())
                }
                _ => answer,
            });
        }
        if let Some(library @ Library::Twilio(package)) = Library::of(path) {
            for (index, arg) in invocation.args.iter().enumerate() {
                self.sink(arg, Sink::Client(package), invocation.arg_place(index), true);
            }
            self.hand_tls(&invocation.args, invocation.call.name_place);
            self.note_setter(invocation);
            if matches!(invocation.name(), "build" | "client" | "connect") {
                return Some(
                    Atom::Client(Client { tls: Tls::handed(&invocation.args), ..Client::new(library) })
                        .into(),
                );
            }
        }
        if path.first().is_some_and(|root| root == "base64") || invocation.name().starts_with("encode") {
            return Some(invocation.first());
        }
        None
    }

    /// tower's builder of services, which may have a layer that tries again.
    fn service_builder(&mut self, path: &[String], invocation: &Invocation<'_>) -> Value {
        let retries = |value: &Value| {
            value.atoms.iter().any(|atom| match atom {
                Atom::External(path) => {
                    path.iter().any(|segment| segment.contains("Retry") || segment.contains("retry"))
                }
                _ => false,
            })
        };
        let is_retrying = path.last().is_some_and(|last| last == "retrying");
        let turns =
            invocation.name() == "retry" || invocation.name() == "layer" && retries(&invocation.first());
        match invocation.name() {
            _ if turns && !is_retrying => {
                let mut path = path.to_vec();
                path.push("retrying".to_owned());
                policy_of(&invocation.first()).joined(&Atom::External(path).into())
            }
            "service" | "service_fn" if is_retrying => {
                self.retrying_service(invocation.args.first(), &invocation.receiver, invocation.place)
            }
            "service" | "service_fn" => invocation.first(),
            _ => policy_of(&invocation.receiver).joined(&Atom::External(path.to_vec()).into()),
        }
    }

    pub(super) fn retry_off(&mut self, invocation: &Invocation<'_>) {
        let reasons = invocation.first().atoms;
        let is_written = reasons.iter().any(|atom| matches!(atom, Atom::NoRetry(_)));
        let is_generated = invocation.receiver.atoms.iter().any(|atom| match atom {
            Atom::External(path) => {
                path.iter().any(|segment| segment == "ringfence" || segment == "RetryPolicy")
            }
            _ => false,
        });
        if invocation.args.is_empty() && is_generated && !is_written {
            self.event(EventKind::RetryOff { reason: Reason::None }, invocation.call.name_place);
        }
    }

    /// `.status_callback("http://...")` on a request that is not one of an HTTP library.
    pub(super) fn callback_setter(&mut self, invocation: &Invocation<'_>) {
        let generated = invocation.receiver.atoms.iter().find_map(|atom| match atom {
            Atom::External(path) => Some(path).filter(|path| is_endpoint_path(path)),
            _ => None,
        });
        if let Some(path) = generated {
            let is_ignored = function_ignores_overrides(path);
            self.callback(&invocation.first(), invocation.arg_place(0), is_ignored);
        }
    }
}

/// The method that a method is called on the outcome of.
fn named_before(receiver: &Expr) -> Vec<String> {
    match &receiver.kind {
        ExprKind::Transparent(inner) => named_before(inner),
        ExprKind::Method(call) => vec![call.name.clone()],
        _ => Vec::new(),
    }
}

/// What decides whether something is tried again: types of the crate.
fn policy_of(value: &Value) -> Value {
    value.with_only(|atom| matches!(atom, Atom::Object(..)))
}

/// A policy of reqwest's own that is told what may be repeated: what it does not do is written behind its path.
fn classified(path: &[String], ends: Option<Ends>) -> Value {
    let mut path = path.to_vec();
    if ends.is_some_and(|ends| !ends.may_be_throttled(false)) {
        path.push("never".to_owned());
    }
    if ends.is_some_and(|ends| ends.has(Ends::UNCLEAR)) {
        path.insert(path.len().saturating_sub(1), "blind".to_owned());
    }
    Atom::External(path).into()
}

/// Whether one of a value's paths has a word in it.
fn says(value: &Value, word: &str) -> bool {
    value.atoms.iter().any(|atom| match atom {
        Atom::External(path) => path.iter().any(|part| part == word),
        _ => false,
    })
}

impl Interpreter<'_> {
    pub(super) fn builder_method(&self, client: &Client, invocation: &Invocation<'_>) -> Value {
        match invocation.name() {
            "build" | "build_http" | "finish" | "into" | "new_agent" | "try_into" => {
                Atom::Client(client.clone()).into()
            }
            "retry" => {
                let policy = invocation.first();
                let (retries, is_blind) =
                    (!says(&policy, "never"), client.is_blind || says(&policy, "blind"));
                Atom::ClientBuilder(Client { retries, is_blind, ..client.clone() }).into()
            }
            "with" | "with_init" | "with_arc" => {
                Atom::ClientBuilder(self.with_middleware(client, &invocation.first())).into()
            }
            _ => Atom::ClientBuilder(client.clone()).into(),
        }
    }

    /// A client whose requests go through a middleware.
    fn with_middleware(&self, client: &Client, middleware: &Value) -> Client {
        let is_other = middleware.atoms.iter().any(|atom| match atom {
            Atom::External(path) => !path.iter().any(|segment| segment.to_ascii_lowercase().contains("retr")),
            _ => false,
        });
        let ends = self.repeats_by_method(middleware, "handle");
        let is_blind = says(middleware, "RetryTransientMiddleware") && says(middleware, "new_with_policy")
            || ends.is_some_and(|ends| ends.has(Ends::UNCLEAR));
        let takes_throttling = ends.is_none_or(|ends| ends.may_be_throttled(false));
        Client {
            retries: client.retries || !is_other && takes_throttling,
            is_blind: client.is_blind || is_blind,
            ..client.clone()
        }
    }
}
