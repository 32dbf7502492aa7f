//! Twilio's operations, as far as lints need to know them: which function or request does what.
//!
//! The table is made by a command from Twilio's documents, see `tests/README.md`, and parsed when the first lint asks.

use crate::gather::Gather;
use crate::sorted::Map;
use std::sync::LazyLock;

/// An operation of Twilio's API.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The module of generated code, which is named after the document: `api_v2010`.
    pub module: &'static str,
    /// The endpoint function in that module: `create_message`.
    pub function: &'static str,
    /// The id in the document: `CreateMessage`.
    pub id: &'static str,
    /// The HTTP verb, in capitals.
    pub verb: &'static str,
    /// What a successful call does.
    pub effect: Effect,
    /// The host without a region: `api.twilio.com`.
    pub host: &'static str,
    /// The template of the path: `/2010-04-01/Accounts/{AccountSid}/Messages.json`.
    pub path: &'static str,
    /// The inputs that take a URL which Twilio calls back.
    pub callbacks: Vec<CallbackInput>,
    /// What saves the caller from asking again and again; empty where nothing does. The most fitting is the first.
    pub instead_of_polling: Vec<Replacement>,
    /// Whether its product ignores connection overrides in the fragments of callback URLs.
    pub ignores_overrides: bool,
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Makes something new; once too often makes it twice.
    Create,
    /// Reads one thing.
    Fetch,
    /// Reads the things of a collection.
    List,
    /// Changes what is there.
    Update,
    /// Removes configuration or a relation.
    Delete,
    /// Removes data that Twilio stores on the account's behalf.
    DeleteStored,
}

/// An input that takes a callback URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallbackInput {
    /// The name in a request: `StatusCallback`.
    pub wire: &'static str,
    /// The name of the setter, or of the argument: `status_callback`.
    pub name: &'static str,
    /// Its place among the arguments of the endpoint function, where it is one.
    pub argument: Option<usize>,
}

/// A callback that tells what a poller wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replacement {
    /// The module of the function that takes the callback.
    pub module: &'static str,
    /// That function: `create_message`.
    pub function: &'static str,
    /// The callback's name there, as a setter where it is one: `status_callback`.
    pub callback: &'static str,
}

impl Operation {
    /// All operations, by module and function.
    pub fn all() -> &'static [Operation] {
        &OPERATIONS
    }

    /// The operations whose endpoint function has a name, in one module or in any.
    pub fn by_function(module: Option<&str>, function: &str) -> impl Iterator<Item = &'static Operation> {
        let found = BY_FUNCTION.get(function).into_iter().flatten().copied();
        found.filter(move |operation| module.is_none_or(|module| operation.module == module))
    }

    /// The operation of this id in a module's document.
    pub fn by_id(module: &str, id: &str) -> Option<&'static Operation> {
        let first = OPERATIONS.partition_point(|operation| operation.module < module);
        let of_module = OPERATIONS.get(first..)?.iter().take_while(|operation| operation.module == module);
        of_module.into_iter().find(|operation| operation.id == id)
    }

    /// The operation that a request of this verb to this URL is.
    ///
    /// A host may name an edge and a region; a path may end in a query. Where a stretch of the path is not known, `\u{1A}`
    /// stands for it, and it matches variables alone.
    pub fn by_request(host: &str, verb: &str, path: &str) -> Option<&'static Operation> {
        let product = host.split('.').next()?.to_ascii_lowercase();
        let verb = verb.to_ascii_uppercase();
        let wanted = segments(path);
        let key = (product.as_str(), verb.as_str(), wanted.len());
        let found = BY_REQUEST.get(&key)?.iter().copied();
        let fitting = found.filter_map(|operation| Some((fit(operation.path, &wanted)?, operation)));
        fitting.max_by_key(|(literals, _)| *literals).map(|(_, operation)| operation)
    }

    /// The collection that it belongs to, without an ending: the list and the fetch of a resource have the same.
    pub fn collection(&self) -> &'static str {
        let path = without_ending(self.path);
        match path.rsplit_once('/') {
            Some((collection, last)) if is_variable(last) => collection,
            _ => path,
        }
    }

    /// Whether both are about the same kind of resource.
    pub fn shares_resource_with(&self, other: &Operation) -> bool {
        self.module == other.module && self.collection() == other.collection()
    }

    /// The operation that fetches one of what a list holds.
    pub fn fetch_of_list(&self) -> Option<&'static Operation> {
        let key = (self.module, self.collection());
        FETCHES.get(&key).copied().filter(|_| self.effect == Effect::List)
    }

    /// The variables of the path, in its order.
    pub fn variables(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name))
    }
}

/// The product of a host, the verb, and how many segments the path has.
type RequestKey = (&'static str, &'static str, usize);

static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| parse(include_str!("operations.tsv")));

