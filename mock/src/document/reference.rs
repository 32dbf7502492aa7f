//! `$ref` inside one document.

use serde_json::Value;

use super::lower::Problems;

/// Chains longer than this are circles.
const DEEPEST: usize = 32;

/// The node behind references; the node itself where a reference leads nowhere (documents with such are refused).
pub(super) fn resolve<'a>(root: &'a Value, node: &'a Value) -> &'a Value {
    let mut node = node;
    for _ in 0..DEEPEST {
        match target(root, node) {
            Some(next) => node = next,
            None => break,
        }
    }
    node
}

fn target<'a>(root: &'a Value, node: &Value) -> Option<&'a Value> {
    root.pointer(node.get("$ref")?.as_str()?.strip_prefix('#')?)
}

/// Names every reference that leads nowhere or in a circle.
pub(super) fn check(root: &Value, problems: &mut Problems) {
    walk(root, root, &mut String::new(), problems);
}

fn walk(root: &Value, node: &Value, pointer: &mut String, problems: &mut Problems) {
    match node {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                if resolve(root, node).get("$ref").is_some_and(Value::is_string) {
                    problems.add(
                        &format!("{pointer}/$ref"),
                        format!("`{reference}` leads nowhere in this document"),
                    );
                }
                return;
            }
            for (name, member) in members {
                descend(root, name, member, pointer, problems);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                descend(root, &index.to_string(), item, pointer, problems);
            }
        }
        _ => {}
    }
}

fn descend(root: &Value, name: &str, node: &Value, pointer: &mut String, problems: &mut Problems) {
    // Examples hold data of Twilio's users, where `$ref` would mean nothing.
    if matches!(name, "example" | "examples") {
        return;
    }
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&escaped(name));
    walk(root, node, pointer, problems);
    pointer.truncate(length);
}

/// A name as a step of a JSON pointer.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
