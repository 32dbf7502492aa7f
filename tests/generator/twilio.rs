//! Twilio's own documents: every operation, from YAML and from JSON, in code that compiles.

use crate::examples::{json_documents, resolved};
use crate::signatures::signatures;
use crate::whole::{documents, rendered, whole};
use ringfence_tests::corpus::{corpus, skip};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// The one document whose JSON has another text than its YAML: a key in an example that somebody blanked in one of them.
const DIFFERENT_IN_ITSELF: &str = "twilio_notify_v1";

/// Warnings of rustc and of rustdoc are errors in that library.
#[test]
fn every_document_of_twilio_compiles_and_is_documented_without_warnings() {
    let Some(whole) = whole() else { return skip("all documents of Twilio: corpus not found") };
    assert_eq!((whole.documents, whole.rendered.operations), (55, 1447));
    assert_eq!(whole.rendered.text.matches("const OPERATION: ").count(), 1447);
    whole.package.cargo(&["build", "--lib"]);
    whole.package.cargo(&["doc", "--lib", "--no-deps"]);
}

#[test]
fn every_document_gives_the_same_bytes_from_yaml_and_json() {
    let Some(corpus) = corpus() else { return skip("YAML and JSON of all documents: corpus not found") };
    let mut different = Vec::new();
    for yaml in documents(&corpus.join("specs/yaml")) {
        let name = yaml.file_stem().unwrap().to_str().unwrap().to_owned();
        let json = corpus.join(format!("specs/json/{name}.json"));
        if rendered(&[yaml]).text != rendered(&[json]).text {
            different.push(name);
        }
    }
    assert_eq!(different, [DIFFERENT_IN_ITSELF]);
}

/// Ids, counted apart from the generator: every operation has its function, by its own name.
#[test]
fn no_operation_is_dropped() {
    let Some(corpus) = corpus() else { return skip("the operations of all documents: corpus not found") };
    for path in documents(&corpus.join("specs/json")) {
        let tree: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let items = tree["paths"].as_object().unwrap().values().filter_map(serde_json::Value::as_object);
        let ids =
            items.flat_map(|item| item.values().filter_map(|operation| operation["operationId"].as_str()));
        let text = rendered(&[path]).text;
        for id in ids {
            let builder = format!("pub type {id} =");
            assert!(text.contains(&builder), "no builder for {id}");
        }
    }
}

/// What each operation declares, read apart from the generator, is written from where it belongs, under its own name.
#[test]
fn no_input_is_dropped() {
    let Some(corpus) = corpus() else { return skip("the inputs of all documents: corpus not found") };
    let modules = signatures(&whole().unwrap().rendered.text);
    let mut found = BTreeMap::new();
    for (module, document) in json_documents(&corpus) {
        let module = &modules[&module];
        let items = document["paths"].as_object().unwrap().values().filter_map(Value::as_object);
        for operation in items.flat_map(|item| item.values()) {
            let Some(id) = operation["operationId"].as_str() else { continue };
            for (place, name) in declared(&document, operation) {
                let endpoint = &module.endpoints[id];
                let inputs = endpoint.arguments.iter().chain(&endpoint.setters);
                let mut written = inputs.filter_map(|input| input.write.as_ref());
                let is_account = (place, name.as_str()) == ("path", "AccountSid");
                // The one input that is flattened has its prefix from its format.
                let name = if name == "AddOnsData" { "AddOns".to_owned() } else { name };
                let is_written = written.any(|(verb, wire)| verb.starts_with(place) && *wire == name);
                let is_left = place == "header" && name == "Authorization" || name == "total_submitted";
                assert!(is_written || is_account || is_left, "{id}: {place} {name}");
                *found.entry(if is_left { "left out" } else { place }).or_default() += 1;
            }
        }
    }
    let expected =
        [("field", 191), ("form", 2950), ("header", 88), ("left out", 25), ("path", 1920), ("query", 1789)];
    assert_eq!(found, BTreeMap::from(expected));
}

/// The inputs of an operation: the place, in the words of the methods that write there, and the name.
fn declared(document: &Value, operation: &Value) -> Vec<(&'static str, String)> {
    let mut declared = Vec::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = resolved(document, parameter);
        let places = ["path", "query", "header"];
        let place = places.into_iter().find(|place| parameter["in"] == *place).unwrap();
        declared.push((place, parameter["name"].as_str().unwrap().to_owned()));
    }
    let contents = resolved(document, &operation["requestBody"])["content"].as_object().into_iter().flatten();
    if let Some((kind, media)) = contents.into_iter().next() {
        let schema = resolved(document, &media["schema"]);
        let place = if kind.ends_with("json") { "field" } else { "form" };
        let names = schema["properties"].as_object().into_iter().flatten();
        declared.extend(names.map(|(name, _)| (place, name.clone())));
    }
    declared
}

/// Basic where nothing else is said, none where nothing is asked for, and a token where the document inherits it.
#[test]
fn every_operation_is_secured_as_its_document_says() {
    let Some(whole) = whole() else { return skip("the security of all operations: corpus not found") };
    let count = |security: &str| whole.rendered.text.matches(&format!("Security::{security})")).count();
    assert_eq!((count("None"), count("OAuth"), count("ApiKey")), (8, 11, 0));
}
