//! Abstract values.

use super::atoms::Atoms;
use super::environment::Environment;
use super::filters::Filter;
use super::hook::{Hook, Proof};
use super::library::{Library, is_foreign};
use super::operation_call::Known;
use super::outcome::{Failure, Outcome};
use super::roots::Roots;
use super::routes::Routes;
use super::secrets::Secret;
use super::text::{Part, Text};
use super::tls::Tls;
use crate::Place;
use crate::gather::{Gather, Gathered, PutAll};
use crate::ir::ClosureExpr;
use crate::resolve::{FunctionId, ModuleId, StructId};
use crate::sorted::{Map, Set};
use crate::trigger::names_twilio;
use std::borrow::Cow;
use std::sync::Arc;

/// How many alternatives a value keeps.
const MAX_ATOMS: usize = 8;
/// How many elements a collection keeps.
pub(super) const MAX_ELEMENTS: usize = 64;
/// How deep structs and tuples nest in a value.
const MAX_NESTING: usize = 6;

/// What an expression may be: any of these. Nothing is known of one without alternatives.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Value {
    pub atoms: Atoms,
    pub roots: Roots,
}

/// One alternative.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Atom {
    Text(Text),
    Secret(Secret),
    Client(Client),
    ClientBuilder(Client),
    Request(Request),
    Object(StructId, Map<String, Value>),
    Tuple(Vec<Value>),
    /// An array, a vector, a map: what it holds, without order.
    List(Vec<Value>),
    Closure(Closure),
    Function(FunctionId),
    /// A written exit from retries, and the reason where it is known.
    NoRetry(Option<String>),
    /// What came of a call to Twilio, and its error.
    Outcome(Outcome),
    Failure(Failure),
    /// A callback URL made by our runtime.
    Callback(Callback),
    Bool(bool),
    /// A TLS configuration, a connector made of one, or one in the making.
    Tls(Tls),
    /// Certificates, and whether one of them is a server's own.
    Certificate {
        is_leaf: bool,
    },
    /// The content of a file, by the file's name.
    File(String),
    /// Something of another crate, by the path that made it.
    External(Vec<String>),
    /// What a list of Twilio's answered, or something of that.
    Listed(Listed),
    /// A length of time, in milliseconds.
    Span(u64),
    /// Work that the rounds of a region put together, which somebody has to run.
    Work(Place),
    /// Names of inputs that a request in the making was given, in small letters; what nobody can read is `*`.
    Given(Set<String>),
    /// A collection of so many elements, whatever comes in: an array, a chunk.
    Few,
    /// What comes with a pause before each element.
    Paced,
    /// A number: as many as there are.
    All,
    /// In a field: what nobody knows, written over what the field is by default.
    Overridden,
    /// What came with a request to a handler.
    Hook(Hook),
    /// The outcome of a check of its signature.
    Proof(Proof),
    /// What a function that looks at a request returns where it refuses: `Err(..)` or `None`.
    Refusal,
    /// A variant of an enum where a request is looked at; good where it stands on none but signed ways.
    Variant {
        name: String,
        is_good: bool,
    },
    /// A router, or a part of one.
    Routes(Routes),
    /// A layer that lets only signed requests through.
    Cover,
    Filter(Filter),
}

/// What a list of Twilio's answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Listed {
    pub operation: Known,
    /// Where it was asked for.
    pub place: Place,
    /// Whether it is gone through no further than something holds.
    pub is_ended: bool,
}

/// A callback URL of our runtime's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Callback {
    pub text: Text,
    /// Whether its fragment is checked where it is made; what the text has behind `#` is then a mere sign.
    pub is_checked: bool,
}

/// An HTTP client, or one in the making.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Client {
    pub library: Library,
    pub retries: bool,
    /// Whether it does so whatever went wrong.
    pub is_blind: bool,
    pub tls: Tls,
}

impl Client {
    /// A library's client as it comes.
    pub(crate) fn new(library: Library) -> Self {
        Self { library, retries: false, is_blind: false, tls: Tls::default() }
    }
}

