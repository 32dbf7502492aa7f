//! The documents it serves: bundled ones, the corpus, and broken ones.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::time::Instant;

use ringfence_mock::{Mock, MockError};
use serde_json::Value;
use support::{API, Desk, corpus};

#[tokio::test]
async fn problems_of_all_documents_come_together() {
    let broken = "openapi: 3.0.1\npaths: {\"/a/{b}\": {get: {responses: {}}}}";
    let builder = Mock::builder().document_text("one.yaml", broken).document_text("two.yaml", "- 1");
    let builder = builder
        .document_bundled("no_such_document")
        .document_file("/no/such/file.yaml")
        .document_text("api.yaml", API);
    let error = builder.start().await.unwrap_err();
    let MockError::Documents(problems) = &error else { panic!("{error}") };
    let mut files: Vec<&str> = problems.iter().map(|problem| problem.file.as_str()).collect();
    files.dedup();
    assert_eq!(files, ["one.yaml", "two.yaml", "no_such_document", "/no/such/file.yaml"]);
    let pointers: Vec<&str> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
    let get = "/paths/~1a~1{b}/get";
    assert_eq!(pointers, [get, get, get, "/paths/~1a~1{b}/get/responses", "/openapi", "", ""]);
    assert!(
        error.to_string().contains("one.yaml#/paths/~1a~1{b}/get: the path variable `b` is not declared"),
        "{error}"
    );
}

#[tokio::test]
async fn all_bundled_documents_load() {
    let start = Instant::now();
    let first = Mock::builder().document_bundled("api_v2010").start().await;
    assert!(first.is_ok() || ringfence_specs::DOCUMENTS.is_empty());
    println!("api_v2010, the first mock of a process: {:?}", start.elapsed());
    match Mock::builder().start().await {
        Ok(mock) => assert!(mock.base_url().starts_with("http://127.0.0.1:")),
        Err(error) => assert!(
            matches!(error, MockError::NoDocuments) && ringfence_specs::DOCUMENTS.is_empty(),
            "the bundled documents do not load: {error}"
        ),
    }
    for document in ringfence_specs::DOCUMENTS {
        let start = Instant::now();
        Mock::builder().document_bundled(document.name).start().await.unwrap();
        println!("{} bundled: {:?}", document.name, start.elapsed());
        let start = Instant::now();
        Mock::builder().document_text(document.file, document.yaml).start().await.unwrap();
        println!("{}, {} bytes: {:?}", document.name, document.yaml.len(), start.elapsed());
    }
}

/// A value that a path variable may have.
fn sample(pattern: Option<&str>, name: &str, account: &str) -> String {
    if name == "AccountSid" {
        return account.to_owned();
    }
    let prefix = pattern.and_then(|pattern| {
        let text = pattern.trim_start_matches('^').trim_start_matches('(');
        text.get(..2).filter(|two| two.bytes().all(|byte| byte.is_ascii_uppercase()))
    });
    prefix.map_or_else(|| "1".to_owned(), |prefix| format!("{prefix}{}", "0".repeat(32)))
}

/// Asserts that an answer has every declared property, each of its type, none undeclared.
fn fits(tree: &Value, schema: &Value, value: &Value, place: &str) {
    let reference =
        schema["$ref"].as_str().map(|reference| tree.pointer(reference.trim_start_matches('#')).unwrap());
    let resolved = reference.unwrap_or(schema);
    if value.is_null() {
        let nullable =
            schema["nullable"] == true || resolved["nullable"] == true || resolved["type"].is_null();
        return assert!(nullable, "{place}: null where it may not be");
    }
    match resolved["type"].as_str() {
        Some("object") => {
            let Some(properties) = resolved["properties"].as_object() else { return };
            let members = value.as_object().unwrap_or_else(|| panic!("{place}: {value}"));
            let names = |map: &serde_json::Map<String, Value>| map.keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(members), names(properties), "{place}");
            for (name, of) in properties {
                fits(tree, of, &members[name], &format!("{place}/{name}"));
            }
        }
        Some("array") => {
            for item in value.as_array().unwrap_or_else(|| panic!("{place}: {value}")) {
                fits(tree, &resolved["items"], item, place);
            }
        }
        Some("string") => {
            let text = value.as_str().unwrap_or_else(|| panic!("{place}: {value}"));
            let allowed = resolved["enum"].as_array();
            assert!(allowed.is_none_or(|allowed| allowed.iter().any(|one| one == text)), "{place}: {text}");
        }
        Some("integer") => assert!(value.is_i64(), "{place}: {value}"),
        Some("boolean") => assert!(value.is_boolean(), "{place}: {value}"),
        // Twilio writes numbers as text as well.
        Some("number") => assert!(value.is_number() || value.is_string(), "{place}: {value}"),
        _ => {}
    }
}

