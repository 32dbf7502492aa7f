//! Operations and their parameters.

use super::Lower;
use crate::load::Document;
use crate::model::{Input, InputPlace, Method, Operation, Security, path_variables};
use crate::name::Name;
use crate::node::Node;
use crate::selection::Candidate;
use std::collections::{BTreeMap, BTreeSet};

/// Headers that the transport or the credentials decide; OpenAPI ignores the first three as parameters.
const NOT_INPUTS: [&str; 10] = [
    "authorization",
    "accept",
    "content-type",
    "accept-encoding",
    "content-encoding",
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "cookie",
];

impl<'t> Lower<'t> {
    /// The ids of all operations, and those that are selected.
    pub(super) fn operations(
        &self,
        document: &Document,
        takes: &dyn Fn(&Candidate<'_>) -> bool,
    ) -> (Vec<(String, Node<'t>)>, Vec<Operation>) {
        let own = crate::name::module(&document.name);
        let modules = [own.as_str(), &document.module];
        let (mut all, mut operations) = (Vec::new(), Vec::new());
        if !self.root.has("paths") {
            self.report.at("", "not OpenAPI: there are no `paths`");
        }
        for (path, item) in self.root.entries("paths", self.report) {
            if path.starts_with("x-") {
                continue;
            }
            let Some(item) = self.resolve(&item) else { continue };
            for (verb, node) in item.own_entries(self.report) {
                let known = Method::ALL.iter().find(|(name, _)| *name == verb);
                let Some((_, method)) = known else {
                    if matches!(verb, "head" | "options" | "trace") {
                        self.report.at(
                            &node.pointer,
                            format!("operations with the method `{verb}` are not generated"),
                        );
                    }
                    continue;
                };
                let Some(id) = node.text("operationId", self.report) else {
                    self.report.at(
                        &node.pointer,
                        "the operation needs an `operationId`: its function is named after it",
                    );
                    continue;
                };
                all.push((id.to_owned(), node.clone()));
                let tags = node.texts("tags", self.report);
                if takes(&Candidate { modules, id, path, tags: &tags }) {
                    operations.extend(self.operation(id, *method, path, &item, &node));
                }
            }
        }
        (all, operations)
    }

    fn operation(
        &self,
        id: &str,
        method: Method,
        path: &str,
        item: &Node<'t>,
        node: &Node<'t>,
    ) -> Option<Operation> {
        let (host, prefix) = self.server(item, node)?;
        if !path.starts_with('/') {
            self.report.at(&node.pointer, format!("the path `{path}` must begin with a `/`"));
        }
        let mut inputs = self.parameters(item, node);
        inputs.sort_by_key(|input| match input.place {
            InputPlace::Path => {
                path_variables(path).position(|name| name == input.name).unwrap_or(usize::MAX)
            }
            _ => usize::MAX,
        });
        let (body, fields) = self.body(node);
        inputs.extend(fields);
        let groups = self.groups(node, &mut inputs);
        Some(Operation {
            id: id.to_owned(),
            method,
            host,
            path: format!("{prefix}{path}"),
            docs: self.operation_docs(item, node),
            inputs,
            body,
            groups,
            answer: self.answer(id, method, node)?,
            accept: self.accepted(node),
            moves: self.moves(node),
            unchanged: self.unchanged(node),
            security: self.security(node),
            deprecated: node.flag("deprecated", self.report),
            tags: node.texts("tags", self.report).into_iter().map(str::to_owned).collect(),
            pointer: node.pointer.clone(),
        })
    }

    fn operation_docs(&self, item: &Node<'t>, node: &Node<'t>) -> String {
        let texts = [node.text("description", self.report), node.text("summary", self.report)];
        let own = texts.into_iter().flatten().find(|text| !text.trim().is_empty());
        own.or(item.text("description", self.report)).unwrap_or_default().to_owned()
    }

    /// Host and path prefix of the server: the operation's, the path's or the document's.
    fn server(&self, item: &Node<'t>, node: &Node<'t>) -> Option<(String, String)> {
        let servers = [node, item, &self.root].into_iter().map(|node| node.items("servers", self.report));
        let Some(server) = servers.into_iter().find_map(|servers| servers.into_iter().next()) else {
            self.report.at(
                &node.pointer,
                "no server: neither the operation nor its path nor the document has `servers`",
            );
            return None;
        };
        let url = server.text("url", self.report).unwrap_or_default();
        let rest =
            url.strip_prefix("https://").filter(|rest| !rest.is_empty() && !rest.contains(['{', '@', '?']));
        let Some(rest) = rest else {
            let message = format!("`{url}` is no server: an https URL without variables is needed");
            self.report.at(&format!("{}/url", server.pointer), message);
            return None;
        };
        let (host, prefix) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if !is_twilios(host) {
            let message = format!(
                "`{host}` is no host of Twilio's, such as `api.twilio.com`: nothing is sent elsewhere"
            );
            self.report.at(&format!("{}/url", server.pointer), message);
        }
        Some((host.to_owned(), prefix.trim_end_matches('/').to_owned()))
    }

    /// The parameters of the path, and those of the operation, which win.
    fn parameters(&self, item: &Node<'t>, node: &Node<'t>) -> Vec<Input> {
        let mut inputs: Vec<Input> = Vec::new();
        let mut places: BTreeMap<(InputPlace, String), usize> = BTreeMap::new();
        let lists = [item, node].map(|node| node.items("parameters", self.report));
        for (is_own, parameter) in [false, true]
            .into_iter()
            .zip(lists)
            .flat_map(|(own, list)| list.into_iter().map(move |parameter| (own, parameter)))
        {
            let Some(input) = self.resolve(&parameter).and_then(|parameter| self.parameter(&parameter))
            else {
                continue;
            };
            let place = *places.entry(input.key()).or_insert(inputs.len());
            match inputs.get_mut(place) {
                Some(known) if is_own && !known.pointer.starts_with(&node.pointer) => *known = input,
                _ => inputs.push(input),
            }
        }
        inputs
    }

    fn parameter(&self, node: &Node<'t>) -> Option<Input> {
        let Some(name) = node.text("name", self.report) else {
            self.report.at(&node.pointer, "the parameter needs a `name`");
            return None;
        };
        let place = match node.text("in", self.report) {
            Some("path") => InputPlace::Path,
            Some("query") => InputPlace::Query,
            Some("header") if NOT_INPUTS.contains(&name.to_ascii_lowercase().as_str()) => return None,
            Some("header") => InputPlace::Header,
            other => {
                let message = format!(
                    "parameters in `{}` are not supported: path, query or header",
                    other.unwrap_or("")
                );
                self.report.at(&node.pointer, message);
                return None;
            }
        };
        let Some(schema) = node.get("schema") else {
            self.report.at(&node.pointer, format!("the parameter `{name}` needs a `schema`"));
            return None;
        };
        let mut schema = self.schema(&schema, 0);
        if let Some(docs) = node.text("description", self.report) {
            docs.clone_into(&mut schema.docs);
        }
        schema.deprecated |= node.flag("deprecated", self.report);
        schema.pii |= super::schema::is_marked(node);
        let required = place == InputPlace::Path || node.flag("required", self.report);
        let joined = self.is_joined(node);
        Some(Input { place, name: name.to_owned(), required, joined, schema, pointer: node.pointer.clone() })
    }

    /// Whether several values of a parameter go under one name.
    pub(super) fn is_joined(&self, node: &Node<'t>) -> bool {
        if let Some(style @ ("matrix" | "label" | "spaceDelimited" | "pipeDelimited" | "deepObject")) =
            node.text("style", self.report)
        {
            let message =
                format!("the style `{style}` is not supported: `form` in a query, `simple` elsewhere");
            self.report.at(&format!("{}/style", node.pointer), message);
        }
        node.has("explode") && !node.flag("explode", self.report)
    }

    /// Groups of which one input is needed. One input alone is required; a group with a required input asks nothing more.
    fn groups(&self, node: &Node<'t>, inputs: &mut [Input]) -> Vec<Vec<String>> {
        let conditional = node.get("x-twilio").and_then(|extension| extension.get("conditional"));
        let mut groups = conditional.map(|node| node.groups(self.report)).unwrap_or_default();
        if groups.is_empty() {
            return groups;
        }
        let is_alone = |group: &&Vec<String>| group.len() == 1;
        let alone: BTreeSet<Name> =
            groups.iter().filter(is_alone).flatten().map(|only| Name::snake(only)).collect();
        let mut required = BTreeSet::new();
        for input in inputs.iter_mut().filter(|input| input.place != InputPlace::Path) {
            let name = Name::snake(&input.name);
            input.required |= alone.contains(&name);
            if input.required {
                required.insert(name);
            }
        }
        groups.retain(|group| {
            !group.is_empty() && !group.iter().any(|member| required.contains(&Name::snake(member)))
        });
        groups
    }

    fn security(&self, node: &Node<'t>) -> Security {
        // Absent means the document's; an empty list means none.
        let holder = if node.has("security") { node } else { &self.root };
        let alternatives = holder.items("security", self.report);
        let mut found = Security::None;
        for alternative in alternatives {
            for (scheme, place) in alternative.own_entries(self.report) {
                match self.scheme(scheme, &place) {
                    Security::Basic => return Security::Basic,
                    other => found = other,
                }
            }
        }
        found
    }

    fn scheme(&self, name: &str, place: &Node<'t>) -> Security {
        let schemes = self.root.get("components").and_then(|components| components.get("securitySchemes"));
        let Some(scheme) = schemes.and_then(|schemes| schemes.get(name)) else {
            self.report.at(&place.pointer, format!("there is no security scheme `{name}` in the document"));
            return Security::None;
        };
        match (scheme.peek("type"), scheme.peek("scheme")) {
            (Some("http"), Some("basic")) => Security::Basic,
            (Some("oauth2"), _) | (Some("http"), Some("bearer")) => Security::OAuth,
            _ => {
                self.report.at(&scheme.pointer, "only http basic, http bearer and oauth2 are supported");
                Security::None
            }
        }
    }
}

/// Whether the runtime sends requests to a host.
fn is_twilios(host: &str) -> bool {
    let is_label = |label: &str| {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty() && label.bytes().all(is_plain)
    };
    host.strip_suffix(".twilio.com").is_some_and(|product| product.split('.').all(is_label))
}
