//! How Twilio's examples of answers differ from what their documents say of them: counted apart from the generator, by schemas.

use crate::answer_examples::Document;
use ringfence::{Date, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;

/// How often the examples do what their document does not say.
pub type Differences = BTreeMap<&'static str, usize>;

/// A document while its examples are held against it.
struct Comparison<'d> {
    root: &'d Value,
    found: &'d mut Differences,
}

/// Counts the differences of one document.
pub fn count(document: &Document, found: &mut Differences) {
    let mut comparison = Comparison { root: &document.tree, found };
    for answer in document.answers.iter().filter(|answer| answer.status < 300) {
        for example in &answer.examples {
            let value = serde_json::from_str(example.get()).unwrap();
            comparison.value(answer.schema.as_ref().unwrap(), &value);
        }
    }
}

impl Comparison<'_> {
    fn note(&mut self, is_different: bool, what: &'static str) {
        if is_different {
            *self.found.entry(what).or_default() += 1;
        }
    }

    fn value(&mut self, schema: &Value, value: &Value) {
        let schema = self.resolve(schema);
        let properties = self.properties(&schema);
        if value.is_null() {
            return self.note(schema["nullable"] != true, "null where the document allows none");
        }
        match schema["type"].as_str() {
            _ if !properties.is_empty() => self.object(&schema, &properties, value),
            Some("array") => {
                value.as_array().unwrap().iter().for_each(|item| self.value(&schema["items"], item));
            }
            Some("number") => self.note(value.is_string(), "number as a string"),
            Some("integer") => assert!(value.is_i64(), "{value} is no integer"),
            Some("boolean") => assert!(value.is_boolean(), "{value} is no boolean"),
            Some("string") => self.text(&schema, value.as_str().unwrap()),
            _ => {}
        }
    }

    fn object(&mut self, schema: &Value, properties: &BTreeMap<String, Value>, value: &Value) {
        let fields = value.as_object().unwrap();
        for (name, field) in fields {
            match properties.get(name) {
                Some(declared) => self.value(declared, field),
                None => self.note(true, "undeclared field"),
            }
        }
        // Of one that may be this or that, some fields are always absent.
        if schema.get("oneOf").is_none() {
            for name in properties.keys() {
                self.note(!fields.contains_key(name), "declared field that is absent");
            }
        }
    }

    fn text(&mut self, schema: &Value, text: &str) {
        if let Some(values) = schema["enum"].as_array() {
            self.note(!values.contains(&Value::from(text)), "value that the enum does not list");
        }
        if let Some(prefix) = schema["pattern"].as_str().and_then(sid_prefix) {
            let digits = text.strip_prefix(prefix).unwrap_or_default();
            let fits = digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            self.note(!fits, "text that breaks its pattern");
        }
        match schema["format"].as_str() {
            Some("uri") if text.starts_with('/') => self.note(true, "relative URI"),
            Some("uri") => self.note(!text.contains("://"), "text that is no URI"),
            Some("phone-number") => self.note(!text.starts_with('+'), "phone number that is not E.164"),
            Some("date-time" | "date-time-rfc-2822") => {
                self.note(Timestamp::from(text).instant().is_none(), "time that does not parse");
            }
            Some("date") => self.note(Date::from(text).day().is_none(), "day that does not parse"),
            _ => {}
        }
    }

    /// What a schema says in the end; of what stands beside a reference, nothing counts.
    fn resolve(&self, schema: &Value) -> Value {
        let mut schema = schema;
        while let Some(reference) = schema["$ref"].as_str() {
            schema = self.root.pointer(reference.strip_prefix('#').unwrap()).unwrap();
        }
        schema.clone()
    }

    /// The fields of a schema, and of what it is composed of.
    fn properties(&self, schema: &Value) -> BTreeMap<String, Value> {
        let mut found = BTreeMap::new();
        for key in ["allOf", "oneOf", "anyOf"] {
            for member in schema[key].as_array().into_iter().flatten() {
                found.extend(self.properties(&self.resolve(member)));
            }
        }
        let own = schema["properties"].as_object().into_iter().flatten();
        found.extend(own.map(|(name, schema)| (name.clone(), schema.clone())));
        found
    }
}

/// The prefix of SIDs, where a pattern says nothing but that.
fn sid_prefix(pattern: &str) -> Option<&str> {
    let prefix = pattern.strip_prefix('^')?.strip_suffix("[0-9a-fA-F]{32}$")?;
    (prefix.len() == 2).then_some(prefix)
}
