//! Text to tree: JSON, or YAML with its keys made strings.

use std::fmt;

use ringfence_specs::text::{DEEPEST, too_deep, without_place};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Why a text is no tree.
#[derive(Debug)]
pub(crate) struct Unread {
    /// Line and column from 1, where they are known.
    pub(crate) place: Option<(usize, usize)>,
    pub(crate) message: String,
}

/// The tree of a document.
pub(crate) fn load(text: &str) -> Result<Value, Unread> {
    check_depth(text)?;
    if is_json(text) {
        // A YAML flow mapping starts like JSON as well.
        return serde_json::from_str(text)
            .or_else(|problem| yaml(text).map_err(|_| Unread::of_json(&problem)));
    }
    yaml(text)
}

impl Unread {
    pub(super) fn of_json(problem: &serde_json::Error) -> Unread {
        let place = Some((problem.line().max(1), problem.column().max(1)));
        Unread { place, message: format!("not JSON: {}", without_place(&problem.to_string())) }
    }

    pub(super) fn of_yaml(problem: &serde_yaml::Error) -> Unread {
        let place = problem.location().map(|at| (at.line(), at.column()));
        Unread { place, message: format!("not YAML: {}", without_place(&problem.to_string())) }
    }
}

/// Refuses what would take the parsers long, before they see it.
pub(super) fn check_depth(text: &str) -> Result<(), Unread> {
    let message = || format!("not YAML: brackets nest deeper than {DEEPEST} levels");
    too_deep(text).map_or(Ok(()), |line| Err(Unread { place: Some((line, 1)), message: message() }))
}

pub(super) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

fn yaml(text: &str) -> Result<Value, Unread> {
    let read: Result<Tree, _> = serde_yaml::from_str(text);
    read.map(|tree| tree.0).map_err(|problem| Unread::of_yaml(&problem))
}

/// A tree whose keys may have been written as numbers, as status codes are.
struct Tree(Value);

/// A key: text, number or boolean, as text.
pub(super) struct Key(pub(super) String);

struct TreeVisitor;
struct KeyVisitor;

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(TreeVisitor).map(Tree)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_any(KeyVisitor).map(Key)
    }
}

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a tree")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut out = Vec::new();
        while let Some(Tree(item)) = items.next_element()? {
            out.push(item);
        }
        Ok(Value::Array(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut out = Map::new();
        while let Some((Key(name), Tree(member))) = members.next_entry()? {
            out.insert(name, member);
        }
        Ok(Value::Object(out))
    }
}

impl Visitor<'_> for KeyVisitor {
    type Value = String;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key that is text, a number or a boolean")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::load;

    #[test]
    fn deep_brackets_are_answered_before_they_are_parsed() {
        let deep = |part: &str| part.repeat(200_000);
        for text in [deep("["), deep("{\"a\":"), deep("[\n"), format!("a: {}", deep("["))] {
            let told = load(&text).unwrap_err();
            assert!(told.place.is_some() && told.message.contains("deeper than 256"), "{}", told.message);
        }
        let text = format!("{{\"a\": \"{}\\\"{}\"}}", "[".repeat(1000), "{".repeat(1000));
        assert!(load(&text).is_ok(), "brackets in text");
        let lines = "  b [ of a text {\n".repeat(1000);
        assert!(load(&format!("a: |\n{lines}")).is_ok(), "brackets in lines of text");
    }
}
