//! Schemas, compiled once: what checks and answers ask of a schema is a field of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::pattern::Pattern;

/// A schema of a document, and what stands beside the reference that leads to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SchemaId {
    pub(crate) index: usize,
    /// `nullable` beside a `$ref`.
    pub(crate) nullable: bool,
}

/// `type` of a schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    Any,
    Object,
    Array,
    Text,
    Integer,
    Number,
    Boolean,
}

impl Kind {
    /// As documents write it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Any => "any",
            Kind::Object => "object",
            Kind::Array => "array",
            Kind::Text => "string",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Boolean => "boolean",
        }
    }
}

/// What a schema says. References, `allOf` and the like are gone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schema {
    /// Of a component: its name, such as `api.v2010.account.message`.
    pub(crate) name: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) nullable: bool,
    pub(crate) properties: BTreeMap<String, SchemaId>,
    pub(crate) required: Vec<String>,
    /// Whether other properties may stand beside the declared ones.
    pub(crate) open: bool,
    pub(crate) items: Option<SchemaId>,
    /// The members of `oneOf` or `anyOf`.
    pub(crate) forms: Vec<SchemaId>,
    /// How to tell the forms apart.
    pub(crate) selector: Option<Selector>,
    /// `enum`, as text; empty where anything goes.
    pub(crate) values: Vec<String>,
    pub(crate) pattern: Option<Arc<Pattern>>,
    pub(crate) format: Option<String>,
    pub(crate) minimum: Option<i64>,
    pub(crate) maximum: Option<i64>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    /// `x-twilio.ignoreFormat`.
    pub(crate) ignores_format: bool,
}

/// A `discriminator`: the property that says which form is meant.
#[derive(Clone, Debug)]
pub(crate) struct Selector {
    pub(crate) property: String,
    pub(crate) forms: BTreeMap<String, SchemaId>,
}

/// All schemas of one document.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    all: Vec<Schema>,
    /// What an id of another document leads to.
    anything: Schema,
}

impl Schemas {
    pub(crate) fn get(&self, id: SchemaId) -> &Schema {
        self.all.get(id.index).unwrap_or(&self.anything)
    }

    /// Makes room, so that a schema may lead to itself.
    pub(crate) fn reserve(&mut self) -> SchemaId {
        self.all.push(Schema::default());
        SchemaId { index: self.all.len() - 1, nullable: false }
    }

    pub(crate) fn set(&mut self, id: SchemaId, schema: Schema) {
        if let Some(place) = self.all.get_mut(id.index) {
            *place = schema;
        }
    }
}

impl Schema {
    pub(crate) fn property(&self, name: &str) -> Option<SchemaId> {
        self.properties.get(name).copied()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.properties.contains_key(name)
    }
}
