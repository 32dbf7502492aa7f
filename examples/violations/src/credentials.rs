//! Credentials in the source, in URLs and in logs.

use crate::hosts::{API, TOKEN_VARIABLE};
use reqwest::{Client, RequestBuilder};
use std::env::{self, var as read};

/// Through a default.
pub fn through_a_default() -> String {
    env::var("TWILIO_API_SECRET").unwrap_or("correct-horse".to_owned()) //~ hardcoded_credential
}

/// Through a const of another module.
pub fn through_a_const(client: &Client) -> RequestBuilder {
    client.get(API).basic_auth("key", Some(words::PASSWORD))
}

mod words {
    pub const PASSWORD: &str = "battery-staple"; //~ hardcoded_credential
}

/// Through `format!`.
pub fn through_format(client: &Client, key: &str) -> RequestBuilder {
    let secret = env::var("TWILIO_API_SECRET").unwrap_or_default();
    client.get(format!("https://{key}:{secret}@api.twilio.com/2010-04-01/Accounts.json")) //~ credential_in_url
}

/// Through a `let`.
pub fn through_a_let() -> &'static str {
    let url = "https://key:secret@verify.twilio.com/v2/Services"; //~ credential_in_url
    url
}

/// Through a renamed import.
pub fn through_a_renamed_import() {
    let token = read(TOKEN_VARIABLE).unwrap_or_default();
    println!("starting with {token}"); //~ credential_logged
}

/// Through a helper function.
pub fn through_a_helper() {
    eprintln!("{:?}", config()); //~ credential_logged
}

/// What a derived `Debug` shows.
#[derive(Debug)]
pub struct TwilioConfig {
    /// A secret as plain text.
    pub auth_token: String,
}

fn config() -> TwilioConfig {
    TwilioConfig { auth_token: read("TWILIO_AUTH_TOKEN").unwrap_or_default() }
}
