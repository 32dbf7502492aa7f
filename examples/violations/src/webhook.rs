//! Webhooks that anybody could have sent.

use axum::extract::Form;
use axum::http::HeaderMap;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a message has come to.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Status {
    message_sid: String,
    message_status: String,
}

/// Believed as it comes.
pub async fn status(Form(status): Form<Status>) -> String {
    format!("{} is {}", status.message_sid, status.message_status) //~ unvalidated_webhook
}

fn sid_of(fields: &BTreeMap<String, String>) -> Option<&String> {
    fields.get("CallSid") //~ unvalidated_webhook
}

/// Asked whether there is a signature, and not whose; the form is read one function away.
pub async fn call(headers: HeaderMap, Form(fields): Form<BTreeMap<String, String>>) -> Option<String> {
    headers.get("X-Twilio-Signature")?;
    sid_of(&fields).cloned()
}

/// Validation by hand, whose outcome nobody looks at.
pub async fn ignored(headers: HeaderMap, Form(status): Form<Status>) -> String {
    let _ = is_signed(&headers, &status);
    status.message_sid //~ unvalidated_webhook
}

fn is_signed(headers: &HeaderMap, status: &Status) -> bool {
    let signature = headers.get("X-Twilio-Signature").map(|value| value.as_bytes());
    signature.is_some_and(|signature| signature == expected(status))
}

fn expected(_: &Status) -> &'static [u8] {
    env!("CARGO_PKG_NAME").as_bytes()
}
