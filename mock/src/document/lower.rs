//! Tree to operations, with every problem's place.

use std::collections::{BTreeMap, BTreeSet};

use hyper::Method;
use serde_json::Value;

use super::reference::{escaped, resolve};
use crate::error::DocumentProblem;
use crate::naming::snake;
use crate::operation::{Body, Input, Operation, Place, Success};
use crate::pattern::Pattern;
use crate::template::Template;

/// Problems of one document, collected.
pub(super) struct Problems {
    file: String,
    found: Vec<DocumentProblem>,
}

impl Problems {
    pub(super) fn new(file: &str) -> Problems {
        Problems { file: file.to_owned(), found: Vec::new() }
    }

    pub(super) fn add(&mut self, pointer: &str, message: impl Into<String>) {
        self.found.push(DocumentProblem::new(&self.file, pointer, message));
    }

    pub(super) fn into_inner(self) -> Vec<DocumentProblem> {
        self.found
    }
}

/// What is gathered on the way.
struct Gathered<'a> {
    problems: &'a mut Problems,
    patterns: BTreeMap<String, Pattern>,
    ids: BTreeSet<String>,
}

/// One operation on its way down: where it stands and what surrounds it.
struct Site<'a> {
    root: &'a Value,
    item: &'a Value,
    node: &'a Value,
    path: &'a str,
    pointer: String,
}

/// All operations of a document, and the patterns of their inputs ready to be matched.
pub(super) fn lower(root: &Value, problems: &mut Problems) -> (Vec<Operation>, BTreeMap<String, Pattern>) {
    let mut gathered = Gathered { problems, patterns: BTreeMap::new(), ids: BTreeSet::new() };
    let version = root.get("openapi").and_then(Value::as_str).unwrap_or_default();
    if !version.starts_with("3.") {
        gathered.problems.add("/openapi", "not an OpenAPI 3 document: `openapi: 3...` is missing");
        return (Vec::new(), gathered.patterns);
    }
    let Some(paths) = root.get("paths").and_then(Value::as_object) else {
        gathered.problems.add("/paths", "`paths` is missing");
        return (Vec::new(), gathered.patterns);
    };
    let mut operations = Vec::new();
    for (path, item) in paths {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let name = method.as_str().to_ascii_lowercase();
            let Some(node) = item.get(&name) else { continue };
            let pointer = format!("/paths/{}/{name}", escaped(path));
            let site = Site { root, item, node, path, pointer };
            operations.extend(site.operation(method, &mut gathered));
        }
    }
    (operations, gathered.patterns)
}

