//! Answers.

use super::Lower;
use crate::model::{Answer, Method, Property, Schema, Shape};
use crate::node::Node;

/// The answers that name another place.
const REDIRECTS: [&str; 5] = ["301", "302", "303", "307", "308"];

/// Fields that only a page of a list has, at its root or under `meta`.
const FLAT_PAGING: [&str; 2] = ["next_page_uri", "has_next"];
const META_PAGING: [&str; 4] = ["next_page_url", "nextPageUrl", "next_token", "nextToken"];

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
        for (_, response) in &responses {
            if let Some(schema) = self.resolve(response).and_then(|response| self.content(&response)) {
                return Some(self.value(id, method, &schema));
            }
        }
        Some(Answer::Empty)
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
        if method == Method::Get
            && let Some(page) = self.page(id, schema)
        {
            return page;
        }
        Answer::Value(self.schema(schema, 0))
    }

    /// The list in an answer, if the answer is a page of one.
    fn page(&self, id: &str, schema: &Node<'t>) -> Option<Answer> {
        let root = self.resolve(schema)?;
        if !root.has("properties") && !root.has("allOf") {
            return None;
        }
        let properties = self.properties(&root, 0)?;
        if !id.starts_with("List") && !self.has_paging(&root, &properties) {
            return None;
        }
        let lists: Vec<(&str, &Schema)> = properties.iter().filter_map(list).collect();
        let objects: Vec<_> = lists.iter().filter(|(_, item)| is_object(item)).collect();
        match (objects.as_slice(), lists.as_slice()) {
            ([(name, item)], _) | ([], [(name, item)]) => {
                Some(Answer::Page((*name).to_owned(), (*item).clone()))
            }
            _ => None,
        }
    }

    fn has_paging(&self, root: &Node<'t>, properties: &[Property]) -> bool {
        let has = |name: &str| properties.iter().any(|property| property.name == name);
        let meta = root.get("properties").and_then(|properties| properties.get("meta"));
        let meta = meta.and_then(|meta| self.properties(&meta, 0)).unwrap_or_default();
        FLAT_PAGING.iter().any(|name| has(name))
            || meta.iter().any(|property| META_PAGING.contains(&property.name.as_str()))
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
