//! Functions of other crates, as far as they matter.

use super::evaluate::Interpreter;
use super::event::{EventKind, Given, Reason, Resent, Sink};
use super::library::{Library, is_retry_crate, is_verb};
use super::operation_call::{CalledBy, OperationCall, answer_of, by_crate, verb_named, verb_of};
use super::outcome::Outcome;
use super::secrets::{Secret, SecretKind, is_redacting};
use super::sinks::is_keeper;
use super::text::Text;
use super::tls::Tls;
use super::url::{find_twilio_url, find_urls};
use super::value::{Atom, Client, Request, Value};
use crate::Place;
use crate::gather::Gather;
use std::borrow::Cow;

/// Types whose constructors hand on what they are given.
const WRAPPERS: &[&str] = &[
    "Arc",
    "Box",
    "BufReader",
    "BufWriter",
    "Bytes",
    "Cell",
    "Cow",
    "Cursor",
    "HeaderValue",
    "Lazy",
    "LazyLock",
    "Mutex",
    "OnceCell",
    "OnceLock",
    "OsString",
    "Pin",
    "Rc",
    "RefCell",
    "RwLock",
    "SecretBox",
    "SecretString",
    "SecretVec",
    "ServerName",
    "Secret",
    "String",
    "Uri",
    "Url",
    "Vec",
    "Zeroizing",
];

/// A call of a function that is not the crate's.
pub(super) struct ExternalCall<'c> {
    pub path: &'c [String],
    pub args: &'c [Value],
    pub places: &'c [Place],
    /// The function's path, and the whole call.
    pub name_place: Place,
    pub place: Place,
}

impl ExternalCall<'_> {
    pub(super) fn root(&self) -> &str {
        self.path.first().map(String::as_str).unwrap_or_default()
    }

    pub(super) fn name(&self) -> &str {
        self.path.last().map(String::as_str).unwrap_or_default()
    }

    /// The segment before the last one: the type of an associated function.
    pub(super) fn owner(&self) -> &str {
        let at = self.path.len().checked_sub(2);
        at.and_then(|at| self.path.get(at)).map(String::as_str).unwrap_or_default()
    }

    pub(super) fn first(&self) -> Value {
        self.args.first().cloned().unwrap_or_default()
    }

    pub(super) fn arg_place(&self, index: usize) -> Place {
        self.places.get(index).copied().unwrap_or(self.place)
    }
}

