//! Calls of Twilio's operations: which one, about what, and what stands around it.

use super::evaluate::Interpreter;
use super::event::EventKind;
use super::externals::ExternalCall;
use super::library::is_endpoint_path;
use super::method::Invocation;
use super::region::{Around, Ends};
use super::roots::Roots;
use super::sinks::{is_callback_name, written_name};
use super::text::{Text, UNKNOWN};
use super::url::find_twilio_url;
use super::value::{Atom, Listed, Request, Value};
use crate::gather::Gather;
use crate::sorted::Set;
use crate::{Effect, Operation, Place};

/// An operation of the table; two are the same if they are the same line of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known(pub &'static Operation);

impl Known {
    /// Whether a field of what a list holds is the SID of something else: of a parent, of an account.
    pub(super) fn names_another(self, field: &str) -> bool {
        let own = self.0.fetch_of_list().and_then(|fetch| fetch.variables().last());
        field.ends_with("_sid") && own.is_some_and(|own| plain_name(own) != plain_name(field))
    }

    fn key(&self) -> (&'static str, &'static str) {
        (self.0.module, self.0.id)
    }
}

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Known {}

impl PartialOrd for Known {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Known {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

/// Generated functions of which one argument is a choice: its place, and the choice that names something which has settings
/// of its own.
const CHOICES: &[(&str, usize, &str, &str)] = &[
    ("CreateCall", 2, "application_sid", "ApplicationSid"),
    ("CreateMessage", 1, "messaging_service", "MessagingServiceSid"),
];

/// A call of one of Twilio's operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OperationCall {
    pub operation: Known,
    pub by: CalledBy,
    /// What its request hangs on.
    pub subject: Roots,
    /// The lists whose elements are in its path.
    pub listed: Vec<Listed>,
    /// The inputs that it was given beside its arguments, in small letters; `*` for what nobody can read.
    pub given: Set<String>,
    /// Whether its client sends it again whatever went wrong.
    pub is_blind: bool,
    /// How it went before, in the round at hand.
    pub after: Ends,
    /// How many of the loops around it come round at most once it was called.
    pub loops: usize,
    /// What stands around it and comes round, runs beside others or tries again, innermost first.
    pub around: Vec<Around>,
}

/// What calls an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CalledBy {
    /// A generated function: one answer, or all pages.
    Generated { is_whole: bool },
    /// Another crate for Twilio.
    Crate,
    /// An HTTP library.
    Request,
}

impl OperationCall {
    pub(super) fn new(operation: Known, by: CalledBy, listed: Vec<Listed>) -> Self {
        let (given, around) = (Set::new(), Vec::new());
        let (after, loops) = (Ends::FINE, usize::MAX);
        Self {
            operation,
            by,
            subject: Roots::default(),
            listed,
            given,
            is_blind: false,
            after,
            loops,
            around,
        }
    }

    pub(crate) fn effect(&self) -> Effect {
        self.operation.0.effect
    }
}

