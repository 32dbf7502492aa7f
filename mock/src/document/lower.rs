//! Tree to operations, with every problem's place.

use std::collections::BTreeSet;

use hyper::Method;
use serde_json::Value;

use super::compile::{Compiler, strings};
use super::outline::host;
use super::reference::{escaped, resolve};
use crate::error::DocumentProblem;
use crate::naming::snake;
use crate::operation::{Body, Failure, Input, Operation, Place, Security, Success};
use crate::schema::{SchemaId, Schemas};
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
struct Gathered<'a, 'p> {
    problems: &'p mut Problems,
    compiler: Compiler<'a>,
    ids: BTreeSet<&'a str>,
}

impl<'a> Gathered<'a, '_> {
    fn schema(&mut self, node: &'a Value, pointer: &str) -> SchemaId {
        self.compiler.schema(node, pointer, self.problems)
    }
}

/// One operation on its way down: where it stands and what surrounds it.
struct Site<'a> {
    root: &'a Value,
    item: &'a Value,
    node: &'a Value,
    path: &'a str,
    pointer: String,
}

/// All operations of a document, with the schemas that they lead to.
pub(super) fn lower(root: &Value, problems: &mut Problems) -> (Vec<Operation>, Schemas) {
    let version = root.get("openapi").and_then(Value::as_str).unwrap_or_default();
    if !version.starts_with("3.") {
        problems.add("/openapi", "not an OpenAPI 3 document: `openapi: 3...` is missing");
        return (Vec::new(), Schemas::default());
    }
    let Some(paths) = root.get("paths").and_then(Value::as_object) else {
        problems.add("/paths", "`paths` is missing");
        return (Vec::new(), Schemas::default());
    };
    let mut gathered = Gathered { problems, compiler: Compiler::new(root), ids: BTreeSet::new() };
    let mut operations = Vec::new();
    for (path, item) in paths {
        for (name, method) in METHODS {
            let Some(node) = item.get(name) else { continue };
            let pointer = format!("/paths/{}/{name}", escaped(path));
            let site = Site { root, item, node, path, pointer };
            operations.extend(site.operation(method.clone(), &mut gathered));
        }
    }
    (operations, gathered.compiler.schemas)
}

/// Methods that operations have, as keys of a path item.
pub(super) const METHODS: [(&str, Method); 5] = [
    ("get", Method::GET),
    ("post", Method::POST),
    ("put", Method::PUT),
    ("patch", Method::PATCH),
    ("delete", Method::DELETE),
];

impl<'a> Site<'a> {
    fn operation(&self, method: Method, gathered: &mut Gathered<'a, '_>) -> Option<Operation> {
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
        let success = self.success(gathered);
        let body = self.body(gathered);
        let (id, host, success) = (id?, host?, success?);
        Some(Operation {
            id,
            method,
            template,
            host,
            security: self.security(),
            inputs,
            body,
            conditional,
            success,
            failures: self.failures(),
        })
    }

    fn id(&self, gathered: &mut Gathered<'a, '_>) -> Option<String> {
        let Some(id) = self.node.get("operationId").and_then(Value::as_str) else {
            gathered.problems.add(&self.pointer, "`operationId` is missing");
            return None;
        };
        if !gathered.ids.insert(id) {
            gathered.problems.add(&format!("{}/operationId", self.pointer), format!("`{id}` is used twice"));
        }
        Some(id.to_owned())
    }

    fn host(&self) -> Option<String> {
        let servers = [self.node, self.item, self.root].into_iter().find_map(|level| level.get("servers"))?;
        host(servers.get(0)?.get("url")?.as_str()?)
    }

    fn security(&self) -> Security {
        let security = self.node.get("security").or_else(|| self.root.get("security"));
        let Some(wanted) = security.and_then(Value::as_array) else { return Security::Basic };
        let mut schemes =
            wanted.iter().filter_map(Value::as_object).flat_map(|scheme| scheme.keys()).peekable();
        if schemes.peek().is_none() {
            return Security::None;
        }
        let bearer = |name: &String| {
            let scheme = self.root.pointer(&format!("/components/securitySchemes/{}", escaped(name)));
            let word = |member| scheme.and_then(|scheme| scheme.get(member)).and_then(Value::as_str);
            word("type") == Some("oauth2") || word("scheme") == Some("bearer")
        };
        if schemes.all(bearer) { Security::Bearer } else { Security::Basic }
    }

