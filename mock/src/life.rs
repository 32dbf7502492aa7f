//! How things live on after their request: states by tables, what is told of them, and what comes with them.

mod answer;
mod begin;
mod report;
mod scene;
mod spawn;
pub(crate) mod table;

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::agenda::Mark;
use crate::limit::Turn;
use crate::state::{Record, State};
pub(crate) use answer::Verdict;
use table::Life;

/// Where a thing is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Thing {
    pub(crate) collection: Arc<str>,
    pub(crate) key: Arc<str>,
    /// Its number among all things of the mock.
    pub(crate) sequence: u64,
}

impl Thing {
    /// The thing whose path this one's collection hangs on.
    fn above(&self, state: &State) -> Option<Thing> {
        let (instance, _) = self.collection.rsplit_once('/')?;
        let (collection, key) = instance.rsplit_once('/')?;
        state.thing(collection, key)
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
    from: &'static str,
    change: Change,
    /// Whether a callback comes of it in a moment.
    pub(crate) awaited: bool,
}

#[derive(Clone, Copy, Debug)]
enum Change {
    Enter(&'static str),
    /// The number of what is spawned in the state's table.
    Spawn(usize),
}

/// How a thing lives.
#[derive(Debug)]
pub(crate) struct Living {
    life: &'static Life,
    inputs: Arc<Map<String, Value>>,
    state: &'static str,
    born: Duration,
    /// Callbacks so far.
    sequence: u64,
    /// Whether anybody is told.
    told: bool,
    /// The code that is right, and how many wrong ones came.
    code: Option<String>,
    wrong: u32,
    turn: Turn,
    /// What is due of it.
    pub(crate) steps: Vec<Mark>,
}

impl State {
    /// Things that wait for a code, with it.
    fn coded(&self) -> impl Iterator<Item = (&Record, &Living, &str)> {
        let living = self.shelves().flat_map(|(_, shelf)| shelf.living());
        living.filter_map(|(record, living)| Some((record, living, living.code.as_deref()?)))
    }

    /// The code that a person at an address would have been sent last, or the one of a thing by its identifier.
    pub(crate) fn code(&self, of: &str) -> Option<String> {
        let asked = |record: &Record, living: &Living| {
            *record.key == *of || living.inputs.get("To").and_then(Value::as_str) == Some(of)
        };
        let coded = self.coded().filter(|(record, living, _)| asked(record, living));
        coded.max_by_key(|(_, living, _)| living.born).map(|(.., code)| code.to_owned())
    }

    /// Codes by the identifiers of what they are for.
    pub(crate) fn codes(&self) -> Vec<(String, String)> {
        self.coded().map(|(record, _, code)| (record.key.to_string(), code.to_owned())).collect()
    }
}
