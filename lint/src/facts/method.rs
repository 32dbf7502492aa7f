//! Method calls.

use super::evaluate::Interpreter;
use super::event::{EventKind, Reason, Sink};
use super::externals::is_twilio_request;
use super::library::{Library, is_endpoint_path, is_terminal, is_verb};
use super::sinks::{is_authorization, is_callback_name};
use super::text::{Part, Text};
use super::value::{Atom, Client, Request, Value};
use crate::Place;
use crate::ir::MethodCall;

/// Methods that compare or cut: a URL handed to them is not used.
const COMPARING: &[&str] = &[
    "contains",
    "ends_with",
    "eq",
    "eq_ignore_ascii_case",
    "find",
    "matches",
    "ne",
    "replace",
    "replacen",
    "split",
    "starts_with",
    "strip_prefix",
    "strip_suffix",
    "trim_start_matches",
];

/// Methods that ask about a value and hand nothing of it on.
const ASKING: &[&str] = &[
    "as_bool",
    "capacity",
    "contains",
    "contains_key",
    "ends_with",
    "eq",
    "eq_ignore_ascii_case",
    "find",
    "finalize",
    "hash",
    "is_empty",
    "is_err",
    "is_err_and",
    "is_none",
    "is_none_or",
    "is_ok",
    "is_ok_and",
    "is_some",
    "is_some_and",
    "len",
    "matches",
    "ne",
    "starts_with",
    "status",
    "verify",
    "verify_slice",
];

/// Methods that hand their receiver on, or what it holds.
const PASSING: &[&str] = &[
    "and",
    "as_bytes",
    "as_deref",
    "as_deref_mut",
    "as_mut",
    "as_ref",
    "as_slice",
    "as_str",
    "await",
    "borrow",
    "borrow_mut",
    "by_ref",
    "chars",
    "clone",
    "cloned",
    "collect",
    "context",
    "copied",
    "deref",
    "encode",
    "expect",
    "expose_secret",
    "first",
    "get_mut",
    "get_or_init",
    "into",
    "into_boxed_str",
    "into_bytes",
    "into_inner",
    "into_iter",
    "into_owned",
    "into_string",
    "iter",
    "iter_mut",
    "last",
    "leak",
    "lock",
    "map_err",
    "next",
    "ok",
    "ok_or",
    "ok_or_else",
    "or",
    "or_else",
    "parse",
    "peek",
    "read",
    "rev",
    "skip",
    "take",
    "to_ascii_lowercase",
    "to_bytes",
    "to_lowercase",
    "to_mut",
    "to_owned",
    "to_str",
    "to_string",
    "to_string_lossy",
    "to_vec",
    "trim",
    "trim_end",
    "trim_end_matches",
    "trim_matches",
    "trim_start",
    "try_clone",
    "try_into",
    "unwrap",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
    "with_context",
    "write",
];

/// Methods whose argument is a function, so that a path of another crate there is called.
const TAKING_FUNCTIONS: &[&str] = &[
    "and_then",
    "filter_map",
    "flat_map",
    "for_each",
    "get_or_init",
    "get_or_insert_with",
    "map",
    "or_else",
    "then",
    "unwrap_or_else",
];

/// Methods whose closure is handed what went wrong.
const TAKING_ERRORS: &[&str] =
    &["inspect_err", "map_err", "map_or_else", "ok_or_else", "or_else", "unwrap_or_else"];

/// A method call whose parts have been interpreted.
pub(super) struct Invocation<'m> {
    pub call: &'m MethodCall,
    pub receiver: Value,
    pub args: Vec<Value>,
    pub place: Place,
}

impl Invocation<'_> {
    pub(super) fn name(&self) -> &str {
        &self.call.name
    }

    fn first(&self) -> Value {
        self.args.first().cloned().unwrap_or_default()
    }

    fn arg_place(&self, index: usize) -> Place {
        self.call.args.get(index).map_or(self.place, |arg| arg.place)
    }
}