impl Interpreter<'_> {
    /// A request leaves: which operation it is, where its verb and path tell.
    pub(super) fn note_request(
        &mut self,
        request: &Request,
        given: &Set<String>,
        place: Place,
    ) -> Option<Known> {
        let operation = operation_of(request)?;
        let listed = request.url.listed().copied().gather();
        let mut given = given.clone();
        given.extend(query_of(&request.url));
        let call = OperationCall {
            given,
            is_blind: request.is_blind,
            ..OperationCall::new(operation, CalledBy::Request, listed)
        };
        Some(self.note_operation(call, place))
    }

    /// A generated function is sent.
    pub(super) fn note_endpoint(
        &mut self,
        path: &[String],
        receiver: &Value,
        name: &str,
        place: Place,
    ) -> Option<Known> {
        let by = CalledBy::Generated { is_whole: matches!(name, "items" | "pages") };
        let operation = by_path(path)?;
        let call =
            OperationCall { given: receiver.given(), ..OperationCall::new(operation, by, receiver.listed()) };
        Some(self.note_operation(call, place))
    }

    pub(super) fn note_operation(&mut self, call: OperationCall, place: Place) -> Known {
        let operation = call.operation;
        self.event(
            EventKind::Operation(Box::new(OperationCall {
                subject: self.frame.roots,
                after: self.frame.ended,
                ..call
            })),
            place,
        );
        operation
    }

    /// A generated function: a request in the making, about what it is given.
    pub(super) fn endpoint_call(&mut self, call: &ExternalCall<'_>) -> Option<Value> {
        let operation = by_path(call.path)?;
        let listed = call.args.iter().flat_map(Value::listed).map(Atom::Listed);
        let request: Value = listed.chain([Atom::External(call.path.to_vec())]).gather();
        Some(request.giving(chosen(operation, call.args)))
    }

    /// A method of a generated function's builder sets an input.
    pub(super) fn endpoint_setter(&mut self, invocation: &Invocation<'_>) -> Value {
        if is_callback_name(invocation.name()) {
            self.callback_setter(invocation);
        }
        let set = match (invocation.name(), invocation.first().known_text()) {
            ("extra", Some(name)) => plain_name(&name),
            ("extra", None) => "*".to_owned(),
            (name, _) => plain_name(name),
        };
        let listed: Vec<Listed> = invocation.args.iter().flat_map(Value::listed).gather();
        let value = invocation.receiver.giving([set]);
        listed.into_iter().map(Atom::Listed).gather::<Value>().joined(&value)
    }

    /// The names in a form or a JSON body, also as text.
    pub(super) fn names_given(&self, body: &Value) -> Set<String> {
        let mut names = Set::new();
        for atom in &body.atoms {
            match atom {
                Atom::Object(id, _) => {
                    let entry = self.program.structs.get(*id);
                    names.extend(
                        entry
                            .into_iter()
                            .flat_map(|entry| &entry.fields)
                            .map(|(name, _)| plain_name(written_name(self.program, *id, name))),
                    );
                }
                Atom::List(parts) => {
                    let keys = parts.iter().map(|part| match &*part.atoms {
                        [Atom::Tuple(pair)] => {
                            pair.first().and_then(Value::known_text).map(|key| plain_name(&key))
                        }
                        [Atom::Text(text)] => text.known().map(|key| plain_name(&key)),
                        _ => None,
                    });
                    names.extend(keys.map(|key| key.unwrap_or_else(|| "*".to_owned())));
                }
                Atom::Text(text) => names.extend(names_in(&text.flat())),
                _ => {}
            }
        }
        if names.is_empty() {
            names.insert("*".to_owned());
        }
        names
    }
}

/// What is known of an answer: elements of a list, where it is one.
pub(super) fn answer_of(operation: Option<Known>, place: Place) -> Value {
    match operation.filter(|operation| operation.0.effect == Effect::List) {
        Some(operation) => Atom::Listed(Listed { operation, place, is_ended: false }).into(),
        None => Value::unknown(),
    }
}

/// The operation of a generated function, by the module that is named after its document.
pub(super) fn by_path(path: &[String]) -> Option<Known> {
    let [.., module, function] = path else { return None };
    let known = is_endpoint_path(path).then(|| Operation::by_function(Some(module), function).next())?;
    known.map(Known)
}

/// The operation that a function of another crate for Twilio is.
pub(super) fn by_crate(package: &str, path: &[String], name: &str) -> Option<Known> {
    let of = |module: &str, id: &str| Operation::by_id(module, id).map(Known);
    match (package, name) {
        ("twilio", "send_message") => of("api_v2010", "CreateMessage"),
        ("twilio", "make_call") => of("api_v2010", "CreateCall"),
        ("twilly", verb) => by_noun(path.last()?, verb),
        ("twilio-openapi" | "twilio-rust", function) => {
            let home = path.iter().rev().nth(1)?.replace('_', "");
            let is_home = |module: &str| match module {
                // The one module of a crate that was made of the main document alone.
                "api_v2010" => {
                    ["api20100401", "apiv2010", "defaultapi"].iter().any(|name| home.starts_with(name))
                }
                module => home.starts_with(&module.replace('_', "")),
            };
            Operation::by_function(None, function).find(|known| is_home(known.module)).map(Known)
        }
        _ => None,
    }
}

