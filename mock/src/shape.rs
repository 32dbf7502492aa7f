//! Answers in the shape of their schema: every declared property, and nothing else.

use std::borrow::Cow;

use bytes::Bytes;
use jiff::Timestamp;
use serde::{Serialize, Serializer};
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

impl<'a> Shaper<'a> {
    /// An object of a schema; known fields first, the rest as new things have it.
    pub(crate) fn object(self, schema: SchemaId, fields: &Fields) -> Value {
        self.object_at(schema, fields, 0)
    }

    /// The same as text. A thing that is kept has its shape already, so that hardly anything is copied.
    pub(crate) fn text(self, schema: SchemaId, fields: &Fields) -> Bytes {
        let form = self.document.form(schema, fields);
        let text = match form.properties.is_empty() {
            true => serde_json::to_vec(fields),
            false => serde_json::to_vec(&Shaped { shaper: self, form, fields }),
        };
        // Nothing of a tree of JSON cannot be written.
        text.unwrap_or_default().into()
    }

    /// Turns fields into those of an object: what is not declared goes, what is missing comes as new things have it.
    pub(crate) fn complete(self, schema: SchemaId, fields: &mut Fields) {
        let form = self.document.form(schema, fields);
        if form.properties.is_empty() {
            return;
        }
        fields.retain(|name, _| form.has(name));
        let name = form.name.as_deref().unwrap_or_default();
        for (property, of) in &form.properties {
            let value = match fields.get(property).map(|known| self.fit(*of, known, 1)) {
                Some(Cow::Borrowed(_)) => continue,
                Some(Cow::Owned(fitted)) => fitted,
                None => self.fresh(name, property, *of, 1),
            };
            fields.insert(property.clone(), value);
        }
    }

    fn object_at(self, schema: SchemaId, fields: &Fields, depth: usize) -> Value {
        let form = self.document.form(schema, fields);
        if form.properties.is_empty() {
            return Value::Object(fields.clone());
        }
        let properties = self.properties(form, fields, depth);
        Value::Object(properties.map(|(name, value)| (name.to_owned(), value.into_owned())).collect())
    }

    fn properties<'v>(
        self,
        form: &'v Schema,
        fields: &'v Fields,
        depth: usize,
    ) -> impl Iterator<Item = (&'v str, Cow<'v, Value>)>
    where
        'a: 'v,
    {
        let name = form.name.as_deref().unwrap_or_default();
        form.properties.iter().map(move |(property, of)| {
            let value = match fields.get(property) {
                Some(known) => self.fit(*of, known, depth + 1),
                None => Cow::Owned(self.fresh(name, property, *of, depth + 1)),
            };
            (property.as_str(), value)
        })
    }

    /// A known value, turned into the type that the answer declares.
    fn fit<'v>(self, schema: SchemaId, value: &'v Value, depth: usize) -> Cow<'v, Value> {
        let resolved = self.document.schema(schema);
        Cow::Owned(match (resolved.kind, value) {
            (kind, Value::Object(members))
                if depth < DEEPEST && (kind == Kind::Object || !resolved.forms.is_empty()) =>
            {
                self.object_at(schema, members, depth)
            }
            (Kind::Array, Value::Array(items)) => match resolved.items {
                Some(of) => Value::Array(
                    items.iter().map(|item| self.fit(of, item, depth + 1).into_owned()).collect(),
                ),
                None => return Cow::Borrowed(value),
            },
            (Kind::Array, single) if !single.is_null() => {
                let item = resolved.items.map_or(Cow::Borrowed(single), |of| self.fit(of, single, depth + 1));
                Value::Array(vec![item.into_owned()])
            }
            (Kind::Text, Value::Bool(_) | Value::Number(_)) => Value::String(value.to_string()),
            // A text for a number stays one: Twilio writes amounts as text where its documents say number.
            (Kind::Integer | Kind::Boolean | Kind::Object, Value::String(text)) => {
                serde_json::from_str(text).unwrap_or_else(|_| self.nothing(schema, depth))
            }
            _ => return Cow::Borrowed(value),
        })
    }

    /// A property nobody has set.
    fn fresh(self, schema_name: &str, property: &str, id: SchemaId, depth: usize) -> Value {
        let schema = self.document.schema(id);
        if let Some(text) = standard::field(schema_name, property) {
            return self.fit(id, &Value::String(text.to_owned()), depth).into_owned();
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

/// An object with all that its schema declares, to be written.
struct Shaped<'a> {
    shaper: Shaper<'a>,
    form: &'a Schema,
    fields: &'a Fields,
}

impl Serialize for Shaped<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let properties = self.shaper.properties(self.form, self.fields, 0);
        serializer.collect_map(properties)
    }
}

fn first_state(states: &[String]) -> Value {
    let wanted =
        FIRST_STATES.iter().find_map(|first| states.iter().find(|state| state.eq_ignore_ascii_case(first)));
    wanted.or(states.first()).cloned().map_or(Value::Null, Value::String)
}

#[cfg(test)]
mod examples_tests;
