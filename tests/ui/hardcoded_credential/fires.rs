//! Auth Tokens and API key secrets in the source.

use reqwest::{Client, RequestBuilder};
use ringfence::AuthToken as Token;
use std::env;

const API: &str = "https://api.twilio.com/2010-04-01/Accounts.json";
const ACCOUNT: &str = "@ACCOUNT@";

#[ringfence::enforce]
mod secrets {
    pub const TWILIO_AUTH_TOKEN: &str = "@TOKEN@"; //~ hardcoded_credential
    pub static TWILIO_API_SECRET: &str = "@SECRET@"; //~ hardcoded_credential
    pub const KEY: (&str, &str) = ("@KEY@", "@SECRET@"); //~ hardcoded_credential
    pub const AUTH_TOKEN: &str = concat!("@HEAD@", "@TAIL@"); //~ hardcoded_credential
}

#[ringfence::enforce]
fn direct(client: &Client) -> RequestBuilder {
    client.get(API).basic_auth(ACCOUNT, Some("battery-staple")) //~ hardcoded_credential
}

#[ringfence::enforce]
mod through_a_const {
    mod words {
        pub const PASSWORD: &str = "correct-horse"; //~ hardcoded_credential
    }

    pub fn request(client: &super::Client) -> super::RequestBuilder {
        client.get(super::API).basic_auth("key", Some(words::PASSWORD))
    }
}

#[ringfence::enforce]
fn renamed_import() -> Token {
    Token::new("hunter2".to_owned()) //~ hardcoded_credential
}

#[ringfence::enforce]
fn key() -> bool {
    ringfence::ApiKey::new("@KEY@", "staple").is_ok() //~ hardcoded_credential
}

#[ringfence::enforce]
fn defaults() -> (String, String) {
    let token = env::var("TWILIO_AUTH_TOKEN").unwrap_or("horse".to_owned()); //~ hardcoded_credential
    let secret = env::var("TWILIO_API_SECRET").unwrap_or_else(|_| "battery".into()); //~ hardcoded_credential
    (token, secret)
}

#[ringfence::enforce]
fn baked_in_default() -> &'static str {
    option_env!("TWILIO_API_KEY_SECRET").unwrap_or("horse") //~ hardcoded_credential
}

#[ringfence::enforce]
fn beside_a_sid() -> (&'static str, &'static str) {
    (ACCOUNT, "@TOKEN@") //~ hardcoded_credential
}

#[ringfence::enforce]
fn beside_a_sid_in_one_string() -> String {
    format!("{}:{}", ACCOUNT, "@TOKEN@") //~ hardcoded_credential
}

#[ringfence::enforce]
mod two_helpers_away {
    fn password() -> &'static str {
        "stapled" //~ hardcoded_credential
    }

    fn credentials() -> (String, String) {
        (super::ACCOUNT.to_owned(), password().to_owned())
    }

    pub fn request(client: &super::Client) -> super::RequestBuilder {
        let (account, password) = credentials();
        let request = client.get(super::API);
        request.basic_auth(account, Some(password))
    }
}

struct Credentials {
    account_sid: String,
    auth_token: String,
}

#[ringfence::enforce]
fn struct_field() -> Credentials {
    Credentials { account_sid: String::new(), auth_token: "horse".to_owned() } //~ hardcoded_credential
}

#[ringfence::enforce]
fn assigned(credentials: &mut Credentials) {
    credentials.auth_token = String::from("staple"); //~ hardcoded_credential
}

#[ringfence::enforce]
fn variable() -> usize {
    let auth_token = "@TOKEN@"; //~ hardcoded_credential
    auth_token.len()
}

#[ringfence::enforce]
fn header(client: &Client) -> RequestBuilder {
    let request = client.get(API);
    request.header("Authorization", "Basic dXNlcjpob3JzZQ==") //~ hardcoded_credential
}

#[ringfence::enforce]
fn in_a_closure(client: &Client) -> impl Fn() -> RequestBuilder {
    || client.get(API).basic_auth("key", Some("stable")) //~ hardcoded_credential
}

#[ringfence::enforce]
async fn in_an_async_block(client: &Client) -> RequestBuilder {
    async { client.get(API).basic_auth("key", Some("saddle")) }.await //~ hardcoded_credential
}

#[ringfence::enforce]
fn in_a_macro_argument() -> Vec<Token> {
    vec![Token::new(String::from("bridle"))] //~ hardcoded_credential
}

fn main() {
    let client = Client::new();
    drop((secrets::TWILIO_AUTH_TOKEN, secrets::TWILIO_API_SECRET, secrets::KEY, secrets::AUTH_TOKEN));
    drop((direct(&client), through_a_const::request(&client), renamed_import(), key(), defaults(), baked_in_default()));
    drop((beside_a_sid(), beside_a_sid_in_one_string(), two_helpers_away::request(&client)));
    let mut credentials = struct_field();
    assigned(&mut credentials);
    drop((credentials.account_sid, credentials.auth_token, variable(), header(&client)));
    drop((in_a_closure(&client)(), in_an_async_block(&client), in_a_macro_argument()));
}
