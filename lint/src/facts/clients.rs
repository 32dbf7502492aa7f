//! Methods of HTTP clients, their builders and their requests, and of the crates for Twilio.

use super::callbacks::function_ignores_overrides;
use super::evaluate::Interpreter;
use super::event::{EventKind, Reason, Sink};
use super::library::{Library, is_endpoint_path, is_terminal, is_verb};
use super::method::Invocation;
use super::outcome::Outcome;
use super::text::Text;
use super::tls::Tls;
use super::value::{Atom, Client, Request, Value};

impl Interpreter<'_> {
    pub(super) fn client_method(&mut self, client: &Client, invocation: &Invocation<'_>) -> Option<Value> {
        let Client { library, retries, .. } = *client;
        let name = invocation.name();
        if library.is_twilio() {
            self.note_setter(invocation);
            if library.sends_by(name, invocation.args.len()) {
                let request = Atom::Request(Request::new(client, Text::default())).into();
                return Some(self.send(&request, invocation.call.name_place));
            }
            return Some(Atom::Client(client.clone()).into());
        }
        match name {
            "new_agent" => Some(Atom::Client(client.clone()).into()),
            "execute" | "send_request" | "call" | "send" => {
                let given = invocation.first();
                let requests = given.atoms.iter().map(|atom| match atom {
                    Atom::Request(request) => {
                        let mut request =
                            Request { retries: request.retries || retries, library, ..request.clone() };
                        request.tls.merge(&client.tls);
                        Atom::Request(request)
                    }
                    other => other.clone(),
                });
                Some(self.send(&requests.collect(), invocation.call.name_place))
            }
            "request" if library == Library::Hyper => {
                Some(self.send(&invocation.first(), invocation.call.name_place))
            }
            "request" => {
                let url = invocation.args.get(1).cloned().unwrap_or_default();
                Some(self.request(client, &url, invocation.arg_place(1)))
            }
            name if is_verb(name.trim_end_matches("_async")) => {
                let request = self.request(client, &invocation.first(), invocation.arg_place(0));
                if matches!(library, Library::Hyper | Library::Isahc | Library::Surf) {
                    return Some(self.send(&request, invocation.call.name_place));
                }
                Some(request)
            }
            _ => None,
        }
    }

    pub(super) fn request_method(&mut self, request: &Request, invocation: &Invocation<'_>) -> Value {
        let value: Value = Atom::Request(request.clone()).into();
        if is_terminal(request.library, invocation.name()) {
            // `isahc` and `surf` send what they are handed; the rest is a client's.
            return self.send(&value, invocation.call.name_place);
        }
        match invocation.name() {
            "uri" | "url" if !invocation.args.is_empty() => {
                let Request { library, retries, tls, .. } = request.clone();
                let client = Client { library, retries, tls };
                let value = self.request(&client, &invocation.first(), invocation.arg_place(0));
                if library == Library::Curl {
                    self.assign(&invocation.call.receiver, value.clone(), invocation.place);
                }
                value
            }
            "headers_ref" | "headers" | "url" | "method" if invocation.args.is_empty() => Value::unknown(),
            _ => value,
        }
    }

    /// Something of another crate, known by its path alone.
    pub(super) fn external_method(&mut self, path: &[String], invocation: &Invocation<'_>) -> Option<Value> {
        let retries = |value: &Value| {
            value.atoms.iter().any(|atom| match atom {
                Atom::External(path) => {
                    path.iter().any(|segment| segment.contains("Retry") || segment.contains("retry"))
                }
                _ => false,
            })
        };
        if path.first().is_some_and(|root| root == "ringfence") || is_endpoint_path(path) {
            self.hand_tls(&invocation.args, invocation.call.name_place);
        }
        if let Some(value) = self.retrying_method(path, invocation) {
            return Some(value);
        }
        let is_tower = path.iter().any(|segment| segment == "ServiceBuilder");
        if is_tower {
            let is_retrying = path.last().is_some_and(|last| last == "retrying");
            let turns =
                invocation.name() == "retry" || invocation.name() == "layer" && retries(&invocation.first());
            if turns && !is_retrying {
                let path = path.iter().cloned().chain(["retrying".to_owned()]).collect();
                return Some(Atom::External(path).into());
            }
            if matches!(invocation.name(), "service" | "service_fn") {
                return Some(match is_retrying {
                    true => self.retrying_service(invocation.args.first()),
                    false => invocation.first(),
                });
            }
            return Some(Atom::External(path.to_vec()).into());
        }
        if is_endpoint_path(path)
            && matches!(invocation.name(), "page" | "send")
            && !invocation.args.is_empty()
        {
            let place = invocation.call.name_place;
            return Some(Atom::Outcome(Outcome { origin: place, from: place }).into());
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

pub(super) fn builder_method(client: &Client, invocation: &Invocation<'_>) -> Value {
    let ends_never = |value: &Value| {
        value.atoms.iter().any(
            |atom| matches!(atom, Atom::External(path) if path.last().is_some_and(|last| last == "never")),
        )
    };
    match invocation.name() {
        "build" | "build_http" | "finish" | "into" | "new_agent" | "try_into" => {
            Atom::Client(client.clone()).into()
        }
        "retry" => {
            Atom::ClientBuilder(Client { retries: !ends_never(&invocation.first()), ..client.clone() }).into()
        }
        "with" | "with_init" | "with_arc" => {
            let middleware = invocation.first();
            let is_other = middleware.atoms.iter().any(|atom| match atom {
                Atom::External(path) => {
                    !path.iter().any(|segment| segment.to_ascii_lowercase().contains("retr"))
                }
                _ => false,
            });
            Atom::ClientBuilder(Client { retries: client.retries || !is_other, ..client.clone() }).into()
        }
        _ => Atom::ClientBuilder(client.clone()).into(),
    }
}
