//! What was created, by collection.

mod shelf;

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::agenda::Agenda;
use crate::form::escaped_text;
use crate::journal::{Keep, json_weight};
use crate::keyring::Keyring;
use crate::life::{Living, Thing};
use crate::limit::Gauges;
pub(crate) use shelf::{Record, Shelf};

/// Fields of one thing, by the names of answers.
pub(crate) type Fields = Map<String, Value>;

/// Everything a mock keeps.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) keyring: Keyring,
    pub(crate) gauges: Gauges,
    /// What is due for things; it goes with them.
    agenda: Arc<Agenda>,
    bounds: Keep,
    weight: usize,
    shelves: BTreeMap<Arc<str>, Shelf>,
    /// Things without a collection, by path.
    singles: BTreeMap<String, Fields>,
    singles_weight: usize,
    /// Where the things are that may go, the oldest first.
    order: BTreeMap<u64, Arc<str>>,
    sequence: u64,
    numbers: BTreeMap<String, u64>,
    /// Things whose lives have ended, until somebody asks.
    gone: Vec<Thing>,
}

fn weight(fields: &Fields) -> usize {
    let members = fields.iter().map(|(name, value)| size_of::<String>() + name.len() + json_weight(value));
    size_of::<Record>() + members.sum::<usize>()
}

impl State {
    /// Of more things than the bounds say, the oldest goes.
    pub(crate) fn new(keyring: Keyring, bounds: Keep, agenda: Arc<Agenda>) -> State {
        State { keyring, bounds, agenda, ..State::default() }
    }

    /// The next number for a kind of identifier.
    pub(crate) fn number(&mut self, kind: &str) -> u64 {
        if !self.numbers.contains_key(kind) {
            self.numbers.insert(kind.to_owned(), 0);
        }
        self.numbers.get_mut(kind).map_or(0, |number| {
            *number += 1;
            *number
        })
    }

    pub(crate) fn shelf(&self, path: &str) -> Option<&Shelf> {
        self.shelves.get(path)
    }

    /// All collections with their paths.
    pub(crate) fn shelves(&self) -> impl Iterator<Item = (&str, &Shelf)> {
        self.shelves.iter().map(|(path, shelf)| (&**path, shelf))
    }