impl Interpreter<'_> {
    pub(super) fn external_call(
        &mut self,
        path: &[String],
        args: &[Value],
        places: &[Place],
        name_place: Place,
        place: Place,
    ) -> Value {
        let call = ExternalCall { path, args, places, name_place, place };
        self.note_name(path);
        self.touch(path);
        if matches!(
            (call.owner(), call.name()),
            ("process", "exit" | "abort") | (_, "resume_unwind" | "panic_any" | "unreachable_unchecked")
        ) {
            if call.name() == "panic_any" {
                self.sink(&call.first(), Sink::Log, call.arg_place(0), false);
            }
            self.frame.is_dead = true;
            return Value::unknown();
        }
        if is_retry_crate(call.root()) {
            return self.retry_call(&call);
        }
        if call.owner() == "FuturesUnordered" && call.name() == "from_iter" {
            self.note_together(&call.first(), false, call.name_place);
        }
        if call.owner() == "Result" {
            self.result_function(call.name(), &call.first(), place);
        }
        let known = self.server_call(&call).or_else(|| self.given_call(&call));
        if let Some(value) = known.or_else(|| self.runner_call(&call)).or_else(|| self.request_call(&call)) {
            return value;
        }
        if let Some(value) = self.repeating_call(&call).or_else(|| self.endpoint_call(&call)) {
            return value;
        }
        if let Some(value) = self.tls_call(&call) {
            return value;
        }
        if let Some(value) = self.std_call(&call).or_else(|| self.policy_call(&call)) {
            return value;
        }
        if call.root() == "ringfence" {
            return self.own_call(&call);
        }
        if is_hmac(&call) {
            self.sink(&call.first(), Sink::Hmac, call.arg_place(0), false);
            let second = args.get(1).cloned().unwrap_or_default();
            self.sink(&second, Sink::Hmac, call.arg_place(1), false);
            return Atom::External(path.to_vec()).into();
        }
        if let Some(library) = Library::of(path) {
            return self.library_call(library, &call);
        }
        self.foreign_call(&call)
    }

    /// Functions of the standard library and of small crates that pass values on.
    fn std_call(&mut self, call: &ExternalCall<'_>) -> Option<Value> {
        let value = match (call.owner(), call.name()) {
            ("env" | "dotenvy" | "dotenv", "var" | "var_os") => {
                self.environment_variable(call.args.first(), call.place)
            }
            ("env", "set_var") => self.variable_set(call),
            ("fs", "read_to_string" | "read") | ("File", "open") => self.file_read(&call.first(), call),
            ("fs", "write") => self.argument_sink(call, 1, Sink::File),
            ("Authorization", "basic" | "bearer") => {
                self.argument_sink(call, call.args.len().saturating_sub(1), Sink::BasicAuth)
            }
            ("Credentials", "new") => Atom::tuple(call.args.to_vec()),
            (_, "Err") if call.path.len() == 1 => {
                self.note_refused(&call.first());
                self.refused(call.first().thrown(call.place))
            }
            (_, "Ok") if call.path.len() == 1 => call.first(),
            (_, "Some") if call.path.len() == 1 => self.offered(call.first()),
            (_, "drop") => {
                self.ignore(&call.first(), call.place);
                Value::unknown()
            }
            ("LazyLock" | "Lazy" | "LazyCell" | "OnceCell", "new") if !call.args.is_empty() => {
                self.call_value(&call.first(), &[], call.place)
            }
            (
                owner,
                "new" | "from" | "from_str" | "from_static" | "parse" | "try_from" | "pin"
                | "from_maybe_shared",
            ) if WRAPPERS.contains(&owner) && call.args.len() == 1 => match is_redacting(owner) {
                true => call.first().hidden(true),
                false => call.first(),
            },
            ("serde_json", "from_reader" | "from_slice" | "from_str" | "from_value")
                if !call.first().listed().is_empty() =>
            {
                call.first()
            }
            (_, "interval") => ticker(call, call.args.first()),
            (_, "tick") if call.root().starts_with("crossbeam") => ticker(call, call.args.first()),
            (_, "interval_at") => ticker(call, call.args.get(1)),
            ("HeaderMap", "from_iter") => {
                self.listed_headers(&call.first(), call.arg_place(0));
                call.first()
            }
            ("String", "new" | "with_capacity") => Atom::Text(Text::default()).into(),
            // A collection in the making is known by what is put into it.
            (
                "Vec" | "VecDeque" | "HashMap" | "BTreeMap" | "HashSet" | "BTreeSet",
                "new" | "with_capacity",
            ) => Value::unknown(),
            // `base64::Engine::encode(&engine, data)`
            ("Engine", name) if name.starts_with("encode") => call.args.get(1).cloned().unwrap_or_default(),
            ("Url", "parse_with_params") => self.url_with_params(call),
            _ if hands_on(call) => call.first(),
            _ => return None,
        };
        Some(value)
    }

    /// A function that takes one of its arguments away.
    fn argument_sink(&mut self, call: &ExternalCall<'_>, at: usize, sink: Sink) -> Value {
        let taken = call.args.get(at).cloned().unwrap_or_default();
        self.sink(&taken, sink, call.arg_place(at), false);
        Value::unknown()
    }

    /// Our own runtime.
    fn own_call(&mut self, call: &ExternalCall<'_>) -> Value {
        self.hand_tls(call.args, call.name_place);
        match (call.owner(), call.name()) {
            ("AuthToken", _) => {
                let given = call.first();
                self.credential(&given, SecretKind::AuthToken, Given::Passed, call.arg_place(0));
                let origin = given.secrets().first().map(|secret| (*secret).clone());
                let secret = origin.unwrap_or_else(|| Secret::own_token(call.place));
                let is_hidden = true;
                Atom::Secret(Secret { is_certain: true, is_hidden, kind: SecretKind::AuthToken, ..secret })
                    .into()
            }
            ("ApiKey", "new") => {
                let secret = call.args.get(1).cloned().unwrap_or_default();
                self.credential(&secret, SecretKind::KeySecret, Given::Passed, call.arg_place(1));
                Atom::External(call.path.to_vec()).into()
            }
            ("CallbackUrl" | "PlainUrl", _) => self.callback_url(&call.first(), call.arg_place(0)),
            ("NoRetry", "because") => {
                let given = call.first();
                // One of several may be the blank one.
                let mut result: Value = Atom::NoRetry(given.known_text().map(Cow::into_owned)).into();
                for reason in given.texts().filter_map(Text::known).map(Cow::into_owned) {
                    let known = Reason::Known(reason.clone());
                    self.event(EventKind::RetryOff { reason: known }, call.arg_place(0));
                    result.join(&Atom::NoRetry(Some(reason)).into());
                }
                if given.known_text().is_none() {
                    self.event(EventKind::RetryOff { reason: Reason::Unknown }, call.arg_place(0));
                }
                result
            }
            ("RetryPolicy", "off" | "none" | "never" | "disabled") => {
                if !has_reason(call.args) {
                    self.event(EventKind::RetryOff { reason: Reason::None }, call.name_place);
                }
                Value::unknown()
            }
            _ => Atom::External(call.path.to_vec()).into(),
        }
    }

    fn library_call(&mut self, library: Library, call: &ExternalCall<'_>) -> Value {
        let client = Client::new(library);
        if let Library::Twilio(package) = library {
            return self.twilio_crate_call(package, library, call);
        }
        let client = Client { tls: Tls::handed(call.args), ..client };
        if call.root() == "reqwest_middleware" {
            // The client inside is what retries or not; a middleware may change that.
            let inner = call.first();
            let retries =
                !inner.atoms.iter().any(|atom| matches!(atom, Atom::Client(inner) if !inner.retries));
            return Atom::ClientBuilder(Client { library, retries, ..client }).into();
        }
        match (library, call.owner(), call.name()) {
            (
                _,
                "Client" | "HttpClient" | "Agent",
                "new" | "default" | "from" | "new_with_defaults" | "new_with_config",
            )
            | (Library::Ureq, _, "agent") => Atom::Client(client).into(),
            (_, "Client" | "HttpClient", "builder" | "build")
            | (
                _,
                "ClientBuilder" | "AgentBuilder" | "HttpClientBuilder" | "Agent",
                "new" | "builder" | "default" | "config_builder",
            )
            | (Library::Surf | Library::Ureq, "Config", "new" | "builder") => {
                Atom::ClientBuilder(client).into()
            }
            (Library::Reqwest, _, "get") | (Library::Surf, _, _) if is_verb(call.name()) => {
                let request =
                    self.request(&client, &call.first(), call.arg_place(0)).sent_by(verb_named(call.name()));
                self.send(&request, call.name_place)
            }
            (Library::Isahc, owner, name)
                if owner != "Request" && is_verb(name.trim_end_matches("_async")) =>
            {
                let verb = verb_named(call.name().trim_end_matches("_async"));
                let request = self.request(&client, &call.first(), call.arg_place(0)).sent_by(verb);
                self.send(&request, call.name_place)
            }
            (_, "Request", "new") => {
                let url = call.args.get(1).cloned().unwrap_or_default();
                self.request(&client, &url, call.arg_place(1)).sent_by(verb_of(&call.first()))
            }
            (Library::Hyper | Library::Isahc, "Request", "builder") => {
                Value::from(Atom::Request(Request::unknown(&client))).sent_by(Some("GET"))
            }
            (_, _, name) if is_verb(name) => {
                self.request(&client, &call.first(), call.arg_place(0)).sent_by(verb_named(name))
            }
            (Library::Ureq, _, "request") => {
                let url = call.args.get(1).cloned().unwrap_or_default();
                self.request(&client, &url, call.arg_place(1)).sent_by(verb_of(&call.first()))
            }
            _ => self.foreign_call(call),
        }
    }

    fn twilio_crate_call(
        &mut self,
        package: &'static str,
        library: Library,
        call: &ExternalCall<'_>,
    ) -> Value {
        for (index, arg) in call.args.iter().enumerate() {
            if !is_keeper(call.path) {
                self.sink(arg, Sink::Client(package), call.arg_place(index), true);
            }
        }
        if matches!(call.owner(), "Client" | "Credentials" | "Twilio" | "TwilioClient")
            && call.name() == "new"
        {
            let last = call.args.len().saturating_sub(1);
            let secret = call.args.get(last).filter(|_| last > 0).cloned().unwrap_or_default();
            self.credential(&secret, SecretKind::AuthToken, Given::Passed, call.arg_place(last));
        }
        self.hand_tls(call.args, call.name_place);
        let is_free = call.owner().starts_with(|first: char| first.is_ascii_lowercase());
        let is_operation = is_free && library.sends_by(call.name(), call.args.len());
        if call.path.iter().any(|segment| segment == "apis") && is_operation {
            let operation = by_crate(package, call.path, call.name());
            self.unnamed_callbacks(call, operation);
            let request = Request::new(&Client::new(library), Text::default());
            let request = Atom::Request(request).into();
            let listed = call.args.iter().flat_map(Value::listed).gather();
            let operation = operation.map(|known| {
                self.note_operation(OperationCall::new(known, CalledBy::Crate, listed), call.name_place)
            });
            return self.send(&request, call.name_place).joined(&answer_of(operation, call.name_place));
        }
        match call.owner() {
            "Client" | "TwilioClient" | "Twilio" => Atom::Client(Client::new(library)).into(),
            _ => Atom::External(call.path.to_vec()).into(),
        }
    }

    /// A function nothing is known of: closures it is given run with nothing known, and its path stays as a hint.
    fn foreign_call(&mut self, call: &ExternalCall<'_>) -> Value {
        if (call.owner(), call.name()) == ("CallInstructions", "url") {
            self.callback(&call.first(), call.arg_place(0), false);
        }
        for arg in call.args {
            let runs = arg.atoms.iter().any(|atom| matches!(atom, Atom::Closure(_)));
            if runs {
                self.call_value(arg, &[], call.place);
            }
        }
        Atom::External(call.path.to_vec()).into()
    }

    /// A request to a URL; alternatives of the URL make alternatives of the request.
    pub(super) fn request(&mut self, client: &Client, url: &Value, place: Place) -> Value {
        let mut result = Value::unknown();
        for text in url.texts() {
            result.join(&Atom::Request(Request::new(client, text.clone())).into());
        }
        if result.is_unknown() {
            result = Atom::Request(Request::unknown(client)).into();
        }
        let towards = result.atoms.iter().any(is_twilio_request);
        // A secret before the `@` is `credential_in_url`.
        if !url.texts().any(has_user_of_twilio) {
            self.sink(url, Sink::Url, place, towards);
        }
        self.note_tls_target(client, url, place);
        result
    }

    /// A request leaves; what comes of it is known of one to Twilio.
    pub(super) fn send(&mut self, sent: &Value, place: Place) -> Value {
        let mut answer = Value::unknown();
        let given = sent.given();
        for atom in &sent.atoms {
            let Atom::Request(request) = atom else { continue };
            let is_retried = request.retries || self.frame.is_retried;
            let resent = if is_retried { Resent::Always } else { Resent::Never };
            let operation = self.note_request(request, &given, place);
            answer.join(&answer_of(operation, place));
            let Request { library, url, tls, .. } = request.clone();
            let kind = EventKind::Send { library, url, resent, tls };
            self.event(kind, place);
        }
        let goes_to_twilio = sent.atoms.iter().any(is_twilio_request);
        self.note_made();
        if goes_to_twilio {
            answer.joined(&Atom::Outcome(Outcome { origin: place, from: place }).into())
        } else {
            answer
        }
    }
}

