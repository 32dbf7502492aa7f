//! What may be said of secrets, and secrets that do not show.

use ringfence::AuthToken;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fmt;
use std::hash::{Hash, Hasher};

fn token() -> Option<String> {
    env::var("TWILIO_AUTH_TOKEN").ok()
}

#[ringfence::enforce]
fn presence() {
    println!("configured: {}", token().is_some());
    println!("{}", if token().is_some() { "set" } else { "not set" });
}

#[ringfence::enforce]
fn what_went_wrong() {
    if let Err(error) = env::var("TWILIO_AUTH_TOKEN") {
        eprintln!("TWILIO_AUTH_TOKEN: {error}");
    }
}

#[ringfence::enforce]
fn length() {
    let token = token().unwrap_or_default();
    assert!(token.len() == 32, "the token has {} characters", token.len());
}

#[ringfence::enforce]
fn last_four() {
    let token = token().unwrap_or_default();
    println!("****{}", &token[token.len() - 4..]);
    println!("****{}", &token[28..]);
    println!("****{:?}", token.get(token.len().saturating_sub(4)..));
    println!("****{}", token.chars().rev().take(4).collect::<String>());
    println!("****{}", token.chars().skip(token.len() - 4).collect::<String>());
}

#[ringfence::enforce]
fn hashed() {
    let mut hasher = DefaultHasher::new();
    token().hash(&mut hasher);
    println!("{:x}", hasher.finish());
}

#[ringfence::enforce]
fn wrapped() {
    let token = AuthToken::new(token().unwrap_or_default());
    println!("{token:?}");
}

struct TwilioConfig {
    account_sid: String,
    auth_token: String,
}

impl fmt::Debug for TwilioConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TwilioConfig").field("account_sid", &self.account_sid).finish_non_exhaustive()
    }
}

struct Masked {
    auth_token: String,
}

impl fmt::Debug for Masked {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = format_args!("{} letters", self.auth_token.len()).to_string();
        formatter.debug_struct("Masked").field("auth_token", &shown).field("is_set", &!self.auth_token.is_empty()).finish()
    }
}

#[ringfence::enforce]
fn masking_debug(masked: &Masked) {
    println!("{masked:?}");
    eprintln!("{:?}", Some(masked));
}

#[ringfence::enforce]
fn redacting_debug(config: &TwilioConfig) {
    println!("{config:?}");
    println!("{}", config.account_sid);
    drop(config.auth_token.len());
}

#[ringfence::enforce]
fn somebody_elses_token(auth_token: &str) {
    println!("{auth_token}");
}

#[ringfence::enforce]
fn somebody_elses_variable() {
    println!("{:?} {:?}", env::var("GITHUB_TOKEN"), env::var("TWILIO_ACCOUNT_SID"));
}

#[ringfence::enforce]
fn another_entry() {
    let mut settings = HashMap::new();
    settings.insert("account", "AC".to_owned());
    settings.insert("token", token().unwrap_or_default());
    println!("{:?}", settings.get("account"));
}

#[ringfence::enforce]
fn compared(given: &str) -> bool {
    let is_same = token().is_some_and(|token| token == given);
    println!("same: {is_same}");
    is_same
}

#[ringfence::enforce]
fn shadowed() {
    let token = token().unwrap_or_default();
    drop(token);
    let token = "a word";
    println!("{token}");
}

#[ringfence::enforce]
fn permitted() {
    let token = token().unwrap_or_default();
    #[ringfence::permit(credential_logged, reason = "the terminal of whoever creates the account")]
    {
        println!("{token}");
    }
}

fn main() {
    masking_debug(&Masked { auth_token: String::new() });
    presence();
    what_went_wrong();
    length();
    last_four();
    hashed();
    wrapped();
    redacting_debug(&TwilioConfig { account_sid: String::new(), auth_token: String::new() });
    somebody_elses_token("");
    somebody_elses_variable();
    another_entry();
    drop(compared(""));
    shadowed();
    permitted();
}