static BY_FUNCTION: LazyLock<Map<&str, Vec<&Operation>>> = LazyLock::new(|| {
    let mut table: Map<_, Vec<_>> = Map::new();
    for operation in OPERATIONS.iter() {
        table.get_or_default(operation.function).push(operation);
    }
    table
});

/// The operations that fetch one thing, by module and collection.
static FETCHES: LazyLock<Map<(&str, &str), &Operation>> = LazyLock::new(|| {
    let mut table = Map::new();
    for operation in OPERATIONS.iter().filter(|operation| operation.effect == Effect::Fetch) {
        table.get_or_insert((operation.module, operation.collection()), operation);
    }
    table
});

static BY_REQUEST: LazyLock<Map<RequestKey, Vec<&Operation>>> = LazyLock::new(|| {
    let mut table: Map<_, Vec<_>> = Map::new();
    for operation in OPERATIONS.iter() {
        let product = operation.host.split('.').next().unwrap_or_default();
        let key = (product, operation.verb, segments(operation.path).len());
        table.get_or_default(key).push(operation);
    }
    table
});

/// Reads the table: a line for each module, and below it a line for each of its operations, indented by a tab.
fn parse(table: &'static str) -> Vec<Operation> {
    let (mut module, mut host, mut ignores_overrides) = ("", "", false);
    let mut operations = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        let head = next();
        if !head.is_empty() {
            (module, host, ignores_overrides) = (head, next(), next() == "ignores overrides");
            continue;
        }
        operations.push(Operation {
            module,
            function: next(),
            id: next(),
            verb: next(),
            effect: effect(next()),
            host,
            path: next(),
            callbacks: next().split_whitespace().filter_map(callback).gather(),
            instead_of_polling: next()
                .split_whitespace()
                .filter_map(|cell| replacement(module, cell))
                .gather(),
            ignores_overrides,
        });
    }
    operations
}

fn effect(cell: &str) -> Effect {
    match cell {
        "create" => Effect::Create,
        "fetch" => Effect::Fetch,
        "list" => Effect::List,
        "delete" => Effect::Delete,
        "delete stored" => Effect::DeleteStored,
        _ => Effect::Update,
    }
}

/// `StatusCallback=status_callback` for a setter, `Callback=callback@1` for an argument; `webhook.url=webhook.url` for a field.
fn callback(cell: &'static str) -> Option<CallbackInput> {
    let (wire, name) = cell.split_once('=')?;
    let (name, argument) = match name.split_once('@') {
        Some((name, place)) => (name, Some(place.parse().ok()?)),
        None => (name, None),
    };
    Some(CallbackInput { wire, name, argument })
}

/// `create_call.status_callback`, or `messaging_v1::create_service.status_callback`.
fn replacement(module: &'static str, cell: &'static str) -> Option<Replacement> {
    let (module, cell) = cell.split_once("::").unwrap_or((module, cell));
    let (function, callback) = cell.split_once('.')?;
    Some(Replacement { module, function, callback })
}

/// Splits a path into segments: no query, no fragment, no ending such as `.json`.
fn segments(path: &str) -> Vec<&str> {
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    without_ending(path).split('/').gather()
}

fn without_ending(path: &str) -> &str {
    [".json", ".xml", ".csv"].iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path)
}

fn is_variable(segment: &str) -> bool {
    segment.starts_with('{')
}

/// How many literal segments of a template a path has, where it fits at all.
fn fit(template: &str, wanted: &[&str]) -> Option<usize> {
    let mut literals = 0;
    for (part, segment) in segments(template).into_iter().zip(wanted) {
        if part == *segment {
            literals += 1;
        } else if !is_variable(part) || segment.is_empty() {
            return None;
        }
    }
    Some(literals)
}

#[cfg(test)]
mod tests {
    use super::{Effect, Operation, Replacement};

