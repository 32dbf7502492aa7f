//! How things live on after their request: states by tables, what is told of them, and what comes with them.

mod answer;
mod begin;
mod report;
mod scene;
mod spawn;
pub(crate) mod table;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value};

pub(crate) use answer::Verdict;
use table::Life;

/// Where a thing is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Thing {
    pub(crate) collection: String,
    pub(crate) key: String,
}

impl Thing {
    /// The thing whose path this one's collection hangs on.
    fn above(&self) -> Option<Thing> {
        let (instance, _) = self.collection.rsplit_once('/')?;
        let (collection, key) = instance.rsplit_once('/')?;
        Some(Thing { collection: collection.to_owned(), key: key.to_owned() })
    }

    fn below(&self, name: &str) -> String {
        format!("{}/{}/{name}", self.collection, self.key)
    }
}

/// One change that is due.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) thing: Thing,
    /// The state it follows from; a thing that has left it meanwhile is let alone.
    from: String,
    change: Change,
    /// Whether a callback comes of it in a moment.
    pub(crate) awaited: bool,
}

#[derive(Debug)]
enum Change {
    Enter(String),
    /// The number of what is spawned in the state's table.
    Spawn(usize),
}

/// The things of one collection.
fn of<'l>(
    lives: &'l BTreeMap<Thing, Living>,
    collection: &'l str,
) -> impl Iterator<Item = (&'l Thing, &'l Living)> {
    let first = Thing { collection: collection.to_owned(), key: String::new() };
    lives.range(first..).take_while(move |(thing, _)| thing.collection == collection)
}

/// A thing that lives.
#[derive(Debug)]
struct Living {
    life: &'static Life,
    inputs: Arc<Map<String, Value>>,
    state: String,
    born: Duration,
    /// Callbacks so far.
    sequence: u64,
    /// Whether anybody is told.
    told: bool,
    /// The code that is right, and how many wrong ones came.
    code: Option<String>,
    wrong: u32,
}

/// Everything that lives, by where it is kept. Locked after the state.
#[derive(Debug, Default)]
pub(crate) struct Lives(Mutex<BTreeMap<Thing, Living>>);

impl Lives {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<Thing, Living>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The code that a person at an address would have been sent last, or the one of a thing by its identifier.
    pub(crate) fn code(&self, of: &str) -> Option<String> {
        let lives = self.lock();
        let asked = |thing: &Thing, living: &Living| {
            thing.key == of || living.inputs.get("To").and_then(Value::as_str) == Some(of)
        };
        let coded = lives.iter().filter(|(thing, living)| living.code.is_some() && asked(thing, living));
        coded.max_by_key(|(_, living)| living.born).and_then(|(_, living)| living.code.clone())
    }

    /// Codes by the identifiers of what they are for.
    pub(crate) fn codes(&self) -> Vec<(String, String)> {
        let lives = self.lock();
        lives.iter().filter_map(|(thing, living)| Some((thing.key.clone(), living.code.clone()?))).collect()
    }
}
