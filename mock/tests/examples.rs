//! The request examples of Twilio's own documents against the mock that serves these documents.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use ringfence_mock::Mock;
use serde_json::Value;
use support::document::{Operation, documents, form, text};
use support::{Desk, corpus, escape};

/// An example whose recipient lost its channel when the documents were scrubbed: `94287277+15558675310`.
const TORN: &str = "api_v2010 CreateMessage createScheduledMessageWhatsapp";
/// A second thing of one name, since several examples create it.
const TAKEN: u32 = 53113;

/// A path with a value for every variable.
fn concrete(operation: &Operation<'_>, account: &str) -> String {
    let mut out = operation.path.to_owned();
    for parameter in operation.parameters("path") {
        let name = parameter["name"].as_str().unwrap();
        let value = if name == "AccountSid" { account.to_owned() } else { text(name, &parameter["schema"]) };
        out = out.replace(&format!("{{{name}}}"), &escape(&value));
    }
    out
}

/// Sends one example; what was refused of it.
async fn refused(
    desk: &Desk,
    operation: &Operation<'_>,
    content_type: &str,
    value: &Value,
) -> Option<String> {
    let path = format!("/{}{}", operation.host(), concrete(operation, desk.mock.account_sid()));
    let mut request = desk.request(&operation.method.to_uppercase(), &path);
    if operation.wants_bearer() {
        let bearer = format!("Bearer {}", desk.token().await);
        request.headers_mut().unwrap().insert("authorization", bearer.parse().unwrap());
    }
    let body = if content_type.contains("json") { value.to_string() } else { form(value) };
    let answer = desk.send(request.header("Content-Type", content_type).body(body.into()).unwrap()).await;
    assert!(answer.status < 500, "{}: {answer:?}", operation.id);
    let seen = desk.mock.requests().pop().unwrap();
    // The things in the path do not exist: 404 means that the inputs passed. Of a token the id and secret are others'.
    let passed = !matches!(answer.status, 400 | 415 | 405) || seen.code == Some(TAKEN);
    (!passed).then(|| format!("{:?}", seen.problems))
}

#[tokio::test]
async fn the_examples_of_the_corpus_are_accepted() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("specs/json");
    let desk = Desk::of(Mock::builder().document_file(&folder).strict(false).start().await.unwrap());
    let (mut total, mut all) = (0, Vec::new());
    for document in &documents(&folder) {
        for operation in document.operations() {
            for (content_type, media) in operation.contents() {
                for (name, example) in media["examples"].as_object().into_iter().flatten() {
                    total += 1;
                    let value = &document.resolve(example)["value"];
                    let problems = refused(&desk, &operation, content_type, value).await;
                    let name = format!("{} {} {name}", document.name, operation.id);
                    all.extend(
                        problems.filter(|_| name != TORN).map(|problems| format!("{name}: {problems}")),
                    );
                }
            }
        }
    }
    println!("{} of {total} request examples are accepted", total - all.len() - 1);
    assert_eq!(total, 616);
    assert!(all.is_empty(), "{}", all.join("\n"));
}
