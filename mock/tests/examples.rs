//! The request examples of Twilio's own documents against the mock that serves these documents: accepted is what passes the checks
//! of a strict mock, up to the state, which lacks what the examples speak of.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ringfence_mock::{Mock, Recorded};
use serde_json::Value;
use support::document::{Operation, documents, form, text};
use support::{Desk, corpus, escape};

/// Examples that break their own documents, by what they break, and the inputs that do.
const BROKEN: &str = include_str!("documents/broken_examples.txt");
/// Examples that name what another example has made before.
const TAKEN: [&str; 3] = [
    "conversations_v1 CreateConversation createWithIntializingResponseState",
    "video_v1 CreateRoom createGroupRoomsWithAudioOnlyEnabled",
    "video_v1 CreateRoom createLargeGroupRoomsWithAudioOnlyEnabled",
];
/// Examples with the id and secret of an app that this mock does not know.
const STRANGERS: [&str; 4] = [
    "iam_organizations CreateToken create",
    "iam_v1 CreateToken create",
    "oauth_v1 CreateToken create",
    "oauth_v2 CreateOauth2Token create",
];

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

/// Sends one example; what the mock saw of it.
async fn send(desk: &Desk, operation: &Operation<'_>, content_type: &str, value: &Value) -> Recorded {
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
    assert_eq!(seen.operation.as_deref(), Some(operation.id));
    seen
}

/// What became of the examples, by their names, and how many of them stand in place and how many by reference.
async fn sent(folder: &Path, strict: bool) -> (Vec<(String, Recorded)>, [usize; 2]) {
    let desk = Desk::of(Mock::builder().document_file(folder).strict(strict).start().await.unwrap());
    let (mut all, mut counts) = (Vec::new(), [0, 0]);
    for document in &documents(folder) {
        for operation in document.operations() {
            for (content_type, media) in operation.contents() {
                for (name, example) in media["examples"].as_object().into_iter().flatten() {
                    counts[usize::from(example.get("$ref").is_some())] += 1;
                    let value = &document.resolve(example)["value"];
                    let seen = send(&desk, &operation, content_type, value).await;
                    if seen.failed_check() == Some("inputs") {
                        let schema = document.resolve(&media["schema"]);
                        for input in broken(&seen) {
                            let known = schema["properties"].get(input.trim_end_matches('?')).is_some();
                            assert_ne!(known, input.ends_with('?'), "{}: {input}", operation.id);
                        }
                    }
                    all.push((format!("{} {} {name}", document.name, operation.id), seen));
                }
            }
        }
    }
    (all, counts)
}

/// The inputs that an example breaks its document with: those that it does not take are marked by `?`.
fn broken(seen: &Recorded) -> BTreeSet<String> {
    let quoted = |text: &str| text.split('`').nth(1).unwrap_or(text).to_owned();
    let input = |problem: &String| match problem.split_once(" does not take ") {
        Some((_, rest)) => format!("{}?", quoted(rest)),
        None => quoted(problem),
    };
    seen.problems.iter().map(input).collect()
}

/// The names in `BROKEN`, and what is broken.
fn listed() -> BTreeMap<String, BTreeSet<String>> {
    let lines = BROKEN.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let parts = lines.map(|line| line.split_once(": ").unwrap());
    parts.map(|(name, inputs)| (name.to_owned(), inputs.split(", ").map(str::to_owned).collect())).collect()
}

/// Twilio's documentation counts on the things in the path, which are not there: 404 is what an example comes to that passed.
fn is_accepted(name: &str, seen: &Recorded) -> bool {
    match seen.failed_check() {
        None => true,
        Some("state") if TAKEN.contains(&name) => matches!(seen.code, Some(50353 | 53113)),
        Some("state") if STRANGERS.contains(&name) => seen.code == Some(20003),
        Some("state") => seen.code == Some(20404),
        Some(_) => false,
    }
}

#[tokio::test]
async fn the_examples_of_the_corpus_are_accepted() {
    let Some(corpus) = corpus() else { return };
    let (all, counts) = sent(&corpus.join("specs/json"), true).await;
    // 614 stand in their operations, 2 are references to others.
    assert_eq!(counts, [614, 2]);
    let refused: Vec<_> = all.iter().filter(|(name, seen)| !is_accepted(name, seen)).collect();
    let found: BTreeMap<_, _> = refused.iter().map(|(name, seen)| (name.clone(), broken(seen))).collect();
    let told = found.iter().map(|(name, inputs)| {
        format!("{name}: {}", inputs.iter().map(String::as_str).collect::<Vec<_>>().join(", "))
    });
    println!("{} of {} request examples are accepted", all.len() - found.len(), all.len());
    assert_eq!((found.len(), refused.len()), (50, 50));
    assert_eq!(found, listed(), "{}", told.collect::<Vec<_>>().join("\n"));
    assert!(refused.iter().all(|(_, seen)| seen.failed_check() == Some("inputs")));
    let excused = |name: &&str| all.iter().any(|(known, seen)| known == name && seen.status >= 400);
    assert!(TAKEN.iter().chain(&STRANGERS).all(excused));
}

#[tokio::test]
async fn a_lenient_mock_accepts_what_twilio_ignores() {
    let Some(corpus) = corpus() else { return };
    let (all, _) = sent(&corpus.join("specs/json"), false).await;
    let refused = all.iter().filter(|(name, seen)| !is_accepted(name, seen)).map(|(name, _)| name.as_str());
    // Its recipient lost its channel when the documents were scrubbed: `94287277+15558675310`.
    assert_eq!(refused.collect::<Vec<_>>(), ["api_v2010 CreateMessage createScheduledMessageWhatsapp"]);
}
