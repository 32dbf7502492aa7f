//! A document holds together: it parses, refers to what is there, and holds nothing that nobody needs.

use super::document::{METHODS, bundled, child, entries, entry, resolve, walk};
use serde_yaml::Value;
use std::collections::BTreeSet;

/// The references below a node.
fn references(value: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(value, &mut |node| {
        if let ("$ref", Some(target)) = (node.key.as_str(), node.value.as_str()) {
            found.push((node.pointer.clone(), target.to_owned()));
        }
    });
    found
}

/// References to nothing.
fn dangling(document: &Value) -> Vec<String> {
    let lost = references(document).into_iter().filter(|(_, target)| resolve(document, target).is_none());
    lost.map(|(pointer, target)| format!("{pointer}: {target}")).collect()
}

/// Components that no operation needs, directly or through others.
fn unreferenced(document: &Value) -> Vec<String> {
    let mut needed = BTreeSet::new();
    let mut ahead: Vec<_> = entry(document, "paths").map(references).unwrap_or_default();
    while let Some((_, target)) = ahead.pop() {
        if let Some(component) = resolve(document, &target)
            && needed.insert(target)
        {
            ahead.extend(references(component));
        }
    }
    let sections = entry(document, "components").map(|components| entries(components).collect::<Vec<_>>());
    let mut found = Vec::new();
    for (section, components) in sections.unwrap_or_default() {
        let kept = |name: &String| {
            section == "securitySchemes" || needed.contains(&format!("#/components/{section}/{name}"))
        };
        let lost = entries(components).map(|(name, _)| name).filter(|name| !kept(name));
        found.extend(lost.map(|name| child(&format!("/components/{section}"), &name)));
    }
    found
}

/// The operations of a document with their places and paths.
fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let paths = entry(document, "paths").map(|paths| entries(paths).collect::<Vec<_>>()).unwrap_or_default();
    let of_path = |(path, item): (String, _)| {
        let chosen = entries(item).filter(|(method, _)| METHODS.contains(&method.as_str()));
        let placed = move |(method, operation): (String, _)| {
            (child(&child("/paths", &path), &method), path.clone(), operation)
        };
        chosen.map(placed).collect::<Vec<_>>()
    };
    paths.into_iter().flat_map(of_path).collect()
}

/// The strings of a list, or the keys of the maps in it, such as the names of security schemes.
fn listed(value: Option<&Value>) -> BTreeSet<String> {
    let items = value.and_then(Value::as_sequence).into_iter().flatten();
    let names = |item: &Value| match item {
        Value::String(name) => vec![name.clone()],
        other => entries(other).map(|(name, _)| name).collect(),
    };
    items.flat_map(names).collect()
}

#[test]
fn documents_parse_as_openapi() {
    for (document, value) in bundled() {
        let parsed: openapiv3::OpenAPI = serde_yaml::from_str(document.yaml).expect(document.file);
        let read = parsed.operations().count();
        assert_eq!(read, operations(&value).len(), "{}: operations", document.file);
        assert!(read > 0, "{} holds no operation", document.file);
    }
}

#[test]
fn references_lead_somewhere() {
    for (document, value) in bundled() {
        assert_eq!(dangling(&value), Vec::<String>::new(), "{}", document.file);
    }
}

#[test]
fn components_are_needed() {
    for (document, value) in bundled() {
        assert_eq!(unreferenced(&value), Vec::<String>::new(), "{}", document.file);
    }
}

#[test]
fn tags_and_security_schemes_are_those_in_use() {
    for (document, value) in bundled() {
        let gather = |key: &str| {
            operations(&value).iter().flat_map(|it| listed(entry(it.2, key))).collect::<BTreeSet<_>>()
        };
        let tags = entry(&value, "tags").and_then(Value::as_sequence).into_iter().flatten();
        let declared = tags.filter_map(|tag| entry(tag, "name")?.as_str().map(str::to_owned)).collect();
        assert_eq!(gather("tags"), declared, "{}: tags", document.file);
        let schemes = resolve(&value, "#/components/securitySchemes")
            .map(|it| entries(it).map(|(name, _)| name).collect());
        let mut used = gather("security");
        used.extend(listed(entry(&value, "security")));
        assert_eq!(used, schemes.unwrap_or_default(), "{}: security schemes", document.file);
    }
}

#[test]
fn operation_ids_are_unique_and_path_variables_declared() {
    for (document, value) in bundled() {
        let mut ids = BTreeSet::new();
        for (pointer, path, operation) in operations(&value) {
            let id = entry(operation, "operationId").and_then(Value::as_str).expect("an operation id");
            assert!(ids.insert(id.to_owned()), "{}{pointer}: {id} a second time", document.file);
            let variables: BTreeSet<_> =
                path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect();
            let parameters =
                entry(operation, "parameters").and_then(Value::as_sequence).into_iter().flatten();
            let placed = parameters.filter(|it| entry(it, "in").and_then(Value::as_str) == Some("path"));
            let declared: BTreeSet<_> =
                placed.filter_map(|it| Some(entry(it, "name")?.as_str()?.to_owned())).collect();
            assert_eq!(variables, declared, "{}{pointer}", document.file);
        }
    }
}

#[test]
fn documents_hold_no_examples_and_no_browser_headers() {
    for (document, value) in bundled() {
        walk(&value, &mut |node| {
            let example = ["example", "examples"].contains(&node.key.as_str()) && !node.named;
            assert!(
                !example && !node.key.starts_with("Access-Control-"),
                "{}{}",
                document.file,
                node.pointer
            );
        });
    }
}

#[test]
fn the_readme_tells_operations_and_date() {
    let readme = include_str!("../../specs/README.md");
    for (document, value) in bundled() {
        let start = format!("| `{}` | {}: ", document.name, operations(&value).len());
        let told = readme.lines().find(|line| line.starts_with(&start));
        assert!(
            told.is_some_and(|line| line.contains(document.date)),
            "no row {start:?}... with {}",
            document.date
        );
    }
}

#[test]
fn what_is_lost_or_left_over_is_found() {
    let text = "
paths: {/a: {get: {responses: {'200': {content: {a/b: {schema: {$ref: '#/components/schemas/used'}}}}}}}}
components:
  schemas:
    used: {properties: {inner: {$ref: '#/components/schemas/inner'}, lost: {$ref: '#/components/schemas/lost'}}}
    inner: {type: string}
    left: {items: {$ref: '#/components/schemas/over'}}
    over: {type: string}";
    let document: Value = serde_yaml::from_str(text).expect("YAML");
    assert_eq!(unreferenced(&document), ["/components/schemas/left", "/components/schemas/over"]);
    assert_eq!(
        dangling(&document),
        ["/components/schemas/used/properties/lost/$ref: #/components/schemas/lost"]
    );
}
