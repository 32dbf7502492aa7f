//! The requests that a program of generated code makes, and how they are read again.

use crate::whole::whole;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Pairs of a query or form, sorted: their order says nothing, but for values of one name.
pub type Pairs = Vec<(String, String)>;

/// A request as the program printed it.
pub struct Made {
    pub method: String,
    pub target: String,
    pub content_type: Option<String>,
    pub headers: BTreeMap<String, String>,
    pub body: String,
    /// SIDs in it that do not have the form which their type demands.
    pub malformed_sids: u64,
}

/// The requests of the program by id; it is compiled and run once.
pub fn made() -> Option<&'static BTreeMap<String, Made>> {
    static MADE: OnceLock<Option<BTreeMap<String, Made>>> = OnceLock::new();
    MADE.get_or_init(run).as_ref()
}

fn run() -> Option<BTreeMap<String, Made>> {
    let whole = whole()?;
    let package = &whole.package;
    package.write("src/bin/requests/main.rs", include_str!("requests_program.rs"));
    package.write("src/bin/requests/recorder.rs", include_str!("recorder_program.rs"));
    package.write("src/bin/requests/vectors.rs", include_str!("vectors_program.rs"));
    package.write("src/bin/requests/everything.rs", &crate::everything::source(whole));
    package.write("src/bin/requests/queries.rs", &crate::queries::source(whole));
    package.write("src/bin/requests/examples.rs", &crate::examples::source(whole));
    let printed = package.cargo(&["run", "--bin", "requests"]);
    let requests = printed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    Some(requests.map(|request| (text(&request["id"]), read(&request))).collect())
}

fn read(request: &Value) -> Made {
    let headers = request["headers"].as_object().unwrap().iter();
    Made {
        method: text(&request["method"]),
        target: text(&request["target"]),
        content_type: request["content_type"].as_str().map(str::to_owned),
        headers: headers.map(|(name, value)| (name.clone(), text(value))).collect(),
        body: text(&request["body"]),
        malformed_sids: request["malformed_sids"].as_u64().unwrap(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Decodes without the generator's or the runtime's help.
pub fn decoded(text: &str) -> Pairs {
    let mut pairs: Pairs = text
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (unescaped(name), unescaped(value)))
        .collect();
    // A stable sort keeps the order of the values of one name.
    pairs.sort_by(|one, other| one.0.cmp(&other.0));
    pairs
}

/// Undoes percent-encoding.
pub fn unescaped(text: &str) -> String {
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
}
