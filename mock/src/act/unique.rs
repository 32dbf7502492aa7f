//! Names that only one thing of a collection may have.

use serde_json::Value;

use super::place::Place;
use crate::act::Deed;
use crate::code;
use crate::refusal::Refusal;
use crate::state::{Fields, State};

/// What products say to a second thing of the same name, by host: status and code.
/// <https://www.twilio.com/docs/api/errors/54301>, <https://www.twilio.com/docs/api/errors/53113>
const WORDS: &[(&str, u16, u32)] = &[
    ("sync.twilio.com", 409, 54301),
    ("video.twilio.com", 400, 53113),
    ("conversations.twilio.com", 409, 50353),
];

/// States in which a thing holds its name no more.
const OVER: [&str; 3] = ["completed", "failed", "closed"];

impl Deed<'_> {
    /// Refuses a `UniqueName` that another thing has.
    pub(super) fn is_unique(&self, state: &State, place: &Place, fields: &Fields) -> Result<(), Refusal> {
        let name = fields.get("unique_name").and_then(Value::as_str).filter(|name| !name.is_empty());
        let Some(name) = name else { return Ok(()) };
        let other = state.shelf(&place.collection).and_then(|shelf| shelf.find(name));
        let over = |status: &str| OVER.contains(&status);
        let taken =
            other.is_some_and(|other| !other.fields.get("status").and_then(Value::as_str).is_some_and(over));
        if !taken {
            return Ok(());
        }
        let known = WORDS.iter().find(|(host, ..)| *host == self.found.operation.host);
        let (status, code) = known.map_or((409, code::CONFLICT), |(_, status, code)| (*status, *code));
        Err(Refusal::new(status, code, format!("Unique name already exists: {name}")))
    }
}