impl Interpreter<'_> {
    pub(super) fn method(&mut self, call: &MethodCall, place: Place) -> Value {
        let receiver = self.eval(&call.receiver);
        let is_quiet = COMPARING.contains(&call.name.as_str());
        let before = self.frame.is_quiet;
        self.frame.is_quiet |= is_quiet;
        let args = call.args.iter().map(|arg| self.eval(arg)).collect();
        self.frame.is_quiet = before;
        self.note_name(std::slice::from_ref(&call.name));
        let invocation = Invocation { call, receiver, args, place };
        if let Some(value) = self.own_method(&invocation) {
            return value;
        }
        self.named_sinks(&invocation);
        let mut result: Option<Value> = None;
        for atom in &invocation.receiver.atoms {
            if let Some(value) = self.atom_method(atom, &invocation) {
                result = Some(result.unwrap_or_default().joined(&value));
            }
        }
        match result {
            Some(value) => value,
            None => self.any_method(&invocation),
        }
    }

    /// A method of one of the crate's types.
    fn own_method(&mut self, invocation: &Invocation<'_>) -> Option<Value> {
        let mut result = None;
        for atom in &invocation.receiver.atoms {
            let Atom::Object(id, _) = atom else { continue };
            let Some(method) = self.program.method(*id, &invocation.call.name) else {
                continue;
            };
            let receiver = Value::from(atom.clone());
            let args = std::iter::once(receiver).chain(invocation.args.iter().cloned()).collect();
            let value = self.call_function(method, args, invocation.place);
            result = Some(result.unwrap_or_else(Value::unknown).joined(&value));
        }
        result
    }

    /// Sinks that a method's name tells whoever it belongs to.
    fn named_sinks(&mut self, invocation: &Invocation<'_>) {
        let towards = invocation.receiver.atoms.iter().any(is_twilio_request);
        let is_request = invocation.receiver.atoms.iter().any(|atom| matches!(atom, Atom::Request(_)));
        let sink = match invocation.name() {
            "basic_auth" | "authentication" => Some(Sink::BasicAuth),
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
                self.sink(arg, sink.clone(), invocation.arg_place(index), towards);
            }
        }
        if towards && is_request {
            for (index, arg) in invocation.args.iter().enumerate() {
                self.note_callbacks(arg, invocation.arg_place(index));
            }
        }
    }

    fn atom_method(&mut self, atom: &Atom, invocation: &Invocation<'_>) -> Option<Value> {
        match atom {
            Atom::Client(client) => self.client_method(*client, invocation),
            Atom::ClientBuilder(client) => Some(builder_method(*client, invocation)),
            Atom::Request(request) => Some(self.request_method(request, invocation)),
            Atom::Text(text) => text_method(self, text, invocation),
            Atom::List(parts) => list_method(parts, invocation),
            Atom::Closure(_) | Atom::Function(_) if invocation.name().starts_with("retry") => {
                Some(self.call_retried(&atom.clone().into(), invocation.place))
            }
            Atom::External(path) => self.external_method(path, invocation),
            _ => None,
        }
    }

    fn client_method(&mut self, client: Client, invocation: &Invocation<'_>) -> Option<Value> {
        let Client { library, retries } = client;
        let name = invocation.name();
        if library.is_twilio() {
            let sends = ["create", "delete", "fetch", "get", "list", "make_", "send", "update"];
            if sends.iter().any(|verb| name.starts_with(verb)) {
                let request = Atom::Request(Request { library, retries, url: Text::default() }).into();
                self.send(&request, invocation.call.name_place);
                return Some(Value::unknown());
            }
            return Some(Atom::Client(client).into());
        }
        match name {
            "execute" | "send_request" | "call" | "send" => {
                let mut request = invocation.first();
                for atom in &mut request.atoms {
                    if let Atom::Request(request) = atom {
                        request.retries |= retries;
                        request.library = library;
                    }
                }
                self.send(&request, invocation.call.name_place);
                Some(Value::unknown())
            }
            "request" if library == Library::Hyper => {
                self.send(&invocation.first(), invocation.call.name_place);
                Some(Value::unknown())
            }
            "request" => {
                let url = invocation.args.get(1).cloned().unwrap_or_default();
                Some(self.request(library, retries, &url, invocation.arg_place(1)))
            }
            name if is_verb(name.trim_end_matches("_async")) => {
                let request = self.request(library, retries, &invocation.first(), invocation.arg_place(0));
                if matches!(library, Library::Hyper | Library::Isahc | Library::Surf) {
                    self.send(&request, invocation.call.name_place);
                    return Some(Value::unknown());
                }
                Some(request)
            }
            _ => None,
        }
    }

    fn request_method(&mut self, request: &Request, invocation: &Invocation<'_>) -> Value {
        let value: Value = Atom::Request(request.clone()).into();
        if is_terminal(request.library, invocation.name()) {
            // `isahc` and `surf` send what they are handed; the rest is a client's.
            self.send(&value, invocation.call.name_place);
            return Value::unknown();
        }
        match invocation.name() {
            "uri" | "url" if !invocation.args.is_empty() => {
                self.request(request.library, request.retries, &invocation.first(), invocation.arg_place(0))
            }
            "headers_ref" | "headers" | "url" | "method" if invocation.args.is_empty() => Value::unknown(),
            _ => value,
        }
    }

    /// Something of another crate, known by its path alone.
    fn external_method(&mut self, path: &[String], invocation: &Invocation<'_>) -> Option<Value> {
        let retries = |value: &Value| {
            value.atoms.iter().any(|atom| match atom {
                Atom::External(path) => {
                    path.iter().any(|segment| segment.contains("Retry") || segment.contains("retry"))
                }
                _ => false,
            })
        };
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
        if let Some(library @ Library::Twilio(package)) = Library::of(path) {
            for (index, arg) in invocation.args.iter().enumerate() {
                self.sink(arg, Sink::Client(package), invocation.arg_place(index), true);
            }
            if matches!(invocation.name(), "build" | "client" | "connect") {
                return Some(Atom::Client(Client { library, retries: false }).into());
            }
        }
        if path.first().is_some_and(|root| root == "base64") || invocation.name().starts_with("encode") {
            return Some(invocation.first());
        }
        None
    }

    /// A method nothing in particular is known of.
    fn any_method(&mut self, invocation: &Invocation<'_>) -> Value {
        let name = invocation.name();
        if matches!(name, "no_retry" | "without_retry") {
            self.retry_off(invocation);
        }
        if let (true, false) = (is_callback_name(name), invocation.args.is_empty()) {
            self.callback_setter(invocation);
        }
        if let Some(value) = self.collection_method(invocation) {
            return value;
        }
        let mut element = invocation.receiver.element();
        if TAKING_ERRORS.contains(&name) {
            element = element.without_secrets();
        }
        let mut from_closures = Value::unknown();
        let mut has_closure = false;
        for arg in &invocation.args {
            let takes_function = TAKING_FUNCTIONS.contains(&name);
            let is_function = |atom: &Atom| match atom {
                Atom::Closure(_) | Atom::Function(_) => true,
                Atom::External(_) => takes_function,
                _ => false,
            };
            if arg.atoms.iter().any(is_function) {
                has_closure = true;
                let value = self.call_value(arg, std::slice::from_ref(&element), invocation.place);
                from_closures.join(&value);
            }
        }
        let passes = PASSING.contains(&name);
        match name {
            "unwrap_or" | "or" => invocation.receiver.clone().joined(&invocation.first()),
            _ if passes && has_closure => invocation.receiver.clone().joined(&from_closures),
            _ if passes => invocation.receiver.clone(),
            "set_scheme" | "set_path" | "set_host" => Value::unknown(),
            "get" | "pop" | "nth" | "get_or_insert_with" if !has_closure => element,
            _ if ASKING.contains(&name) => Value::unknown(),
            _ if has_closure => from_closures,
            // A builder of another crate stays one.
            _ => invocation
                .receiver
                .atoms
                .iter()
                .find(|atom| matches!(atom, Atom::External(_)))
                .cloned()
                .map(Value::from)
                .unwrap_or_default(),
        }
    }

    fn retry_off(&mut self, invocation: &Invocation<'_>) {
        let reasons: Vec<_> = invocation.first().atoms;
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
    fn callback_setter(&mut self, invocation: &Invocation<'_>) {
        let is_generated = invocation.receiver.atoms.iter().any(|atom| match atom {
            Atom::External(path) => is_endpoint_path(path),
            _ => false,
        });
        if is_generated {
            self.callback(&invocation.first(), invocation.arg_place(0));
        }
    }

    /// Methods that change a collection or a string in place.
    fn collection_method(&mut self, invocation: &Invocation<'_>) -> Option<Value> {
        let target = &invocation.call.receiver;
        let args = &invocation.args;
        match (invocation.name(), args.as_slice()) {
            ("push_str" | "push", [value]) if invocation.receiver.texts().next().is_some() => {
                let text = self.concat([&invocation.receiver, value]);
                self.assign(target, text, invocation.place);
            }
            ("push" | "push_back", [value]) => {
                self.add_to(target, &invocation.receiver, value.clone(), invocation.place)
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
            _ => return None,
        }
        Some(Value::unknown())
    }

    fn add_to(&mut self, target: &crate::ir::Expr, receiver: &Value, part: Value, place: Place) {
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

fn tuple_names_it(atom: &Atom) -> bool {
    match atom {
        Atom::Tuple(parts) => parts.first().is_some_and(is_authorization),
        _ => false,
    }
}

fn builder_method(client: Client, invocation: &Invocation<'_>) -> Value {
    let ends_never = |value: &Value| {
        value.atoms.iter().any(
            |atom| matches!(atom, Atom::External(path) if path.last().is_some_and(|last| last == "never")),
        )
    };
    match invocation.name() {
        "build" | "build_http" | "into" | "new_agent" => Atom::Client(client).into(),
        "retry" => Atom::ClientBuilder(Client { retries: !ends_never(&invocation.first()), ..client }).into(),
        "with" | "with_init" | "with_arc" => {
            let middleware = invocation.first();
            let is_other = middleware.atoms.iter().any(|atom| match atom {
                Atom::External(path) => {
                    !path.iter().any(|segment| segment.to_ascii_lowercase().contains("retr"))
                }
                _ => false,
            });
            Atom::ClientBuilder(Client { retries: client.retries || !is_other, ..client }).into()
        }
        _ => Atom::ClientBuilder(client).into(),
    }
}

fn text_method(interpreter: &Interpreter<'_>, text: &Text, invocation: &Invocation<'_>) -> Option<Value> {
    match (invocation.name(), invocation.args.as_slice()) {
        ("join", [path]) => {
            let mut joined = text.clone();
            joined.push(Part::Known("/".into(), invocation.place));
            path.parts().into_iter().for_each(|part| joined.push(part));
            Some(Atom::Text(joined).into())
        }
        ("replace" | "replacen", [from, to, ..]) => {
            let (from, to) = (from.known_text()?, to.known_text()?);
            let parts = text.parts.iter().map(|part| match part {
                Part::Known(text, place) => Part::Known(text.replace(&from, &to).into(), *place),
                other => other.clone(),
            });
            Some(Atom::Text(Text { parts: parts.collect() }).into())
        }
        ("concat", []) => Some(interpreter.concat([&invocation.receiver])),
        _ => None,
    }
}

/// The pieces of a collection as one string.
fn list_method(parts: &[Value], invocation: &Invocation<'_>) -> Option<Value> {
    let between = match (invocation.name(), invocation.args.as_slice()) {
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
