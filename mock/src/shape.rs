//! Answers in the shape of their schema: every declared property, and nothing else.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::clock;
use crate::document::Document;
use crate::standard::{self, FIRST_STATES};
use crate::state::Fields;

/// Nested schemas deeper than this are answered with null.
const DEEPEST: usize = 6;

/// Shapes values after the schemas of one document.
#[derive(Clone, Copy)]
pub(crate) struct Shaper<'a> {
    pub(crate) document: &'a Document,
    pub(crate) now: Timestamp,
}

impl Shaper<'_> {
    /// An object of a schema; known fields first, the rest as new things have it.
    pub(crate) fn object(self, schema: &Value, fields: &Fields) -> Value {
        self.object_at(schema, fields, 0)
    }

    fn object_at(self, schema: &Value, fields: &Fields, depth: usize) -> Value {
        let name = self.document.schema_name(schema).unwrap_or_default();
        let mut resolved = self.document.resolve(schema);
        // Of a `oneOf` the last: Twilio's newer form holds all of the older one.
        if let Some(form) = resolved.get("oneOf").and_then(Value::as_array).and_then(|forms| forms.last()) {
            resolved = self.document.resolve(form);
        }
        let Some(properties) = resolved.get("properties").and_then(Value::as_object) else {
            return Value::Object(fields.clone());
        };
        let shaped = properties.iter().map(|(property, of)| {
            let value = match fields.get(property) {
                Some(known) => self.fit(of, known, depth + 1),
                None => self.fresh(name, property, of, depth + 1),
            };
            (property.clone(), value)
        });
        Value::Object(shaped.collect())
    }

    /// A known value, turned into the type that the answer declares.
    fn fit(self, schema: &Value, value: &Value, depth: usize) -> Value {
        let resolved = self.document.resolve(schema);
        let kind = resolved.get("type").and_then(Value::as_str);
        match (kind, value) {
            (_, Value::Null) | (None, _) => value.clone(),
            (Some("object"), Value::Object(members)) if depth < DEEPEST => {
                self.object_at(schema, members, depth)
            }
            (Some("array"), Value::Array(items)) => {
                let of = resolved.get("items").unwrap_or(&Value::Null);
                Value::Array(items.iter().map(|item| self.fit(of, item, depth + 1)).collect())
            }
            (Some("array"), single) => Value::Array(vec![single.clone()]),
            (Some("string"), Value::Bool(_) | Value::Number(_)) => Value::String(value.to_string()),
            // A text for a number stays one: Twilio writes amounts as text where its documents say number.
            (Some("integer" | "boolean" | "object"), Value::String(text)) => {
                serde_json::from_str(text).unwrap_or(Value::Null)
            }
            _ => value.clone(),
        }
    }

    /// A property nobody has set.
    fn fresh(self, schema_name: &str, property: &str, schema: &Value, depth: usize) -> Value {
        let resolved = self.document.resolve(schema);
        if let Some(text) = standard::field(schema_name, property) {
            return self.fit(schema, &Value::String(text.to_owned()), depth);
        }
        let nullable = [schema, resolved].iter().any(|node| node.get("nullable") == Some(&Value::Bool(true)));
        if nullable || depth > DEEPEST {
            return Value::Null;
        }
        if let Some(states) = resolved.get("enum").and_then(Value::as_array) {
            return first_state(states);
        }
        match resolved.get("type").and_then(Value::as_str) {
            Some("integer" | "number") => Value::from(0),
            Some("boolean") => Value::Bool(false),
            Some("array") => Value::Array(Vec::new()),
            Some("object") => self.object_at(schema, &Map::new(), depth),
            Some("string") => self.fresh_text(resolved),
            _ => Value::Null,
        }
    }

    fn fresh_text(self, schema: &Value) -> Value {
        let format = schema.get("format").and_then(Value::as_str);
        match format {
            Some("date" | "date-time" | "date-time-rfc-2822") => Value::String(clock::text(self.now, format)),
            _ => Value::String(String::new()),
        }
    }
}

fn first_state(states: &[Value]) -> Value {
    let wanted = FIRST_STATES.iter().find_map(|first| {
        states.iter().find(|state| state.as_str().is_some_and(|state| state.eq_ignore_ascii_case(first)))
    });
    wanted.or(states.first()).cloned().unwrap_or(Value::Null)
}
