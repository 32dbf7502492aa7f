//! Compares the facts of one of our documents with Twilio's document of the same name.
//!
//! Every key is compared that is not in [`NOT_COMPARED`], so that a keyword which is new to us cannot pass unseen. Ours
//! may hold fewer operations than theirs; what it holds must say the same.

use super::document::{METHODS, NAMED, child, entries, entry, resolve};
use serde_yaml::Value;
use std::collections::BTreeSet;
use std::fmt;

/// Keys that state no fact: sentences, examples, and leftovers of Twilio's Java services.
pub const NOT_COMPARED: [&str; 9] = [
    "description",
    "summary",
    "example",
    "examples",
    "externalDocs",
    "x-class-extra-annotation",
    "x-field-extra-annotation",
    "x-getter-extra-annotation",
    "x-jvm-type",
];

/// The one sentence that an `x-twilio` extension can hold.
const SENTENCE_IN_DATA: &str = "shortDescription";

/// Lists whose order means nothing: Twilio's YAML and JSON disagree in it.
const UNORDERED: [&str; 2] = ["required", "tags"];

/// A fact that differs.
#[derive(Debug)]
pub struct Difference {
    /// Where: a JSON pointer into our document, or into theirs for what ours lacks.
    pub pointer: String,
    /// What ours says, as JSON; `absent` where it says nothing.
    pub ours: String,
    /// What theirs says.
    pub theirs: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pointer, ours, theirs } = self;
        write!(formatter, "{pointer}\n    ours:   {}\n    theirs: {}", shortened(ours), shortened(theirs))
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// All differences between the facts of `ours` and those that `theirs` states of the same operations.
pub fn compare(ours: &Value, theirs: &Value) -> Vec<Difference> {
    let mut comparison = Comparison { ours, theirs, followed: BTreeSet::new(), found: Vec::new() };
    comparison.document();
    comparison.found
}

/// How the keys of a map are read.
#[derive(Clone, Copy, PartialEq)]
enum Keys {
    /// As words of OpenAPI's: some are not compared, some are references.
    Words,
    /// As names that Twilio chose: all are compared.
    Names,
    /// As data without further meaning.
    Data,
}

struct Comparison<'a> {
    ours: &'a Value,
    theirs: &'a Value,
    /// References that were compared already.
    followed: BTreeSet<String>,
    found: Vec<Difference>,
}

impl<'a> Comparison<'a> {
    fn document(&mut self) {
        for key in ["openapi", "servers", "security"] {
            self.entry("", key, self.ours, self.theirs, Keys::Words);
        }
        let (our_info, their_info) = (entry(self.ours, "info"), entry(self.theirs, "info"));
        let pair = (our_info.unwrap_or(&Value::Null), their_info.unwrap_or(&Value::Null));
        self.entry("/info", "x-twilio", pair.0, pair.1, Keys::Words);
        self.tags();
        self.selected("/components/securitySchemes", &["components", "securitySchemes"]);
        self.paths();
    }

    /// Each tag of ours is declared by theirs.
    fn tags(&mut self) {
        let named =
            |document: &'a Value| entry(document, "tags").and_then(Value::as_sequence).into_iter().flatten();
        let theirs: Vec<_> = named(self.theirs).filter_map(|tag| entry(tag, "name")).collect();
        for (index, tag) in named(self.ours).enumerate() {
            if !entry(tag, "name").is_some_and(|name| theirs.contains(&name)) {
                self.differ(format!("/tags/{index}"), Some(tag), None);
            }
        }
    }

    /// What our map at `path` holds is in theirs as well, and the same.
    fn selected(&mut self, pointer: &str, path: &[&str]) {
        let at = |document: &'a Value| path.iter().try_fold(document, |at, key| entry(at, key));
        let (Some(ours), theirs) = (at(self.ours), at(self.theirs)) else { return };
        for (name, _) in entries(ours) {
            self.entry(pointer, &name, ours, theirs.unwrap_or(&Value::Null), Keys::Words);
        }
    }

