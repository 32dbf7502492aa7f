//! Every request example of Twilio's documents, built through the setters of generated code.

use crate::expressions::{Concessions, Expressions, readings, secured, text};
use crate::program::{Made, Pairs, decoded, made};
use crate::signatures::{Endpoint, Input, Signatures, signatures};
use crate::whole::{Whole, documents};
use ringfence_tests::corpus::{corpus, skip};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A request example.
struct Example {
    /// `module/Operation/name`.
    id: String,
    module: String,
    operation: String,
    method: String,
    is_form: bool,
    /// Whether the operation refers to it rather than holds it.
    is_referred_to: bool,
    value: Value,
    /// What the schema of the body declares, each with its type.
    declared: BTreeMap<String, Option<String>>,
}

/// What it took to build the examples.
#[derive(Default)]
struct Built {
    source: String,
    concessions: Concessions,
    /// Keys that no document declares, given through the escape hatch.
    undeclared: usize,
}

#[test]
fn every_request_example_is_built_through_typed_setters() {
    let Some(corpus) = corpus() else { return skip("request examples of all documents: corpus not found") };
    let examples = examples(&corpus);
    let forms = examples.iter().filter(|example| example.is_form).count();
    assert_eq!((forms, examples.len() - forms), (603, 13), "forms and JSON bodies");
    let made = made().unwrap();
    let built = build(&examples, &signatures(&crate::whole::whole().unwrap().rendered.text));
    assert_eq!(built.undeclared, 91, "keys that no document declares");
    assert_eq!(built.concessions, Concessions { plain_http: 37, no_urls: 46 });
    let malformed: u64 = examples.iter().map(|example| made[&example.id].malformed_sids).sum();
    assert_eq!(malformed, 3, "SIDs that do not have the form which their document demands");
    let mut differences = Vec::new();
    for example in &examples {
        let made = made.get(&example.id).unwrap_or_else(|| panic!("{} was not built", example.id));
        assert_eq!(made.method, example.method, "{}", example.id);
        let kind = if example.is_form { "application/x-www-form-urlencoded" } else { "application/json" };
        assert_eq!(made.content_type.as_deref(), Some(kind), "{}", example.id);
        if example.is_form {
            compare_form(example, made, &mut differences);
        } else if serde_json::from_str::<Value>(&made.body).unwrap() != example.value {
            differences.push(format!("{}: {} is not {}", example.id, made.body, example.value));
        }
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

/// Counted otherwise, the same examples give other numbers: 614 that operations hold themselves, 97 keys that the schema
/// of a body does not declare itself, and 39 examples with a plain-http URL that Twilio would ask.
#[test]
fn examples_are_as_many_as_they_are_known_to_be() {
    let Some(corpus) = corpus() else { return skip("request examples of all documents: corpus not found") };
    let examples = examples(&corpus);
    assert_eq!(examples.iter().filter(|example| !example.is_referred_to).count(), 614);
    let undeclared = |is_form: bool| -> usize {
        let of_kind = examples.iter().filter(|example| example.is_form == is_form);
        let keys = of_kind.map(|example| {
            let keys = example.value.as_object().unwrap().keys();
            keys.filter(|key| !example.declared.contains_key(*key)).count()
        });
        keys.sum()
    };
    // Six stand in JSON, in a body that is one of several: its variants declare them, and they have setters.
    assert_eq!((undeclared(true), undeclared(false)), (91, 97 - 91));
    let plain = |example: &&Example| {
        let mut inputs = example.value.as_object().unwrap().iter();
        inputs.any(|(name, value)| {
            let is_asked = name.ends_with("Url") || name.ends_with("Callback");
            is_asked && text(value).starts_with("http://")
        })
    };
    // What plays, holds or answers calls (`VoiceUrl`, `HoldUrl`) takes any URL; 37 values in 33 of them are callbacks.
    assert_eq!(examples.iter().filter(plain).count(), 39);
}

/// The program that builds them, for the package of all documents.
pub fn source(whole: &Whole) -> String {
    let corpus = corpus().unwrap();
    build(&examples(&corpus), &signatures(&whole.rendered.text)).source
}

/// All documents, by the names of their modules.
pub fn json_documents(corpus: &Path) -> impl Iterator<Item = (String, Value)> {
    documents(&corpus.join("specs/json")).into_iter().map(|path| {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let module = name.strip_prefix("twilio_").unwrap().to_owned();
        (module, serde_json::from_slice(&fs::read(&path).unwrap()).unwrap())
    })
}

fn examples(corpus: &Path) -> Vec<Example> {
    let mut found = Vec::new();
    for (module, document) in json_documents(corpus) {
        let items = document["paths"].as_object().unwrap().values().filter_map(Value::as_object);
        for (method, operation) in items.flatten() {
            if operation["operationId"].is_string() {
                of_operation(&document, &module, method, operation, &mut found);
            }
        }
    }
    found
}

fn of_operation(document: &Value, module: &str, method: &str, operation: &Value, found: &mut Vec<Example>) {
    let contents = resolved(document, &operation["requestBody"])["content"].as_object();
    for (kind, media) in contents.into_iter().flatten() {
        let schema = resolved(document, &media["schema"]);
        let declared = schema["properties"].as_object().into_iter().flatten().map(|(name, schema)| {
            let of = resolved(document, schema)["type"].as_str();
            (name.clone(), of.map(str::to_owned))
        });
        let declared: BTreeMap<_, _> = declared.collect();
        for (name, example) in media["examples"].as_object().into_iter().flatten() {
            let operation = operation["operationId"].as_str().unwrap();
            found.push(Example {
                id: format!("{module}/{operation}/{name}"),
                module: module.to_owned(),
                operation: operation.to_owned(),
                method: method.to_uppercase(),
                is_form: kind == "application/x-www-form-urlencoded",
                is_referred_to: example["$ref"].is_string(),
                value: resolved(document, example)["value"].clone(),
                declared: declared.clone(),
            });
        }
    }
}

/// What a `$ref` leads to, or the node itself.
pub fn resolved<'d>(document: &'d Value, node: &'d Value) -> &'d Value {
    match node["$ref"].as_str() {
        Some(reference) => {
            let target = document.pointer(reference.strip_prefix('#').unwrap()).unwrap();
            resolved(document, target)
        }
        None => node,
    }
}

fn build(examples: &[Example], modules: &BTreeMap<String, Signatures>) -> Built {
    let mut built = Built::default();
    let mut calls = String::new();
    for (number, example) in examples.iter().enumerate() {
        let signatures = &modules[&example.module];
        let endpoint = &signatures.endpoints[&example.operation];
        let expression = request(example, endpoint, signatures, &mut built);
        let Example { id, .. } = example;
        built.source.push_str(&format!(
            "fn example_{number}() {{\n    print({id:?}, {expression}.request());\n}}\n\n"
        ));
        calls.push_str(&format!("    example_{number}();\n"));
    }
    let Built { source, .. } = &built;
    built.source = format!(
        "use crate::{{json, parsed, print, sid}};\nuse all_of_twilio::twilio::*;\n\npub fn all() {{\n{calls}}}\n\n{source}"
    );
    built
}

/// The expression that builds one example.
fn request(example: &Example, endpoint: &Endpoint, signatures: &Signatures, built: &mut Built) -> String {
    let Example { module, value, .. } = example;
    let mut left = value.as_object().unwrap().clone();
    let mut write = Expressions { module, signatures, concessions: &mut built.concessions };
    let mut arguments = Vec::new();
    for argument in &endpoint.arguments {
        arguments.push(match &argument.write {
            Some(_) => match wire(argument).and_then(|wire| left.remove(wire)) {
                Some(value) => write.of(&value, &argument.of),
                None => write.any(&argument.of),
            },
            None => {
                let mut members = signatures.groups[&argument.of].iter();
                let member = members.find(|member| wire(member).is_some_and(|wire| left.contains_key(wire)));
                let member = member.unwrap_or_else(|| panic!("{}: none of {}", example.id, argument.of));
                let value = left.remove(wire(member).unwrap()).unwrap();
                format!("{module}::{}::{}({})", argument.of, member.name, write.of(&value, &member.of))
            }
        });
    }
    let mut expression = format!("{module}::{}({})", endpoint.function, arguments.join(", "));
    for (name, value) in left {
        match endpoint.setters.iter().find(|setter| wire(setter) == Some(&name)) {
            Some(setter) => {
                expression.push_str(&format!(".{}({})", setter.name, write.of(&value, &setter.of)));
            }
            None => {
                assert!(!example.declared.contains_key(&name), "{}: no setter for {name}", example.id);
                built.undeclared += 1;
                for value in each(&value) {
                    expression.push_str(&format!(".extra({name:?}, {:?})", text(value)));
                }
            }
        }
    }
    expression
}

fn wire(input: &Input) -> Option<&str> {
    input
        .write
        .as_ref()
        .filter(|(verb, _)| verb.starts_with("form") || verb == "field")
        .map(|(_, wire)| wire.as_str())
}

/// The items of a list, or the one value.
pub fn each(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}

fn compare_form(example: &Example, made: &Made, differences: &mut Vec<String>) {
    let mut expected: Pairs = Vec::new();
    for (name, value) in example.value.as_object().unwrap() {
        let is_boolean = example.declared.get(name).is_some_and(|of| of.as_deref() == Some("boolean"));
        for value in each(value) {
            let text = text(value);
            expected.push((name.clone(), if is_boolean { text.to_lowercase() } else { text }));
        }
    }
    expected.sort_by(|one, other| one.0.cmp(&other.0));
    let form = decoded(&made.body);
    let is_same = form.len() == expected.len()
        && form
            .iter()
            .zip(&expected)
            .all(|(made, expected)| made.0 == expected.0 && is_same(&made.1, &expected.1));
    if !is_same {
        differences.push(format!("{}: {form:?} is not {expected:?}", example.id));
    }
}

/// The same text, the same JSON, or the same callback but for its scheme.
fn is_same(made: &str, expected: &str) -> bool {
    made == expected
        || made == secured(expected)
        || serde_json::from_str::<Value>(made).is_ok_and(|made| Some(made) == readings(expected).next())
}