/// A request that has not been sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Request {
    pub library: Library,
    pub retries: bool,
    pub is_blind: bool,
    pub verb: Option<&'static str>,
    pub url: Text,
    /// What its client, or itself, is set to.
    pub tls: Tls,
}

impl Request {
    /// A client's request.
    pub(crate) fn new(client: &Client, url: Text) -> Self {
        let Client { library, retries, is_blind, .. } = *client;
        Self { library, retries, is_blind, verb: None, url, tls: client.tls.clone() }
    }

    /// A client's request to somewhere.
    pub(crate) fn unknown(client: &Client) -> Self {
        Self::new(client, Text { parts: vec![Part::Unknown] })
    }
}

/// A closure with what it sees.
#[derive(Clone, Debug)]
pub(crate) struct Closure {
    pub expr: Arc<ClosureExpr>,
    pub environment: Arc<Environment>,
    pub module: ModuleId,
    pub self_type: Option<StructId>,
    /// The frame in which it was written.
    pub home: usize,
}

impl Closure {
    /// What it names of its surroundings.
    pub(crate) fn seen(&self) -> impl Iterator<Item = &Value> {
        self.expr.names.iter().filter_map(|name| self.environment.get(name))
    }
}

impl PartialEq for Closure {
    fn eq(&self, other: &Self) -> bool {
        self.expr.place == other.expr.place
    }
}

impl Eq for Closure {}

impl PartialOrd for Closure {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Closure {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.expr.place.cmp(&other.expr.place)
    }
}

impl From<Atom> for Value {
    fn from(atom: Atom) -> Self {
        Self { atoms: atom.into(), roots: Roots::default() }
    }
}

impl Gathered<Atom> for Value {
    type Open = Vec<Atom>;

    fn hold(atoms: &mut Vec<Atom>, atom: Atom) {
        atoms.push(atom);
    }

    fn closed(atoms: Vec<Atom>) -> Self {
        Self { atoms: atoms.into(), roots: Roots::default() }
    }
}

impl Atom {
    /// A tuple, or nothing where nothing is known of its parts.
    pub(crate) fn tuple(parts: Vec<Value>) -> Value {
        if parts.iter().all(Value::is_unknown) { Value::unknown() } else { Atom::Tuple(parts).into() }
    }

    /// A collection, or nothing where nothing is known of what it holds.
    pub(crate) fn list(parts: Vec<Value>) -> Value {
        if parts.iter().all(Value::is_unknown) { Value::unknown() } else { Atom::List(parts).into() }
    }

    /// The same with a field, or a part by its number, that holds something else.
    pub(crate) fn with_field(&self, field: &str, value: &Value) -> Atom {
        let mut written = self.clone();
        match &mut written {
            Atom::Object(_, fields) => drop(fields.insert(field.to_owned(), value.clone())),
            Atom::Tuple(parts) => {
                if let Some(part) = field.parse::<usize>().ok().and_then(|index| parts.get_mut(index)) {
                    *part = value.clone();
                }
            }
            _ => {}
        }
        written
    }

    /// Whether a function's outcome can hang on it.
    pub(crate) fn matters(&self) -> bool {
        match self {
            Atom::Text(text) => text.parts.iter().any(|part| match part {
                Part::Known(known, _) => is_telling(known),
                Part::Secret(_) | Part::Listed(_) => true,
                Part::Unknown => false,
            }),
            Atom::Client(client) | Atom::ClientBuilder(client) => {
                client.retries || client.library.is_twilio() || !client.tls.is_usual()
            }
            Atom::Tuple(parts) | Atom::List(parts) => parts.iter().any(Value::matters),
            Atom::Object(_, fields) => fields.values().any(Value::matters),
            Atom::External(path) => path.first().is_some_and(|root| root == "ringfence"),
            Atom::Secret(_) | Atom::Request(_) | Atom::Closure(_) | Atom::Function(_) => true,
            Atom::NoRetry(_) | Atom::Callback(_) | Atom::Certificate { .. } => true,
            Atom::Tls(tls) => !tls.is_usual(),
            Atom::Bool(_) | Atom::File(_) | Atom::Overridden => false,
            Atom::Span(_) => true,
            Atom::All | Atom::Few | Atom::Paced => false,
            Atom::Given(_) => true,
            Atom::Outcome(_) | Atom::Failure(_) | Atom::Listed(_) | Atom::Work(_) => true,
            Atom::Hook(_) | Atom::Proof(_) | Atom::Routes(_) | Atom::Cover | Atom::Filter(_) => true,
            Atom::Refusal => false,
            Atom::Variant { .. } => true,
        }
    }