    fn paths(&mut self) {
        let (Some(ours), theirs) = (entry(self.ours, "paths"), entry(self.theirs, "paths")) else { return };
        for (path, our_item) in entries(ours) {
            let pointer = child("/paths", &path);
            match theirs.and_then(|theirs| entry(theirs, &path)) {
                Some(their_item) => self.item(&pointer, our_item, their_item),
                None => self.differ(pointer, Some(our_item), None),
            }
        }
    }

    fn item(&mut self, pointer: &str, ours: &'a Value, theirs: &'a Value) {
        for key in keys(ours, theirs) {
            let left_out = METHODS.contains(&key.as_str()) && entry(ours, &key).is_none();
            if !left_out {
                self.entry(pointer, &key, ours, theirs, Keys::Words);
            }
        }
    }

    /// The entry of one key in two maps, by what the key means.
    fn entry(&mut self, pointer: &str, key: &str, ours: &'a Value, theirs: &'a Value, keys: Keys) {
        let pointer = child(pointer, key);
        let word = keys == Keys::Words && NOT_COMPARED.contains(&key);
        if word || (keys == Keys::Data && key == SENTENCE_IN_DATA) {
            return;
        }
        let (ours, theirs) = match (entry(ours, key), entry(theirs, key)) {
            (Some(ours), Some(theirs)) => (ours, theirs),
            (ours, theirs) if key == "headers" && !speaks(ours) && !speaks(theirs) => return,
            (ours, theirs) => return self.differ(pointer, ours, theirs),
        };
        match (keys, key) {
            (Keys::Data, _) => self.node(&pointer, ours, theirs, Keys::Data),
            (Keys::Names, _) => self.node(&pointer, ours, theirs, Keys::Words),
            (Keys::Words, "$ref") => self.reference(&pointer, ours, theirs),
            (Keys::Words, "parameters") if ours.is_sequence() => self.parameters(&pointer, ours, theirs),
            (Keys::Words, _) if UNORDERED.contains(&key) => self.set(pointer, ours, theirs),
            (Keys::Words, _) if NAMED.contains(&key) => self.names(&pointer, ours, theirs),
            (Keys::Words, _) if is_data(key) => self.node(&pointer, ours, theirs, Keys::Data),
            (Keys::Words, _) => self.node(&pointer, ours, theirs, Keys::Words),
        }
    }

    fn node(&mut self, pointer: &str, ours: &'a Value, theirs: &'a Value, read: Keys) {
        match (ours, theirs) {
            (Value::Mapping(_), Value::Mapping(_)) => {
                for key in keys(ours, theirs) {
                    self.entry(pointer, &key, ours, theirs, read);
                }
            }
            (Value::Sequence(our_list), Value::Sequence(their_list))
                if read == Keys::Words && our_list.len() == their_list.len() =>
            {
                for (index, (ours, theirs)) in our_list.iter().zip(their_list).enumerate() {
                    self.node(&child(pointer, &index.to_string()), ours, theirs, Keys::Words);
                }
            }
            _ if ours != theirs => self.differ(pointer.to_owned(), Some(ours), Some(theirs)),
            _ => {}
        }
    }

    /// A map by names: each, and the order of those that both have.
    fn names(&mut self, pointer: &str, ours: &'a Value, theirs: &'a Value) {
        for key in
            keys(ours, theirs).into_iter().filter(|key| !key.to_lowercase().starts_with("access-control-"))
        {
            self.entry(pointer, &key, ours, theirs, Keys::Names);
        }
        let names = |value| entries(value).map(|(name, _)| Value::String(name)).collect::<Vec<_>>();
        self.order(pointer, names(ours), names(theirs));
    }

