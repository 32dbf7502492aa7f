//! Secrets on their way into logs, terminals and panics.

use std::collections::HashMap;
use std::env::{self, var as read};
use std::io::Write as _;
use std::sync::Arc;

mod names {
    pub const TOKEN: &str = "TWILIO_AUTH_TOKEN";
    pub const SECRET: &str = "TWILIO_API_SECRET";
}

#[ringfence::enforce]
fn direct() {
    println!("{}", env::var("TWILIO_AUTH_TOKEN").unwrap_or_default()); //~ credential_logged
}

#[ringfence::enforce]
fn captured() {
    let secret = env::var(names::SECRET).unwrap_or_default();
    eprintln!("using {secret:>40}"); //~ credential_logged
}

#[ringfence::enforce]
fn dumped() -> String {
    dbg!(read("TWILIO_API_KEY_SECRET").unwrap_or_default()) //~ credential_logged
}

fn token() -> Option<String> {
    env::var(names::TOKEN).ok()
}

fn credentials() -> (String, String) {
    ("account".to_owned(), token().unwrap_or_default())
}

#[ringfence::enforce]
fn two_helpers_away() {
    let (account, token) = credentials();
    print!("{account} {token}"); //~ credential_logged
}

#[ringfence::enforce]
mod passed_to_a_helper {
    pub fn run() {
        report(&super::token().unwrap_or_default());
    }

    fn report(text: &str) {
        eprintln!("{text}"); //~ credential_logged
    }
}

#[ringfence::enforce]
fn logged_later() {
    let line = format!("token: {}", token().unwrap_or_default());
    println!("{line}"); //~ credential_logged
}

#[ringfence::enforce]
fn panicked() {
    let Some(token) = token() else { return };
    if token.len() != 32 {
        panic!("not a token: {token}"); //~ credential_logged
    }
}

#[ringfence::enforce]
fn expected(text: Option<u8>) -> u8 {
    let token = token().unwrap_or_default();
    text.expect(&format!("no text for {token}")) //~ credential_logged
}

#[ringfence::enforce]
fn or_panicked(text: Option<u8>) -> u8 {
    let secret = read(names::SECRET).unwrap_or_default();
    text.unwrap_or_else(|| panic!("no text for {secret}")) //~ credential_logged
}

#[ringfence::enforce]
fn asserted() {
    let token = token().unwrap_or_default();
    assert!(token.len() == 32, "{token} is too short"); //~ credential_logged
    assert_eq!(token.len(), 32, "{} is too short", token); //~ credential_logged
}

#[ringfence::enforce]
fn written_to_standard_error() -> std::io::Result<()> {
    let token = token().unwrap_or_default();
    writeln!(std::io::stderr(), "{token}")?; //~ credential_logged
    std::io::stdout().write_all(token.as_bytes()) //~ credential_logged
}

#[ringfence::enforce]
fn matched() {
    match env::var("TWILIO_AUTH_TOKEN") {
        Ok(token) => println!("{token}"), //~ credential_logged
        Err(error) => println!("{error}"),
    }
}

#[ringfence::enforce]
fn if_let() {
    if let Some(token) = token() {
        println!("{token}"); //~ credential_logged
    }
}

struct Token(String);

#[ringfence::enforce]
fn tuple_struct() {
    let token = Token(token().unwrap_or_default());
    println!("{}", token.0); //~ credential_logged
}

#[derive(Debug)]
struct TwilioConfig {
    account_sid: String,
    auth_token: String,
}

#[ringfence::enforce]
fn derived_debug(config: &TwilioConfig) {
    println!("{config:?}"); //~ credential_logged
    println!("{}", config.account_sid);
}

#[ringfence::enforce]
fn field_behind_an_arc(config: Arc<TwilioConfig>) {
    println!("{}", config.auth_token); //~ credential_logged
}

#[derive(Debug)]
struct App {
    twilio: Option<TwilioConfig>,
}

#[ringfence::enforce]
fn nested_debug(app: App) {
    eprintln!("{:#?}", app); //~ credential_logged
    drop(app.twilio);
}

#[ringfence::enforce]
fn map_of_a_configuration() {
    let mut settings = HashMap::new();
    settings.insert("account", "AC".to_owned());
    settings.insert("token", token().unwrap_or_default());
    println!("{:?}", settings.get("token")); //~ credential_logged
}

#[ringfence::enforce]
fn in_a_closure() -> impl Fn() {
    let token = token().unwrap_or_default();
    move || println!("{token}") //~ credential_logged
}

#[ringfence::enforce]
async fn in_an_async_block() {
    async { println!("{:?}", token()) }.await //~ credential_logged
}

#[ringfence::enforce]
fn most_of_it() {
    let token = token().unwrap_or_default();
    println!("{}...", &token[..28]); //~ credential_logged
    println!("...{}", &token[4..]); //~ credential_logged
}

fn main() {
    direct();
    captured();
    drop(dumped());
    two_helpers_away();
    passed_to_a_helper::run();
    logged_later();
    panicked();
    drop((expected(None), or_panicked(None), written_to_standard_error(), in_an_async_block()));
    asserted();
    matched();
    if_let();
    tuple_struct();
    let config = || TwilioConfig { account_sid: String::new(), auth_token: String::new() };
    derived_debug(&config());
    field_behind_an_arc(Arc::new(config()));
    nested_debug(App { twilio: Some(config()) });
    map_of_a_configuration();
    in_a_closure()();
    most_of_it();
}
