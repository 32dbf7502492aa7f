//! Names like those of Twilio's webhooks, where no webhook is.

use reqwest::{Client, RequestBuilder};
use ringfence::AuthToken;
use ringfence::webhook::SignatureValidator;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A row of a database.
#[derive(Clone, Debug, Default, Deserialize)]
struct Row {
    call_sid: String,
    message_status: String,
}

/// What the REST API answers.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    call_sid: String,
    call_status: Option<String>,
}

/// What is sent, to a mock or to another service.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Sent<'s> {
    message_sid: &'s str,
    message_status: &'s str,
}

#[ringfence::enforce]
fn row(row: &Row) -> String {
    format!("{} {}", row.call_sid, row.message_status)
}

#[ringfence::enforce]
fn answered(text: &str) -> Option<String> {
    let answer: Answer = serde_json::from_str(text).ok()?;
    answer.call_status.or(Some(answer.call_sid))
}

#[ringfence::enforce]
fn answered_anyhow(text: &str) -> Option<String> {
    let answer: serde_json::Value = serde_json::from_str(text).ok()?;
    answer["CallSid"].as_str().map(str::to_owned)
}

#[ringfence::enforce]
fn sent(client: &Client, sid: &str) -> RequestBuilder {
    let form = Sent { message_sid: sid, message_status: "delivered" };
    client.post("https://hooks.example.com/sms").json(&form)
}

#[ringfence::enforce]
fn sent_by_pairs(client: &Client) -> RequestBuilder {
    let form = [("CallSid", "CA"), ("CallStatus", "completed")];
    client.post("https://hooks.example.com/call").json(&form)
}

#[ringfence::enforce]
fn kept(rows: &BTreeMap<String, Row>) -> Option<&Row> {
    rows.get("CallSid").or_else(|| rows.get("MessageSid"))
}

#[ringfence::enforce]
fn validator() -> Result<SignatureValidator, std::env::VarError> {
    std::env::var("TWILIO_AUTH_TOKEN").map(AuthToken::new).map(SignatureValidator::new)
}

#[ringfence::enforce]
fn validated(validator: &SignatureValidator, url: &str, body: &[u8], signature: &str) -> Option<String> {
    validator.validate_form_body(url, body, signature).ok()?;
    let text = std::str::from_utf8(body).ok()?;
    text.split('&').find_map(|pair| pair.strip_prefix("CallSid=")).map(str::to_owned)
}

fn main() {
    let client = Client::new();
    drop((row(&Row::default()), answered(""), answered_anyhow(""), kept(&BTreeMap::new()).is_some()));
    drop((sent(&client, ""), sent_by_pairs(&client), validator().is_ok()));
    if let Ok(validator) = validator() {
        drop(validated(&validator, "", b"", ""));
    }
}
