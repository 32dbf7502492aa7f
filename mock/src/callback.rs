//! Status callbacks: what follows a create, signed as Twilio signs it.

pub(crate) mod courier;
mod fields;
mod send;
mod sign;
pub(crate) mod target;

use serde_json::{Map, Value};

use crate::operation::Operation;
use crate::standard::{LIVES, Life};

/// A callback that is due.
pub(crate) struct Delivery {
    /// The URL as the client gave it.
    pub(crate) url: String,
    /// `GET` instead of `POST`.
    pub(crate) get: bool,
    /// Where the thing is kept.
    pub(crate) collection: String,
    pub(crate) key: String,
    pub(crate) life: &'static Life,
    /// The state that is reported.
    pub(crate) state: &'static str,
}

impl Delivery {
    /// The callback a create asks for.
    pub(crate) fn of(
        operation: &Operation,
        given: &Map<String, Value>,
        collection: &str,
        key: &str,
    ) -> Option<Delivery> {
        let life = LIVES.iter().find(|life| Some(life.operation) == operation.core_id())?;
        let url = given.get("StatusCallback")?.as_str().filter(|url| !url.is_empty())?;
        let method = given.get("StatusCallbackMethod").and_then(Value::as_str);
        Some(Delivery {
            url: url.to_owned(),
            get: method == Some("GET"),
            collection: collection.to_owned(),
            key: key.to_owned(),
            life,
            state: state(life, given),
        })
    }
}

/// The state of the last event that was asked for.
fn state(life: &Life, given: &Map<String, Value>) -> &'static str {
    let asked: Vec<&str> = given
        .get("StatusCallbackEvent")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        // Older clients write several events into one value.
        .flat_map(|text| text.split([' ', ',']))
        .collect();
    let last = life.events.iter().rev().find(|(event, _)| asked.contains(event));
    last.map_or(life.last_state, |(_, state)| *state)
}