    /// Whether it is an HTTP client, or one in the making.
    pub(crate) fn is_client(&self) -> bool {
        matches!(self, Atom::Client(_) | Atom::ClientBuilder(_))
    }

    /// Whether a closure is inside.
    pub(crate) fn holds_closure(&self) -> bool {
        match self {
            Atom::Closure(_) => true,
            Atom::Tuple(parts) | Atom::List(parts) => parts.iter().any(Value::holds_closure),
            Atom::Object(_, fields) => fields.values().any(Value::holds_closure),
            _ => false,
        }
    }

    /// Whether nothing of it is left out of what it tells.
    fn tells_all(&self) -> bool {
        match self {
            Atom::Text(text) => text.parts.iter().any(|part| *part != Part::Unknown),
            Atom::External(path) => !is_plain(path),
            Atom::All | Atom::Tuple(_) | Atom::List(_) | Atom::Object(..) => false,
            _ => true,
        }
    }

    fn telling(&self) -> Option<Atom> {
        let parts = |parts: &[Value]| {
            let parts: Vec<Value> = parts.iter().map(Value::telling).gather();
            parts.iter().any(|part| !part.is_unknown()).then_some(parts)
        };
        match self {
            Atom::Tuple(inner) => parts(inner).map(Atom::Tuple),
            Atom::List(inner) => parts(inner).map(Atom::List),
            Atom::Object(id, fields) => {
                let fields = fields.iter().map(|(name, value)| (name.clone(), value.telling()));
                Some(Atom::Object(*id, fields.filter(|(_, value)| !value.is_bare()).gather()))
            }
            other => other.tells_all().then(|| other.clone()),
        }
    }
}

impl Value {
    /// Whether no more than types are known.
    pub(crate) fn is_bare(&self) -> bool {
        self.atoms.iter().all(|atom| match atom {
            Atom::Object(_, fields) => fields.values().all(Value::is_bare),
            Atom::Tuple(parts) | Atom::List(parts) => parts.iter().all(Value::is_bare),
            Atom::External(path) => is_plain(path),
            _ => false,
        })
    }

    /// A field's value, without the mark that it was overridden.
    pub(crate) fn revealed(&self) -> Value {
        self.with_only(|atom| *atom != Atom::Overridden)
    }

    pub(crate) fn unknown() -> Self {
        Self::default()
    }

    pub(crate) fn is_unknown(&self) -> bool {
        self.atoms.is_empty()
    }

    /// Whether no more is known of it than where it came from.
    pub(crate) fn is_vague(&self) -> bool {
        self.atoms.iter().all(|atom| matches!(atom, Atom::External(_)))
    }

    /// Whether there is no room for further alternatives.
    pub(crate) fn is_full(&self) -> bool {
        self.atoms.len() >= MAX_ATOMS
    }

    /// Adds the other's alternatives; beyond the bound they are dropped, which makes a value less known, never more.
    pub(crate) fn join(&mut self, other: &Value) {
        self.roots.join(other.roots);
        if self.atoms.are_shared(&other.atoms) {
            return;
        }
        if self.is_unknown() {
            self.atoms = other.atoms.clone();
            return;
        }
        other.atoms.iter().for_each(|atom| self.add(atom));
    }

    fn add(&mut self, atom: &Atom) {
        self.atoms.add(atom, self.is_full());
    }

    /// The same value, which hangs on this as well.
    pub(crate) fn rooted(mut self, roots: Roots) -> Self {
        self.roots.join(roots);
        self
    }

    pub(crate) fn joined(mut self, other: &Value) -> Self {
        self.join(other);
        self
    }

    /// Forgets the alternatives that do not hold.
    pub(crate) fn retain(&mut self, holds: impl Fn(&Atom) -> bool) {
        if !self.atoms.iter().all(&holds) {
            *self = self.atoms.iter().filter(|atom| holds(atom)).cloned().gather();
        }
    }

