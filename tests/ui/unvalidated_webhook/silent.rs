//! Names like those of Twilio's webhooks, where no webhook is, and checks without a framework.

use reqwest::{Client, RequestBuilder};
use ringfence::AuthToken;
use ringfence::webhook::SignatureValidator;
use std::collections::BTreeMap;

/// A row of a database.
#[derive(Clone, Debug, Default)]
struct Row {
    call_sid: String,
    message_status: String,
}

/// Spelt as Twilio does, and read from nowhere.
#[allow(non_snake_case)]
struct Spelt {
    CallSid: String,
}

#[ringfence::enforce]
fn row(row: &Row) -> String {
    format!("{} {}", row.call_sid, row.message_status)
}

#[ringfence::enforce]
fn spelt(spelt: Spelt) -> String {
    spelt.CallSid
}

#[ringfence::enforce]
fn kept(rows: &BTreeMap<String, Row>) -> Option<&Row> {
    rows.get("CallSid").or_else(|| rows.get("MessageSid"))
}

#[ringfence::enforce]
fn sent(client: &Client) -> RequestBuilder {
    client.post("https://hooks.example.com/call").body("CallSid=CA&CallStatus=completed")
}

#[ringfence::enforce]
fn named(column: &str) -> bool {
    matches!(column, "CallSid" | "MessageSid" | "SmsStatus")
}

#[ringfence::enforce]
fn parsed(text: &str) -> Option<&str> {
    text.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == "CallSid").map(|(_, sid)| sid)
}

#[ringfence::enforce]
fn validator() -> Result<SignatureValidator, std::env::VarError> {
    std::env::var("TWILIO_AUTH_TOKEN").map(AuthToken::new).map(SignatureValidator::new)
}

#[ringfence::enforce]
fn validated(validator: &SignatureValidator, url: &str, body: &[u8], signature: &str) -> Option<String> {
    validator.validate_form_body(url, body, signature).ok()?;
    std::str::from_utf8(body).ok().and_then(parsed).map(str::to_owned)
}

#[ringfence::enforce]
fn commented() -> &'static str {
    // The field CallSid of a form is not read here.
    "Form<CallSid>"
}

fn main() {
    let client = Client::new();
    drop((row(&Row::default()), spelt(Spelt { CallSid: String::new() }), kept(&BTreeMap::new()).is_some()));
    drop((sent(&client), named(""), commented()));
    if let Ok(validator) = validator() {
        drop(validated(&validator, "", b"", ""));
    }
}
