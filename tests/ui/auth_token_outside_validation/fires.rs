//! Auth Tokens on their way to anything but a signature validator.

use reqwest::header::{AUTHORIZATION as CREDENTIALS, HeaderMap, HeaderValue};
use reqwest::{Client, RequestBuilder};
use std::env::{self, var as read};

const API: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

mod names {
    pub const TOKEN: &str = "TWILIO_AUTH_TOKEN";
}

#[ringfence::enforce]
fn direct(client: &Client) -> RequestBuilder {
    client.get(API).basic_auth("account", env::var("TWILIO_AUTH_TOKEN").ok()) //~ auth_token_outside_validation
}

#[ringfence::enforce]
fn name_in_a_const(client: &Client) -> RequestBuilder {
    let token = env::var(names::TOKEN).unwrap_or_default();
    client.get(API).basic_auth("account", Some(token)) //~ auth_token_outside_validation
}

#[ringfence::enforce]
fn renamed_import(client: &Client) -> RequestBuilder {
    let token = read("TWILIO_AUTH_TOKEN").expect("a token");
    client.get(API).bearer_auth(token) //~ auth_token_outside_validation
}

fn from_environment() -> Result<String, env::VarError> {
    let token = env::var(names::TOKEN)?;
    Ok(token.trim().to_owned())
}

fn credentials() -> (String, String) {
    ("account".to_owned(), from_environment().unwrap_or_default())
}

#[ringfence::enforce]
fn two_helpers_away(client: &Client) -> RequestBuilder {
    let (account, token) = credentials();
    client.get(API).basic_auth(account, Some(token)) //~ auth_token_outside_validation
}

struct Settings {
    twilio_auth_token: String,
}

#[ringfence::enforce]
fn field(client: &Client, settings: &Settings) -> RequestBuilder {
    client.get(API).basic_auth("account", Some(&settings.twilio_auth_token)) //~ auth_token_outside_validation
}

#[ringfence::enforce]
fn parameter_towards_twilio(client: &Client, auth_token: &str) -> RequestBuilder {
    client.get(API).basic_auth("account", Some(auth_token)) //~ auth_token_outside_validation
}

#[ringfence::enforce]
fn builder_over_statements(client: &Client) -> RequestBuilder {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap_or_default();
    let request = client.get(API);
    let request = request.header("Accept", "application/json");
    let request = request.header("Authorization", format!("Bearer {token}")); //~ auth_token_outside_validation
    request
}

#[ringfence::enforce]
fn header_map() -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    let token = env::var("TWILIO_AUTH_TOKEN").ok()?;
    headers.insert(CREDENTIALS, HeaderValue::from_str(&token).ok()?); //~ auth_token_outside_validation
    Some(headers)
}

#[ringfence::enforce]
fn logged() {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap_or_default();
    println!("using {token}"); //~ credential_logged
}

#[ringfence::enforce]
fn in_a_closure(client: &Client) -> impl Fn() -> RequestBuilder {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap_or_default();
    move || client.get(API).basic_auth("account", Some(token.clone())) //~ auth_token_outside_validation
}

#[ringfence::enforce]
async fn in_an_async_block(client: &Client) -> RequestBuilder {
    async { client.get(API).basic_auth("account", env::var("TWILIO_AUTH_TOKEN").ok()) }.await //~ auth_token_outside_validation
}

#[ringfence::enforce]
fn in_a_macro_argument(client: &Client) -> Vec<RequestBuilder> {
    let token = env::var("TWILIO_AUTH_TOKEN").ok();
    vec![client.get(API).basic_auth("account", token)] //~ auth_token_outside_validation
}

#[ringfence::enforce]
fn mapped(client: &Client) -> Option<RequestBuilder> {
    env::var("TWILIO_AUTH_TOKEN").ok().map(|token| client.get(API).basic_auth("account", Some(token))) //~ auth_token_outside_validation
}

#[ringfence::enforce]
#[ringfence::signature_validation]
fn validation_that_also_calls(client: &Client) -> RequestBuilder {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap_or_default();
    client.get(API).basic_auth("account", Some(token)) //~ auth_token_outside_validation
}

fn main() {
    let client = Client::new();
    let settings = Settings { twilio_auth_token: String::new() };
    drop((direct(&client), name_in_a_const(&client), renamed_import(&client), two_helpers_away(&client)));
    drop((field(&client, &settings), parameter_towards_twilio(&client, ""), builder_over_statements(&client)));
    drop((header_map(), in_a_closure(&client), in_an_async_block(&client), in_a_macro_argument(&client)));
    drop((mapped(&client), validation_that_also_calls(&client)));
    logged();
}
