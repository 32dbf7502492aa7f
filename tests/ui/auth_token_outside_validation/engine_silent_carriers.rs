//! Tokens that are only looked at, and tokens on their way to a validator.

use reqwest::Client;
use ringfence::AuthToken;
use ringfence::webhook::SignatureValidator;
use std::collections::HashMap;
use std::env;
use std::sync::Arc;
use subtle::ConstantTimeEq as _;

const API: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

fn compared_in_constant_time(given: &str) -> bool {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap_or_default();
    bool::from(token.as_bytes().ct_eq(given.as_bytes())) || constant_time_eq::constant_time_eq(token.as_bytes(), given.as_bytes())
}

fn length(client: &Client) -> reqwest::RequestBuilder {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap_or_default();
    client.get(API).header("X-Length", token.len())
}

struct Config {
    account_sid: String,
    auth_token: String,
}

fn state(config: Arc<Config>) -> SignatureValidator {
    SignatureValidator::new(AuthToken::new(config.auth_token.clone()))
}

fn another_field(client: &Client, config: &Config) -> reqwest::RequestBuilder {
    client.get(API).header("X-Account", &config.account_sid)
}

fn another_entry(client: &Client) -> reqwest::RequestBuilder {
    let mut settings = HashMap::new();
    settings.insert("secret", env::var("TWILIO_API_SECRET").unwrap_or_default());
    settings.insert("token", env::var("TWILIO_AUTH_TOKEN").unwrap_or_default());
    client.get(API).basic_auth("key", settings.get("secret"))
}

fn validator_of_another_crate() -> twilio_signature::Validator {
    twilio_signature::Validator { token: env::var("TWILIO_AUTH_TOKEN").unwrap_or_default() }
}

fn kept() -> secrecy::SecretString {
    secrecy::SecretString::from(env::var("TWILIO_AUTH_TOKEN").unwrap_or_default())
}

fn the_name_of_the_file() -> String {
    format!("the token is read from {}", env::var("TWILIO_AUTH_TOKEN_FILE").unwrap_or_default())
}

fn sent_path(client: &Client) -> reqwest::RequestBuilder {
    client.get(API).header("X-Path", env::var("TWILIO_AUTH_TOKEN_PATH").unwrap_or_default())
}

#[derive(clap::Parser)]
struct Arguments {
    #[arg(long, env = "GITHUB_TOKEN")]
    auth_token: String,
    #[arg(long)]
    has_twilio_auth_token: bool,
}

fn of_another_company(client: &Client) -> reqwest::RequestBuilder {
    let arguments = Arguments::parse();
    drop(arguments.has_twilio_auth_token);
    client.get("https://api.github.com/user").bearer_auth(arguments.auth_token)
}

fn main() {}