    /// Parameters belong together by place and name; their order is a fact of its own.
    fn parameters(&mut self, pointer: &str, ours: &'a Value, theirs: &'a Value) {
        let (our_list, their_list) = (identified(ours), identified(theirs));
        for (index, (identity, ours)) in our_list.iter().enumerate() {
            let pointer = child(pointer, &index.to_string());
            match their_list.iter().find(|(other, _)| other == identity) {
                Some((_, theirs)) => self.node(&pointer, ours, theirs, Keys::Words),
                None => self.differ(pointer, Some(ours), None),
            }
        }
        for (index, (identity, theirs)) in their_list.iter().enumerate() {
            if !our_list.iter().any(|(other, _)| other == identity) {
                self.differ(child(pointer, &index.to_string()), None, Some(theirs));
            }
        }
        let identities =
            |list: &[(Value, &Value)]| list.iter().map(|(identity, _)| identity.clone()).collect();
        self.order(pointer, identities(&our_list), identities(&their_list));
    }

    /// The order of those entries that both have.
    fn order(&mut self, pointer: &str, mut ours: Vec<Value>, mut theirs: Vec<Value>) {
        let (all_ours, all_theirs) = (ours.clone(), theirs.clone());
        ours.retain(|name| all_theirs.contains(name));
        theirs.retain(|name| all_ours.contains(name));
        if ours != theirs {
            self.differ(pointer.to_owned(), Some(&Value::Sequence(ours)), Some(&Value::Sequence(theirs)));
        }
    }

    /// A list whose order means nothing; also a plain `required: true`.
    fn set(&mut self, pointer: String, ours: &Value, theirs: &Value) {
        let sorted = |value: &Value| {
            let mut texts: Vec<_> = value.as_sequence()?.iter().map(json).collect();
            texts.sort();
            Some(texts)
        };
        if ours != theirs && (sorted(ours).is_none() || sorted(ours) != sorted(theirs)) {
            self.differ(pointer, Some(ours), Some(theirs));
        }
    }

    /// The names must be the same, and so must what they mean; each is looked at once.
    fn reference(&mut self, pointer: &str, ours: &'a Value, theirs: &'a Value) {
        let reference = ours.as_str().unwrap_or_default();
        if ours != theirs {
            return self.differ(pointer.to_owned(), Some(ours), Some(theirs));
        }
        if self.followed.insert(reference.to_owned()) {
            let place = reference.trim_start_matches('#');
            match (resolve(self.ours, reference), resolve(self.theirs, reference)) {
                (Some(ours), Some(theirs)) => self.node(place, ours, theirs, Keys::Words),
                (ours, theirs) => self.differ(place.to_owned(), ours, theirs),
            }
        }
    }

    fn differ(&mut self, pointer: String, ours: Option<&Value>, theirs: Option<&Value>) {
        if ours.is_some() || theirs.is_some() {
            let text = |value: Option<&Value>| value.map_or_else(|| "absent".to_owned(), json);
            self.found.push(Difference { pointer, ours: text(ours), theirs: text(theirs) });
        }
    }
}

/// Parameters with what tells them apart: the reference, or `[in, name]`.
fn identified(list: &Value) -> Vec<(Value, &Value)> {
    let identity = |parameter| {
        let part = |key| entry(parameter, key).cloned().unwrap_or_default();
        let placed = || Value::Sequence(vec![part("in"), part("name")]);
        (entry(parameter, "$ref").cloned().unwrap_or_else(placed), parameter)
    };
    list.as_sequence().into_iter().flatten().map(identity).collect()
}

/// Whether what stands under the key is data, in which a `description` would be a fact.
fn is_data(key: &str) -> bool {
    key.starts_with("x-") || ["enum", "default", "discriminator", "flows", "security"].contains(&key)
}

/// Whether response headers are there that are Twilio's own.
fn speaks(headers: Option<&Value>) -> bool {
    let own = |name: String| !name.to_lowercase().starts_with("access-control-");
    headers.is_some_and(|headers| entries(headers).any(|(name, _)| own(name)))
}

/// The keys of two maps: ours in order, then what only theirs has.
fn keys(ours: &Value, theirs: &Value) -> Vec<String> {
    let mut keys: Vec<_> = entries(ours).map(|(key, _)| key).collect();
    keys.extend(entries(theirs).map(|(key, _)| key).filter(|key| entry(ours, key).is_none()));
    keys
}

fn json(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_else(|problem| problem.to_string())
}
