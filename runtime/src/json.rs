//! JSON of any shape.

use crate::decode::Value;
use crate::json_writer::JsonWriter;
use serde_json::value::RawValue;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// A JSON value of any shape, as text: what Twilio sent byte for byte, or what you send.
#[derive(Clone)]
pub struct Json(Box<RawValue>);

/// A text that is not JSON: what is wrong, with line and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError(String);

impl Json {
    /// The JSON text.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// The value as a tree. `None` where it is nested deeper than `serde_json` reads, or holds a number that no float
    /// holds (`1e999`).
    pub fn to_value(&self) -> Option<serde_json::Value> {
        serde_json::from_str(self.as_str()).ok()
    }

    /// A model, or another value of generated code, as the JSON that it came as or is sent as: every field, also the
    /// unknown ones.
    pub fn of(value: &impl Value) -> Self {
        let mut writer = JsonWriter::default();
        value.encode(&mut writer);
        writer.into_json().parse().unwrap_or_default()
    }

    /// The model, or another value of generated code, that this is the JSON of. `None` where it has another shape.
    pub fn decode<T: Value>(&self) -> Option<T> {
        T::decode(self.as_raw())
    }

    pub(crate) fn as_raw(&self) -> &RawValue {
        &self.0
    }

    pub(crate) fn from_raw(raw: &RawValue) -> Self {
        Self(raw.to_owned())
    }
}

/// `null`.
impl Default for Json {
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl FromStr for Json {
    type Err = JsonError;

    fn from_str(text: &str) -> Result<Self, JsonError> {
        RawValue::from_string(text.to_owned()).map(Self).map_err(|error| JsonError(error.to_string()))
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        // A tree always prints as JSON, so the other branch is never taken; it keeps the conversion free of panics.
        RawValue::from_string(value.to_string()).map(Self).unwrap_or_default()
    }
}

impl From<&Json> for Json {
    fn from(json: &Json) -> Self {
        json.clone()
    }
}

/// For inputs that take JSON as text.
impl From<Json> for String {
    fn from(json: Json) -> Self {
        json.as_str().to_owned()
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Json {}

impl Hash for Json {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not JSON: {}", self.0)
    }
}

impl std::error::Error for JsonError {}
