//! What a mock shows of itself under `/_ringfence`: as JSON, and as a page in the browser.

mod faults;
mod gate;
mod view;

use std::sync::PoisonError;
use std::time::Duration;

use bytes::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::callback::player::advance;
use crate::fault::Paced;
use crate::received::Received;
use crate::world::World;

/// The path that all of it is under.
const ROOT: &str = "/_ringfence";
/// Nothing from elsewhere, nothing inline, in nobody's frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE: &str = include_str!("console/page.html");
const STYLE: &str = include_str!("console/page.css");
const SCRIPT: &str = include_str!("console/page.js");

/// What is told, before it becomes HTTP.
pub(crate) struct Told {
    status: StatusCode,
    content_type: &'static str,
    body: Bytes,
}

impl Told {
    pub(super) fn json(status: StatusCode, value: &Value) -> Told {
        Told { status, content_type: "application/json", body: value.to_string().into() }
    }

    fn ok(value: &Value) -> Told {
        Told::json(StatusCode::OK, value)
    }

    /// Something is wrong, and what to do.
    pub(super) fn wrong(status: StatusCode, message: &str) -> Told {
        Told::json(status, &json!({ "message": message }))
    }

    fn text(content_type: &'static str, text: &'static str) -> Told {
        Told { status: StatusCode::OK, content_type, body: Bytes::from_static(text.as_bytes()) }
    }
}

/// Whether a path is the mock's own.
pub(crate) fn is_own(path: &str) -> bool {
    path.strip_prefix(ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Answers a request for what the mock shows of itself.
pub(crate) async fn console(world: &World, received: &Received) -> Response<Paced> {
    let told = match gate::check(received, world.port) {
        Err(reason) => Told::wrong(StatusCode::FORBIDDEN, &reason),
        Ok(()) => tell(world, received).await,
    };
    let mut response = Response::new(Paced::whole(told.body));
    *response.status_mut() = told.status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(told.content_type));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

async fn tell(world: &World, received: &Received) -> Told {
    let parts: Vec<&str> = received.segments.iter().skip(1).map(String::as_str).collect();
    match (&received.method, parts.as_slice()) {
        (&Method::GET, [] | [""]) => Told::text("text/html; charset=utf-8", PAGE),
        (&Method::GET, ["page.css"]) => Told::text("text/css; charset=utf-8", STYLE),
        (&Method::GET, ["page.js"]) => Told::text("text/javascript; charset=utf-8", SCRIPT),
        (&Method::GET, ["requests"]) => requests(world, received),
        (&Method::GET, ["callbacks"]) => callbacks(world, received),
        (&Method::DELETE, ["requests" | "callbacks"]) => {
            world.journal.clear();
            Told::ok(&json!({}))
        }
        (&Method::GET, ["state"]) => state(world, received),
        (&Method::GET, ["clock"]) => Told::ok(&clock(world)),
        (&Method::POST, ["clock"]) => move_clock(world, received).await,
        (_, ["faults", rest @ ..]) => faults::tell(world, received, rest),
        _ => {
            let there = "there are GET / requests, callbacks, state, clock, faults; POST clock, faults; PUT faults/NAME; \
                         DELETE requests, faults, faults/NAME";
            Told::wrong(
                StatusCode::NOT_FOUND,
                &format!("nothing is told under this path and method; {there}"),
            )
        }
    }
}

fn requests(world: &World, received: &Received) -> Told {
    let entries = world.journal.requests_after(number(received, "after", 0), limit(received));
    Told::ok(&json!({ "requests": entries.iter().map(|entry| view::request(entry)).collect::<Vec<_>>() }))
}

fn callbacks(world: &World, received: &Received) -> Told {
    let entries = world.journal.callbacks_after(number(received, "after", 0), limit(received));
    Told::ok(&json!({ "callbacks": entries.iter().map(|entry| view::callback(entry)).collect::<Vec<_>>() }))
}

fn state(world: &World, received: &Received) -> Told {
    let kept = world.state.lock().unwrap_or_else(PoisonError::into_inner);
    let collections = view::collections(&kept, limit(received));
    let codes = view::codes(kept.codes());
    drop(kept);
    Told::ok(&json!({
        "account_sid": world.account.sid,
        "clock": clock(world),
        "codes": codes,
        "collections": collections,
    }))
}

fn clock(world: &World) -> Value {
    json!({
        "driven": world.time.is_driven(),
        "elapsed_ms": view::millis(world.time.elapsed()),
        "now": crate::clock::iso(world.time.now()),
    })
}

async fn move_clock(world: &World, received: &Received) -> Told {
    let time = received.json().ok().and_then(|body| body.get("advance_ms")?.as_u64());
    let Some(time) = time else {
        return Told::wrong(StatusCode::BAD_REQUEST, "a body such as {\"advance_ms\": 1000} is needed");
    };
    if !world.time.is_driven() {
        let message = "the clock of this mock is real and moves by itself; start it with a driven clock";
        return Told::wrong(StatusCode::CONFLICT, message);
    }
    advance(world, world.time.elapsed().saturating_add(Duration::from_millis(time))).await;
    Told::ok(&clock(world))
}

fn number(received: &Received, name: &str, otherwise: u64) -> u64 {
    let given = received.query.iter().flatten().find(|(known, _)| known == name);
    given.and_then(|(_, value)| value.parse().ok()).unwrap_or(otherwise)
}

/// Entries of one answer: 200 unless told, 10,000 at most.
fn limit(received: &Received) -> usize {
    usize::try_from(number(received, "limit", 200).min(10_000)).unwrap_or(200)
}
