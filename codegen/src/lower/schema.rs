//! Schemas.

use super::Lower;
use crate::model::{EnumValue, Format, Property, Schema, Shape};
use crate::node::Node;
use crate::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// How many schemas are looked at for a mark of personal data. What has more is taken for personal.
const PERSONAL_STEPS: usize = 1000;

const COMPOSITIONS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

impl<'t> Lower<'t> {
    pub(super) fn schema(&self, node: &Node<'t>, depth: usize) -> Schema {
        let shape = if self.may_walk(node, depth) { self.shape(node, depth) } else { Shape::Any(None) };
        let sayers = self.sayers(node);
        let flag = |key| {
            sayers.iter().find(|sayer| sayer.has(key)).is_some_and(|sayer| sayer.flag(key, self.report))
        };
        Schema {
            shape,
            docs: node.text("description", self.report).unwrap_or_default().to_owned(),
            pii: self.is_personal(node),
            maximum: integer(&sayers, "maximum"),
            limits: limits(&sayers),
            deprecated: flag("deprecated"),
            rename: super::rename(node),
            nullable: flag("nullable"),
            read_only: flag("readOnly"),
        }
    }

    /// Who says something of a value: the schema itself, before what it refers to or the only one that it is composed of.
    fn sayers(&self, node: &Node<'t>) -> Vec<Node<'t>> {
        let mut sayers = vec![node.clone()];
        let mut next = self.stands_for(node);
        while let Some(node) = next.filter(|_| sayers.len() < super::DEPTH) {
            next = self.stands_for(&node);
            sayers.push(node);
        }
        sayers
    }

    fn stands_for(&self, node: &Node<'t>) -> Option<Node<'t>> {
        if node.has("$ref") {
            return self.resolve_once(node);
        }
        match self.members(node).as_slice() {
            [only] if !node.has("properties") => Some(only.clone()),
            _ => None,
        }
    }

    /// Whether a value is marked as personal: itself, what it refers to or is composed of, its items or the values of its map.
    fn is_personal(&self, node: &Node<'t>) -> bool {
        let key = std::ptr::from_ref(node.tree);
        if let Some(known) = self.personal.borrow().get(&key) {
            return *known;
        }
        let is_personal = self.leads_to_mark(node);
        self.personal.borrow_mut().insert(key, is_personal);
        is_personal
    }

    fn leads_to_mark(&self, node: &Node<'t>) -> bool {
        let (mut left, mut seen) = (vec![node.clone()], BTreeSet::new());
        while let Some(node) = left.pop() {
            if is_marked(&node) || seen.len() > PERSONAL_STEPS {
                return true;
            }
            if seen.insert(std::ptr::from_ref(node.tree)) {
                left.extend(["items", "additionalProperties"].iter().filter_map(|key| node.get(key)));
                left.extend(self.resolve_once(&node));
                left.extend(COMPOSITIONS.iter().flat_map(|key| node.items(key, self.report)));
            }
        }
        false
    }

    fn shape(&self, node: &Node<'t>, depth: usize) -> Shape {
        if node.has("$ref") {
            return self.reference(node, depth);
        }
        if COMPOSITIONS.iter().any(|key| node.has(key)) {
            return self.composition(node, depth);
        }
        if node.has("not") {
            self.report
                .at(&format!("{}/not", node.pointer), "`not` cannot be a Rust type; describe what it is");
        }
        match node.text("type", self.report) {
            Some("string") => self.string(node),
            Some("integer") => Shape::Integer,
            Some("number") => Shape::Number,
            Some("boolean") => Shape::Boolean,
            Some("array") => self.list(node, depth),
            Some("object") => self.object(node, depth),
            Some(other) => {
                let message =
                    format!("`{other}` is no type: string, integer, number, boolean, array or object");
                self.report.at(&format!("{}/type", node.pointer), message);
                Shape::Any(None)
            }
            None if node.has("enum") => self.string(node),
            None if node.has("items") => self.list(node, depth),
            None => self.object(node, depth),
        }
    }

    fn reference(&self, node: &Node<'t>, depth: usize) -> Shape {
        let Some(target) = self.resolve_once(node) else { return Shape::Any(None) };
        match self.schema_name(node) {
            Some(name) => {
                self.need(name);
                Shape::Reference(name.to_owned())
            }
            None => self.schema(&target, depth + 1).shape,
        }
    }

    fn resolve_once(&self, node: &Node<'t>) -> Option<Node<'t>> {
        let reference = node.text("$ref", self.report)?;
        self.find(reference, &format!("{}/$ref", node.pointer))
    }

    /// One member is that member; several objects become one with the fields of all, so that no order of trial can
    /// lose a field; anything else stays JSON.
    fn composition(&self, node: &Node<'t>, depth: usize) -> Shape {
        if let Some(only) = self.stands_for(node) {
            return self.schema(&only, depth + 1).shape;
        }
        match self.properties(node, depth) {
            Some(properties) if !properties.is_empty() => Shape::Object(properties),
            _ => Shape::Any(None),
        }
    }

    /// What a schema is composed of, but for remarks.
    fn members(&self, node: &Node<'t>) -> Vec<Node<'t>> {
        let all = COMPOSITIONS.iter().flat_map(|key| node.items(key, self.report));
        all.filter(|member| member.has("type") || member.has("$ref") || !self.is_remark(member)).collect()
    }

    /// A member that only adds `required` or a description to the others.
    fn is_remark(&self, member: &Node<'t>) -> bool {
        let entries = member.own_entries(self.report);
        entries.iter().all(|(key, _)| matches!(*key, "required" | "description" | "title" | "example"))
    }

    /// The fields of whatever is an object in the end: through references and compositions. One that is met within itself
    /// adds nothing there.
    pub(super) fn properties(&self, node: &Node<'t>, depth: usize) -> Option<Vec<Property>> {
        if !self.may_walk(node, depth) {
            return None;
        }
        let node = self.resolve(node)?;
        if self.is_open(&node) {
            return Some(Vec::new());
        }
        self.open.borrow_mut().push(node.tree);
        let properties = self.composed(&node, depth);
        self.open.borrow_mut().pop();
        properties
    }

    fn is_open(&self, node: &Node<'t>) -> bool {
        self.open.borrow().iter().any(|open| std::ptr::eq(*open, node.tree))
    }

    fn composed(&self, node: &Node<'t>, depth: usize) -> Option<Vec<Property>> {
        let mut fields = Fields::default();
        for (name, schema) in node.entries("properties", self.report) {
            let schema = self.schema(&schema, depth + 1);
            fields.add(Property { name: name.to_owned(), required: false, schema });
        }
        let mut is_object = node.peek("type") == Some("object") || node.has("properties");
        let mut required = node.texts("required", self.report);
        for member in node.items("allOf", self.report) {
            if !self.is_remark(&member) || member.has("$ref") {
                self.properties(&member, depth + 1)?.into_iter().for_each(|field| fields.add(field));
                is_object = true;
            }
            required.extend(member.texts("required", self.report));
        }
        for key in ["oneOf", "anyOf"] {
            let variants = self.variants(node, key, depth)?;
            is_object |= !node.items(key, self.report).is_empty();
            let of_all = needed_by_all(&variants);
            for mut variant in variants {
                variant.iter_mut().for_each(|property| property.required = of_all.contains(&property.name));
                variant.into_iter().for_each(|field| fields.add(field));
            }
        }
        let required: BTreeSet<&str> = required.into_iter().collect();
        let is_marked = is_marked(node);
        for property in &mut fields.list {
            property.required |= required.contains(property.name.as_str());
            property.schema.pii |= is_marked;
        }
        is_object.then_some(fields.list)
    }

    /// The fields of each variant; of none where what is being collected is one of them and extends this.
    fn variants(&self, node: &Node<'t>, key: &str, depth: usize) -> Option<Vec<Vec<Property>>> {
        let members = node.items(key, self.report);
        let extends = |member: &Node<'t>| {
            member.has("$ref") && self.resolve(member).is_some_and(|member| self.is_open(&member))
        };
        if members.iter().any(extends) {
            return Some(Vec::new());
        }
        let mut variants = Vec::new();
        for member in &members {
            variants.push(self.properties(member, depth + 1)?);
        }
        Some(variants)
    }

    fn object(&self, node: &Node<'t>, depth: usize) -> Shape {
        let properties = self.properties(node, depth).unwrap_or_default();
        if !properties.is_empty() {
            return Shape::Object(properties);
        }
        let format = node.peek("format").unwrap_or_default();
        if format == "uri-map" {
            return Shape::Map(Box::new(Schema::of(Shape::Text(Format::Plain))));
        }
        if let Some(prefix) = format.strip_prefix("prefixed-collapsible-map-") {
            return Shape::Any(Some(prefix.to_owned()));
        }
        match node.get("additionalProperties") {
            Some(values) if matches!(values.tree, Tree::Map(entries) if !entries.is_empty()) => {
                Shape::Map(Box::new(self.schema(&values, depth + 1)))
            }
            _ => Shape::Any(None),
        }
    }

    fn list(&self, node: &Node<'t>, depth: usize) -> Shape {
        match node.get("items") {
            Some(items) => Shape::List(Box::new(self.schema(&items, depth + 1))),
            None => Shape::List(Box::new(Schema::of(Shape::Any(None)))),
        }
    }

    /// The values of an enum as texts, each once: `1` and `"1"` are the same on the wire.
    fn values(&self, node: &Node<'t>) -> Vec<EnumValue> {
        let (mut values, mut known) = (Vec::new(), BTreeSet::new());
        for item in node.items("enum", self.report) {
            let text = match item.tree {
                Tree::Text(text) | Tree::Number(text) => text.clone(),
                Tree::Bool(value) => value.to_string(),
                Tree::Null => continue,
                other => {
                    self.report
                        .at(&item.pointer, format!("a value of an enum of strings, not {}", other.kind()));
                    continue;
                }
            };
            if known.insert(text.clone()) {
                values.push(EnumValue { rename: super::value_name(node, &text), text });
            }
        }
        values
    }

    fn string(&self, node: &Node<'t>) -> Shape {
        let format = node.text("format", self.report).unwrap_or_default();
        if format == "http-method" {
            return Shape::Text(Format::HttpMethod);
        }
        let values = self.values(node);
        if !values.is_empty() {
            return Shape::Enum(values);
        }
        if let Some(format) = node.text("pattern", self.report).and_then(sid) {
            return Shape::Text(format);
        }
        Shape::Text(match format {
            "date" => Format::Date,
            "date-time" | "date-time-rfc-2822" => Format::DateTime,
            "phone-number" => Format::PhoneNumber,
            "uri" | "uri-reference" => Format::Uri,
            _ => Format::Plain,
        })
    }
}

/// Whether a schema itself is marked as personal.
pub(super) fn is_marked(node: &Node<'_>) -> bool {
    node.get("x-twilio").is_some_and(|extension| extension.has("pii"))
}

/// The whole number that the first says who says one.
fn integer(sayers: &[Node<'_>], key: &str) -> Option<i64> {
    sayers.iter().find_map(|sayer| sayer.integer(key))
}

/// What is said about sizes, where the type does not say it already.
fn limits(sayers: &[Node<'_>]) -> Vec<String> {
    if sayers.iter().find_map(|sayer| sayer.peek("pattern")).is_some_and(|pattern| sid(pattern).is_some()) {
        return Vec::new();
    }
    let range = |least: &str, most: &str, of: &str| {
        let range = match (integer(sayers, least), integer(sayers, most)) {
            (Some(least), Some(most)) if least == most => format!("Exactly {least}"),
            (Some(least), Some(most)) => format!("From {least} to {most}"),
            (Some(least), None) => format!("At least {least}"),
            (None, Some(most)) => format!("At most {most}"),
            (None, None) => return None,
        };
        Some(format!("{range}{of}."))
    };
    let ranges = [
        range("minLength", "maxLength", " characters"),
        range("minimum", "maximum", ""),
        range("minItems", "maxItems", " items"),
        range("minProperties", "maxProperties", " entries"),
    ];
    ranges.into_iter().flatten().collect()
}

/// The type of SIDs that a pattern describes.
fn sid(pattern: &str) -> Option<Format> {
    let pattern = pattern.trim_start_matches('^').trim_end_matches('$');
    let prefix = ["[0-9a-fA-F]{32}", "[0-9a-f]{32}"].iter().find_map(|hex| pattern.strip_suffix(hex))?;
    let mut letters = prefix.chars();
    match (prefix, letters.next(), letters.next(), letters.next()) {
        ("(SM|MM)", ..) => Some(Format::MessageSid),
        (_, Some(a), Some(b), None) if a.is_ascii_uppercase() && b.is_ascii_uppercase() => {
            Some(Format::Sid(a, b))
        }
        _ => None,
    }
}

/// The fields that every variant of a choice requires.
fn needed_by_all(variants: &[Vec<Property>]) -> BTreeSet<String> {
    let required = |variant: &Vec<Property>| -> BTreeSet<String> {
        variant.iter().filter(|property| property.required).map(|property| property.name.clone()).collect()
    };
    let all = variants.iter().map(required);
    all.reduce(|one, other| one.intersection(&other).cloned().collect()).unwrap_or_default()
}

/// The fields of several objects, in their order.
pub(super) fn merged_fields(objects: Vec<Vec<Property>>) -> Vec<Property> {
    let mut fields = Fields::default();
    objects.into_iter().flatten().for_each(|field| fields.add(field));
    fields.list
}

/// Fields in their order, each found by its name.
#[derive(Default)]
struct Fields {
    list: Vec<Property>,
    places: BTreeMap<String, usize>,
}

impl Fields {
    /// Takes over a field that is new; one that has two types is JSON of any shape.
    fn add(&mut self, property: Property) {
        let place = self.places.get(&property.name).copied();
        let Some(known) = place.and_then(|place| self.list.get_mut(place)) else {
            self.places.insert(property.name.clone(), self.list.len());
            self.list.push(property);
            return;
        };
        if known.schema != property.schema {
            known.schema.shape = merged(&known.schema.shape, &property.schema.shape);
        }
        known.required |= property.required;
        known.schema.pii |= property.schema.pii;
    }
}

fn merged(one: &Shape, other: &Shape) -> Shape {
    match (one, other) {
        (Shape::Enum(values), Shape::Enum(more)) => {
            let known: BTreeSet<&str> = values.iter().map(|value| value.text.as_str()).collect();
            let new = more.iter().filter(|value| !known.contains(value.text.as_str()));
            Shape::Enum(values.iter().chain(new).cloned().collect())
        }
        (Shape::Text(_) | Shape::Enum(_), Shape::Text(_) | Shape::Enum(_)) => Shape::Text(Format::Plain),
        _ => Shape::Any(None),
    }
}
