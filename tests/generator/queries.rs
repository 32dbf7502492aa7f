//! Every example of a query in Twilio's documents, built through the setters of generated code.

use crate::examples::{each, json_documents, resolved};
use crate::expressions::{Concessions, Expressions, text};
use crate::program::{Pairs, decoded, made};
use crate::signatures::{Signatures, signatures};
use crate::whole::Whole;
use ringfence_tests::corpus::{corpus, skip};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The values that examples of one name give to the inputs of a query.
struct Query {
    module: String,
    operation: String,
    /// Names, values, and whether they are booleans.
    values: Vec<(String, Value, bool)>,
}

#[test]
fn every_example_of_a_query_is_built_through_typed_setters() {
    let Some(corpus) = corpus() else { return skip("query examples of all documents: corpus not found") };
    let (made, queries) = (made().unwrap(), queries(&corpus));
    let count: usize = queries.values().map(|query| query.values.len()).sum();
    assert_eq!((queries.len(), count), (285, 661));
    for (id, query) in &queries {
        let mut expected: Pairs = Vec::new();
        for (name, value, is_boolean) in &query.values {
            for value in each(value) {
                let text = text(value);
                expected.push((name.clone(), if *is_boolean { text.to_lowercase() } else { text }));
            }
        }
        expected.sort_by(|one, other| one.0.cmp(&other.0));
        let found = made[id].target.split_once('?').map_or("", |(_, query)| query);
        assert_eq!(decoded(found), expected, "{id}");
    }
}

/// The program that builds them.
pub fn source(whole: &Whole) -> String {
    let modules = signatures(&whole.rendered.text);
    let mut concessions = Concessions::default();
    let (mut calls, mut functions) = (String::new(), String::new());
    for (number, (id, query)) in queries(&corpus().unwrap()).iter().enumerate() {
        let expression = request(query, &modules[&query.module], &mut concessions);
        calls.push_str(&format!("    query_{number}();\n"));
        functions
            .push_str(&format!("fn query_{number}() {{\n    print({id:?}, {expression}.request());\n}}\n\n"));
    }
    format!(
        "use crate::{{print, sid}};\nuse all_of_twilio::twilio::*;\n\npub fn all() {{\n{calls}}}\n\n{functions}"
    )
}

fn request(query: &Query, signatures: &Signatures, concessions: &mut Concessions) -> String {
    let endpoint = &signatures.endpoints[&query.operation];
    let mut write = Expressions { module: &query.module, signatures, concessions };
    let given = |wire: &str| query.values.iter().find(|(name, ..)| name == wire).map(|(_, value, _)| value);
    let arguments = endpoint.arguments.iter().map(|argument| {
        let value =
            argument.write.as_ref().filter(|(verb, _)| verb == "query").and_then(|(_, wire)| given(wire));
        match value {
            Some(value) => write.of(value, &argument.of),
            None => write.any(&argument.of),
        }
    });
    let arguments: Vec<String> = arguments.collect();
    let mut expression = format!("{}::{}({})", query.module, endpoint.function, arguments.join(", "));
    for setter in &endpoint.setters {
        let wire = setter.write.as_ref().filter(|(verb, _)| verb == "query" || verb == "query_each");
        if let Some(value) = wire.and_then(|(_, wire)| given(wire)) {
            expression.push_str(&format!(".{}({})", setter.name, write.of(value, &setter.of)));
        }
    }
    expression
}

fn queries(corpus: &Path) -> BTreeMap<String, Query> {
    let mut queries = BTreeMap::new();
    for (module, document) in json_documents(corpus) {
        let items = document["paths"].as_object().unwrap().values().filter_map(Value::as_object);
        for operation in items.flat_map(|item| item.values()).filter(|node| node["operationId"].is_string()) {
            of_operation(&document, &module, operation, &mut queries);
        }
    }
    queries
}

fn of_operation(document: &Value, module: &str, operation: &Value, queries: &mut BTreeMap<String, Query>) {
    let id = operation["operationId"].as_str().unwrap();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = resolved(document, parameter);
        let is_boolean = resolved(document, &parameter["schema"])["type"] == "boolean";
        for (name, example) in parameter["examples"].as_object().into_iter().flatten() {
            assert_eq!(parameter["in"], "query", "{id}");
            let query = queries.entry(format!("query {module}/{id}/{name}")).or_insert_with(|| Query {
                module: module.to_owned(),
                operation: id.to_owned(),
                values: Vec::new(),
            });
            let value = resolved(document, example)["value"].clone();
            query.values.push((parameter["name"].as_str().unwrap().to_owned(), value, is_boolean));
        }
    }
}
