//! The Auth Token as a credential of API calls.

use crate::hosts::{API, TOKEN_VARIABLE};
use reqwest::header::AUTHORIZATION;
use reqwest::{Client, RequestBuilder};
use std::env::{self, var as read};

/// Through a `let`.
pub fn through_a_let(client: &Client, account: &str) -> RequestBuilder {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap_or_default();
    client.get(API).basic_auth(account, Some(token)) //~ auth_token_outside_validation
}

/// Through a const of another module.
pub fn through_a_const(client: &Client, account: &str) -> RequestBuilder {
    let token = env::var(TOKEN_VARIABLE).ok();
    client.get(API).basic_auth(account, token) //~ auth_token_outside_validation
}

/// Through a renamed import.
pub fn through_a_renamed_import(client: &Client, account: &str) -> RequestBuilder {
    client.get(API).basic_auth(account, read("TWILIO_AUTH_TOKEN").ok()) //~ auth_token_outside_validation
}

/// Through a builder chain over statements.
pub fn through_a_builder_chain(client: &Client) -> RequestBuilder {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap_or_default();
    let request = client.get(API);
    let request = request.header("Accept", "application/json");
    request.bearer_auth(token) //~ auth_token_outside_validation
}

/// Through a helper function.
pub fn through_a_helper(client: &Client, account: &str) -> RequestBuilder {
    client.get(API).basic_auth(account, Some(secret())) //~ auth_token_outside_validation
}

fn secret() -> String {
    env::var("TWILIO_AUTH_TOKEN").unwrap_or_default()
}

/// Through `format!`.
pub fn through_format(client: &Client) -> RequestBuilder {
    let token = secret();
    client.get(API).header(AUTHORIZATION, format!("Bearer {token}")) //~ auth_token_outside_validation
}
