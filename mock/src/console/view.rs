//! What a mock has seen and keeps, as JSON.

use std::time::Duration;

use serde_json::{Value, json};

use crate::journal::{Callback, CallbackOutcome, Recorded};
use crate::state::State;

pub(super) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// A request with each of its checks: passed, failed, or not reached.
pub(super) fn request(entry: &Recorded) -> Value {
    let checks = entry.checks();
    let checks = checks.map(|(name, result)| json!({ "check": name, "result": result.to_string() }));
    json!({
        "number": entry.number,
        "method": entry.method,
        "host": entry.host,
        "path": entry.path,
        "query": entry.query,
        "form": entry.form,
        "json": entry.json,
        "text": entry.text,
        "headers": entry.headers,
        "user": entry.user,
        "operation": entry.operation,
        "status": entry.status,
        "code": entry.code,
        "request_id": entry.request_id,
        "received_at_ms": millis(entry.received_at),
        "took_us": u64::try_from(entry.took.as_micros()).unwrap_or(u64::MAX),
        "throttled": entry.throttled,
        "checks": checks.collect::<Vec<_>>(),
        "faults": entry.faults,
        "problems": entry.problems,
    })
}

pub(super) fn callback(entry: &Callback) -> Value {
    let attempts = entry.attempts.iter().map(|attempt| {
        let mut told = outcome(&attempt.outcome);
        if let Some(members) = told.as_object_mut() {
            members.insert("at_ms".to_owned(), json!(millis(attempt.at)));
            members.insert("took_ms".to_owned(), json!(millis(attempt.took)));
        }
        told
    });
    json!({
        "number": entry.number,
        "about": entry.about,
        "event": entry.event,
        "url": entry.url,
        "signed_url": entry.signed_url,
        "method": entry.method,
        "form": entry.form,
        "json": entry.json,
        "signature": entry.signature,
        "idempotency_token": entry.idempotency_token,
        "override_problems": entry.override_problems,
        "attempts": attempts.collect::<Vec<_>>(),
        "outcome": outcome(&entry.outcome),
        "answer_content_type": entry.answer_content_type,
        "answer_body": entry.answer_body,
        "sent_at_ms": millis(entry.sent_at),
    })
}

fn outcome(outcome: &CallbackOutcome) -> Value {
    match outcome {
        CallbackOutcome::Answered { status } => json!({ "answered": status }),
        CallbackOutcome::Failed { reason } => json!({ "failed": reason }),
        CallbackOutcome::Refused { reason } => json!({ "refused": reason }),
    }
}

/// Collections in one answer.
const MOST_COLLECTIONS: usize = 500;

/// The collections that hold something, with their latest things.
pub(super) fn collections(state: &State, most: usize) -> Value {
    let shelves = state.shelves().filter_map(|(path, shelf)| {
        let all = shelf.len();
        let latest = shelf.records().skip(all.saturating_sub(most)).map(|record| &record.fields);
        (all > 0).then(|| json!({ "path": path, "number": all, "things": latest.collect::<Vec<_>>() }))
    });
    Value::Array(shelves.take(MOST_COLLECTIONS).collect())
}

/// Codes that verifications wait for.
pub(super) fn codes(codes: Vec<(String, String)>) -> Value {
    codes.into_iter().map(|(sid, code)| (sid, Value::from(code))).collect()
}
