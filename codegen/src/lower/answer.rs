//! Answers.

use super::Lower;
use crate::model::{Answer, List, Method, Property, Schema, Shape};
use crate::node::Node;

/// The answers that name another place.
const REDIRECTS: [&str; 5] = ["301", "302", "303", "307", "308"];

/// Answers after which the same request is sent to another path.
const MOVES: [&str; 2] = ["301", "308"];

/// Fields that only a page of a list has, at its root or under `meta`.
const FLAT_PAGING: [&str; 2] = ["next_page_uri", "has_next"];
const META_PAGING: [&str; 4] = ["next_page_url", "nextPageUrl", "next_token", "nextToken"];

/// What the runtime knows of the root of a page besides the items.
const PAGE_FIELDS: [&str; 17] = [
    "meta",
    "uri",
    "first_page_uri",
    "next_page_uri",
    "previous_page_uri",
    "page",
    "page_size",
    "start",
    "end",
    "current_page",
    "per_page",
    "has_next",
    "has_prev",
    "total_elements",
    "total_pages",
    "totalResults",
    "schemas",
];

impl<'t> Lower<'t> {
    /// What a success holds: of the 2xx answers the first with content, else nothing; where there is no 2xx, a redirect.
    pub(super) fn answer(&self, id: &str, method: Method, operation: &Node<'t>) -> Option<Answer> {
        let mut responses = operation.entries("responses", self.report);
        let redirects = responses.iter().any(|(code, _)| REDIRECTS.contains(code));
        responses.retain(|(code, _)| code.starts_with('2'));
        responses.sort_by_key(|(code, _)| *code);
        if responses.is_empty() && redirects {
            return Some(Answer::Redirect);
        }
        if responses.is_empty() {
            let message = "the operation needs an answer that is a success (2xx, or a redirect)";
            self.report.at(&operation.pointer, message);
            return None;
        }
        let contents = responses.iter().filter_map(|(_, response)| self.content(&self.resolve(response)?));
        let mut contents: Vec<Node<'t>> = contents.collect();
        contents.dedup_by(|one, other| one.tree == other.tree);
        Some(match contents.as_slice() {
            [] => Answer::Empty,
            [only] => self.value(id, method, only),
            several => self.several(id, method, several),
        })
    }