/// Every operation of the corpus's document is found under its own id and answered below 500.
#[tokio::test]
async fn every_operation_of_the_corpus_routes() {
    let Some(corpus) = corpus() else { return };
    let file = corpus.join("specs/json/twilio_api_v2010.json");
    let tree: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let start = Instant::now();
    let desk = Desk::of(Mock::builder().document_file(&file).start().await.unwrap());
    println!("JSON of {} bytes: {:?}", std::fs::metadata(&file).unwrap().len(), start.elapsed());
    let (mut count, mut fitted) = (0, 0);
    let mut statuses = std::collections::BTreeMap::new();
    for (path, item) in tree["paths"].as_object().unwrap() {
        for method in ["get", "post", "delete", "put", "patch"] {
            let Some(operation) = item.get(method) else { continue };
            let mut concrete = path.clone();
            for parameter in
                operation["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "path")
            {
                let name = parameter["name"].as_str().unwrap();
                let value = sample(parameter["schema"]["pattern"].as_str(), name, desk.mock.account_sid());
                concrete = concrete.replace(&format!("{{{name}}}"), &value);
            }
            let request = desk.request(&method.to_uppercase(), &concrete).header("Host", "api.twilio.com");
            let answer = desk.send(request.body(Default::default()).unwrap()).await;
            let seen = desk.mock.requests().pop().unwrap();
            assert_eq!(seen.operation.as_deref(), operation["operationId"].as_str(), "{method} {concrete}");
            assert!(
                [200, 201, 204, 307, 400, 404].contains(&answer.status),
                "{method} {concrete}: {answer:?}"
            );
            let success =
                &operation["responses"][answer.status.to_string()]["content"]["application/json"]["schema"];
            if answer.status < 400 && !success.is_null() {
                fits(&tree, success, &answer.body, &format!("{method} {concrete}"));
                fitted += 1;
            }
            *statuses.entry(answer.status).or_insert(0) += 1;
            count += 1;
        }
    }
    println!("{count} operations: {statuses:?}");
    assert_eq!((count, fitted), (197, 54));
    assert!(statuses[&200] >= 40, "{statuses:?}");
}

#[tokio::test]
async fn a_message_in_the_corpus_has_every_declared_field() {
    let Some(corpus) = corpus() else { return };
    let start = Instant::now();
    let file = corpus.join("specs/yaml/twilio_api_v2010.yaml");
    let desk = Desk::of(Mock::builder().document_file(file).start().await.unwrap());
    println!("YAML: {:?}", start.elapsed());
    let message = desk.message("Hi").await;
    assert_eq!((message.status, message.body.as_object().unwrap().len()), (201, 20), "{:#}", message.body);
    assert_eq!(message.text("status"), "queued");
    let links = message.body["subresource_uris"].as_object().unwrap();
    assert_eq!(links.keys().collect::<Vec<_>>(), ["feedback", "media"]);
    let account = desk.get(&format!("/2010-04-01/Accounts/{}.json", desk.mock.account_sid())).await;
    assert_eq!((account.status, account.text("sid")), (200, desk.mock.account_sid()));
}

/// All documents of the corpus are served together, from one folder.
#[tokio::test]
async fn the_whole_corpus_loads() {
    let Some(corpus) = corpus() else { return };
    let start = Instant::now();
    let mock = Mock::builder().document_file(corpus.join("specs/json")).start().await.unwrap();
    println!("the whole corpus from JSON: {:?}", start.elapsed());
    assert!(mock.requests().is_empty());
}
