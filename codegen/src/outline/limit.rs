//! What a document says of a value's type and limits, in its own words.

use crate::address::resolved;
use crate::tree::Tree;
use std::collections::BTreeMap;

/// The words that are told; what a list holds is told with a dot before.
const WORDS: [&str; 13] = [
    "type",
    "format",
    "pattern",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "default",
    "nullable",
    "enum",
    "uniqueItems",
];

/// How deep lists of lists are told.
const DEPTH: usize = 4;

/// What the value at a pointer may be: a parameter's schema, or a schema itself.
pub(super) fn limits(tree: &Tree, pointer: &str) -> BTreeMap<String, String> {
    let steps: Vec<String> =
        pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    let mut limits = BTreeMap::new();
    let value = tree.at(&steps).and_then(|value| resolved(tree, value));
    if let Some(value) = value {
        collect(tree, value.get("schema").unwrap_or(value), "", &mut limits, DEPTH);
    }
    limits
}

fn collect(tree: &Tree, schema: &Tree, prefix: &str, limits: &mut BTreeMap<String, String>, left: usize) {
    let Some(left) = left.checked_sub(1) else { return };
    // What stands beside a reference, or about the only part of a composition, holds as well.
    let parts: Vec<&Tree> = ["allOf", "oneOf", "anyOf"].iter().flat_map(|key| items(schema, key)).collect();
    let target = schema.get("$ref").and_then(|_| resolved(tree, schema));
    let only = match parts.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    if let Some(part) = target.or(only) {
        collect(tree, part, prefix, limits, left);
    }
    for word in WORDS {
        if let Some(text) = schema.get(word).and_then(told) {
            limits.insert(format!("{prefix}{word}"), text);
        }
    }
    if let Some(items) = schema.get("items") {
        collect(tree, items, &format!("{prefix}items."), limits, left);
    }
}

fn items<'t>(schema: &'t Tree, key: &str) -> &'t [Tree] {
    match schema.get(key) {
        Some(Tree::List(items)) => items,
        _ => &[],
    }
}

fn told(value: &Tree) -> Option<String> {
    match value {
        Tree::Text(text) | Tree::Number(text) => Some(text.clone()),
        Tree::Bool(value) => Some(value.to_string()),
        Tree::List(values) => Some(values.iter().filter_map(told).collect::<Vec<_>>().join(", ")),
        Tree::Null | Tree::Map(_) => None,
    }
}
