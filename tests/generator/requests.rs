//! Requests that generated code makes, against those that Twilio's own library makes.

use crate::crates::Scratch;
use ringfence_codegen::{Format, Source, render};
use ringfence_tests::corpus::{corpus, skip};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Pairs of a query or form, sorted: their order says nothing, but for values of one name.
type Pairs = Vec<(String, String)>;

#[test]
fn requests_are_those_of_twilios_own_library() {
    let Some(corpus) = corpus() else { return skip("requests of Twilio's own library: corpus not found") };
    let made = requests(&corpus);
    let vectors: Value =
        serde_json::from_slice(&fs::read(corpus.join("vectors/request-vectors.json")).unwrap()).unwrap();
    let vectors = vectors["vectors"].as_array().unwrap();
    for (id, request) in &made {
        let vector =
            vectors.iter().find(|vector| vector["id"] == *id).unwrap_or_else(|| panic!("no vector {id}"));
        let expected = &vector["requests"][0];
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        assert_eq!(request.method, expected["method"].as_str().unwrap(), "{id}");
        assert_eq!(path, expected_path(id, expected), "{id}");
        assert_eq!(decoded(query), pairs(&expected["query"]), "the query of {id}");
        assert_eq!(decoded(&request.body), pairs(&expected["form"]), "the form of {id}");
    }
    assert_eq!(made.len(), 31, "every request of the program was compared");
}

/// Twilio's library leaves a slash in a path variable as it is, which addresses another resource; we encode it.
fn expected_path(id: &str, expected: &Value) -> String {
    let path = expected["path"].as_str().unwrap();
    if id == "req-038" { path.replace("label/1", "label%2F1") } else { path.to_owned() }
}

struct Made {
    method: String,
    target: String,
    body: String,
}

/// The requests of `requests_program.rs` by the id of the vector that each repeats.
fn requests(corpus: &Path) -> BTreeMap<String, Made> {
    let document = corpus.join("specs/yaml/twilio_api_v2010.yaml");
    let source = Source {
        name: "api_v2010".to_owned(),
        file: document.display().to_string(),
        format: Format::Yaml,
        bytes: fs::read(document).unwrap(),
    };
    let generated = render(&[source], &[]).unwrap().text;
    let program = [("src/main.rs", include_str!("requests_program.rs"))];
    let printed = Scratch::new("requests", &generated, &program).cargo(&["run"]);
    let lines = printed.lines().map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    lines
        .map(|parts| match <[String; 4]>::try_from(parts) {
            Ok([id, method, target, body]) => (id, Made { method, target, body }),
            Err(parts) => panic!("{parts:?}"),
        })
        .collect()
}

/// Decodes without the generator's or the runtime's help.
fn decoded(text: &str) -> Pairs {
    let decode = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.replace('+', " ").into_bytes().into_iter();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let digits: String =
                    [rest.next().unwrap(), rest.next().unwrap()].map(char::from).iter().collect();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap());
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).unwrap()
    };
    let mut pairs: Pairs = text
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (decode(name), decode(value)))
        .collect();
    // A stable sort keeps the order of the values of one name.
    pairs.sort_by(|one, other| one.0.cmp(&other.0));
    pairs
}

fn pairs(expected: &Value) -> Pairs {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut pairs: Pairs =
        expected.as_array().into_iter().flatten().map(|pair| (text(&pair[0]), text(&pair[1]))).collect();
    pairs.sort_by(|one, other| one.0.cmp(&other.0));
    pairs
}
