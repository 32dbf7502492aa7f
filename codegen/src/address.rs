//! What settings call things: `CreateMessage`, `CreateMessage.To`, `api.v2010.account.message`, its fields, and `message_enum_status.sent`.

use crate::model::Method;
use crate::tree::Tree;
use std::collections::BTreeMap;

/// How deep objects in objects are looked through.
const DEPTH: usize = 16;

/// The content types of bodies, as the generator prefers them.
const BODIES: [&str; 3] = ["application/x-www-form-urlencoded", "application/scim+json", "application/json"];

/// Words that tell inputs of one name apart.
const PLACES: [&str; 5] = ["path", "query", "header", "form", "body"];

/// The way to a value: keys and places in lists.
pub(crate) type Steps = Vec<String>;

/// What an address means in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) kind: Kind,
    pub(crate) steps: Steps,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Operation,
    /// A parameter, in this place.
    Parameter(&'static str),
    /// A property; the object that it belongs to is two steps above.
    Property,
    Schema,
    /// A value of the enum that the steps lead to, by its place there.
    Value(usize),
}

/// The operations and schemas of a document.
#[derive(Debug)]
pub(crate) struct Index {
    operations: BTreeMap<String, Steps>,
    schemas: Vec<String>,
}

/// An address that means two things.
#[derive(Debug)]
pub(crate) struct Ambiguous(pub(crate) Vec<&'static str>);

impl Index {
    pub(crate) fn of(tree: &Tree) -> Self {
        let mut operations = BTreeMap::new();
        for (path, item) in entries(tree.get("paths")) {
            for (verb, operation) in entries(Some(item)) {
                if let Some(Tree::Text(id)) = operation.get("operationId")
                    && Method::ALL.iter().any(|(name, _)| name == verb)
                {
                    operations.insert(id.clone(), steps(&["paths", path, verb]));
                }
            }
        }
        let schemas = entries(tree.at(&steps(&["components", "schemas"])));
        Self { operations, schemas: schemas.iter().map(|(name, _)| name.clone()).collect() }
    }

    /// What an address means. References on the way to an input are replaced by what they refer to, so that a change is
    /// this operation's alone; the values of an enum that has a name are everybody's.
    pub(crate) fn find(&self, tree: &mut Tree, address: &str) -> Result<Option<Found>, Ambiguous> {
        if let Some(found) = self.named(tree, address)? {
            return Ok(Some(found));
        }
        for (owner, value) in splits(address) {
            if let Ok(Some(owner)) = self.named(tree, owner)
                && let Some(found) = value_of(tree, &owner, value)
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn named(&self, tree: &mut Tree, address: &str) -> Result<Option<Found>, Ambiguous> {
        if let Some(way) = self.operations.get(address) {
            return Ok(Some(Found { kind: Kind::Operation, steps: way.clone() }));
        }
        if self.schemas.iter().any(|name| name == address) {
            return Ok(Some(Found { kind: Kind::Schema, steps: schema(address) }));
        }
        for (owner, rest) in splits(address) {
            if let Some(way) = self.operations.get(owner)
                && let Some(found) = input(tree, way, rest)?
            {
                return Ok(Some(found));
            }
            if self.schemas.iter().any(|name| name == owner)
                && let Some(way) = property(tree, &schema(owner), rest, false, DEPTH)
            {
                return Ok(Some(Found { kind: Kind::Property, steps: way }));
            }
        }
        Ok(None)
    }

    /// What an address that means nothing may have meant.
    pub(crate) fn near(&self, tree: &mut Tree, address: &str) -> Vec<String> {
        for (owner, _) in splits(address) {
            if let Ok(Some(found)) = self.named(tree, owner)
                && let Some((_, values)) = enum_of(tree, &found)
            {
                return values.iter().map(|value| format!("{owner}.{value}")).collect();
            }
            if let Some(way) = self.operations.get(owner) {
                let inputs = inputs(tree, way);
                return inputs.into_iter().map(|(_, name, _)| format!("{owner}.{name}")).collect();
            }
            if self.schemas.iter().any(|name| name == owner) {
                let properties = entries(tree.at(&schema(owner)).and_then(|schema| schema.get("properties")));
                return properties.iter().map(|(name, _)| format!("{owner}.{name}")).collect();
            }
        }
        self.operations.keys().chain(&self.schemas).cloned().collect()
    }
}

/// `a.b.c` as (`a.b`, `c`) and (`a`, `b.c`): both names and addresses hold dots.
fn splits(address: &str) -> impl Iterator<Item = (&str, &str)> {
    let dots: Vec<usize> = address.match_indices('.').map(|(at, _)| at).collect();
    dots.into_iter().rev().filter_map(|at| Some((address.get(..at)?, address.get(at + 1..)?)))
}

fn steps(keys: &[&str]) -> Steps {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

fn schema(name: &str) -> Steps {
    steps(&["components", "schemas", name])
}

fn below(way: &[String], keys: &[&str]) -> Steps {
    way.iter().cloned().chain(steps(keys)).collect()
}

fn entries(tree: Option<&Tree>) -> &[(String, Tree)] {
    match tree {
        Some(Tree::Map(entries)) => entries,
        _ => &[],
    }
}

fn text<'t>(tree: Option<&'t Tree>, key: &str) -> Option<&'t str> {
    match tree?.get(key) {
        Some(Tree::Text(text)) => Some(text),
        _ => None,
    }
}

/// What a reference leads to, or the value itself.
pub(crate) fn resolved<'t>(tree: &'t Tree, value: &'t Tree) -> Option<&'t Tree> {
    let mut value = value;
    for _ in 0..DEPTH {
        let Some(target) = target(value) else { return Some(value) };
        value = tree.at(&target)?;
    }
    None
}

/// The way that a reference names.
fn target(value: &Tree) -> Option<Steps> {
    let pointer = text(Some(value), "$ref")?.strip_prefix("#/")?;
    Some(pointer.split('/').map(|step| step.replace("~1", "/").replace("~0", "~")).collect())
}

/// Replaces a reference by a copy of what it refers to; what stands beside it stays.
fn unfold(tree: &mut Tree, way: &[String]) {
    for _ in 0..DEPTH {
        let Some(target) = tree.at(way).and_then(target) else { return };
        let Some(mut copy) = tree.at(&target).cloned() else { return };
        for (key, value) in entries(tree.at(way)).iter().filter(|(key, _)| key != "$ref") {
            copy.set(key, value.clone());
        }
        if let Some(slot) = tree.at_mut(way) {
            *slot = copy;
        }
    }
}

/// The input of an operation, whose name may begin with its place.
fn input(tree: &mut Tree, operation: &[String], name: &str) -> Result<Option<Found>, Ambiguous> {
    let inputs = inputs(tree, operation);
    let of = |place: Option<&str>, name: &str| -> Vec<(&'static str, Found)> {
        let is_meant = |input: &&(&'static str, String, Found)| {
            input.1 == name && place.is_none_or(|place| place == input.0)
        };
        inputs.iter().filter(is_meant).map(|(place, _, found)| (*place, found.clone())).collect()
    };
    let placed = name.split_once('.').filter(|(place, _)| PLACES.contains(place));
    let mut found = of(None, name);
    if found.is_empty()
        && let Some((place, name)) = placed
    {
        found = of(Some(place), name);
    }
    if found.len() > 1 {
        return Err(Ambiguous(found.into_iter().map(|(place, _)| place).collect()));
    }
    if let Some((_, found)) = found.pop() {
        return Ok(Some(found));
    }
    let Some(body) = body(tree, operation) else { return Ok(None) };
    let name = placed.filter(|(place, _)| *place == "body").map_or(name, |(_, name)| name);
    let way = property(tree, &body, name, true, DEPTH);
    Ok(way.map(|steps| Found { kind: Kind::Property, steps }))
}

/// The inputs of an operation, with place and name.
fn inputs(tree: &mut Tree, operation: &[String]) -> Vec<(&'static str, String, Found)> {
    adopt(tree, operation);
    let parameters = below(operation, &["parameters"]);
    let count = match tree.at(&parameters) {
        Some(Tree::List(items)) => items.len(),
        _ => 0,
    };
    let mut inputs = Vec::new();
    for at in 0..count {
        let way = below(&parameters, &[&at.to_string()]);
        unfold(tree, &way);
        let parameter = tree.at(&way);
        let place = text(parameter, "in").and_then(|place| PLACES.into_iter().find(|known| *known == place));
        if let (Some(place), Some(name)) = (place, text(parameter, "name")) {
            inputs.push((place, name.to_owned(), Found { kind: Kind::Parameter(place), steps: way }));
        }
    }
    if let Some(body) = body(tree, operation) {
        let place = if body.iter().any(|step| step == BODIES[0]) { "form" } else { "body" };
        for name in property_names(tree, &body, DEPTH) {
            if let Some(way) = property(tree, &body, &name, true, DEPTH) {
                inputs.push((place, name, Found { kind: Kind::Property, steps: way }));
            }
        }
    }
    inputs
}

/// Gives an operation its own copy of the parameters that its path declares.
fn adopt(tree: &mut Tree, operation: &[String]) {
    let Some((_, path)) = operation.split_last() else { return };
    let of_path = match tree.at(&below(path, &["parameters"])) {
        Some(Tree::List(items)) => items.clone(),
        _ => return,
    };
    let own = match tree.at(&below(operation, &["parameters"])) {
        Some(Tree::List(items)) => items.clone(),
        _ => Vec::new(),
    };
    let key = |parameter: &Tree| {
        let resolved = resolved(tree, parameter);
        Some((text(resolved, "name")?.to_owned(), text(resolved, "in")?.to_owned()))
    };
    let known: Vec<_> = own.iter().map(key).collect();
    let new = of_path.into_iter().filter(|parameter| !known.contains(&key(parameter)));
    let all = new.chain(own.iter().cloned()).collect();
    if let Some(operation) = tree.at_mut(operation) {
        operation.set("parameters", Tree::List(all));
    }
}

/// The schema of an operation's body.
fn body(tree: &mut Tree, operation: &[String]) -> Option<Steps> {
    let body = below(operation, &["requestBody"]);
    unfold(tree, &body);
    let content = below(&body, &["content"]);
    let kind = BODIES.into_iter().find(|kind| tree.at(&below(&content, &[kind])).is_some())?;
    let schema = below(&content, &[kind, "schema"]);
    unfold(tree, &schema);
    tree.at(&schema).map(|_| schema)
}

/// The value of an enum that an operation's input, a field or a schema is, or is a list of.
fn value_of(tree: &Tree, owner: &Found, value: &str) -> Option<Found> {
    let (steps, values) = enum_of(tree, owner)?;
    let place = values.iter().position(|known| known == value)?;
    Some(Found { kind: Kind::Value(place), steps })
}

/// The way to an enum, and its values.
fn enum_of(tree: &Tree, owner: &Found) -> Option<(Steps, Vec<String>)> {
    let mut way = match owner.kind {
        Kind::Parameter(_) => below(&owner.steps, &["schema"]),
        Kind::Property | Kind::Schema => owner.steps.clone(),
        Kind::Operation | Kind::Value(_) => return None,
    };
    for _ in 0..DEPTH {
        let schema = tree.at(&way)?;
        way = match (target(schema), schema.get("enum"), schema.get("items")) {
            (Some(target), ..) => target,
            (None, Some(Tree::List(values)), _) => {
                let text = |value: &Tree| match value {
                    Tree::Text(text) => text.clone(),
                    _ => String::new(),
                };
                return Some((way, values.iter().map(text).collect()));
            }
            (None, _, Some(_)) => below(&way, &["items"]),
            _ => return None,
        };
    }
    None
}

const COMPOSITIONS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// The members of the compositions in a schema.
fn members(tree: &Tree, schema: &[String]) -> Vec<Steps> {
    let mut members = Vec::new();
    for key in COMPOSITIONS {
        let list = below(schema, &[key]);
        if let Some(Tree::List(items)) = tree.at(&list) {
            members.extend((0..items.len()).map(|at| below(&list, &[&at.to_string()])));
        }
    }
    members
}

fn property_names(tree: &mut Tree, schema: &[String], left: usize) -> Vec<String> {
    let Some(left) = left.checked_sub(1) else { return Vec::new() };
    let own = entries(tree.at(schema).and_then(|schema| schema.get("properties")));
    let mut names: Vec<String> = own.iter().map(|(name, _)| name.clone()).collect();
    for member in members(tree, schema) {
        unfold(tree, &member);
        names.extend(property_names(tree, &member, left));
    }
    names
}

/// The way to a property, whose name may be that of an object's and a dot and that of a property within.
///
/// References are unfolded where the schema is one operation's alone.
fn property(tree: &mut Tree, schema: &[String], name: &str, is_own: bool, left: usize) -> Option<Steps> {
    let left = left.checked_sub(1)?;
    let properties = below(schema, &["properties"]);
    let exact = below(&properties, &[name]);
    if tree.at(&exact).is_some() {
        return Some(exact);
    }
    for (owner, rest) in splits(name) {
        let inner = below(&properties, &[owner]);
        if tree.at(&inner).is_some()
            && let Some(found) = property(tree, &inner, rest, is_own, left)
        {
            return Some(found);
        }
    }
    let items = below(schema, &["items"]);
    let within = tree.at(&items).map(|_| items).into_iter().chain(members(tree, schema));
    for inner in within {
        if is_own {
            unfold(tree, &inner);
        }
        if let Some(found) = property(tree, &inner, name, is_own, left) {
            return Some(found);
        }
    }
    None
}
