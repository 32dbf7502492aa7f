//! What was created, by collection.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;

use serde_json::{Map, Value};

use crate::journal::{Keep, json_weight};
use crate::keyring::Keyring;
use crate::limit::Gauges;

/// Fields of one thing, by the names of answers.
pub(crate) type Fields = Map<String, Value>;

/// One thing of a collection.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    /// Rises with each creation in this mock; orders lists and pages.
    pub(crate) sequence: u64,
    /// How often it was changed.
    pub(crate) revision: u64,
    /// Bytes, about.
    weight: usize,
    pub(crate) fields: Fields,
}

/// One collection at one path.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    /// The shape of its path.
    pub(crate) shape: String,
    records: BTreeMap<u64, Record>,
    keys: BTreeMap<String, u64>,
    /// Identifiers and unique names that are not keys themselves.
    aliases: BTreeMap<String, u64>,
}

/// Everything a mock keeps.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) keyring: Keyring,
    pub(crate) gauges: Gauges,
    bounds: Keep,
    weight: usize,
    shelves: BTreeMap<String, Shelf>,
    /// Things without a collection, by path.
    singles: BTreeMap<String, Fields>,
    order: VecDeque<(String, String)>,
    sequence: u64,
    numbers: BTreeMap<String, u64>,
}

impl Shelf {
    /// A thing by its identifier, or by its unique name.
    pub(crate) fn find(&self, key: &str) -> Option<&Record> {
        self.records.get(&self.sequence_of(key)?)
    }

    pub(crate) fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.values()
    }

    /// Things older than a sequence, newest first.
    pub(crate) fn before(&self, sequence: u64) -> impl Iterator<Item = &Record> {
        self.records.range(..sequence).rev().map(|(_, record)| record)
    }

    /// Things newer than a sequence, oldest first.
    pub(crate) fn after(&self, sequence: u64) -> impl Iterator<Item = &Record> {
        self.records.range((Bound::Excluded(sequence), Bound::Unbounded)).map(|(_, record)| record)
    }

    /// The key that a thing is kept under, by that key or by its unique name.
    pub(crate) fn key_of(&self, key: &str) -> Option<String> {
        if self.keys.contains_key(key) {
            return Some(key.to_owned());
        }
        let sequence = self.sequence_of(key)?;
        self.keys.iter().find(|(_, kept)| **kept == sequence).map(|(known, _)| known.clone())
    }

    fn sequence_of(&self, key: &str) -> Option<u64> {
        self.keys.get(key).or_else(|| self.aliases.get(key)).copied()
    }

    /// Makes a thing known by its other names, too.
    fn name(&mut self, sequence: u64) {
        let Some(record) = self.records.get(&sequence) else { return };
        for name in names(&record.fields) {
            if !self.keys.contains_key(name) {
                self.aliases.insert(name.to_owned(), sequence);
            }
        }
    }

    fn forget(&mut self, sequence: u64) -> Option<Record> {
        let record = self.records.remove(&sequence)?;
        for name in names(&record.fields) {
            if self.aliases.get(name) == Some(&sequence) {
                self.aliases.remove(name);
            }
        }
        Some(record)
    }
}

fn names(fields: &Fields) -> impl Iterator<Item = &str> {
    ["sid", "unique_name"]
        .into_iter()
        .filter_map(|name| fields.get(name)?.as_str())
        .filter(|name| !name.is_empty())
}

fn weight(fields: &Fields) -> usize {
    let members = fields.iter().map(|(name, value)| size_of::<String>() + name.len() + json_weight(value));
    size_of::<Record>() + members.sum::<usize>()
}

impl State {
    /// Of more things than the bounds say, the oldest goes.
    pub(crate) fn new(keyring: Keyring, bounds: Keep) -> State {
        State { keyring, bounds, ..State::default() }
    }

    /// The next number for a kind of identifier.
    pub(crate) fn number(&mut self, kind: &str) -> u64 {
        let number = self.numbers.entry(kind.to_owned()).or_default();
        *number += 1;
        *number
    }

    pub(crate) fn shelf(&self, path: &str) -> Option<&Shelf> {
        self.shelves.get(path)
    }

    /// All collections with their paths.
    pub(crate) fn shelves(&self) -> impl Iterator<Item = (&str, &Shelf)> {
        self.shelves.iter().map(|(path, shelf)| (path.as_str(), shelf))
    }

