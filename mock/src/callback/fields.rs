//! The fields of a callback, out of the thing it reports.

use serde_json::Value;

use crate::form::Pairs;
use crate::standard::Life;
use crate::state::Fields;

/// Names and values in the order of the names.
pub(super) fn fields(life: &Life, thing: &Fields) -> Pairs {
    let text = |field: &str| match thing.get(field) {
        Some(Value::String(text)) => Some(text.clone()),
        None | Some(Value::Null) => None,
        Some(other) => Some(other.to_string()),
    };
    let mut pairs = Pairs::new();
    for (name, field) in life.fields {
        pairs.extend(text(field).map(|value| ((*name).to_owned(), value)));
    }
    for (names, field) in [(life.sid_names, "sid"), (life.state_names, "status")] {
        for name in names {
            pairs.extend(text(field).map(|value| ((*name).to_owned(), value)));
        }
    }
    pairs.extend(life.constants.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    pairs.sort();
    pairs
}
