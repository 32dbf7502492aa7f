//! Our documents against Twilio's of the same name: the same facts, other words.

#[cfg(test)]
#[path = "conformance/compare.rs"]
mod compare;
#[cfg(test)]
#[path = "conformance/descriptions.rs"]
mod descriptions;
#[cfg(test)]
#[path = "conformance/document.rs"]
mod document;
#[cfg(test)]
#[path = "conformance/mutations.rs"]
mod mutations;
#[cfg(test)]
#[path = "conformance/operations.rs"]
mod operations;
#[cfg(test)]
#[path = "conformance/references.rs"]
mod references;

use ringfence_tests::corpus::{corpus, skip};
use serde_yaml::Value;

/// One of our documents beside Twilio's.
struct DocumentPair {
    name: &'static str,
    ours: Value,
    theirs: Value,
}

/// Every bundled document with Twilio's; none, and said so, where Twilio's are not at hand.
fn pairs(what: &str) -> Vec<DocumentPair> {
    let Some(corpus) = corpus() else {
        skip(&format!("{what}: corpus not found"));
        return Vec::new();
    };
    let beside = |(document, ours): (&'static ringfence_specs::Document, Value)| {
        let path = corpus.join("specs/yaml").join(document.file);
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
        let theirs =
            serde_yaml::from_str(&text).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
        DocumentPair { name: document.name, ours, theirs }
    };
    document::bundled().into_iter().map(beside).collect()
}

#[test]
fn facts_are_twilios() {
    let mut report = Vec::new();
    for DocumentPair { name, ours, theirs } in pairs("conformance with Twilio's documents") {
        let found = compare::compare(&ours, &theirs);
        report.extend(found.iter().map(|difference| format!("{name}{difference}")));
    }
    assert!(report.is_empty(), "{} differences\n{}", report.len(), report.join("\n"));
}
