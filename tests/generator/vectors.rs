//! Requests that generated code makes, against those that Twilio's own library makes.

use crate::program::{Made, decoded, made};
use ringfence_tests::corpus::{corpus, skip};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What is not as Twilio's library does it, each for its reason.
const NOT_MADE: [(&str, &str); 5] = [
    ("req-135", "the product webhooks is in none of the documents"),
    ("req-136", "the product webhooks is in none of the documents"),
    ("req-138", "version 2 of conversations is in none of the documents"),
    ("req-145", "a page of another region's host is not fetched"),
    ("req-146", "a page of another region's host is not fetched"),
];

/// What is made otherwise: in these requests, this text of Twilio's library stands for that of ours.
const OTHERWISE: [(&str, &str, &str, &str); 7] = [
    // Theirs has no content: of each group of `x-twilio.conditional` the document needs one, so without it the call does not compile.
    ("req-008", "form", "", "Body=x"),
    ("req-026", "path", "Media/x?y=1.json", "Media/ME1%2F..%2Fx%3Fy%3D1.json"), // path variables are encoded
    ("req-038", "path", "label/1", "label%2F1"),
    ("req-066", "path", "ff/48", "ff%2F48"),
    ("req-070", "path", "+1415", "%2B1415"),
    ("req-071", "path", "(415)", "%28415%29"),
    // ringfence: permit(invalid_region_host, reason = "what the official client sends and we refuse")
    ("req-143", "host", "api.sydney.us1.twilio.com", "api.twilio.com"), // an edge without its region is refused
];

/// Where theirs differs by what it takes for right, ours has the same by text or by the escape hatch, and otherwise means what it says: an
/// instant keeps its offset, a page is no larger than the document allows, and a header is no query parameter.
#[test]
fn what_twilios_library_has_by_itself_is_asked_for_here() {
    let Some(_) = corpus() else { return skip("requests that are asked for by text: corpus not found") };
    let made = made().unwrap();
    let form = |id: &str| decoded(&made[id].body);
    assert!(form("own-003").contains(&("SendAt".to_owned(), "2026-11-30T18:36:27Z".to_owned())));
    let query = |id: &str| decoded(made[id].target.split_once('?').map_or("", |(_, query)| query));
    assert_eq!(query("own-016"), [("PageSize".to_owned(), "1000".to_owned())]);
    assert_eq!(query("own-140"), [("PageSize".to_owned(), "1".to_owned())]);
}

#[test]
fn every_request_is_that_of_twilios_own_library() {
    let Some(corpus) = corpus() else { return skip("requests of Twilio's own library: corpus not found") };
    let file = fs::read(corpus.join("vectors/request-vectors.json")).unwrap();
    let vectors: Value = serde_json::from_slice(&file).unwrap();
    let made = made().unwrap();
    let mut left: BTreeSet<&str> =
        made.keys().map(String::as_str).filter(|id| id.starts_with("req-")).collect();
    let mut compared = 0;
    for vector in vectors["vectors"].as_array().unwrap() {
        let id = vector["id"].as_str().unwrap();
        if NOT_MADE.iter().any(|(known, _)| *known == id) {
            continue;
        }
        for (number, expected) in vector["requests"].as_array().unwrap().iter().enumerate() {
            let key = if number == 0 { id.to_owned() } else { format!("{id}#{number}") };
            let found = made.get(&key).unwrap_or_else(|| panic!("{key} was not made"));
            compare(id, expected, found);
            left.remove(key.as_str());
            compared += 1;
        }
    }
    assert!(left.is_empty(), "no vectors: {left:?}");
    assert_eq!((vectors["vectors"].as_array().unwrap().len(), compared), (91, 88));
}

fn compare(id: &str, expected: &Value, made: &Made) {
    assert_eq!(made.method, expected["method"].as_str().unwrap(), "the method of {id}");
    let otherwise = |part: &str, text: &str| {
        let rule = OTHERWISE.iter().find(|(known, known_part, ..)| *known == id && *known_part == part);
        match rule {
            Some((.., "", ours)) => format!("{text}&{ours}"),
            Some((.., theirs, ours)) => {
                assert!(text.contains(theirs), "{id}: no {theirs} in {text}");
                text.replace(theirs, ours)
            }
            None => text.to_owned(),
        }
    };
    let url = expected["url"].as_str().unwrap().strip_prefix("https://").unwrap();
    let (host, rest) = url.split_once('/').unwrap();
    let rest = otherwise("path", rest);
    let (path, query) = rest.split_once('?').unwrap_or((&rest, ""));
    let (found_host, found) = made.target.strip_prefix("https://").unwrap().split_once('/').unwrap();
    let (found_path, found_query) = found.split_once('?').unwrap_or((found, ""));
    assert_eq!(found_host, otherwise("host", host), "the host of {id}");
    assert_eq!(found_path, path, "the path of {id}");
    assert_eq!(decoded(found_query), decoded(&otherwise("query", query)), "the query of {id}");
    compare_headers(id, &expected["headers"], made);
    compare_body(id, expected, made, otherwise);
}

fn compare_headers(id: &str, expected: &Value, made: &Made) {
    let ours: BTreeMap<String, &String> =
        made.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
    for (name, value) in expected.as_object().unwrap() {
        let (name, value) = (name.to_ascii_lowercase(), value.as_str().unwrap());
        match name.as_str() {
            // Theirs says of bodies that are not there what they would be.
            "content-type" if !made.body.is_empty() => {
                assert_eq!(made.content_type.as_deref(), Some(value), "{name} of {id}")
            }
            "if-match" | "x-twilio-webhook-enabled" | "x-twilio-api-version" => {
                assert_eq!(ours.get(&name).map(|text| text.as_str()), Some(value), "{name} of {id}");
            }
            _ => {}
        }
    }
    if id == "req-150" {
        assert!(ours["user-agent"].ends_with(" my-app/1.2 plug/0.1"), "{:?}", ours["user-agent"]);
    }
    // What takes no credentials gets none; what was not sent has no such header.
    let has_none = ["req-125", "req-131", "req-133"].contains(&id);
    assert_eq!(ours.contains_key("authorization"), !has_none, "{id}");
}

fn compare_body(id: &str, expected: &Value, made: &Made, otherwise: impl Fn(&str, &str) -> String) {
    let body = expected["body"].as_str().unwrap_or_default();
    if made.content_type.as_deref().is_some_and(|kind| kind.ends_with("json")) {
        let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(json(&made.body), json(body), "the body of {id}");
        return;
    }
    let (ours, theirs) = (decoded(&made.body), decoded(&otherwise("form", &unescaped_times(body))));
    let is_same = ours.len() == theirs.len()
        && ours.iter().zip(&theirs).all(|(one, other)| one.0 == other.0 && is_same(&one.1, &other.1));
    assert!(is_same, "the form of {id}: {ours:?} is not {theirs:?}");
}

/// The one rule about a form names a time, whose colons are encoded.
fn unescaped_times(body: &str) -> String {
    body.replace("%3A", ":")
}

/// The same text, or the same JSON object or list.
fn is_same(ours: &str, theirs: &str) -> bool {
    let json = |text: &str| serde_json::from_str::<Value>(text).ok().filter(|json| !json.is_string());
    ours == theirs || json(ours).is_some_and(|ours| Some(ours) == json(theirs))
}
