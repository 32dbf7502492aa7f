//! Everything has a description, and none of them is Twilio's.

use super::document::{METHODS, Node, bundled, walk};
use super::{DocumentPair, pairs};
use serde_yaml::Value;
use std::collections::BTreeSet;

/// How many words in a row may be the same as in a description of Twilio's.
const SHARED_WORDS: usize = 7;

/// The sentences of a document with their places.
fn descriptions(document: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(document, &mut |node| {
        let word = ["description", "summary"].contains(&node.key.as_str()) && !node.named;
        if let (true, Some(text)) = (word, node.value.as_str()) {
            found.push((node.pointer.clone(), text.to_owned()));
        }
    });
    found
}

/// The words of a text in lower case, without marks.
fn words(text: &str) -> Vec<String> {
    let split = text.split(|character: char| !character.is_alphanumeric());
    split.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Whether a node is one that a reader of the generated code gets to see.
fn wants_description(node: &Node<'_>) -> bool {
    let steps: Vec<_> = node.pointer.split('/').skip(1).collect();
    match steps[..] {
        ["paths", _, method] => METHODS.contains(&method),
        ["paths", _, _, "parameters", _] => node.value.get("$ref").is_none(),
        ["components", "schemas" | "parameters" | "securitySchemes", _] => true,
        [.., "properties" | "responses" | "headers", _] => node.named,
        _ => false,
    }
}

/// The places of a document that lack a description.
fn undescribed(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(document, &mut |node| {
        let text = node.value.get("description").and_then(Value::as_str).unwrap_or_default();
        if wants_description(node) && text.trim().is_empty() {
            found.push(node.pointer.clone());
        }
    });
    found
}

/// The descriptions of ours that are Twilio's, or hold a piece of one.
fn copied(ours: &Value, theirs: &Value) -> Vec<String> {
    let theirs: Vec<_> = descriptions(theirs).iter().map(|(_, text)| words(text)).collect();
    let whole: BTreeSet<_> = theirs.iter().filter(|words| words.len() > 1).collect();
    let pieces: BTreeSet<_> = theirs.iter().flat_map(|words| words.windows(SHARED_WORDS + 1)).collect();
    let is_theirs = |text: &str| {
        let words = words(text);
        whole.contains(&words) || words.windows(SHARED_WORDS + 1).any(|piece| pieces.contains(piece))
    };
    let found = descriptions(ours).into_iter().filter(|(_, text)| is_theirs(text));
    found.map(|(pointer, text)| format!("{pointer}: {text}")).collect()
}

#[test]
fn everything_is_described() {
    for (document, value) in bundled() {
        let missing = undescribed(&value);
        assert!(missing.is_empty(), "{}: no description at\n{}", document.file, missing.join("\n"));
    }
}

#[test]
fn a_missing_description_is_found() {
    let text = "
paths:
  /a:
    get:
      parameters: [{name: A, in: query}, {name: B, in: query, description: B.}]
      responses:
        '200': {description: ' ', content: {application/json: {schema: {properties: {description: {type: string}}}}}}
components: {schemas: {shade: {type: string}}}";
    let document: Value = serde_yaml::from_str(text).expect("YAML");
    let places = [
        "/paths/~1a/get",
        "/paths/~1a/get/parameters/0",
        "/paths/~1a/get/responses/200",
        "/paths/~1a/get/responses/200/content/application~1json/schema/properties/description",
        "/components/schemas/shade",
    ];
    assert_eq!(undescribed(&document), places);
}

#[test]
fn no_description_is_twilios() {
    for DocumentPair { name, ours, theirs } in pairs("descriptions against Twilio's") {
        let found = copied(&ours, &theirs);
        assert!(found.is_empty(), "{name}: these words are Twilio's\n{}", found.join("\n"));
    }
}

#[test]
fn copied_words_are_found() {
    let read =
        |text: &str| -> Value { serde_yaml::from_str(&format!("{{description: {text:?}}}")).expect("YAML") };
    let theirs = read("The colour in which the thing will be painted by us when it is ready.");
    let copies = [
        "the  COLOUR in which the thing will be painted by us when it is ready",
        "See: in which the thing will be painted by us.",
    ];
    for copy in copies {
        assert_eq!(copied(&read(copy), &theirs).len(), 1, "{copy}");
    }
    assert!(copied(&read("Colour of the paint, once the thing is ready."), &theirs).is_empty());
}
