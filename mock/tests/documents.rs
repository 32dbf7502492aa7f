//! The documents it serves: bundled ones, the corpus, and broken ones.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::time::Instant;

use ringfence_mock::{Mock, MockError};
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
