//! The examples of answers that Twilio's documents carry, read apart from the generator.

use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// One document.
pub struct Document {
    /// The module that is generated from it.
    pub module: String,
    /// The whole of it.
    pub tree: Value,
    /// Its answers that are a success.
    pub answers: Vec<Answer>,
}

/// An answer that is a success (2xx) or leads elsewhere (3xx), as the document declares it.
pub struct Answer {
    /// The operation's id.
    pub operation: String,
    pub status: u16,
    /// The schema, where the answer has content.
    pub schema: Option<Value>,
    /// The examples of the content, to the digit.
    pub examples: Vec<Box<RawValue>>,
}

/// All documents in a folder of JSON files, by name.
pub fn documents(folder: &Path) -> Vec<Document> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| document(path)).collect()
}

fn document(path: &Path) -> Document {
    let text = fs::read_to_string(path).unwrap();
    let raw: &RawValue = serde_json::from_str(&text).unwrap();
    let mut answers = Vec::new();
    for item in entries(entries(raw)["paths"]).values() {
        for (method, operation) in entries(item) {
            if ["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                answers.extend(answers_of(raw, operation));
            }
        }
    }
    let name = path.file_stem().unwrap().to_str().unwrap();
    Document {
        module: name.strip_prefix("twilio_").unwrap().to_owned(),
        tree: serde_json::from_str(&text).unwrap(),
        answers,
    }
}

fn answers_of(root: &RawValue, operation: &RawValue) -> Vec<Answer> {
    let fields = entries(operation);
    let id: String = serde_json::from_str(fields["operationId"].get()).unwrap();
    let codes = entries(fields["responses"]);
    let good = codes.iter().filter(|(code, _)| code.starts_with(['2', '3']));
    good.map(|(code, response)| {
        let response = entries(resolve(root, response));
        let media = response.get("content").and_then(|content| entries(content).into_values().next());
        let media = media.map(entries).unwrap_or_default();
        let examples = media.get("examples").map(|examples| entries(examples)).unwrap_or_default();
        let value = |example: &&RawValue| entries(resolve(root, example))["value"].to_owned();
        Answer {
            operation: id.clone(),
            status: code.parse().unwrap(),
            schema: media.get("schema").map(|schema| serde_json::from_str(schema.get()).unwrap()),
            examples: examples.values().map(value).collect(),
        }
    })
    .collect()
}

/// The entries of an object, each as it is written.
pub fn entries(raw: &RawValue) -> BTreeMap<String, &RawValue> {
    serde_json::from_str(raw.get()).unwrap()
}

fn resolve<'r>(root: &'r RawValue, raw: &'r RawValue) -> &'r RawValue {
    let Some(reference) = entries(raw).get("$ref").copied() else { return raw };
    let pointer: String = serde_json::from_str(reference.get()).unwrap();
    let steps = pointer.strip_prefix("#/").unwrap().split('/');
    steps.fold(root, |at, step| entries(at)[&step.replace("~1", "/").replace("~0", "~")])
}

/// Where two JSON texts differ, numbers and all compared by what is written; nothing where they are the same.
pub fn difference(one: &RawValue, other: &RawValue) -> Option<String> {
    let first = |raw: &RawValue| raw.get().as_bytes()[0];
    match (first(one), first(other)) {
        (b'{', b'{') => {
            let (one, other) = (entries(one), entries(other));
            let names: std::collections::BTreeSet<_> = one.keys().chain(other.keys()).collect();
            names.into_iter().find_map(|name| match (one.get(name), other.get(name)) {
                (Some(one), Some(other)) => difference(one, other).map(|at| format!("/{name}{at}")),
                _ => Some(format!("/{name} is only in one")),
            })
        }
        (b'[', b'[') => {
            let list = |raw: &'_ RawValue| -> Vec<Box<RawValue>> { serde_json::from_str(raw.get()).unwrap() };
            let (one, other) = (list(one), list(other));
            if one.len() != other.len() {
                return Some(" has another length".to_owned());
            }
            let pairs = one.iter().zip(&other).enumerate();
            pairs
                .into_iter()
                .find_map(|(at, (one, other))| difference(one, other).map(|rest| format!("/{at}{rest}")))
        }
        (b'"', b'"') => {
            let text = |raw: &RawValue| serde_json::from_str::<String>(raw.get()).unwrap();
            (text(one) != text(other)).then(|| format!(": {one} is not {other}"))
        }
        _ => (one.get() != other.get()).then(|| format!(": {one} is not {other}")),
    }
}