    /// The alternatives that hold; where all do, the very value.
    pub(crate) fn with_only(&self, holds: impl Fn(&Atom) -> bool) -> Value {
        let mut left = self.clone();
        left.retain(holds);
        left
    }

    /// Where both are clients, whichever it is: what is done with it is done with either.
    pub(crate) fn either_client(&self, other: &Value) -> Option<Value> {
        let are_clients = |value: &Value| !value.is_unknown() && value.atoms.iter().all(Atom::is_client);
        (are_clients(self) && are_clients(other)).then(|| self.clone().joined(other))
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = &Text> {
        self.atoms.iter().filter_map(|atom| match atom {
            Atom::Text(text) => Some(text),
            Atom::Callback(callback) => Some(&callback.text),
            _ => None,
        })
    }

    /// The one known text that the value is.
    pub(crate) fn known_text(&self) -> Option<Cow<'_, str>> {
        match &*self.atoms {
            [Atom::Text(text)] => text.known(),
            _ => None,
        }
    }

    /// Every secret inside, also in strings, tuples and structs.
    pub(crate) fn secrets(&self) -> Vec<&Secret> {
        let mut found = Vec::new();
        self.collect_secrets(&mut found, 0);
        found
    }

    fn collect_secrets<'v>(&'v self, found: &mut Vec<&'v Secret>, depth: usize) {
        if depth > MAX_NESTING {
            return;
        }
        for atom in &self.atoms {
            match atom {
                Atom::Secret(secret) => found.push(secret),
                Atom::Text(text) => found.put_all(text.secrets()),
                Atom::Request(request) => found.put_all(request.url.secrets()),
                Atom::Tuple(parts) | Atom::List(parts) => {
                    parts.iter().for_each(|part| part.collect_secrets(found, depth + 1))
                }
                Atom::Object(_, fields) => {
                    fields.values().for_each(|field| field.collect_secrets(found, depth + 1));
                }
                _ => {}
            }
        }
    }

    /// The lists of which something is in it.
    pub(crate) fn listed(&self) -> Vec<Listed> {
        let listed = self.atoms.iter().flat_map(|atom| match atom {
            Atom::Listed(listed) => vec![*listed],
            Atom::Text(text) => text.listed().copied().gather(),
            _ => Vec::new(),
        });
        listed.gather()
    }

    /// The names of inputs that it was given.
    pub(super) fn given(&self) -> Set<String> {
        let given = self.atoms.iter().filter_map(|atom| match atom {
            Atom::Given(names) => Some(names.iter().cloned()),
            _ => None,
        });
        given.flatten().gather()
    }

    /// The same, given more inputs.
    pub(super) fn giving(&self, names: impl IntoIterator<Item = String>) -> Value {
        let all: Set<String> = self.given().into_iter().chain(names).gather();
        let mut value = self.with_only(|atom| !matches!(atom, Atom::Given(_))).rooted(self.roots);
        if !all.is_empty() {
            value.join(&Atom::Given(all).into());
        }
        value
    }

    /// The requests among it with a verb of theirs.
    pub(super) fn sent_by(&self, verb: Option<&'static str>) -> Value {
        let sent = self.atoms.iter().map(|atom| match atom {
            Atom::Request(request) => Atom::Request(Request { verb, ..request.clone() }),
            other => other.clone(),
        });
        sent.gather::<Value>().rooted(self.roots)
    }

    /// How long it is, where it is a known length of time.
    pub(crate) fn span(&self) -> Option<u64> {
        let mut spans = self.atoms.iter().filter_map(|atom| match atom {
            Atom::Span(span) => Some(*span),
            _ => None,
        });
        spans.next().filter(|_| spans.next().is_none())
    }

    /// What one element of a collection may be; what is no collection stands for its own elements.
    pub(crate) fn element(&self) -> Value {
        let mut element = Value::unknown();
        for atom in &self.atoms {
            match atom {
                Atom::List(parts) => parts.iter().for_each(|part| element.join(part)),
                // It is the collection that has so many.
                Atom::Few => {}
                other => element.add(other),
            }
        }
        element
    }

    /// Whether a closure is inside: such values cannot be compared by what they are.
    pub(crate) fn holds_closure(&self) -> bool {
        self.atoms.iter().any(Atom::holds_closure)
    }

    /// The value without those closures inside structs and collections that may go.
    pub(crate) fn without_closures(&self, may_go: &dyn Fn(&Closure) -> bool) -> Value {
        let bare = |value: &Value| {
            let mut bare = value.without_closures(may_go);
            bare.retain(|atom| !matches!(atom, Atom::Closure(closure) if may_go(closure)));
            bare
        };
        let atoms = self.atoms.iter().map(|atom| match atom {
            Atom::Tuple(parts) => Atom::Tuple(parts.iter().map(bare).gather()),
            Atom::List(parts) => Atom::List(parts.iter().map(bare).gather()),
            Atom::Object(id, fields) => {
                Atom::Object(*id, fields.iter().map(|(name, value)| (name.clone(), bare(value))).gather())
            }
            other => other.clone(),
        });
        atoms.gather()
    }

    /// Whether a function's outcome can hang on the value: what cannot lead to a finding is not followed through calls.
    pub(crate) fn matters(&self) -> bool {
        self.atoms.iter().any(Atom::matters)
    }

    /// What is left where reading the value failed: a secret was not read.
    pub(crate) fn without_secrets(&self) -> Value {
        let is_secret = |atom: &Atom| match atom {
            Atom::Secret(_) => true,
            Atom::Text(text) => text.secrets().next().is_some(),
            _ => false,
        };
        self.with_only(|atom| !is_secret(atom))
    }

    /// The value inside something that does not show its secrets, or taken out of it.
    pub(crate) fn hidden(&self, is_hidden: bool) -> Value {
        let hide = |secret: &Secret| Secret { is_hidden, ..secret.clone() };
        let atoms = self.atoms.iter().map(|atom| match atom {
            Atom::Secret(secret) => Atom::Secret(hide(secret)),
            Atom::Text(text) if is_hidden && text.secrets().next().is_some() => {
                text.secrets().next().map_or(atom.clone(), |secret| Atom::Secret(hide(secret)))
            }
            other => other.clone(),
        });
        atoms.gather()
    }

    /// The value as a parameter that nothing is known of.
    pub(crate) fn handed_in(&self) -> Value {
        let atoms = self.atoms.iter().map(|atom| match atom {
            Atom::Secret(secret) => Atom::Secret(Secret { is_handed_in: true, ..secret.clone() }),
            other => other.clone(),
        });
        atoms.gather()
    }

    /// What a field's value tells beyond the field's type: what crates of any size are full of would hide the rest.
    pub(crate) fn telling(&self) -> Value {
        match self.atoms.iter().all(Atom::tells_all) {
            true => self.clone(),
            false => self.atoms.iter().filter_map(Atom::telling).gather(),
        }
    }

    /// How deep the value nests; deeper than the bound it is forgotten, so that recursion ends.
    pub(crate) fn bounded(self) -> Self {
        if self.depth() > MAX_NESTING { Self::unknown().rooted(self.roots) } else { self }
    }

    fn depth(&self) -> usize {
        let inner = self.atoms.iter().map(|atom| match atom {
            Atom::Tuple(parts) | Atom::List(parts) => 1 + parts.iter().map(Value::depth).max().unwrap_or(0),
            Atom::Object(_, fields) => 1 + fields.values().map(Value::depth).max().unwrap_or(0),
            _ => 0,
        });
        inner.max().unwrap_or(0)
    }
}

/// Whether a path tells nothing: one of the standard library, of a primitive type, or of the crate itself.
fn is_plain(path: &[String]) -> bool {
    const ROOTS: &[&str] = &["Default", "alloc", "core", "crate", "std", "tokio"];
    path.first().is_some_and(|root| {
        ROOTS.contains(&root.as_str()) || root.len() <= 5 && is_foreign(root) && Library::of(path).is_none()
    })
}

/// Whether a text may be part of a URL that matters.
fn is_telling(text: &str) -> bool {
    names_twilio(text)
        || text.contains("://")
        || text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("http"))
}
