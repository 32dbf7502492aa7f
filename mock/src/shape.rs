//! Answers in the shape of their schema: every declared property, and nothing else.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::clock;
use crate::document::Document;
use crate::schema::{Kind, Schema, SchemaId};
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
    pub(crate) fn object(self, schema: SchemaId, fields: &Fields) -> Value {
        self.object_at(schema, fields, 0)
    }

    fn object_at(self, schema: SchemaId, fields: &Fields, depth: usize) -> Value {
        let schema = self.document.form(schema, fields);
        if schema.properties.is_empty() {
            return Value::Object(fields.clone());
        }
        let name = schema.name.as_deref().unwrap_or_default();
        let shaped = schema.properties.iter().map(|(property, of)| {
            let value = match fields.get(property) {
                Some(known) => self.fit(*of, known, depth + 1),
                None => self.fresh(name, property, *of, depth + 1),
            };
            (property.clone(), value)
        });
        Value::Object(shaped.collect())
    }

    /// A known value, turned into the type that the answer declares.
    fn fit(self, schema: SchemaId, value: &Value, depth: usize) -> Value {
        let resolved = self.document.schema(schema);
        match (resolved.kind, value) {
            (_, Value::Null) => Value::Null,
            (kind, Value::Object(members))
                if depth < DEEPEST && (kind == Kind::Object || !resolved.forms.is_empty()) =>
            {
                self.object_at(schema, members, depth)
            }
            (Kind::Array, Value::Array(items)) => match resolved.items {
                Some(of) => Value::Array(items.iter().map(|item| self.fit(of, item, depth + 1)).collect()),
                None => value.clone(),
            },
            (Kind::Array, single) => {
                let of = resolved.items;
                Value::Array(vec![of.map_or_else(|| single.clone(), |of| self.fit(of, single, depth + 1))])
            }
            (Kind::Text, Value::Bool(_) | Value::Number(_)) => Value::String(value.to_string()),
            // A text for a number stays one: Twilio writes amounts as text where its documents say number.
            (Kind::Integer | Kind::Boolean | Kind::Object, Value::String(text)) => {
                serde_json::from_str(text).unwrap_or_else(|_| self.nothing(schema, depth))
            }
            _ => value.clone(),
        }
    }

    /// A property nobody has set.
    fn fresh(self, schema_name: &str, property: &str, id: SchemaId, depth: usize) -> Value {
        let schema = self.document.schema(id);
        if let Some(text) = standard::field(schema_name, property) {
            return self.fit(id, &Value::String(text.to_owned()), depth);
        }
        let nullable = id.nullable || schema.nullable || depth > DEEPEST;
        if !nullable && !schema.values.is_empty() {
            return first_state(&schema.values);
        }
        self.nothing(id, depth)
    }

    /// The least that a schema allows.
    fn nothing(self, id: SchemaId, depth: usize) -> Value {
        let schema = self.document.schema(id);
        if id.nullable || schema.nullable || depth > DEEPEST {
            return Value::Null;
        }
        match schema.kind {
            Kind::Integer | Kind::Number => Value::from(0),
            Kind::Boolean => Value::Bool(false),
            Kind::Array => Value::Array(Vec::new()),
            Kind::Object => self.object_at(id, &Map::new(), depth),
            Kind::Text => self.fresh_text(schema),
            Kind::Any => Value::Null,
        }
    }

    fn fresh_text(self, schema: &Schema) -> Value {
        let format = schema.format.as_deref();
        match format {
            Some("date" | "date-time" | "date-time-rfc-2822") => Value::String(clock::text(self.now, format)),
            _ => Value::String(String::new()),
        }
    }
}

fn first_state(states: &[String]) -> Value {
    let wanted =
        FIRST_STATES.iter().find_map(|first| states.iter().find(|state| state.eq_ignore_ascii_case(first)));
    wanted.or(states.first()).cloned().map_or(Value::Null, Value::String)
}

#[cfg(test)]
mod examples_tests;
