//! What the paths of a document say together: which collections exist and what an operation does to them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hyper::Method;

use crate::document::Document;
use crate::naming::snake;
use crate::operation::{Operation, Place, Security};
use crate::pattern::Pattern;
use crate::schema::Kind;

/// What an operation does to the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Pages through a collection; the name of the array in the answer.
    List(String),
    /// Adds to a collection.
    Create,
    /// Reads one thing that must exist.
    Fetch,
    /// Reads what exists without being created: a balance, a country, a lookup.
    Show,
    /// Changes one thing that must exist.
    Update,
    /// Changes what exists without being created.
    Change,
    /// Removes one thing.
    Delete,
    /// Gives out a bearer token.
    Grant,
    /// Answers in shape and keeps nothing.
    Perform,
}

/// A collection of a document, known by the shape of its path.
#[derive(Debug, Default)]
pub(crate) struct Collection {
    pub(crate) creates: bool,
    /// Index of the operation that lists it.
    pub(crate) list: Option<usize>,
    /// Index of the operation that reads one of its things.
    pub(crate) fetch: Option<usize>,
    /// The last variable of its instance paths.
    pub(crate) key: Option<String>,
    /// Whether its paths end in `.json`.
    pub(crate) json_suffix: bool,
    /// The literal names of the paths directly below its things, with the names of their links: `Media`, `Feedback`.
    pub(crate) below: Vec<(String, String)>,
    /// What the identifiers of its things look like, as most of the operations below them say.
    pub(crate) pattern: Option<Arc<Pattern>>,
}

impl Collection {
    /// Whether its things are kept: created here, or listed under identifiers of their own.
    pub(crate) fn is_stored(&self) -> bool {
        let identified = self.key.as_deref().is_some_and(|key| key.to_ascii_lowercase().ends_with("id"));
        self.creates || (self.list.is_some() && identified)
    }
}

/// The collections of a document and the act of each operation.
#[derive(Debug, Default)]
pub(crate) struct Resources {
    collections: BTreeMap<String, Collection>,
    acts: Vec<Act>,
    /// Collections that others share their things with.
    sharing: BTreeSet<String>,
}

impl Resources {
    pub(crate) fn of(document: &Document) -> Resources {
        let mut resources = Resources::default();
        for (index, operation) in document.operations.iter().enumerate() {
            resources.note(index, operation, document);
        }
        resources.note_below(document);
        resources.note_patterns(document);
        for operation in &document.operations {
            if operation.method == Method::POST && resources.is_create(operation) {
                resources.collections.entry(operation.template.shape()).or_default().creates = true;
            }
        }
        let known: Vec<&String> = resources.collections.keys().collect();
        let shared = |one: &&&String| known.iter().any(|other| resources.shares(one, other));
        resources.sharing = known.iter().filter(shared).map(|shape| (*shape).clone()).collect();
        resources.acts =
            document.operations.iter().map(|operation| resources.decide(operation, document)).collect();
        resources
    }

    fn note(&mut self, index: usize, operation: &Operation, document: &Document) {
        let template = &operation.template;
        let collection = self.collections.entry(template.collection()).or_default();
        collection.json_suffix |= template.has_json_suffix();
        if let Some(key) = template.key() {
            collection.key = Some(key.to_owned());
            if operation.method == Method::GET {
                collection.fetch = Some(index);
            }
        } else if list_key(operation, document).is_some() {
            collection.list = Some(index);
        }
    }

    fn note_below(&mut self, document: &Document) {
        let shapes: BTreeSet<String> = document.operations.iter().map(|one| one.template.shape()).collect();
        for (shape, collection) in &mut self.collections {
            let instance = format!("{shape}/{{}}/");
            let names = shapes.iter().filter_map(|other| other.strip_prefix(&instance));
            let literal = names.filter(|rest| !rest.contains('/') && *rest != "{}");
            collection.below = literal.map(|name| (snake(name), name.to_owned())).collect();
        }
    }

