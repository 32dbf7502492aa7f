//! The validator against signatures that Twilio's official libraries made and judged.
//!
//! The vectors are not part of the repository: they lie in `shared/vectors` beside the workspace, or in the folder
//! `vectors` of `RINGFENCE_CORPUS`. Where they are absent the tests say so; with `RINGFENCE_NO_SKIP` that is a failure.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it must be"
)]

use ringfence::AuthToken;
use ringfence::webhook::{SharedKey, Signature, SignatureValidator};
use serde_json::Value;
use std::path::PathBuf;

/// Accepted by an optional fallback of twilio-node alone: it signs the URL with its apostrophe escaped.
const NODE_APOSTROPHE: &str = "lib-node-apostrophe";

fn corpus() -> Option<Value> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let root = std::env::var_os("RINGFENCE_CORPUS").map_or(beside, PathBuf::from);
    let path = root.join("vectors/signature-vectors.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        let message = format!("SKIPPED: corpus not found at {}", path.display());
        assert!(std::env::var_os("RINGFENCE_NO_SKIP").is_none(), "{message}");
        eprintln!("{message}");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

fn text<'v>(vector: &'v Value, name: &str) -> &'v str {
    vector[name].as_str().unwrap_or_else(|| panic!("{name} of {}", vector["id"]))
}

fn pairs(vector: &Value) -> Option<Vec<(String, String)>> {
    let pairs = vector["params"].as_array()?;
    let half = |pair: &Value, index: usize| pair[index].as_str().unwrap().to_owned();
    Some(pairs.iter().map(|pair| (half(pair, 0), half(pair, 1))).collect())
}

/// The same pairs as a body on the wire, every byte escaped.
fn form_body(pairs: &[(String, String)]) -> Vec<u8> {
    let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let parts: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    parts.join("&").into_bytes()
}

fn accepts(vector: &Value) -> bool {
    let key: String =
        vector["key_parts"].as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect();
    let signature = Signature::new(text(vector, "signature"));
    let (validator, signature) = match text(vector, "algorithm") {
        "HMAC_SHA256" => (
            SignatureValidator::from_shared_key(SharedKey::new("key_1", key)),
            signature.with_settings("key=key_1,algorithm=HMAC_SHA256"),
        ),
        "HMAC_SHA1" => (SignatureValidator::new(AuthToken::new(key)), signature),
        other => panic!("{other}"),
    };
    let url = text(vector, "url");
    let Some(pairs) = pairs(vector) else {
        return validator.validate_body(url, text(vector, "body").as_bytes(), signature).is_ok();
    };
    let by_pairs = validator.validate_form(url, &pairs, signature).is_ok();
    // A name that is empty together with its value does not survive the way over the wire.
    if pairs.iter().all(|(name, value)| !(name.is_empty() && value.is_empty())) {
        let by_body = validator.validate_form_body(url, &form_body(&pairs), signature).is_ok();
        assert_eq!(by_pairs, by_body, "{}", vector["id"]);
    }
    by_pairs
}

#[test]
fn every_vector_is_judged_as_the_libraries_judge_it() {
    let Some(corpus) = corpus() else { return };
    let vectors = corpus["vectors"].as_array().unwrap();
    assert!(vectors.len() >= 200, "{} vectors", vectors.len());
    let wrong: Vec<&str> = vectors
        .iter()
        .filter(|vector| accepts(vector) != vector["valid"].as_bool().unwrap())
        .map(|vector| text(vector, "id"))
        .collect();
    assert_eq!(wrong, [NODE_APOSTROPHE]);
    println!("{} vectors, {} of them apart", vectors.len(), wrong.len());
}

#[test]
fn every_edge_case_is_judged_as_received() {
    let Some(corpus) = corpus() else { return };
    let cases: Vec<&Value> = corpus["edge_cases"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|case| case["as_received_strategy"].is_boolean())
        .collect();
    assert!(cases.len() >= 30, "{} edge cases", cases.len());
    let wrong: Vec<&str> = cases
        .iter()
        .filter(|case| accepts(case) != case["as_received_strategy"].as_bool().unwrap())
        .map(|case| text(case, "id"))
        .collect();
    assert_eq!(wrong, [""; 0]);
    println!("{} edge cases", cases.len());
}