    fn one(module: &str, function: &str) -> &'static Operation {
        let found: Vec<_> = Operation::by_function(Some(module), function).collect();
        assert_eq!(found.len(), 1, "{module}::{function}");
        found[0]
    }

    #[test]
    fn a_message_is_made_read_and_removed() {
        let create = one("api_v2010", "create_message");
        assert_eq!((create.id, create.verb, create.effect), ("CreateMessage", "POST", Effect::Create));
        assert!(
            create
                .callbacks
                .iter()
                .any(|input| input.wire == "StatusCallback" && input.name == "status_callback")
        );
        let fetch = one("api_v2010", "fetch_message");
        assert_eq!(fetch.effect, Effect::Fetch);
        let first =
            Replacement { module: "api_v2010", function: "create_message", callback: "status_callback" };
        assert_eq!(fetch.instead_of_polling.first(), Some(&first));
        let list = one("api_v2010", "list_message");
        assert_eq!(list.fetch_of_list(), Some(fetch));
        assert!(
            list.shares_resource_with(create) && !list.shares_resource_with(one("api_v2010", "list_call"))
        );
        assert_eq!(list.variables().collect::<Vec<_>>(), ["AccountSid"]);
        assert_eq!(one("api_v2010", "delete_message").effect, Effect::DeleteStored);
        assert_eq!(one("api_v2010", "delete_incoming_phone_number").effect, Effect::Delete);
    }

    #[test]
    fn an_operation_is_found_by_its_module_and_id() {
        for operation in Operation::all() {
            assert_eq!(Operation::by_id(operation.module, operation.id), Some(operation));
        }
        assert_eq!(Operation::by_id("api_v2010", "createMessage"), None);
        assert_eq!(Operation::by_id("api_v2011", "CreateMessage"), None);
    }

    #[test]
    fn verbs_and_effects_are_those_of_the_documents() {
        assert_eq!(one("api_v2010", "update_call").effect, Effect::Update);
        assert_eq!(one("accounts_v1", "update_messaging_geopermissions").verb, "PATCH");
        let count =
            |effect: Effect| Operation::all().iter().filter(|operation| operation.effect == effect).count();
        assert_eq!((count(Effect::Create), count(Effect::Fetch), count(Effect::List)), (279, 382, 351));
        assert_eq!(
            (count(Effect::Update), count(Effect::DeleteStored), count(Effect::Delete)),
            (218, 58, 159)
        );
    }

    #[test]
    fn calls_are_told_of_by_a_callback_and_verifications_are_not() {
        let call = one("api_v2010", "fetch_call").instead_of_polling.first();
        assert_eq!(
            call.map(|instead| (instead.function, instead.callback)),
            Some(("create_call", "status_callback"))
        );
        assert!(one("verify_v2", "fetch_verification").instead_of_polling.is_empty());
        let replaced =
            Operation::all().iter().filter(|operation| !operation.instead_of_polling.is_empty()).count();
        assert_eq!(replaced, 33);
    }

    #[test]
    fn every_replacement_is_an_operation_that_takes_the_callback() {
        for operation in Operation::all() {
            for instead in &operation.instead_of_polling {
                let takes = one(instead.module, instead.function);
                let is_input = takes.callbacks.iter().any(|input| input.name == instead.callback);
                assert!(is_input, "{}: {instead:?}", operation.id);
            }
        }
    }

    #[test]
    fn two_products_ignore_overrides() {
        let ignoring = Operation::all().iter().filter(|operation| operation.ignores_overrides);
        let modules: crate::sorted::Set<_> = ignoring.map(|operation| operation.module).collect();
        assert_eq!(modules.into_iter().collect::<Vec<_>>(), ["conversations_v1", "frontline_v1"]);
    }

    #[test]
    fn a_name_in_several_modules_is_found_in_all_of_them() {
        let services = Operation::by_function(None, "create_service");
        assert_eq!(services.count(), 12);
        assert_eq!(Operation::by_function(Some("verify_v2"), "create_message").count(), 0);
    }

    #[test]
    fn requests_are_operations() {
        let id =
            |host, verb, path| Operation::by_request(host, verb, path).map(|operation| operation.function);
        let cases = [
            ("api.twilio.com", "POST", "/2010-04-01/Accounts/\u{1A}/Messages.json", Some("create_message")),
            ("API.Twilio.com", "get", "/2010-04-01/Accounts/\u{1A}/Messages", Some("list_message")),
            (
                "api.twilio.com",
                "GET",
                "/2010-04-01/Accounts/\u{1A}/Messages/\u{1A}.json",
                Some("fetch_message"),
            ),
            (
                "api.dublin.ie1.twilio.com",
                "GET",
                "/2010-04-01/Accounts/A/Calls/C.json?x=1",
                Some("fetch_call"),
            ),
            ("verify.twilio.com", "POST", "/v2/Services/\u{1A}/Verifications", Some("create_verification")),
            ("verify.twilio.com", "POST", "/v2/Services/\u{1A}/Verifications/", Some("create_verification")),
            ("flex-api.twilio.com", "GET", "/v1/Configuration", Some("fetch_configuration")),
            (
                "api.twilio.com",
                "DELETE",
                "/2010-04-01/Accounts/A/Recordings/R.json",
                Some("delete_recording"),
            ),
            ("api.twilio.com", "POST", "/2010-04-01/Accounts/A/\u{1A}.json", None),
            ("api.twilio.com", "POST", "\u{1A}", None),
            ("api.twilio.com", "GET", "/2010-04-01/Accounts/A/Messages//x", None),
            ("example.com", "POST", "/2010-04-01/Accounts/A/Messages.json", None),
            ("", "", "", None),
        ];
        for (host, verb, path, expected) in cases {
            assert_eq!(id(host, verb, path), expected, "{verb} {host}{path}");
        }
    }

    #[test]
    fn every_operation_is_found_by_its_own_request() {
        for operation in Operation::all() {
            let found = Operation::by_request(operation.host, operation.verb, operation.path);
            assert_eq!(found.map(|found| found.path), Some(operation.path));
        }
    }
}