    /// Collections whose paths begin with one, with their paths.
    pub(crate) fn shelves_below<'s>(&'s self, path: &'s str) -> impl Iterator<Item = (&'s str, &'s Shelf)> {
        let from = self.shelves.range::<str, _>((Bound::Included(path), Bound::Unbounded));
        let below = from.take_while(move |(known, _)| known.starts_with(path));
        below.map(|(path, shelf)| (&**path, shelf))
    }

    /// Makes a collection known that is about to be filled, so that it is not filled again.
    pub(crate) fn open(&mut self, path: &str, shape: &str) {
        self.shelf_at(path, shape).filled = true;
    }

    fn shelf_at(&mut self, path: &str, shape: &str) -> &mut Shelf {
        let known = self.shelves.get_key_value(path).map(|(known, _)| Arc::clone(known));
        let path = known.unwrap_or_else(|| path.into());
        self.shelves.entry(path).or_insert_with_key(|path| Shelf::new(path, shape))
    }

    /// A thing by its key, or by another name that it has.
    pub(crate) fn thing(&self, path: &str, key: &str) -> Option<Thing> {
        let shelf = self.shelves.get(path)?;
        shelf.find(key).map(|record| shelf.thing(record))
    }

    pub(crate) fn record(&self, thing: &Thing) -> Option<&Record> {
        self.shelves.get(&thing.collection)?.record(thing.sequence)
    }

    /// Keeps a thing under its key. An older one of the same key is replaced.
    pub(crate) fn insert(&mut self, path: &str, shape: &str, key: &str, fields: Fields) -> Thing {
        if let Some(older) = self.shelves.get(path).and_then(|shelf| shelf.keyed(key)) {
            self.drop_record(path, older);
        }
        self.sequence += 1;
        let record =
            Record { sequence: self.sequence, revision: 0, key: key.into(), weight: weight(&fields), fields };
        self.weight += record.weight;
        let shelf = self.shelf_at(path, shape);
        let thing = shelf.thing(&record);
        shelf.put(record);
        self.order.insert(thing.sequence, Arc::clone(&thing.collection));
        while self.order.len() > self.bounds.entries || self.weight > self.bounds.bytes {
            let Some((oldest, path)) = self.order.pop_first() else { break };
            self.remove_record(&path, oldest);
        }
        thing
    }

    /// Keeps a thing whatever else is kept.
    pub(crate) fn pin(&mut self, thing: &Thing) {
        self.order.remove(&thing.sequence);
    }

    /// Changes a thing; whether it is there.
    pub(crate) fn change(&mut self, thing: &Thing, change: impl FnOnce(&mut Fields)) -> bool {
        let Some(shelf) = self.shelves.get_mut(&thing.collection) else { return false };
        let Some((before, after)) = shelf.change(thing.sequence, change, weight) else { return false };
        self.weight = self.weight - before + after;
        true
    }

    /// Removes a thing, and with it what is below it.
    pub(crate) fn remove(&mut self, thing: &Thing) {
        self.remove_record(&thing.collection, thing.sequence);
    }

    fn remove_record(&mut self, path: &str, sequence: u64) {
        let Some(record) = self.drop_record(path, sequence) else { return };
        if let Some(sid) = record.fields.get("sid").and_then(Value::as_str) {
            self.keyring.forget(sid);
        }
        if self.shelves.get(path).is_some_and(Shelf::is_needless) {
            self.shelves.remove(path);
        }
        let below = format!("{path}/{}/", escaped_text(&record.key));
        let children: Vec<(Arc<str>, Vec<u64>)> = self
            .shelves_below(&below)
            .map(|(path, shelf)| (path.into(), shelf.records().map(|child| child.sequence).collect()))
            .collect();
        for (path, sequences) in children {
            sequences.into_iter().for_each(|child| self.remove_record(&path, child));
            self.shelves.remove(&path);
        }
    }

    fn drop_record(&mut self, path: &str, sequence: u64) -> Option<Record> {
        self.order.remove(&sequence);
        let shelf = self.shelves.get_mut(path)?;
        let living = shelf.lives.remove(&sequence);
        let record = shelf.take(sequence)?;
        if let Some(living) = living {
            self.agenda.cancel(&living.steps);
            self.gone.push(shelf.thing(&record));
        }
        self.weight -= record.weight;
        Some(record)
    }

    /// Things whose lives have ended since it was asked last.
    pub(crate) fn take_gone(&mut self) -> Vec<Thing> {
        std::mem::take(&mut self.gone)
    }

    /// A thing without a collection.
    pub(crate) fn single(&self, path: &str) -> Option<&Fields> {
        self.singles.get(path)
    }

    /// Keeps a thing without a collection. Of more than the bounds say, all go: they are made up when they are asked for.
    pub(crate) fn put_single(&mut self, path: &str, fields: Fields) {
        self.remove_single(path);
        self.singles_weight += path.len() + weight(&fields);
        if self.singles.len() >= self.bounds.entries || self.singles_weight > self.bounds.bytes {
            self.singles.clear();
            self.singles_weight = path.len() + weight(&fields);
        }
        self.singles.insert(path.to_owned(), fields);
    }

    pub(crate) fn remove_single(&mut self, path: &str) -> bool {
        let gone = self.singles.remove(path);
        self.singles_weight -= gone.as_ref().map_or(0, |fields| path.len() + weight(fields));
        gone.is_some()
    }

    pub(crate) fn living(&self, thing: &Thing) -> Option<&Living> {
        self.shelves.get(&thing.collection)?.lives.get(&thing.sequence)
    }

    pub(crate) fn living_mut(&mut self, thing: &Thing) -> Option<&mut Living> {
        self.shelves.get_mut(&thing.collection)?.lives.get_mut(&thing.sequence)
    }

    /// Lets a thing live, if it is there.
    pub(crate) fn enliven(&mut self, thing: &Thing, living: Living) {
        if let Some(shelf) = self.shelves.get_mut(&thing.collection)
            && shelf.record(thing.sequence).is_some()
        {
            shelf.lives.insert(thing.sequence, living);
        }
    }

    /// Ends a life; the thing stays.
    pub(crate) fn end(&mut self, thing: &Thing) {
        let shelf = self.shelves.get_mut(&thing.collection);
        if let Some(living) = shelf.and_then(|shelf| shelf.lives.remove(&thing.sequence)) {
            self.agenda.cancel(&living.steps);
            self.gone.push(thing.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fields, State};
    use crate::journal::Keep;

    fn thing(name: &str) -> Fields {
        [("sid".to_owned(), name.into())].into_iter().collect()
    }

    fn state() -> State {
        State { bounds: Keep { entries: 3, bytes: 10_000 }, ..State::default() }
    }

    #[test]
    fn the_oldest_go_by_number_and_by_weight_and_nothing_is_weighed_twice() {
        let mut state = state();
        for name in ["a", "b", "c", "d"] {
            state.insert("things", "things", name, thing(name));
        }
        let names = |state: &State| state.shelf("things").map_or(0, |shelf| shelf.records().count());
        assert_eq!((names(&state), state.thing("things", "a")), (3, None));
        let second = state.thing("things", "b").unwrap();
        assert!(
            state.change(&second, |fields| _ = fields.insert("long".to_owned(), "x".repeat(9_900).into()))
        );
        state.insert("things", "things", "e", thing("e"));
        assert!(state.record(&second).is_none(), "the oldest is the heaviest here");
        state.insert("things", "things", "e", thing("e"));
        for name in ["c", "d", "e"] {
            let gone = state.thing("things", name).unwrap();
            state.remove(&gone);
        }
        assert_eq!((names(&state), state.weight, state.order.len()), (0, 0, 0));
    }

    #[test]
    fn what_was_removed_makes_room_and_takes_along_what_is_below() {
        let mut state = state();
        for number in 0..10 {
            let made = state.insert("things", "things", &format!("short{number}"), thing("x"));
            state.insert(&format!("things/short{number}/parts"), "things/{}/parts", "part", thing("part"));
            state.remove(&made);
        }
        assert_eq!((state.shelves.len(), state.weight, state.order.len()), (0, 0, 0));
        state.insert("things", "things", "old", thing("old"));
        for number in 0..10 {
            let brief = state.insert("things", "things", &format!("brief{number}"), thing("x"));
            state.remove(&brief);
        }
        assert!(state.thing("things", "old").is_some(), "only what is there counts");
    }

    #[test]
    fn what_is_made_up_is_bounded_too() {
        let mut state = state();
        for number in 0..100 {
            state.put_single(&format!("balance{number}"), thing(&"x".repeat(number * 30)));
            assert!(state.singles.len() <= 3 && state.singles_weight <= 10_000, "{number}");
        }
        assert!(state.single("balance99").is_some());
        while let Some(path) = state.singles.keys().next().cloned() {
            assert!(state.remove_single(&path));
        }
        assert_eq!(state.singles_weight, 0);
    }
}