impl Site<'_> {
    fn operation(&self, method: Method, gathered: &mut Gathered<'_>) -> Option<Operation> {
        let template = Template::parse(self.path);
        let inputs = self.inputs(gathered);
        for variable in template.variables() {
            if !inputs.iter().any(|input| input.place == Place::Path && input.name == variable) {
                gathered
                    .problems
                    .add(&self.pointer, format!("the path variable `{variable}` is not declared"));
            }
        }
        let conditional = self.conditional(&inputs, gathered.problems);
        let id = self.id(gathered);
        let host = self.host();
        if host.is_none() {
            let message = "no `servers` entry with an absolute URL says which host serves this";
            gathered.problems.add(&self.pointer, message);
        }
        let success = self.success(gathered.problems);
        let (id, host, success) = (id?, host?, success?);
        let security = self.node.get("security").or_else(|| self.root.get("security"));
        let secured = security.and_then(Value::as_array).is_none_or(|schemes| !schemes.is_empty());
        Some(Operation {
            id,
            method,
            template,
            host,
            secured,
            inputs,
            body: self.body(),
            conditional,
            success,
        })
    }

    fn id(&self, gathered: &mut Gathered<'_>) -> Option<String> {
        let Some(id) = self.node.get("operationId").and_then(Value::as_str) else {
            gathered.problems.add(&self.pointer, "`operationId` is missing");
            return None;
        };
        if !gathered.ids.insert(id.to_owned()) {
            gathered.problems.add(&format!("{}/operationId", self.pointer), format!("`{id}` is used twice"));
        }
        Some(id.to_owned())
    }

    fn host(&self) -> Option<String> {
        let servers = [self.node, self.item, self.root].into_iter().find_map(|level| level.get("servers"))?;
        let url = servers.get(0)?.get("url")?.as_str()?;
        let rest = url.split_once("://")?.1;
        let host = rest.split('/').next().unwrap_or(rest);
        (!host.is_empty()).then(|| host.to_ascii_lowercase())
    }

    fn inputs(&self, gathered: &mut Gathered<'_>) -> Vec<Input> {
        let mut inputs = Vec::new();
        for (level, pointer) in [(self.node, self.pointer.clone()), (self.item, self.item_pointer())] {
            let parameters = level.get("parameters").and_then(Value::as_array);
            for (index, parameter) in parameters.into_iter().flatten().enumerate() {
                let place = format!("{pointer}/parameters/{index}");
                let parameter = resolve(self.root, parameter);
                if let Some(input) = self.parameter(parameter, &place, gathered.problems) {
                    self.patterns(&input.schema, &format!("{place}/schema"), gathered);
                    inputs.push(input);
                }
            }
        }
        if let Some((_, media)) = self.content() {
            let schema = media.get("schema").map(|schema| resolve(self.root, schema));
            let required: Vec<&str> = strings(schema.and_then(|schema| schema.get("required"))).collect();
            let properties = schema.and_then(|schema| schema.get("properties")).and_then(Value::as_object);
            for (name, schema) in properties.into_iter().flatten() {
                let place = format!("{}/requestBody/{}", self.pointer, escaped(name));
                self.patterns(schema, &place, gathered);
                let required = required.contains(&name.as_str());
                inputs.push(Input {
                    name: name.clone(),
                    place: Place::Body,
                    required,
                    schema: schema.clone(),
                });
            }
        }
        inputs
    }

    /// Makes the patterns of an input and of its items ready.
    fn patterns(&self, schema: &Value, pointer: &str, gathered: &mut Gathered<'_>) {
        let schema = resolve(self.root, schema);
        let items = schema.get("items").map(|items| resolve(self.root, items));
        for text in
            [Some(schema), items].into_iter().flatten().filter_map(|node| node.get("pattern")?.as_str())
        {
            if gathered.patterns.contains_key(text) {
                continue;
            }
            match Pattern::parse(text) {
                Ok(pattern) => _ = gathered.patterns.insert(text.to_owned(), pattern),
                Err(problem) => {
                    let message = format!("the pattern `{text}` cannot be read: {problem}");
                    gathered.problems.add(&format!("{pointer}/pattern"), message);
                }
            }
        }
    }

    fn item_pointer(&self) -> String {
        self.pointer.rsplit_once('/').map_or(String::new(), |(item, _)| item.to_owned())
    }

    fn parameter(&self, node: &Value, pointer: &str, problems: &mut Problems) -> Option<Input> {
        let Some(name) = node.get("name").and_then(Value::as_str) else {
            problems.add(pointer, "a parameter without `name`");
            return None;
        };
        let place = match node.get("in").and_then(Value::as_str) {
            Some("path") => Place::Path,
            Some("query") => Place::Query,
            Some("header") => Place::Header,
            other => {
                problems.add(
                    pointer,
                    format!("`{name}` travels in {other:?}; path, query and header are served"),
                );
                return None;
            }
        };
        let required = node.get("required").and_then(Value::as_bool).unwrap_or(false);
        let schema = node.get("schema").cloned().unwrap_or(Value::Null);
        Some(Input { name: name.to_owned(), place, required, schema })
    }

    /// The first content of the body, with all content types it may have.
    fn content(&self) -> Option<(Vec<String>, &Value)> {
        let body = resolve(self.root, self.node.get("requestBody")?);
        let content = body.get("content")?.as_object()?;
        let types = content.keys().map(|name| name.to_ascii_lowercase()).collect();
        Some((types, content.values().next()?))
    }

    fn body(&self) -> Option<Body> {
        let (content_types, media) = self.content()?;
        let node = resolve(self.root, self.node.get("requestBody")?);
        let schema = media.get("schema").cloned().unwrap_or(Value::Null);
        let properties = resolve(self.root, &schema).get("properties").and_then(Value::as_object);
        Some(Body {
            content_types,
            required: node.get("required").and_then(Value::as_bool).unwrap_or(false),
            open: properties.is_none_or(|properties| properties.is_empty()),
            schema,
        })
    }

    /// `x-twilio.conditional` names inputs as fields; the requests use wire names.
    fn conditional(&self, inputs: &[Input], problems: &mut Problems) -> Vec<Vec<String>> {
        let groups = self.node.pointer("/x-twilio/conditional").and_then(Value::as_array);
        let mut out = Vec::new();
        for (index, group) in groups.into_iter().flatten().enumerate() {
            let mut names = Vec::new();
            for field in strings(Some(group)) {
                match inputs
                    .iter()
                    .find(|input| input.place != Place::Path && snake(&input.name) == snake(field))
                {
                    Some(input) => names.push(input.name.clone()),
                    None => problems.add(
                        &format!("{}/x-twilio/conditional/{index}", self.pointer),
                        format!("`{field}` is no input of this operation"),
                    ),
                }
            }
            out.push(names);
        }
        out
    }

    fn success(&self, problems: &mut Problems) -> Option<Success> {
        let responses = self.node.get("responses").and_then(Value::as_object);
        let coded = responses
            .into_iter()
            .flatten()
            .filter_map(|(code, node)| Some((code.parse::<u16>().ok()?, node)));
        let Some((status, node)) =
            coded.filter(|(code, _)| (200..400).contains(code)).min_by_key(|(code, _)| *code)
        else {
            problems.add(&format!("{}/responses", self.pointer), "no response below 400 is declared");
            return None;
        };
        let content = resolve(self.root, node).get("content").and_then(Value::as_object);
        let media = content.and_then(|content| content.iter().next());
        Some(Success {
            status,
            content_type: media.map(|(name, _)| name.clone()),
            schema: media.and_then(|(_, media)| media.get("schema").cloned()),
        })
    }
}

fn strings(list: Option<&Value>) -> impl Iterator<Item = &str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