/// Something that ticks, and how often.
fn ticker(call: &ExternalCall<'_>, period: Option<&Value>) -> Value {
    let span =
        period.map(|period| period.with_only(|atom| matches!(atom, Atom::Span(_)))).unwrap_or_default();
    span.joined(&Atom::External(call.path.to_vec()).into())
}

/// Whether a function of the standard library, or of a small crate, hands on its first argument.
fn hands_on(call: &ExternalCall<'_>) -> bool {
    match (call.owner(), call.name()) {
        ("field", "debug" | "display") | ("io", "read_to_string") | (_, "block_on") | ("mem", "take") => true,
        ("HashMap" | "BTreeMap" | "IndexMap", "from" | "from_iter") => true,
        ("str" | "String", "as_str" | "clone" | "to_owned" | "to_string" | "trim") => true,
        ("str" | "String", "from_utf8" | "from_utf8_lossy") | ("Cow", "Borrowed" | "Owned") => true,
        (_, "clone") | ("Arc" | "Rc", "unwrap_or_clone") => call.path.len() > 1,
        ("Into" | "From" | "ToString" | "ToOwned" | "Clone", _) => true,
        ("base64" | "hex", name) => name.starts_with("encode"),
        _ => false,
    }
}

/// Whether a request is known to go to Twilio.
pub(super) fn is_twilio_request(atom: &Atom) -> bool {
    match atom {
        Atom::Request(request) => request.library.is_twilio() || find_twilio_url(&request.url).is_some(),
        _ => false,
    }
}

fn has_user_of_twilio(text: &Text) -> bool {
    find_urls(text).iter().any(|url| url.is_twilio() && url.user.is_some())
}

fn has_reason(args: &[Value]) -> bool {
    args.iter().any(|arg| arg.is_unknown() || arg.atoms.iter().any(|atom| matches!(atom, Atom::NoRetry(_))))
}

/// Keyed hashes: what a signature is made with.
fn is_hmac(call: &ExternalCall<'_>) -> bool {
    let keyed = call.path.iter().any(|segment| {
        let lower = segment.to_ascii_lowercase();
        lower.contains("hmac")
    });
    keyed
        && !call.args.is_empty()
        && matches!(
            call.name(),
            "new_from_slice" | "new_varkey" | "new" | "hmac" | "mac" | "sign" | "from_slice"
        )
        || (call.root() == "ring" && call.owner() == "Key" && call.name() == "new")
}