    /// What answers of different kinds may hold.
    fn one_of(&self, contents: &[Node<'t>]) -> Schema {
        let variants: Option<Vec<_>> = contents.iter().map(|content| self.properties(content, 0)).collect();
        let shape = match variants {
            Some(variants) => Shape::Object(super::schema::merged_fields(variants)),
            None => Shape::Any(None),
        };
        Schema::of(shape)
    }

    /// Answers of different kinds as one, which is a list where all together are a page of one.
    fn several(&self, id: &str, method: Method, contents: &[Node<'t>]) -> Answer {
        let schema = self.one_of(contents);
        let paged = match &schema.shape {
            Shape::Object(properties) if method == Method::Get => {
                self.page(id, properties, || schema.clone())
            }
            _ => None,
        };
        paged.unwrap_or(Answer::Value(schema))
    }

    /// Whether an operation that has successes may also say that what it addresses has another path.
    pub(super) fn moves(&self, operation: &Node<'t>) -> bool {
        self.has_besides_successes(operation, &MOVES)
    }

    /// Whether an operation that has successes may also say that there was nothing to change.
    pub(super) fn unchanged(&self, operation: &Node<'t>) -> bool {
        self.has_besides_successes(operation, &["304"])
    }

    fn has_besides_successes(&self, operation: &Node<'t>, codes: &[&str]) -> bool {
        let responses = operation.entries("responses", self.report);
        let has = |is: &dyn Fn(&str) -> bool| responses.iter().any(|(code, _)| is(code));
        has(&|code| code.starts_with('2')) && has(&|code| codes.contains(&code))
    }

    /// What the answers with content are asked for as, where it is not plain JSON.
    pub(super) fn accepted(&self, operation: &Node<'t>) -> Option<String> {
        let responses = operation.entries("responses", self.report);
        let successes = responses.iter().filter(|(code, _)| code.starts_with('2'));
        let contents = successes.filter_map(|(_, response)| self.resolve(response)?.get("content"));
        let mut kinds = contents.flat_map(|content| content.own_entries(self.report)).map(|(kind, _)| kind);
        let first = kinds.next()?;
        let is_plain = first.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/+-.".contains(&byte));
        let is_other = is_plain && first.ends_with("+json") && kinds.all(|kind| kind == first);
        is_other.then(|| first.to_owned())
    }

    /// The schema of the JSON content, where there is content.
    fn content(&self, response: &Node<'t>) -> Option<Node<'t>> {
        let content = response.get("content")?;
        let kinds = content.own_entries(self.report);
        let json = kinds.iter().find(|(kind, _)| *kind == "application/json" || kind.ends_with("+json"));
        match json {
            Some((_, media)) => media.get("schema").or_else(|| {
                self.report.at(&media.pointer, "the answer needs a `schema`");
                None
            }),
            None if kinds.is_empty() => None,
            None => {
                self.report.at(&content.pointer, "only JSON answers are decoded");
                None
            }
        }
    }

    fn value(&self, id: &str, method: Method, schema: &Node<'t>) -> Answer {
        let paged = if method == Method::Get { self.paged(id, schema) } else { None };
        paged.unwrap_or_else(|| Answer::Value(self.schema(schema, 0)))
    }

    /// The list in an answer, if the answer is a page of one, or what else comes in pages.
    fn paged(&self, id: &str, schema: &Node<'t>) -> Option<Answer> {
        let root = self.resolve(schema)?;
        if !root.has("properties") && !root.has("allOf") {
            return None;
        }
        self.page(id, &self.properties(&root, 0)?, || self.schema(schema, 0))
    }

    /// The same of an answer with these fields; `whole` is all of it.
    fn page(&self, id: &str, properties: &[Property], whole: impl Fn() -> Schema) -> Option<Answer> {
        let has_paging = self.has_paging(properties);
        if !id.starts_with("List") && !has_paging {
            return None;
        }
        let lists: Vec<(&str, &Schema)> = properties.iter().filter_map(list).collect();
        let objects: Vec<_> = lists.iter().copied().filter(|(_, item)| is_object(item)).collect();
        let (name, item) = match (objects.as_slice(), lists.as_slice()) {
            ([one], _) | ([], [one]) => *one,
            _ if has_paging => return Some(Answer::Pages(whole())),
            _ => return None,
        };
        let is_known =
            |property: &Property| property.name == name || PAGE_FIELDS.contains(&property.name.as_str());
        let whole = (!properties.iter().all(is_known)).then(whole);
        Some(Answer::List(List { items: name.to_owned(), item: item.clone(), whole }))
    }

    fn has_paging(&self, properties: &[Property]) -> bool {
        let has = |name: &str| properties.iter().any(|property| property.name == name);
        let meta = properties.iter().find(|property| property.name == "meta");
        let meta = meta.map(|meta| self.fields_of(&meta.schema.shape)).unwrap_or_default();
        FLAT_PAGING.iter().any(|name| has(name))
            || meta.iter().any(|property| META_PAGING.contains(&property.name.as_str()))
    }

    /// The fields of an object, also of a named one.
    fn fields_of(&self, shape: &Shape) -> Vec<Property> {
        match shape {
            Shape::Object(properties) => properties.clone(),
            Shape::Reference(name) => {
                let schema = self.schemas.get(name.as_str());
                schema.and_then(|schema| self.properties(schema, 0)).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }
}

fn list(property: &Property) -> Option<(&str, &Schema)> {
    match &property.schema.shape {
        Shape::List(item) => Some((&property.name, item)),
        _ => None,
    }
}

fn is_object(item: &Schema) -> bool {
    matches!(item.shape, Shape::Object(_) | Shape::Reference(_))
}
