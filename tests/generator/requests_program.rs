//! Prints the requests of generated code, each under its id, as lines of JSON.
#![deny(warnings)]
// Examples use what a document calls deprecated.
#![allow(deprecated)]

mod everything;
mod examples;
mod queries;
mod recorder;
mod vectors;

use ringfence::{AccountSid, Json, Request};
use serde_json::{Value, json as object};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

fn main() {
    everything::all();
    examples::all();
    queries::all();
    vectors::all();
}

/// A value of a type that checks what it is made from.
fn parsed<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// JSON of any shape.
fn json(text: &str) -> Json {
    parsed(text)
}

/// A SID, whether or not it has the form that its type demands.
fn sid<T: FromStr>(text: &str, unchecked: fn(String) -> T) -> T {
    text.parse().unwrap_or_else(|_| {
        MALFORMED_SIDS.fetch_add(1, Ordering::Relaxed);
        unchecked(text.to_owned())
    })
}

/// Since the last line was printed.
static MALFORMED_SIDS: AtomicU64 = AtomicU64::new(0);

fn print(id: &str, request: &Request) {
    let account: AccountSid = parsed(&format!("AC{}", "a".repeat(32)));
    let headers: BTreeMap<&str, &str> =
        request.headers().iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (content_type, body) = request.body().unzip();
    line(&object!({
        "id": id,
        "method": request.operation().method().as_str(),
        "target": format!("https://{}{}", request.operation().host(), request.target(&account).unwrap()),
        "headers": headers,
        "content_type": content_type,
        "body": String::from_utf8(body.unwrap_or_default()).unwrap(),
    }));
}

fn line(made: &Value) {
    let mut made = made.clone();
    made["malformed_sids"] = MALFORMED_SIDS.swap(0, Ordering::Relaxed).into();
    println!("{made}");
}
