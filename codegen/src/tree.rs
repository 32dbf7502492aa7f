//! A document as it was written: in its order, with nothing dropped.
//!
//! Not `openapiv3::OpenAPI`: that drops what stands beside a `$ref` (Twilio's `nullable` and descriptions), and knows no
//! JSON pointers.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeSet;
use std::fmt;

/// The key by which YAML takes over the entries of other maps.
pub(crate) const MERGE: &str = "<<";

/// A YAML or JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as text.
    Number(String),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// A map, in the order of the document.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// What it is called in a message.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }

    /// The entry of a map.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(known, _)| known == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value at the end of a way: keys of maps, and places in lists.
    pub(crate) fn at(&self, steps: &[String]) -> Option<&Self> {
        steps.iter().try_fold(self, |tree, step| match tree {
            Self::List(items) => items.get(step.parse::<usize>().ok()?),
            _ => tree.get(step),
        })
    }

    /// The same, to change it.
    pub(crate) fn at_mut(&mut self, steps: &[String]) -> Option<&mut Self> {
        steps.iter().try_fold(self, |tree, step| match tree {
            Self::List(items) => items.get_mut(step.parse::<usize>().ok()?),
            Self::Map(entries) => entries.iter_mut().find(|(known, _)| known == step).map(|(_, value)| value),
            _ => None,
        })
    }

    /// Sets the entry of a map; what is no map stays as it is.
    pub(crate) fn set(&mut self, key: &str, value: Self) {
        let Self::Map(entries) = self else { return };
        match entries.iter_mut().find(|(known, _)| known == key) {
            Some((_, old)) => *old = value,
            None => entries.push((key.to_owned(), value)),
        }
    }

    /// Puts the entries that [`MERGE`] names in its place, those that a map has itself excepted; the pointer of one that
    /// names no map is an error.
    pub(crate) fn merge(&mut self) -> Result<(), String> {
        match self {
            Self::List(items) => items
                .iter_mut()
                .enumerate()
                .try_for_each(|(place, item)| item.merge().map_err(|below| format!("/{place}{below}"))),
            Self::Map(entries) => {
                for (key, value) in entries.iter_mut() {
                    let step = || key.replace('~', "~0").replace('/', "~1");
                    value.merge().map_err(|below| format!("/{}{below}", step()))?;
                }
                merge_into(entries)
            }
            _ => Ok(()),
        }
    }

    /// Removes the entry of a map.
    pub(crate) fn remove(&mut self, key: &str) {
        if let Self::Map(entries) = self {
            entries.retain(|(known, _)| known != key);
        }
    }
}

fn merge_into(entries: &mut Vec<(String, Tree)>) -> Result<(), String> {
    let Some(place) = entries.iter().position(|(key, _)| key == MERGE) else { return Ok(()) };
    let maps = match entries.remove(place).1 {
        Tree::List(items) => items,
        other => vec![other],
    };
    let mut known: BTreeSet<String> = entries.iter().map(|(key, _)| key.clone()).collect();
    let mut new = Vec::new();
    for map in maps {
        let Tree::Map(more) = map else { return Err(format!("/{MERGE}")) };
        new.extend(more.into_iter().filter(|(key, _)| known.insert(key.clone())));
    }
    entries.splice(place..place, new);
    Ok(())
}

/// A key of a map: YAML writes response codes as numbers where JSON has strings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Tree::deserialize(deserializer)? {
            Tree::Text(text) | Tree::Number(text) => Ok(Self(text)),
            Tree::Bool(value) => Ok(Self(value.to_string())),
            Tree::Null => Ok(Self("null".to_owned())),
            other => Err(D::Error::custom(format!("a key must be a string, not {}", other.kind()))),
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML or JSON value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Number(value.to_string()))
    }

    // Numbers that are too long for these are rounded as in JSON.
    #[allow(clippy::cast_precision_loss, reason = "JSON rounds them in the same way")]
    fn visit_i128<E>(self, value: i128) -> Result<Tree, E> {
        Ok(Tree::Number((value as f64).to_string()))
    }

    #[allow(clippy::cast_precision_loss, reason = "JSON rounds them in the same way")]
    fn visit_u128<E>(self, value: u128) -> Result<Tree, E> {
        Ok(Tree::Number((value as f64).to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Tree, E> {
        Ok(Tree::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
        let mut map = Vec::new();
        let mut known = BTreeSet::new();
        while let Some(key) = entries.next_key::<Key>()? {
            if !known.insert(key.clone()) {
                return Err(A::Error::custom(format!("duplicate key `{}`", key.0)));
            }
            map.push((key.0, entries.next_value()?));
        }
        Ok(Tree::Map(map))
    }
}
