//! The request examples of Twilio's own documents against the mock that serves these documents.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use hyper::http::request::Builder;
use ringfence_mock::Mock;
use serde_json::Value;
use support::{Desk, corpus, escape};

/// What became of the examples of one or more documents.
#[derive(Default)]
struct Tally {
    total: usize,
    accepted: usize,
    refused: Vec<String>,
}

/// A path with a value for every variable.
fn concrete(tree: &Value, path: &str, operation: &Value, account: &str) -> String {
    let mut out = path.to_owned();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = parameter["$ref"]
            .as_str()
            .map_or(parameter, |reference| tree.pointer(reference.trim_start_matches('#')).unwrap());
        let name = parameter["name"].as_str().unwrap();
        let pattern = parameter["schema"]["pattern"].as_str().unwrap_or_default();
        let prefix = pattern.trim_start_matches(['^', '(']).get(..2);
        let prefix = prefix.filter(|two| two.bytes().all(|byte| byte.is_ascii_uppercase()));
        let value = match (name, prefix) {
            ("AccountSid", _) => account.to_owned(),
            (_, Some(prefix)) => format!("{prefix}{}", "0".repeat(32)),
            (_, None) => "1".to_owned(),
        };
        out = out.replace(&format!("{{{name}}}"), &value);
    }
    out
}

/// A form as Twilio's libraries write it: repeated keys for lists, JSON text for objects, nothing for null.
fn form(value: &Value) -> String {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let mut pairs = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        pairs.extend(values.iter().map(|value| format!("{}={}", escape(name), escape(&text(value)))));
    }
    pairs.join("&")
}

async fn send(
    desk: &Desk,
    request: Builder,
    content_type: &str,
    value: &Value,
    tally: &mut Tally,
    name: &str,
) {
    let body = if content_type.contains("json") { value.to_string() } else { form(value) };
    let answer = desk.send(request.header("Content-Type", content_type).body(body.into()).unwrap()).await;
    tally.total += 1;
    assert!(answer.status < 500, "{name}: {answer:?}");
    // The things in the path do not exist: 404 means that the inputs passed.
    if matches!(answer.status, 400 | 415) {
        tally.refused.push(format!("{name}: {:?}", desk.mock.requests().pop().unwrap().problems));
    } else {
        tally.accepted += 1;
    }
}

/// Nearly all pass. What does not holds placeholders such as `webhook_method`, values outside of the document's own
/// enums and patterns, or misses what the document requires.
#[tokio::test]
async fn the_examples_of_the_corpus_are_accepted() {
    let Some(corpus) = corpus() else { return };
    let mut tally = Tally::default();
    let mut files: Vec<_> =
        std::fs::read_dir(corpus.join("specs/json")).unwrap().map(|one| one.unwrap().path()).collect();
    files.sort();
    for file in files {
        let tree: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let Ok(mock) = Mock::builder().document_file(&file).strict(false).start().await else {
            panic!("{} does not load", file.display());
        };
        let desk = Desk::of(mock);
        for (path, item) in tree["paths"].as_object().unwrap() {
            for method in ["post", "put", "patch"] {
                let operation = &item[method];
                for (content_type, media) in
                    operation["requestBody"]["content"].as_object().into_iter().flatten()
                {
                    for (name, example) in media["examples"].as_object().into_iter().flatten() {
                        let path = concrete(&tree, path, operation, desk.mock.account_sid());
                        let request = desk.request(&method.to_uppercase(), &path);
                        let name = format!("{} {} {name}", file.display(), operation["operationId"]);
                        send(&desk, request, content_type, &example["value"], &mut tally, &name).await;
                    }
                }
            }
        }
    }
    println!("{} of {} request examples are accepted", tally.accepted, tally.total);
    assert!(tally.total > 600, "{}", tally.total);
    assert!(tally.refused.len() <= 22, "{}", tally.refused.join("\n"));
}
