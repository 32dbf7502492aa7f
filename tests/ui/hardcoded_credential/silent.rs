//! SIDs, names of variables, other people's words, and what is read when the program runs.

use reqwest::{Client, RequestBuilder};
use ringfence::AuthToken;
use std::env;

const API: &str = "https://api.twilio.com/2010-04-01/Accounts.json";
const ACCOUNT: &str = "@ACCOUNT@";
const KEY: &str = "@KEY@";
const TWILIO_AUTH_TOKEN: &str = "TWILIO_AUTH_TOKEN";
const CHECKSUM: &str = "@TOKEN@";

#[ringfence::enforce]
fn sids() -> [&'static str; 2] {
    [ACCOUNT, KEY]
}

#[ringfence::enforce]
fn read_at_run_time(client: &Client) -> RequestBuilder {
    client.get(API).basic_auth(KEY, env::var("TWILIO_API_SECRET").ok())
}

#[ringfence::enforce]
fn named_in_a_const() -> AuthToken {
    AuthToken::new(env::var(TWILIO_AUTH_TOKEN).unwrap_or_default())
}

#[ringfence::enforce]
fn read_when_built() -> Option<&'static str> {
    option_env!("TWILIO_API_SECRET")
}

#[ringfence::enforce]
fn a_checksum(text: &str) -> bool {
    text == CHECKSUM
}

#[ringfence::enforce]
fn empty() -> String {
    env::var("TWILIO_AUTH_TOKEN").unwrap_or_else(|_| String::new())
}

#[ringfence::enforce]
fn words_about_it() -> String {
    env::var("TWILIO_AUTH_TOKEN").map(|_| "set".to_owned()).unwrap_or("missing".to_owned())
}

#[ringfence::enforce]
fn sentence() -> String {
    env::var("TWILIO_AUTH_TOKEN").expect("set TWILIO_AUTH_TOKEN")
}

#[ringfence::enforce]
fn somebody_elses(client: &Client) -> RequestBuilder {
    client.get("https://api.example.com/v1").basic_auth("user", Some("password"))
}

struct GithubConfig {
    auth_token: String,
}

#[ringfence::enforce]
fn somebody_elses_field() -> GithubConfig {
    GithubConfig { auth_token: "horse".to_owned() }
}

#[ringfence::enforce]
fn defaults_of_others() -> (String, String) {
    let account = env::var("TWILIO_ACCOUNT_SID").unwrap_or(ACCOUNT.to_owned());
    let region = env::var("TWILIO_REGION").unwrap_or("ie1".to_owned());
    (account, region)
}

#[ringfence::enforce]
fn placeholders(client: &Client) -> [RequestBuilder; 3] {
    [
        client.get(API).basic_auth(ACCOUNT, Some("my_auth_token")),
        client.get(API).basic_auth("AC...", Some("<token>")),
        client.get(API).header("Authorization", "Bearer YOUR_TOKEN_HERE"),
    ]
}

#[ringfence::enforce]
fn placeholder_by_default() -> String {
    env::var("TWILIO_AUTH_TOKEN").unwrap_or("your_auth_token".to_owned())
}

#[ringfence::enforce]
fn changed_before_use() -> [AuthToken; 3] {
    ["changeme", "xxxxx", "yourSecretKey"].map(|token| AuthToken::new(token.to_owned()))
}

#[ringfence::enforce]
fn a_status(status: &str) -> bool {
    status == "delivered"
}

#[cfg(test)]
mod tests {
    use ringfence::AuthToken;

    pub const AUTH_TOKEN: &str = "@DUMMY@";

    pub fn token() -> AuthToken {
        AuthToken::new("12345".to_owned())
    }
}

fn main() {
    let client = Client::new();
    drop((sids(), read_at_run_time(&client), named_in_a_const(), read_when_built(), a_checksum("")));
    drop((empty(), words_about_it(), sentence(), somebody_elses(&client), somebody_elses_field().auth_token));
    drop((defaults_of_others(), a_status(""), placeholders(&client), placeholder_by_default(), changed_before_use()));
}
