//! What examples of answers hold that `Debug` may not show: found apart from the generator, by the marks of their documents.

use serde_json::Value;
use std::collections::BTreeSet;

/// Secrets that no document marks.
const SECRETS: [&str; 7] =
    ["secret", "password", "access_token", "refresh_token", "id_token", "client_secret", "auth_token"];

/// Texts that are too short or too plain to be told from others.
const LEAST: usize = 5;

/// The texts of an example, by whether their document marks them as personal.
struct Texts<'d> {
    root: &'d Value,
    marked: BTreeSet<String>,
    open: String,
}

/// What must be hidden: marked texts that stand in no open one.
pub fn hidden(root: &Value, schema: &Value, example: &Value) -> Vec<String> {
    let mut texts = Texts { root, marked: BTreeSet::new(), open: String::new() };
    texts.walk(schema, example, false);
    let Texts { marked, open, .. } = texts;
    marked.into_iter().filter(|text| text.len() >= LEAST && !open.contains(text.as_str())).collect()
}

impl Texts<'_> {
    fn walk(&mut self, schema: &Value, value: &Value, is_marked: bool) {
        let mut schema = schema;
        let mut is_marked = is_marked || schema["x-twilio"]["pii"].is_object();
        while let Some(reference) = schema["$ref"].as_str() {
            schema = self.root.pointer(reference.strip_prefix('#').unwrap()).unwrap();
            is_marked |= schema["x-twilio"]["pii"].is_object();
        }
        match value {
            Value::String(text) if is_marked => {
                self.marked.insert(text.clone());
            }
            Value::String(text) => {
                self.open.push_str(text);
                self.open.push('\n');
            }
            Value::Array(items) => items.iter().for_each(|item| self.walk(&schema["items"], item, is_marked)),
            Value::Object(fields) => {
                for (name, field) in fields {
                    // `Debug` shows names, and some examples have the name as the value.
                    self.open.push_str(name);
                    self.open.push('\n');
                    let declared = self.field(schema, name);
                    self.walk(&declared, field, is_marked || SECRETS.contains(&name.as_str()));
                }
            }
            _ => {}
        }
    }

    fn field(&self, schema: &Value, name: &str) -> Value {
        let own = &schema["properties"][name];
        if !own.is_null() {
            return own.clone();
        }
        let variants = ["allOf", "oneOf", "anyOf"]
            .into_iter()
            .flat_map(|key| schema[key].as_array().into_iter().flatten());
        let inherited = variants.map(|variant| match variant["$ref"].as_str() {
            Some(reference) => {
                self.field(self.root.pointer(reference.strip_prefix('#').unwrap()).unwrap(), name)
            }
            None => self.field(variant, name),
        });
        inherited.into_iter().find(|found| !found.is_null()).unwrap_or(schema["additionalProperties"].clone())
    }
}
