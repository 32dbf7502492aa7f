//! Schemas of the tree, turned into compiled ones: each component once.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::lower::Problems;
use super::reference::{escaped, resolve};
use crate::pattern::Pattern;
use crate::schema::{Kind, Schema, SchemaId, Schemas, Selector};

/// The work of one document.
pub(super) struct Compiler<'a> {
    root: &'a Value,
    pub(super) schemas: Schemas,
    components: BTreeMap<&'a str, SchemaId>,
    patterns: BTreeMap<String, Option<Arc<Pattern>>>,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(root: &'a Value) -> Compiler<'a> {
        Compiler { root, schemas: Schemas::default(), components: BTreeMap::new(), patterns: BTreeMap::new() }
    }

    /// The schema at a node; the pointer stands in messages.
    pub(super) fn schema(&mut self, node: &'a Value, pointer: &str, problems: &mut Problems) -> SchemaId {
        let Some(reference) = node.get("$ref").and_then(Value::as_str) else {
            let id = self.schemas.reserve();
            let schema = self.compile(node, pointer, problems);
            self.schemas.set(id, schema);
            return id;
        };
        let nullable = node.get("nullable") == Some(&Value::Bool(true));
        if let Some(known) = self.components.get(reference) {
            return SchemaId { nullable, ..*known };
        }
        let id = self.schemas.reserve();
        self.components.insert(reference, id);
        let mut schema = self.compile(resolve(self.root, node), pointer, problems);
        schema.name = reference.rsplit('/').next().map(str::to_owned);
        self.schemas.set(id, schema);
        SchemaId { nullable, ..id }
    }

    fn compile(&mut self, node: &'a Value, pointer: &str, problems: &mut Problems) -> Schema {
        let text = |name| node.get(name).and_then(Value::as_str);
        let mut schema = Schema {
            kind: kind(text("type")),
            nullable: node.get("nullable") == Some(&Value::Bool(true)),
            required: strings(node.get("required")).map(str::to_owned).collect(),
            open: node.get("additionalProperties").is_some_and(|more| *more != Value::Bool(false)),
            format: text("format").map(str::to_owned),
            minimum: node.get("minimum").and_then(Value::as_i64),
            maximum: node.get("maximum").and_then(Value::as_i64),
            min_length: node.get("minLength").and_then(Value::as_u64),
            max_length: node.get("maxLength").and_then(Value::as_u64),
            ignores_format: node.pointer("/x-twilio/ignoreFormat") == Some(&Value::Bool(true)),
            ..Schema::default()
        };
        schema.values = node.get("enum").and_then(Value::as_array).into_iter().flatten().map(shown).collect();
        if let Some(text) = text("pattern") {
            schema.pattern = self.pattern(text, pointer, problems);
        }
        for (name, of) in node.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let at = format!("{pointer}/properties/{}", escaped(name));
            schema.properties.insert(name.clone(), self.schema(of, &at, problems));
        }
        schema.items = node.get("items").map(|of| self.schema(of, &format!("{pointer}/items"), problems));
        self.combine(&mut schema, node, pointer, problems);
        if schema.kind == Kind::Any && !schema.properties.is_empty() {
            schema.kind = Kind::Object;
        }
        schema
    }

    /// `allOf` is merged; `oneOf` and `anyOf` are kept as forms.
    fn combine(&mut self, schema: &mut Schema, node: &'a Value, pointer: &str, problems: &mut Problems) {
        for (index, part) in list(node, "allOf").enumerate() {
            let id = self.schema(part, &format!("{pointer}/allOf/{index}"), problems);
            let part = self.schemas.get(id).clone();
            schema.properties.extend(part.properties);
            schema.required.extend(part.required);
            schema.open |= part.open;
            schema.nullable |= part.nullable;
            schema.forms.extend(part.forms);
            schema.selector = schema.selector.take().or(part.selector);
            if schema.kind == Kind::Any {
                schema.kind = part.kind;
                schema.values = part.values;
                schema.pattern = part.pattern;
                schema.format = part.format;
                schema.items = part.items;
            }
        }
        for keyword in ["oneOf", "anyOf"] {
            for (index, form) in list(node, keyword).enumerate() {
                let form = self.schema(form, &format!("{pointer}/{keyword}/{index}"), problems);
                schema.forms.push(form);
            }
        }
        if let Some(property) = node.pointer("/discriminator/propertyName").and_then(Value::as_str) {
            let forms = self.mapping(node);
            schema.selector = Some(Selector { property: property.to_owned(), forms });
        }
    }

    /// The forms by the value of the discriminator; without `mapping` the names of their schemas.
    fn mapping(&self, node: &'a Value) -> BTreeMap<String, SchemaId> {
        let mapping = node.pointer("/discriminator/mapping").and_then(Value::as_object);
        let named = mapping
            .into_iter()
            .flatten()
            .filter_map(|(value, reference)| Some((value.clone(), reference.as_str()?)));
        let references =
            list(node, "oneOf").chain(list(node, "anyOf")).filter_map(|form| form.get("$ref")?.as_str());
        let own =
            references.filter_map(|reference| Some((reference.rsplit('/').next()?.to_owned(), reference)));
        let known = |(value, reference): (String, &str)| Some((value, *self.components.get(reference)?));
        own.chain(named).filter_map(known).collect()
    }

    /// Equal patterns are made ready once.
    fn pattern(&mut self, text: &str, pointer: &str, problems: &mut Problems) -> Option<Arc<Pattern>> {
        if let Some(known) = self.patterns.get(text) {
            return known.clone();
        }
        let pattern = match Pattern::parse(text) {
            Ok(pattern) => Some(Arc::new(pattern)),
            Err(problem) => {
                let message = format!("the pattern `{text}` cannot be read: {problem}");
                problems.add(&format!("{pointer}/pattern"), message);
                None
            }
        };
        self.patterns.insert(text.to_owned(), pattern.clone());
        pattern
    }
}

fn kind(name: Option<&str>) -> Kind {
    match name {
        Some("object") => Kind::Object,
        Some("array") => Kind::Array,
        Some("string") => Kind::Text,
        Some("integer") => Kind::Integer,
        Some("number") => Kind::Number,
        Some("boolean") => Kind::Boolean,
        _ => Kind::Any,
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn list<'a>(node: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    node.get(name).and_then(Value::as_array).into_iter().flatten()
}

pub(super) fn strings(list: Option<&Value>) -> impl Iterator<Item = &str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
