//! Bodies by content type: forms, JSON and SCIM.

use serde_json::{Map, Value};

use super::{Check, Problem, value};
use crate::code::{self, Fault};
use crate::form::Pairs;
use crate::naming::hint;
use crate::operation::{Body, Place};
use crate::received::{Payload, Received};
use crate::refusal::Refusal;
use crate::schema::{Kind, Schema, SchemaId};

impl Check<'_> {
    /// The inputs of the body.
    pub(super) fn body(&mut self, received: &Received) -> Result<Map<String, Value>, Refusal> {
        let bytes = received.body.as_ref().map_err(Clone::clone)?;
        let operation = self.operation;
        let Some(body) = &operation.body else {
            if !bytes.is_empty() {
                self.bodiless(&received.payload);
            }
            return Ok(Map::new());
        };
        if bytes.is_empty() {
            if body.required && body.open {
                self.fail("", Fault::Missing, format!("{} needs a body", operation.id));
            }
            return Ok(Map::new());
        }
        let content_type = received.content_type.as_deref().unwrap_or_default();
        if !body.content_types.iter().any(|known| known == content_type) {
            return Err(wrong_type(content_type, body));
        }
        Ok(match &received.payload {
            Payload::Form(form) => self.form(form),
            Payload::Json(_) | Payload::Other => self.json(body, received.json()),
        })
    }

    /// An operation that takes no body may still be sent an empty form, and helper libraries label their GETs so.
    fn bodiless(&mut self, payload: &Payload) {
        match payload {
            Payload::Form(form) => drop(self.form(form)),
            Payload::Json(_) | Payload::Other if self.strict => {
                self.fail("", Fault::Unknown, format!("{} takes no body", self.operation.id));
            }
            Payload::Json(_) | Payload::Other => {}
        }
    }

    fn form(&mut self, form: &Result<Pairs, String>) -> Map<String, Value> {
        match form {
            Ok(pairs) => self.pairs(pairs, Place::Body),
            Err(problem) => {
                self.fail("", Fault::Invalid, format!("the form cannot be read: {problem}"));
                Map::new()
            }
        }
    }

    fn json(&mut self, body: &Body, json: Result<&Value, &str>) -> Map<String, Value> {
        match json {
            Ok(tree) => {
                self.node(body.schema, tree, "");
                tree.as_object().cloned().unwrap_or_default()
            }
            Err(problem) => {
                self.fail("", Fault::Invalid, format!("the body is not JSON: {problem}"));
                Map::new()
            }
        }
    }

    /// One node of a JSON body, at a JSON pointer.
    fn node(&mut self, id: SchemaId, node: &Value, pointer: &str) {
        let document = self.document;
        let schema = document.schema(id);
        if node.is_null() {
            return;
        }
        if !schema.forms.is_empty() {
            return self.forms(schema, node, pointer);
        }
        let problem = match (schema.kind, node) {
            (Kind::Object, Value::Object(members)) => return self.members(schema, members, pointer),
            (Kind::Array, Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    if let Some(of) = schema.items {
                        self.node(of, item, &format!("{pointer}/{index}"));
                    }
                }
                return;
            }
            (Kind::Text, Value::String(text)) => value::string(schema, text, self.strict).err(),
            (Kind::Integer, Value::Number(number)) if number.is_i64() || number.is_u64() => {
                number.as_i64().and_then(|number| value::bounds(schema, number).err())
            }
            (Kind::Number, Value::Number(_)) | (Kind::Boolean, Value::Bool(_)) | (Kind::Any, _) => None,
            (kind, _) => Some(format!("is not of the type {}", kind.word())),
        };
        if let Some(problem) = problem {
            let name = pointer.rsplit('/').next().unwrap_or_default().to_owned();
            self.fail(&name, Fault::Invalid, format!("`{name}` (at `{pointer}`) {problem}"));
        }
    }

    /// One of several forms: the one that the discriminator names, else any that fits.
    fn forms(&mut self, schema: &Schema, node: &Value, pointer: &str) {
        if let Some(selector) = schema.selector.as_ref().filter(|selector| !selector.forms.is_empty()) {
            let given = node.get(&selector.property).and_then(Value::as_str);
            let Some(form) = given.and_then(|given| selector.forms.get(given)) else {
                let known: Vec<&str> = selector.forms.keys().map(String::as_str).collect();
                let known = known.join(", ");
                let message = format!("`{}` at `{pointer}` is none of {known}", selector.property);
                return self.fail(&selector.property, Fault::Invalid, message);
            };
            return self.node(*form, node, pointer);
        }
        let before = self.problems.len();
        let mut fewest: Option<Vec<Problem>> = None;
        for form in &schema.forms {
            self.node(*form, node, pointer);
            let found = self.problems.split_off(before);
            if fewest.as_ref().is_none_or(|known| found.len() < known.len()) {
                fewest = Some(found);
            }
        }
        self.problems.extend(fewest.into_iter().flatten());
    }

    fn members(&mut self, schema: &Schema, members: &Map<String, Value>, pointer: &str) {
        if schema.properties.is_empty() {
            return;
        }
        for (name, member) in members {
            match schema.property(name) {
                Some(of) => self.node(of, member, &format!("{pointer}/{name}")),
                None if schema.open || !self.strict => {}
                None => {
                    let hint = hint(name, schema.properties.keys().map(String::as_str));
                    let message = format!("`{name}` at `{pointer}` is not known{hint}");
                    self.fail(name, Fault::Unknown, message);
                }
            }
        }
        // The top level is looked after together with the inputs of other places.
        for name in schema.required.iter().filter(|_| !pointer.is_empty()) {
            if !members.contains_key(name) {
                self.fail(name, Fault::Missing, format!("`{name}` at `{pointer}` is required"));
            }
        }
    }
}

fn wrong_type(given: &str, body: &Body) -> Refusal {
    let wanted = body.content_types.join(" or ");
    Refusal::new(
        415,
        code::WRONG_CONTENT_TYPE,
        format!("The content type `{given}` is not served here; send {wanted}"),
    )
}
