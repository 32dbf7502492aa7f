//! Twilio's own documents: every operation, from YAML and from JSON, in code that compiles.

use crate::signatures::signatures;
use crate::whole::{documents, rendered, source, whole};
use ringfence_codegen::render;
use ringfence_tests::corpus::{corpus, skip};
use std::fs;

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
    assert_eq!(different, [""; 0]);
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

/// Every seventh operation of some documents, alone: a program that selects one more must not see names change.
#[test]
fn names_are_the_same_whatever_is_selected() {
    let Some(corpus) = corpus() else { return skip("selections from documents: corpus not found") };
    for (document, count) in [("messaging_v1", 9), ("verify_v2", 9), ("numbers_v1", 3)] {
        let sources = [source(&corpus.join(format!("specs/json/twilio_{document}.json")))];
        let all = &signatures(&render(&sources, &[]).unwrap().text)[document];
        let chosen: Vec<&String> = all.endpoints.keys().step_by(7).collect();
        assert_eq!(chosen.len(), count, "{document}");
        for id in chosen {
            let alone = signatures(&render(&sources, std::slice::from_ref(id)).unwrap().text);
            assert_eq!(alone[document].endpoints[id], all.endpoints[id], "{id}");
            for (name, fields) in &alone[document].models {
                assert_eq!(fields, &all.models[name], "{name} of {id}");
            }
        }
    }
}

/// Basic where nothing else is said, none where nothing is asked for, and a token where the document inherits it.
#[test]
fn every_operation_is_secured_as_its_document_says() {
    let Some(whole) = whole() else { return skip("the security of all operations: corpus not found") };
    let count = |security: &str| whole.rendered.text.matches(&format!("Security::{security})")).count();
    assert_eq!((count("None"), count("OAuth"), count("ApiKey")), (8, 11, 0));
}
