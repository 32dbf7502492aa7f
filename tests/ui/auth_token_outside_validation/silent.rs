//! Auth Tokens where they belong, and tokens that are somebody else's.

use reqwest::{Client, RequestBuilder};
use ringfence::AuthToken;
use ringfence::webhook::SignatureValidator;
use std::env;

const API: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

fn read() -> Result<String, env::VarError> {
    env::var("TWILIO_AUTH_TOKEN")
}

#[ringfence::enforce]
fn validator() -> Result<SignatureValidator, env::VarError> {
    let token = read()?;
    Ok(SignatureValidator::new(AuthToken::new(token)))
}

fn wrap(token: String) -> AuthToken {
    AuthToken::new(token)
}

#[ringfence::enforce]
fn through_functions() -> Option<SignatureValidator> {
    read().ok().map(wrap).map(SignatureValidator::new)
}

#[ringfence::enforce]
fn rotated(validator: SignatureValidator, second: AuthToken) -> SignatureValidator {
    validator.with_secondary(second)
}

#[ringfence::enforce]
fn presence() -> bool {
    println!("configured: {}", read().is_ok());
    env::var_os("TWILIO_AUTH_TOKEN").is_some()
}

#[ringfence::enforce]
fn api_key(client: &Client) -> RequestBuilder {
    let key = env::var("TWILIO_API_KEY").unwrap_or_default();
    let secret = env::var("TWILIO_API_SECRET").ok();
    client.get(API).basic_auth(key, secret)
}

#[ringfence::enforce]
fn somebody_elses_token(client: &Client, auth_token: &str) -> RequestBuilder {
    client.get("https://api.example.com/v1").bearer_auth(auth_token)
}

#[ringfence::enforce]
fn somebody_elses_variable(client: &Client) -> RequestBuilder {
    let token = env::var("GITHUB_TOKEN").unwrap_or_default();
    client.get("https://api.github.com/user").bearer_auth(token)
}

#[ringfence::enforce]
fn shadowed(client: &Client) -> RequestBuilder {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap_or_default();
    drop(token);
    let token = env::var("TWILIO_API_SECRET").unwrap_or_default();
    client.get(API).basic_auth("key", Some(token))
}

#[ringfence::enforce]
fn logged_about() {
    println!("TWILIO_AUTH_TOKEN is {} characters long", read().map(|token| token.len()).unwrap_or(0));
}

#[ringfence::enforce]
fn permitted(client: &Client) -> RequestBuilder {
    let token = env::var("TWILIO_AUTH_TOKEN").ok();
    #[ringfence::permit(auth_token_outside_validation, reason = "this account's keys are being created")]
    let request = client.get(API).basic_auth("account", token);
    request
}

fn main() {
    let client = Client::new();
    drop((validator().is_ok(), through_functions().is_some(), presence(), api_key(&client)));
    drop((somebody_elses_token(&client, ""), somebody_elses_variable(&client), shadowed(&client)));
    drop(permitted(&client));
    logged_about();
    let _ = rotated;
}
