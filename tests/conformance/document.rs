//! A document as a tree with JSON pointers.

use ringfence_specs::{DOCUMENTS, Document};
use serde_yaml::Value;

/// The operations of a path item; everything else in it is said of all of them.
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The keys under which a map's keys are names that somebody chose, and no words of OpenAPI's.
pub const NAMED: [&str; 10] = [
    "paths",
    "properties",
    "responses",
    "content",
    "headers",
    "schemas",
    "parameters",
    "securitySchemes",
    "requestBodies",
    "patternProperties",
];

/// What stands before a key in a pointer.
pub fn child(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// A key of a map as text: a status code may stand there without quotes.
pub fn key_text(key: &Value) -> String {
    match key {
        Value::String(text) => text.clone(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

/// The entries of a map, in order; none where the value is something else.
pub fn entries(value: &Value) -> impl Iterator<Item = (String, &Value)> {
    value.as_mapping().into_iter().flatten().map(|(key, value)| (key_text(key), value))
}

/// The entry of a map by the text of its key.
pub fn entry<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    let map = value.as_mapping()?;
    let number = || key.parse::<u64>().ok().and_then(|number| map.get(Value::from(number)));
    map.get(key).or_else(number)
}

/// What a local reference such as `#/components/schemas/x` means.
pub fn resolve<'a>(document: &'a Value, reference: &str) -> Option<&'a Value> {
    let steps = reference.strip_prefix("#/")?.split('/');
    steps.map(|step| step.replace("~1", "/").replace("~0", "~")).try_fold(document, |at, key| entry(at, &key))
}

/// A node met on a walk.
pub struct Node<'a> {
    /// Where it stands.
    pub pointer: String,
    /// The key it stands under; the index, in a list.
    pub key: String,
    /// Whether that key is a name, such as that of a property, and no word of OpenAPI's.
    pub named: bool,
    /// What stands there.
    pub value: &'a Value,
}

/// Calls `visit` for each node below `value`, in order, a parent before its children.
pub fn walk<'a>(value: &'a Value, visit: &mut dyn FnMut(&Node<'a>)) {
    walk_from("", false, value, visit);
}

fn walk_from<'a>(pointer: &str, names: bool, value: &'a Value, visit: &mut dyn FnMut(&Node<'a>)) {
    let mut step = |key: String, named: bool, inner: &'a Value| {
        let node = Node { pointer: child(pointer, &key), key, named, value: inner };
        visit(&node);
        let holds_names = !named && inner.is_mapping() && NAMED.contains(&node.key.as_str());
        walk_from(&node.pointer, holds_names, inner, visit);
    };
    match value {
        Value::Mapping(_) => entries(value).for_each(|(key, inner)| step(key, names, inner)),
        Value::Sequence(list) => {
            list.iter().enumerate().for_each(|(index, inner)| step(index.to_string(), false, inner));
        }
        _ => {}
    }
}

/// All bundled documents, parsed.
pub fn bundled() -> Vec<(&'static Document, Value)> {
    let parse = |document: &'static Document| {
        let value = serde_yaml::from_str(document.yaml);
        (document, value.unwrap_or_else(|problem| panic!("{}: {problem}", document.file)))
    };
    DOCUMENTS.iter().map(parse).collect()
}