    /// Counts the patterns that are declared for each variable: Twilio's documents contradict one another here and there.
    fn note_patterns(&mut self, document: &Document) {
        let mut counts: BTreeMap<String, BTreeMap<&str, (usize, &Arc<Pattern>)>> = BTreeMap::new();
        for operation in &document.operations {
            for (shape, name) in operation.template.steps() {
                let input = operation.input(Place::Path, name);
                let Some(pattern) = input.and_then(|input| document.schema(input.schema).pattern.as_ref())
                else {
                    continue;
                };
                counts.entry(shape).or_default().entry(&pattern.text).or_insert((0, pattern)).0 += 1;
            }
        }
        for (shape, patterns) in counts {
            let most = patterns.into_values().max_by_key(|(count, _)| *count);
            if let Some(collection) = self.collections.get_mut(&shape) {
                collection.pattern = most.map(|(_, pattern)| Arc::clone(pattern));
            }
        }
    }

    fn is_create(&self, operation: &Operation) -> bool {
        let collection = self.collections.get(&operation.template.shape());
        !operation.template.is_instance()
            && collection.is_some_and(|found| found.list.is_some() || found.key.is_some())
    }

    fn decide(&self, operation: &Operation, document: &Document) -> Act {
        let instance = operation.template.is_instance();
        let collection = self.collections.get(&operation.template.collection());
        let stored = collection.is_some_and(Collection::is_stored);
        if operation.method == Method::GET {
            return match list_key(operation, document) {
                Some(key) if !instance => Act::List(key),
                _ if instance && stored => Act::Fetch,
                _ => Act::Show,
            };
        }
        if operation.security == Security::None && operation.template.text.ends_with("/token") {
            return Act::Grant;
        }
        if operation.method == Method::DELETE {
            return Act::Delete;
        }
        let read_there = document
            .operations
            .iter()
            .any(|other| other.method == Method::GET && other.template.text == operation.template.text);
        match (instance, read_there || collection.is_some_and(|found| found.fetch.is_some())) {
            (true, true) if stored => Act::Update,
            (true, true) => Act::Change,
            (false, _) if self.is_create(operation) => Act::Create,
            (false, true) => Act::Change,
            _ => Act::Perform,
        }
    }

    /// What the operation at an index does.
    pub(crate) fn act(&self, index: usize) -> &Act {
        self.acts.get(index).unwrap_or(&Act::Perform)
    }

    pub(crate) fn collection(&self, shape: &str) -> Option<&Collection> {
        self.collections.get(shape)
    }

    /// Whether things of any other collection also belong to this one.
    pub(crate) fn is_shared(&self, collection: &str) -> bool {
        self.sharing.contains(collection)
    }

    /// Whether things created in one collection also belong to another: recordings of a call are recordings of the
    /// account, a local number is a number.
    pub(crate) fn shares(&self, collection: &str, other: &str) -> bool {
        if !self.collections.get(other).is_some_and(|found| found.creates) {
            return false;
        }
        let kind = other.strip_prefix(collection).and_then(|rest| rest.strip_prefix('/'));
        if kind.is_some_and(|rest| !rest.contains('/') && !rest.contains('{')) {
            return true;
        }
        let creates = self.collections.get(collection).is_some_and(|found| found.creates);
        let Some((parent, name)) = collection.rsplit_once('/') else { return false };
        let nested = other.strip_prefix(parent).and_then(|rest| rest.strip_suffix(name));
        !creates
            && collection != other
            && nested.is_some_and(|between| between.starts_with('/') && between.ends_with('/'))
    }
}

/// The array of a list's answer: an object with paging fields beside exactly one array.
fn list_key(operation: &Operation, document: &Document) -> Option<String> {
    if operation.method != Method::GET {
        return None;
    }
    let schema = document.schema(operation.success.schema?);
    let paged = ["meta", "next_page_uri", "has_next", "totalResults"].iter().any(|name| schema.has(name));
    let listed = operation.id.starts_with("List");
    let mut arrays = schema
        .properties
        .iter()
        .filter(|(name, of)| name.as_str() != "schemas" && document.schema(**of).kind == Kind::Array)
        .map(|(name, _)| name.clone());
    let first = arrays.next()?;
    ((paged || listed) && arrays.next().is_none()).then_some(first)
}