/// What twilly's methods are, by what stands before them: `client.conversations().delete(sid)`.
fn by_noun(noun: &str, verb: &str) -> Option<Known> {
    let (module, name) = match noun {
        "account" | "accounts" => ("api_v2010", "Account"),
        "conversations" => ("conversations_v1", "Conversation"),
        "participant_conversations" => ("conversations_v1", "ParticipantConversation"),
        "document" | "documents" => ("sync_v1", "Document"),
        "map" | "maps" => ("sync_v1", "SyncMap"),
        "mapitem" | "mapitems" => ("sync_v1", "SyncMapItem"),
        "listitem" | "listitems" => ("sync_v1", "SyncListItem"),
        "environment" | "environments" => ("serverless_v1", "Environment"),
        "log" | "logs" => ("serverless_v1", "Log"),
        _ => return None,
    };
    let deed = match verb {
        "create" => "Create",
        "delete" => "Delete",
        "get" => "Fetch",
        "list" => "List",
        "update" => "Update",
        _ => return None,
    };
    Operation::by_id(module, &format!("{deed}{name}")).map(Known)
}

fn operation_of(request: &Request) -> Option<Known> {
    let verb = request.verb?;
    let url = find_twilio_url(&request.url)?;
    let flat = request.url.flat();
    let path = flat.get(url.host_start + url.host.len()..)?;
    let path = path.strip_prefix(":443").unwrap_or(path);
    Operation::by_request(&url.host, verb, path).map(Known)
}

/// The input that a generated function's argument chooses, or may choose.
fn chosen(operation: Known, args: &[Value]) -> Option<String> {
    let is_it = |choice: &&(&str, usize, &str, &str)| operation.key() == ("api_v2010", choice.0);
    let (_, at, constructor, input) = CHOICES.iter().find(is_it)?;
    let is_other = |atom: &Atom| match atom {
        Atom::External(path) => {
            let [.., owner, name] = path.as_slice() else { return false };
            owner.starts_with(|first: char| first.is_ascii_uppercase()) && name != constructor
        }
        _ => false,
    };
    let is_known = args.get(*at).is_some_and(|arg| !arg.is_unknown() && arg.atoms.iter().all(is_other));
    (!is_known).then(|| plain_name(input))
}

/// The names in a URL's query.
fn query_of(url: &Text) -> Vec<String> {
    let flat = url.flat();
    flat.split_once('?').map_or_else(Vec::new, |(_, query)| names_in(query))
}

/// The names in `name=value&name=value`; JSON as text is not read.
fn names_in(pairs: &str) -> Vec<String> {
    let names = pairs.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
    let is_read = |name: &str| !name.contains([UNKNOWN, '{', '[']);
    names.map(|name| if is_read(name) { plain_name(name) } else { "*".to_owned() }).gather()
}

/// A name without its spelling: `StatusCallback`, `status_callback` and `statusCallback` are one.
pub(crate) fn plain_name(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).gather()
}

/// Whether a method of a generated function's builder sends.
pub(super) fn is_sending(name: &str) -> bool {
    matches!(name, "items" | "page" | "pages" | "send")
}

/// The verb that a value is: `Method::POST`, or its name.
pub(super) fn verb_of(value: &Value) -> Option<&'static str> {
    value.atoms.iter().find_map(|atom| match atom {
        Atom::External(path) => path.last().and_then(|name| verb_named(name)),
        Atom::Text(text) => text.known().and_then(|name| verb_named(&name)),
        _ => None,
    })
}

/// The verb of this name, in any case: `post`, `POST`.
pub(super) fn verb_named(name: &str) -> Option<&'static str> {
    const VERBS: &[&str] = &["DELETE", "GET", "PATCH", "POST", "PUT"];
    VERBS.iter().copied().find(|verb| verb.eq_ignore_ascii_case(name))
}