    /// Collections whose paths begin with one, with their paths.
    pub(crate) fn shelves_below<'s>(&'s self, path: &'s str) -> impl Iterator<Item = (&'s str, &'s Shelf)> {
        let from = self.shelves.range::<str, _>((Bound::Included(path), Bound::Unbounded));
        let below = from.take_while(move |(known, _)| known.starts_with(path));
        below.map(|(path, shelf)| (path.as_str(), shelf))
    }

    /// Makes a collection known, so that it is not seeded again.
    pub(crate) fn open(&mut self, path: &str, shape: &str) {
        let shelf = self.shelves.entry(path.to_owned()).or_default();
        if shelf.shape.is_empty() {
            shape.clone_into(&mut shelf.shape);
        }
    }

    /// Keeps a thing under its key; a copy of what is kept. An older one of the same key is replaced.
    pub(crate) fn insert(&mut self, path: &str, shape: &str, key: &str, fields: Fields) -> Record {
        self.open(path, shape);
        self.sequence += 1;
        let sequence = self.sequence;
        let record = Record { sequence, revision: 0, weight: weight(&fields), fields };
        self.weight += record.weight;
        if let Some(shelf) = self.shelves.get_mut(path) {
            if let Some(older) = shelf.keys.insert(key.to_owned(), sequence) {
                self.weight -= shelf.forget(older).map_or(0, |gone| gone.weight);
            }
            shelf.records.insert(sequence, record.clone());
            shelf.name(sequence);
        }
        self.order.push_back((path.to_owned(), key.to_owned()));
        while self.order.len() > self.bounds.entries || self.weight > self.bounds.bytes {
            let Some((path, key)) = self.order.pop_front() else { break };
            self.remove(&path, &key);
        }
        record
    }

    /// Changes a thing; the changed copy.
    pub(crate) fn change(
        &mut self,
        path: &str,
        key: &str,
        change: impl FnOnce(&mut Fields),
    ) -> Option<Fields> {
        let shelf = self.shelves.get_mut(path)?;
        let sequence = shelf.sequence_of(key)?;
        let mut record = shelf.forget(sequence)?;
        change(&mut record.fields);
        record.revision += 1;
        if let Some(told @ Value::String(_)) = record.fields.get_mut("revision") {
            *told = Value::String(record.revision.to_string());
        }
        self.weight -= record.weight;
        record.weight = weight(&record.fields);
        self.weight += record.weight;
        let fields = record.fields.clone();
        shelf.records.insert(sequence, record);
        shelf.name(sequence);
        Some(fields)
    }

    /// Removes a thing; whether there was one.
    pub(crate) fn remove(&mut self, path: &str, key: &str) -> bool {
        let Some(shelf) = self.shelves.get_mut(path) else { return false };
        let Some(sequence) = shelf.sequence_of(key) else { return false };
        // The key may be a unique name, which only a search leads back to the identifier.
        if shelf.keys.remove(key).is_none() {
            shelf.keys.retain(|_, kept| *kept != sequence);
        }
        let gone = shelf.forget(sequence);
        self.weight -= gone.as_ref().map_or(0, |gone| gone.weight);
        if let Some(sid) = gone.as_ref().and_then(|gone| gone.fields.get("sid")?.as_str()) {
            self.keyring.forget(sid);
        }
        gone.is_some()
    }

    /// A thing without a collection, made when first asked for.
    pub(crate) fn single(&mut self, path: &str, make: impl FnOnce() -> Fields) -> &mut Fields {
        if self.singles.len() >= self.bounds.entries {
            self.singles.clear();
        }
        self.singles.entry(path.to_owned()).or_insert_with(make)
    }

    pub(crate) fn remove_single(&mut self, path: &str) -> bool {
        self.singles.remove(path).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::{Fields, State};
    use crate::journal::Keep;
    use crate::keyring::Keyring;

    fn thing(name: &str) -> Fields {
        [("sid".to_owned(), name.into())].into_iter().collect()
    }

    #[test]
    fn the_oldest_go_by_number_and_by_weight_and_nothing_is_weighed_twice() {
        let mut state = State::new(Keyring::default(), Keep { entries: 3, bytes: 10_000 });
        for name in ["a", "b", "c", "d"] {
            state.insert("things", "things", name, thing(name));
        }
        let names = |state: &State| state.shelf("things").unwrap().records().count();
        assert_eq!((names(&state), state.shelf("things").unwrap().find("a").is_none()), (3, true));
        state.change("things", "b", |fields| _ = fields.insert("long".to_owned(), "x".repeat(9_900).into()));
        state.insert("things", "things", "e", thing("e"));
        assert!(state.shelf("things").unwrap().find("b").is_none(), "the oldest is the heaviest here");
        state.insert("things", "things", "e", thing("e"));
        for name in ["c", "d", "e"] {
            state.remove("things", name);
        }
        assert_eq!((names(&state), state.weight), (0, 0));
    }
}