    fn inputs(&self, gathered: &mut Gathered<'a, '_>) -> Vec<Input> {
        let mut inputs = Vec::new();
        for (level, pointer) in [(self.node, self.pointer.clone()), (self.item, self.item_pointer())] {
            let parameters = level.get("parameters").and_then(Value::as_array);
            for (index, parameter) in parameters.into_iter().flatten().enumerate() {
                let place = format!("{pointer}/parameters/{index}");
                inputs.extend(self.parameter(resolve(self.root, parameter), &place, gathered));
            }
        }
        if let Some((_, media)) = self.content() {
            let schema = media.get("schema").map(|schema| resolve(self.root, schema));
            let required: Vec<&str> = strings(schema.and_then(|schema| schema.get("required"))).collect();
            let properties = schema.and_then(|schema| schema.get("properties")).and_then(Value::as_object);
            for (name, schema) in properties.into_iter().flatten() {
                let place = format!("{}/requestBody/{}", self.pointer, escaped(name));
                let schema = gathered.schema(schema, &place);
                let required = required.contains(&name.as_str());
                inputs.push(Input::new(name, Place::Body, required, schema, &gathered.compiler.schemas));
            }
        }
        inputs
    }

    fn item_pointer(&self) -> String {
        self.pointer.rsplit_once('/').map_or(String::new(), |(item, _)| item.to_owned())
    }

    fn parameter(&self, node: &'a Value, pointer: &str, gathered: &mut Gathered<'a, '_>) -> Option<Input> {
        let Some(name) = node.get("name").and_then(Value::as_str) else {
            gathered.problems.add(pointer, "a parameter without `name`");
            return None;
        };
        let place = match node.get("in").and_then(Value::as_str) {
            Some("path") => Place::Path,
            Some("query") => Place::Query,
            Some("header") => Place::Header,
            other => {
                let message = format!("`{name}` travels in {other:?}; path, query and header are served");
                gathered.problems.add(pointer, message);
                return None;
            }
        };
        let required = node.get("required").and_then(Value::as_bool).unwrap_or(false);
        let schema =
            gathered.schema(node.get("schema").unwrap_or(&Value::Null), &format!("{pointer}/schema"));
        Some(Input::new(name, place, required, schema, &gathered.compiler.schemas))
    }

    /// The first content of the body, with all content types it may have.
    fn content(&self) -> Option<(Vec<String>, &'a Value)> {
        let body = resolve(self.root, self.node.get("requestBody")?);
        let content = body.get("content")?.as_object()?;
        let types = content.keys().map(|name| name.to_ascii_lowercase()).collect();
        Some((types, content.values().next()?))
    }

    fn body(&self, gathered: &mut Gathered<'a, '_>) -> Option<Body> {
        let (content_types, media) = self.content()?;
        let node = resolve(self.root, self.node.get("requestBody")?);
        let schema = media.get("schema").unwrap_or(&Value::Null);
        let schema = gathered.schema(schema, &format!("{}/requestBody/schema", self.pointer));
        let known = gathered.compiler.schemas.get(schema);
        Some(Body {
            content_types,
            required: node.get("required").and_then(Value::as_bool).unwrap_or(false),
            open: known.properties.is_empty() && known.forms.is_empty(),
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

    /// The errors whose bodies are declared, by members.
    fn failures(&self) -> Vec<Failure> {
        let responses = self.node.get("responses").and_then(Value::as_object);
        let failure = |(code, node): (&String, &'a Value)| {
            let status = code.parse().ok().filter(|status| *status >= 400)?;
            let content = resolve(self.root, node).get("content")?.as_object()?;
            let (content_type, media) = content.iter().next()?;
            let schema = resolve(self.root, media.get("schema")?);
            let members = schema.get("properties")?.as_object()?.iter().map(|(name, member)| {
                let kind = resolve(self.root, member).get("type").and_then(Value::as_str);
                (name.clone(), kind == Some("string"))
            });
            Some(Failure { status, content_type: content_type.clone(), members: members.collect() })
        };
        responses.into_iter().flatten().filter_map(failure).collect()
    }

    fn success(&self, gathered: &mut Gathered<'a, '_>) -> Option<Success> {
        let responses = self.node.get("responses").and_then(Value::as_object);
        let coded = responses
            .into_iter()
            .flatten()
            .filter_map(|(code, node)| Some((code.parse::<u16>().ok()?, node)));
        let least = coded.filter(|(code, _)| (200..400).contains(code)).min_by_key(|(code, _)| *code);
        let Some((status, node)) = least else {
            let place = format!("{}/responses", self.pointer);
            gathered.problems.add(&place, "no response below 400 is declared");
            return None;
        };
        let node = resolve(self.root, node);
        let content = node.get("content").and_then(Value::as_object);
        let media = content.and_then(|content| content.iter().next());
        let place = format!("{}/responses/{status}/schema", self.pointer);
        let schema = media.and_then(|(_, media)| media.get("schema"));
        let headers = node.get("headers").and_then(Value::as_object);
        Some(Success {
            status,
            content_type: media.map(|(name, _)| name.clone()),
            schema: schema.map(|schema| gathered.schema(schema, &place)),
            headers: headers.into_iter().flatten().map(|(name, _)| name.to_ascii_lowercase()).collect(),
        })
    }
}
