//! Request bodies.

use super::Lower;
use crate::model::{Body, Input, InputPlace, Property};
use crate::node::Node;
use std::collections::BTreeMap;

const FORM: &str = "application/x-www-form-urlencoded";
/// In the order of preference: SCIM servers answer in their own type only.
const JSON: [&str; 2] = ["application/scim+json", "application/json"];

impl<'t> Lower<'t> {
    /// The kind of body of an operation, and its fields.
    pub(super) fn body(&self, operation: &Node<'t>) -> (Body, Vec<Input>) {
        let none = (Body::None, Vec::new());
        let Some(body) = operation.get("requestBody").and_then(|body| self.resolve(&body)) else {
            return none;
        };
        let Some(content) = body.get("content") else {
            self.report.at(&body.pointer, "the body needs a `content`");
            return none;
        };
        let form = content.get(FORM).map(|media| (None, media));
        let json = || JSON.iter().find_map(|kind| content.get(kind).map(|media| (Some(*kind), media)));
        let Some((kind, media)) = form.or_else(json) else {
            let kinds: Vec<&str> = content.own_entries(self.report).iter().map(|(kind, _)| *kind).collect();
            let message = format!("bodies are sent as forms or JSON, not as `{}`", kinds.join("`, `"));
            self.report.at(&content.pointer, message);
            return none;
        };
        let Some(schema) = media.get("schema") else {
            self.report.at(&media.pointer, "the body needs a `schema`");
            return none;
        };
        match kind {
            None => {
                let mut fields = self.fields(&schema, InputPlace::Form);
                self.apply_encoding(&media, &mut fields);
                (Body::Form, fields)
            }
            Some(kind) => {
                let fields = self.properties(&schema, 0).unwrap_or_default();
                if fields.is_empty() {
                    (Body::Whole(kind.to_owned(), Box::new(self.schema(&schema, 0))), Vec::new())
                } else {
                    (Body::Object(kind.to_owned()), inputs(fields, InputPlace::Field, &schema))
                }
            }
        }
    }

    /// How single fields of a form are written, where a document says so.
    fn apply_encoding(&self, media: &Node<'t>, fields: &mut [Input]) {
        let mut known: BTreeMap<String, &mut Input> =
            fields.iter_mut().map(|field| (field.name.clone(), field)).collect();
        for (name, encoding) in media.entries("encoding", self.report) {
            match known.get_mut(name) {
                Some(field) => field.joined = self.is_joined(&encoding),
                None => self.report.at(&encoding.pointer, format!("the form has no field `{name}`")),
            }
        }
    }

    fn fields(&self, schema: &Node<'t>, place: InputPlace) -> Vec<Input> {
        match self.properties(schema, 0) {
            Some(fields) => inputs(fields, place, schema),
            None => {
                self.report.at(&schema.pointer, "a form must be an object with properties");
                Vec::new()
            }
        }
    }
}

fn inputs(fields: Vec<Property>, place: InputPlace, schema: &Node<'_>) -> Vec<Input> {
    let pointer =
        |name: &str| format!("{}/properties/{}", schema.pointer, name.replace('~', "~0").replace('/', "~1"));
    fields
        .into_iter()
        .filter(|field| !field.schema.read_only)
        .map(|Property { name, required, schema }| {
            let pointer = pointer(&name);
            Input { place, name, required, joined: false, schema, pointer }
        })
        .collect()
}
