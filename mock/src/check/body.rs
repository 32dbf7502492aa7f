//! Bodies by content type: forms, JSON and SCIM.

use serde_json::{Map, Value};

use super::{Check, value};
use crate::code::{self, Fault};
use crate::form::decode;
use crate::naming::nearest;
use crate::operation::{Body, Place};
use crate::received::Received;
use crate::refusal::Refusal;

const FORM: &str = "application/x-www-form-urlencoded";

impl Check<'_> {
    /// The inputs of the body.
    pub(super) fn body(&mut self, received: &Received) -> Result<Map<String, Value>, Refusal> {
        let bytes = received.body.as_ref().map_err(Clone::clone)?;
        let operation = self.operation;
        let Some(body) = &operation.body else {
            if !bytes.is_empty() {
                self.bodiless(received, bytes);
            }
            return Ok(Map::new());
        };
        if bytes.is_empty() {
            if body.required && body.open {
                self.fail("", Fault::Missing, format!("{} needs a body", operation.id));
            }
            return Ok(Map::new());
        }
        let content_type = received.content_type().unwrap_or_default();
        if !body.content_types.contains(&content_type) {
            return Err(wrong_type(&content_type, body));
        }
        match content_type == FORM {
            true => Ok(self.form(bytes)),
            false => Ok(self.json(body, bytes)),
        }
    }

    /// An operation that takes no body may still be sent an empty form, and helper libraries label their GETs so.
    fn bodiless(&mut self, received: &Received, bytes: &[u8]) {
        match received.content_type().as_deref() == Some(FORM) {
            true => drop(self.form(bytes)),
            false if self.strict => {
                self.fail("", Fault::Unknown, format!("{} takes no body", self.operation.id));
            }
            false => {}
        }
    }

    fn form(&mut self, bytes: &[u8]) -> Map<String, Value> {
        match decode(bytes) {
            Ok(pairs) => self.pairs(&pairs, Place::Body),
            Err(problem) => {
                self.fail("", Fault::Invalid, format!("the form cannot be read: {problem}"));
                Map::new()
            }
        }
    }

    fn json(&mut self, body: &Body, bytes: &[u8]) -> Map<String, Value> {
        match serde_json::from_slice(bytes) {
            Ok(tree) => {
                self.node(&body.schema, &tree, "");
                match tree {
                    Value::Object(members) => members,
                    _ => Map::new(),
                }
            }
            Err(problem) => {
                self.fail("", Fault::Invalid, format!("the body is not JSON: {problem}"));
                Map::new()
            }
        }
    }

    /// One node of a JSON body, at a JSON pointer.
    fn node(&mut self, schema: &Value, node: &Value, pointer: &str) {
        let schema = self.document.resolve(schema);
        if node.is_null() {
            return;
        }
        let kind = schema.get("type").and_then(Value::as_str);
        let problem = match (kind, node) {
            (Some("object"), Value::Object(members)) => return self.members(schema, members, pointer),
            (Some("array"), Value::Array(items)) => {
                let of = schema.get("items").unwrap_or(&Value::Null);
                for (index, item) in items.iter().enumerate() {
                    self.node(of, item, &format!("{pointer}/{index}"));
                }
                return;
            }
            (Some("string"), Value::String(text)) => value::string(self.document, schema, text).err(),
            (Some("integer"), Value::Number(number)) if number.is_i64() || number.is_u64() => {
                number.as_i64().and_then(|number| value::bounds(schema, number).err())
            }
            (Some("number"), Value::Number(_)) | (Some("boolean"), Value::Bool(_)) | (None, _) => None,
            (Some(kind), _) => Some(format!("is not of the type {kind}")),
        };
        if let Some(problem) = problem {
            let name = pointer.rsplit('/').next().unwrap_or_default().to_owned();
            self.fail(&name, Fault::Invalid, format!("`{name}` (at `{pointer}`) {problem}"));
        }
    }

    fn members(&mut self, schema: &Value, members: &Map<String, Value>, pointer: &str) {
        let Some(properties) =
            schema.get("properties").and_then(Value::as_object).filter(|some| !some.is_empty())
        else {
            return;
        };
        let open = schema.get("additionalProperties").is_some_and(|more| *more != Value::Bool(false));
        for (name, member) in members {
            match properties.get(name) {
                Some(of) => self.node(of, member, &format!("{pointer}/{name}")),
                None if open || !self.strict => {}
                None => {
                    let near = nearest(name, properties.keys().map(String::as_str)).join(", ");
                    self.fail(
                        name,
                        Fault::Unknown,
                        format!("`{name}` at `{pointer}` is not known; near it: {near}"),
                    );
                }
            }
        }
        // The top level is looked after together with the inputs of other places.
        let required = schema.get("required").and_then(Value::as_array).filter(|_| !pointer.is_empty());
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
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
