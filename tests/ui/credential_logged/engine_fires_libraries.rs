//! Libraries that the cases are not built against.

use secrecy::{ExposeSecret, SecretString};
use std::io::{self, Write};
use tracing::{field, info_span, instrument};

fn token() -> String {
    dotenvy::var("TWILIO_AUTH_TOKEN").unwrap()
}

fn log_macros(secret: &str) {
    log::info!("token {}", token()); //~ credential_logged
    log::log!(target: "sms", log::Level::Warn, "token {}", token()); //~ credential_logged
    log::debug!(secret, token = token(); "starting"); //~ credential_logged
    log::error!(token:? = token(); "starting"); //~ credential_logged
}

fn written_otherwise() {
    log::info!("{}", hex::encode(token())); //~ credential_logged
    log::info!("{}", token().to_uppercase()); //~ credential_logged
}

fn tracing_fields() {
    let token = token();
    tracing::info!(token = %token, "starting"); //~ credential_logged
    tracing::warn!(target: "sms", ?token, "starting"); //~ credential_logged
    tracing::event!(tracing::Level::INFO, %token); //~ credential_logged
    tracing::debug!(credentials.token = token.as_str()); //~ credential_logged
    let span = info_span!("send", token = field::Empty);
    span.record("token", &token.as_str()); //~ credential_logged
    span.record("token", field::display(&token)); //~ credential_logged
    let _other = tracing::span!(tracing::Level::INFO, "send", %token); //~ credential_logged
}

#[instrument]
fn instrumented(
    twilio_auth_token: &str, //~ credential_logged
) -> usize {
    twilio_auth_token.len()
}

#[tracing::instrument(skip(client))]
fn called_with_a_token(
    client: &str,
    text: &str, //~ credential_logged
) {
    drop((client, text));
}

fn calls_it() {
    called_with_a_token("", &token());
}

#[tracing::instrument(skip_all, fields(token = %config.auth_token))] //~ credential_logged
fn field_of_a_span(config: &TwilioConfig) {
    drop(config);
}

struct TwilioConfig {
    auth_token: String,
}

fn slogged(logger: &slog::Logger) {
    slog::info!(logger, "token {}", token()); //~ credential_logged
    slog::crit!(logger, "starting"; "token" => token()); //~ credential_logged
    slog::warn!(logger, "starting"; "account" => "AC", "token" => %token()); //~ credential_logged
}

fn on_a_device() {
    defmt::info!("token {=str}", token().as_str()); //~ credential_logged
}

fn exposed() {
    let secret = SecretString::from(token());
    println!("{}", secret.expose_secret()); //~ credential_logged
}

fn baked_in() {
    println!("{}", env!("TWILIO_AUTH_TOKEN")); //~ credential_logged
    println!("{:?}", option_env!("TWILIO_API_SECRET")); //~ credential_logged
}

fn from_a_file() -> io::Result<()> {
    let token = std::fs::read_to_string("/run/secrets/twilio_auth_token")?;
    io::stderr().lock().write_all(token.trim().as_bytes()) //~ credential_logged
}

fn from_a_store(settings: &config::Config) {
    let token = settings.get_string("twilio.auth_token").unwrap();
    println!("{token}"); //~ credential_logged
}

#[derive(Debug, clap::Parser)]
struct Arguments {
    #[arg(long, env = "TWILIO_AUTH_TOKEN")]
    password: String,
}

fn from_arguments() {
    let arguments = Arguments::parse();
    println!("{}", arguments.password); //~ credential_logged
    tracing::info!(?arguments); //~ credential_logged
}

fn main() {}
