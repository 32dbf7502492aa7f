//! Near misses with libraries that the cases are not built against.

use secrecy::SecretString;
use tracing::instrument;

fn token() -> String {
    std::env::var("TWILIO_AUTH_TOKEN").unwrap()
}

fn wrapped() {
    let token = SecretString::from(token());
    tracing::info!(?token, "starting");
}

#[derive(Debug)]
struct TwilioConfig {
    account_sid: String,
    auth_token: SecretString,
}

fn struct_of_wrappers(config: &TwilioConfig) {
    tracing::info!(?config, account = %config.account_sid, "starting");
}

#[derive(derive_more::Debug)]
struct TwilioLogin {
    account_sid: String,
    #[debug(skip)]
    auth_token: String,
}

fn struct_that_skips(login: &TwilioLogin) {
    tracing::info!(?login, "starting");
}

#[instrument(skip(twilio_auth_token))]
fn skipped(twilio_auth_token: &str) -> usize {
    twilio_auth_token.len()
}

#[instrument(skip_all, fields(token = tracing::field::Empty))]
fn all_skipped(twilio_auth_token: &str) -> usize {
    twilio_auth_token.len()
}

#[instrument(fields(twilio_auth_token = "hidden"))]
fn replaced(twilio_auth_token: &str) -> usize {
    twilio_auth_token.len()
}

#[instrument]
fn hidden(twilio_auth_token: SecretString) {
    drop(twilio_auth_token);
}

fn a_field_named_alike() {
    let token = token();
    tracing::info!(token = token.len(), "starting");
    tracing::info!(token = %sha256::digest(&token), "starting");
    log::info!(token = token.is_empty(); "starting");
}

fn hashed() {
    let digest = sha2::Sha256::digest(token().as_bytes());
    println!("{}", hex::encode(digest));
}

fn on_standard_output(text: &str) {
    let token = token();
    println!("{text} {}", token.len());
}

fn main() {}

fn others_of_all() {
    for (name, value) in std::env::vars() {
        if name == "HOME" {
            println!("{value}");
        }
        if name == "TWILIO_AUTH_TOKEN" {
            println!("{name} is set");
        } else {
            println!("{name}: {value}");
        }
        match name.as_str() {
            "TWILIO_API_SECRET" => println!("{name}"),
            "LANG" | "PATH" => println!("{value}"),
            _ => {}
        }
    }
}
