//! The answers in Twilio's own documents against the shapes that the mock answers in.

use std::path::PathBuf;

use jiff::Timestamp;
use serde_json::Value;

use super::Shaper;
use crate::document::Document;

fn corpus() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("RINGFENCE_CORPUS").map_or(beside, PathBuf::from).join("specs/json");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("RINGFENCE_NO_SKIP").is_none(), "corpus not found at {}", folder.display());
    println!("SKIPPED: the answers of the corpus, not found at {}", folder.display());
    None
}

/// Where two trees differ: a member that was lost, or that came out as something else.
fn differences(place: &str, example: &Value, answer: &Value, found: &mut Vec<String>) {
    match (example, answer) {
        (Value::Object(members), Value::Object(answered)) => {
            for (name, member) in members {
                let place = format!("{place}/{name}");
                match answered.get(name) {
                    Some(value) => differences(&place, member, value, found),
                    None => found.push(format!("{place}: lost")),
                }
            }
        }
        (Value::Array(items), Value::Array(answered)) if items.len() == answered.len() => {
            for (number, (item, value)) in items.iter().zip(answered).enumerate() {
                differences(&format!("{place}/{number}"), item, value, found);
            }
        }
        (left, right) if left == right => {}
        (left, right) => found.push(format!("{place}: {left} came out as {right}")),
    }
}

/// Every declared property is there, at every depth to which the example itself says something.
fn holes(
    document: &Document,
    schema: crate::schema::SchemaId,
    answer: &Value,
    place: &str,
    found: &mut Vec<String>,
) {
    match answer {
        Value::Object(members) => {
            let schema = document.form(schema, members);
            for (name, of) in &schema.properties {
                match members.get(name) {
                    Some(member) => holes(document, *of, member, &format!("{place}/{name}"), found),
                    None => found.push(format!("{place}/{name}: missing")),
                }
            }
        }
        Value::Array(items) => {
            let of = document.schema(schema).items;
            items
                .iter()
                .for_each(|item| of.into_iter().for_each(|of| holes(document, of, item, place, found)));
        }
        _ => {}
    }
}

#[test]
fn the_answers_of_the_corpus_are_what_the_mock_can_answer() {
    let Some(folder) = corpus() else { return };
    let (mut total, mut found) = (0, Vec::new());
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let text = std::fs::read_to_string(&file).unwrap();
        let tree: Value = serde_json::from_str(&text).unwrap();
        let document = Document::read("corpus", &text).unwrap();
        let resolve = |node: &Value| match node["$ref"].as_str() {
            Some(reference) => tree.pointer(reference.trim_start_matches('#')).unwrap().clone(),
            None => node.clone(),
        };
        for operation in &document.operations {
            let node = &tree["paths"][&operation.template.text][operation.method.as_str().to_lowercase()];
            let answers = node["responses"].as_object().unwrap();
            for (status, answer) in answers.iter().filter(|(status, _)| status.starts_with('2')) {
                for media in resolve(answer)["content"].as_object().into_iter().flat_map(|all| all.values()) {
                    for (name, example) in media["examples"].as_object().into_iter().flatten() {
                        total += 1;
                        let value = &resolve(example)["value"];
                        let place = format!(
                            "{} {} {status} {name}",
                            file.file_stem().unwrap().display(),
                            operation.id
                        );
                        let shaper = Shaper { document: &document, now: Timestamp::UNIX_EPOCH };
                        let (Some(schema), Some(fields)) = (operation.success.schema, value.as_object())
                        else {
                            found.push(format!("{place}: {value}"));
                            continue;
                        };
                        let shaped = shaper.object(schema, fields);
                        differences(&place, value, &shaped, &mut found);
                        holes(&document, schema, &shaped, &place, &mut found);
                    }
                }
            }
        }
    }
    println!("{total} answers");
    assert_eq!(total, 1759);
    // Two members of `capabilities` that four examples of this product have and its schema has not.
    let undeclared = |one: &String| {
        one.starts_with("twilio_proxy_v1 ")
            && ["/sms_outbound: lost", "/voice_inbound: lost"].iter().any(|end| one.ends_with(end))
    };
    assert_eq!(found.iter().filter(|one| undeclared(one)).count(), 8);
    found.retain(|one| !undeclared(one));
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}
