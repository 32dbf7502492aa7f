//! Real documents with a few nodes changed, as JSON and as YAML: code, or problems that a person can act on and no file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence_codegen::{Config, Format, Source, render};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// A document of each kind: forms and pages, JSON of many shapes, headers and ETags, and one made of what is rare.
static DOCUMENTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let texts = [
        include_str!("../../specs/twilio_lookups_v2.yaml"),
        include_str!("../../specs/twilio_sync_v1.yaml"),
        include_str!("../../specs/twilio_monitor_v1.yaml"),
        include_str!("../../specs/twilio_verify_v2.yaml"),
        include_str!("../../tests/conformance/small.yaml"),
    ];
    texts.iter().filter_map(|text| serde_yaml::from_str(text).ok()).collect()
});

/// What stands in a document and is mutated into others.
const SCRAPS: [&str; 24] = [
    "null", "true", "-1", "9223372036854775808", "1e400", "\"\"", "\"string\"", "\"array\"", "\"object\"", "\"date-time\"",
    "\"~\"", "\"\\u0000\\u202e\"", "\"r#fn<>/-.\"", "\"^[A-Z]{2}$\"", "\"#/components/schemas/x\"", "\"#/paths\"", "[]", "{}",
    "{\"$ref\":\"#\"}", "{\"type\":\"array\"}", "{\"oneOf\":[]}", "{\"allOf\":[{}]}", "[[\"a\",\"a\"]]", "{\"type\":[\"string\"]}",
];

/// The bytes of the fuzzer as a stream of choices.
struct Choices<'a>(std::slice::Iter<'a, u8>);

impl Choices<'_> {
    fn next(&mut self) -> usize {
        self.0.next().copied().map_or(0, usize::from)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() * 256 + self.next()) % end.max(1)
    }
}

fn nodes(value: &Value) -> usize {
    1 + match value {
        Value::Object(map) => map.values().map(nodes).sum(),
        Value::Array(items) => items.iter().map(nodes).sum(),
        _ => 0,
    }
}

/// The node of a number, counted as a reader meets them.
fn node<'v>(value: &'v mut Value, number: &mut usize) -> Option<&'v mut Value> {
    if *number == 0 {
        return Some(value);
    }
    *number -= 1;
    match value {
        Value::Object(map) => map.values_mut().find_map(|inner| node(inner, number)),
        Value::Array(items) => items.iter_mut().find_map(|inner| node(inner, number)),
        _ => None,
    }
}

fn mutate(document: &mut Value, choices: &mut Choices<'_>) {
    let count = nodes(document);
    let (mut at, mut from, kind, pick) =
        (choices.below(count), choices.below(count), choices.next() % 7, choices.next());
    let other = node(document, &mut from).cloned().unwrap_or_default();
    let Some(target) = node(document, &mut at) else { return };
    match (kind, target) {
        (0, target) => *target = serde_json::from_str(SCRAPS[pick % SCRAPS.len()]).unwrap_or_default(),
        (1, target) => *target = other,
        (2, Value::Object(map)) => {
            if let Some(key) = map.keys().nth(pick % map.len().max(1)).cloned() {
                map.remove(&key);
            }
        }
        (3, Value::Object(map)) => {
            if let Some(key) = map.keys().nth(pick % map.len().max(1)).cloned() {
                let value = map.remove(&key).unwrap_or_default();
                let names = ["", "self", "a b", "a-b", "a_b", "type", "send", "9", "Ünï", "{Sid}", "items"];
                map.insert(names[pick % names.len()].to_owned(), value);
            }
        }
        (4, Value::Array(items)) => items.push(other),
        (5, Value::Array(items)) => items.truncate(pick % (items.len() + 1)),
        (5, Value::Object(map)) => {
            map.insert("extra".to_owned(), other);
        }
        (6, Value::String(text)) => {
            let place = text.char_indices().map(|(index, _)| index).nth(pick % (text.len() + 1)).unwrap_or(0);
            text.insert(place, ['`', '[', '<', '{', '"', '\\', '\n', '/', '~', 'é', '%'][pick % 11]);
        }
        (_, target) => *target = other,
    }
}

/// An error leaves no file, also not where the file is asked for.
fn no_file_on_error(text: &str) {
    let folder = PathBuf::from("/dev/shm/ringfence-fuzz").join(std::process::id().to_string());
    let (document, out) = (folder.join("fuzz.json"), folder.join("out"));
    let _ = std::fs::remove_dir_all(&out);
    if std::fs::create_dir_all(&out).is_err() || std::fs::write(&document, text).is_err() {
        return;
    }
    let generated = Config::new().document_file(&document).out_dir(&out).generate();
    let written = std::fs::read_dir(&out).map_or(0, Iterator::count);
    assert_eq!(written, usize::from(generated.is_ok()), "files in the folder");
}

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices(bytes.iter());
    let mut document = DOCUMENTS[choices.next() % DOCUMENTS.len()].clone();
    for _ in 0..choices.next() % 8 {
        mutate(&mut document, &mut choices);
    }
    let texts = [
        (Format::Json, serde_json::to_string(&document).unwrap_or_default()),
        (Format::Yaml, serde_yaml::to_string(&document).unwrap_or_default()),
    ];
    let mut results = Vec::new();
    for (format, text) in &texts {
        let source =
            Source { name: "fuzz".to_owned(), file: "fuzz".to_owned(), format: *format, bytes: text.clone().into_bytes() };
        let started = Instant::now();
        results.push(render(&[source], &[]));
        assert!(started.elapsed() < Duration::from_secs(20), "the generator hangs");
    }
    for result in &results {
        if let Err(problems) = result {
            let said = problems.to_string();
            assert!(!problems.as_slice().is_empty() && !said.contains("please report it"), "{said}");
        }
    }
    match (&results[0], &results[1]) {
        (Ok(json), Ok(yaml)) => assert_eq!(json.text, yaml.text, "JSON and YAML give other code"),
        (Err(_), _) => no_file_on_error(&texts[0].1),
        _ => {}
    }
});
