//! The validator against signatures that Twilio's official libraries made and judged.
//!
//! The vectors are not part of the repository: they lie in `shared/vectors` beside the workspace, or in the folder
//! `vectors` of `RINGFENCE_CORPUS`. Where they are absent the tests say so; with `RINGFENCE_NO_SKIP` that is a failure.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it must be"
)]

use bytes::Bytes;
use ringfence::AuthToken;
use ringfence::webhook::{PublicUrl, SharedKey, Signature, SignatureValidator, Webhook, WebhookVerifier};
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

/// What a request says of its signature where a shared key made it.
const SETTINGS: &str = "key=key_1,algorithm=HMAC_SHA256";

fn is_shared(vector: &Value) -> bool {
    match text(vector, "algorithm") {
        "HMAC_SHA256" => true,
        "HMAC_SHA1" => false,
        other => panic!("{other}"),
    }
}

fn validator(vector: &Value) -> SignatureValidator {
    let key: String =
        vector["key_parts"].as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect();
    if is_shared(vector) {
        return SignatureValidator::from_shared_key(SharedKey::new("key_1", key));
    }
    SignatureValidator::new(AuthToken::new(key))
}

fn accepts(vector: &Value) -> bool {
    accepts_by(&validator(vector), vector)
}

fn accepts_by(validator: &SignatureValidator, vector: &Value) -> bool {
    let mut signature = Signature::new(text(vector, "signature"));
    if is_shared(vector) {
        signature = signature.with_settings(SETTINGS);
    }
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

/// The request that the vector is of, with the base of its URL; none where no request can have such a target or such a body.
fn request(vector: &Value) -> Option<(PublicUrl, http::request::Parts, Bytes)> {
    let url = text(vector, "url");
    let authority = url.find("://")? + 3;
    let path = authority + url[authority..].find(['/', '?', '#'])?;
    // What is not written so on the wire does not arrive so.
    let target: http::Uri = url[path..].parse().ok().filter(|_| url[path..].starts_with('/'))?;
    if target.path_and_query().map(http::uri::PathAndQuery::as_str) != Some(&url[path..]) {
        return None;
    }
    let pairs = pairs(vector);
    if pairs.iter().flatten().any(|(name, value)| name.is_empty() && value.is_empty()) {
        return None;
    }
    let (content_type, body) = match &pairs {
        Some(pairs) => ("application/x-www-form-urlencoded; charset=UTF-8", form_body(pairs)),
        None => ("application/json", text(vector, "body").as_bytes().to_vec()),
    };
    let mut request = http::Request::builder()
        .method(if body.is_empty() { "GET" } else { "POST" })
        .uri(target)
        .header("X-Twilio-Signature", text(vector, "signature"))
        .header("Content-Type", content_type);
    if is_shared(vector) {
        request = request.header("X-Twilio-Webhooks-Signature-Settings", SETTINGS);
    }
    Some((PublicUrl::base(&url[..path]).ok()?, request.body(()).ok()?.into_parts().0, body.into()))
}

#[test]
fn every_vector_that_can_arrive_is_judged_alike_as_a_request() {
    let Some(corpus) = corpus() else { return };
    let all = ["vectors", "edge_cases"].map(|list| corpus[list].as_array().unwrap());
    let verdict = |case: &Value| case["valid"].as_bool().or(case["as_received_strategy"].as_bool());
    let (mut judged, mut elsewhere) = (0, 0);
    for vector in all.into_iter().flatten() {
        let Some(expected) = verdict(vector).filter(|_| text(vector, "id") != NODE_APOSTROPHE) else {
            continue;
        };
        let Some((public, parts, body)) = request(vector) else {
            elsewhere += 1;
            continue;
        };
        let verifier = WebhookVerifier::new(validator(vector), public);
        let verified = verifier.verify::<Webhook>(&parts, body, None);
        assert_eq!(verified.is_ok(), expected, "{}: {:?}", vector["id"], verified.err());
        judged += 1;
    }
    println!("{judged} as requests, {elsewhere} that no request can be");
    assert!(judged >= 200 && elsewhere <= 40, "{judged} judged, {elsewhere} not");
}

#[test]
fn nodes_fallback_is_an_option() {
    let Some(corpus) = corpus() else { return };
    let mut fallen_back = 0;
    for list in ["vectors", "edge_cases"] {
        for vector in corpus[list].as_array().unwrap() {
            let Some(node) = vector["results"]["node-6.2.0"].as_bool() else { continue };
            let strict = accepts(vector);
            let lenient = accepts_by(&validator(vector).with_either_apostrophe(), vector);
            // More is accepted than without, and only what Node accepts as well.
            assert!(lenient == strict || (lenient && node), "{}", vector["id"]);
            fallen_back += usize::from(lenient != strict);
            if text(vector, "id").contains("apostrophe") {
                assert_eq!(lenient, node, "{}", vector["id"]);
            }
        }
    }
    assert_eq!(fallen_back, 3);
}
