//! User and password inside URLs of Twilio's API.

use reqwest::{Client, RequestBuilder, Url as Address};
use std::env::{self, var as read};

const HOST: &str = "api.twilio.com/2010-04-01";

#[ringfence::enforce]
mod hosts {
    pub const WITH_USER: &str = "https://user:password@verify.twilio.com/v2"; //~ credential_in_url
}

#[ringfence::enforce]
fn direct(client: &Client) -> RequestBuilder {
    client.get("https://user:password@api.twilio.com/2010-04-01/Accounts.json") //~ credential_in_url
}

#[ringfence::enforce]
fn formatted(client: &Client) -> RequestBuilder {
    let key = env::var("TWILIO_API_KEY").unwrap_or_default();
    let secret = env::var("TWILIO_API_SECRET").unwrap_or_default();
    client.get(format!("https://{key}:{secret}@{HOST}/Accounts.json")) //~ credential_in_url
}

#[ringfence::enforce]
fn unknown_parts(user: &str, word: &str) -> String {
    format!("https://{user}:{word}@lookups.twilio.com/v2/PhoneNumbers") //~ credential_in_url
}

#[ringfence::enforce]
fn renamed_import() -> Option<Address> {
    Address::parse("HTTPS://user:password@API.TWILIO.COM").ok() //~ credential_in_url
}

fn secret() -> String {
    read("TWILIO_AUTH_TOKEN").unwrap_or_default()
}

fn base() -> String {
    secret()
}

#[ringfence::enforce]
fn two_helpers_away(account: &str) -> String {
    let mut url = String::from("https://");
    url.push_str(account);
    url.push(':');
    url.push_str(&base());
    url.push_str("@api.twilio.com/2010-04-01"); //~ credential_in_url
    url
}

#[ringfence::enforce]
fn token_alone() -> String {
    format!("https://{}@api.twilio.com/2010-04-01", secret()) //~ credential_in_url
}

#[ringfence::enforce]
fn unknown_host(host: &str) -> String {
    format!("https://account:{}@{host}/2010-04-01", secret()) //~ credential_in_url
}

#[ringfence::enforce]
fn set_afterwards() -> Option<Address> {
    let mut url = Address::parse("https://api.twilio.com/2010-04-01").ok()?;
    url.set_username("account").ok()?;
    url.set_password(Some(&secret())).ok()?; //~ credential_in_url
    Some(url)
}

struct Endpoints {
    messages: String,
}

#[ringfence::enforce]
fn struct_field(password: &str) -> Endpoints {
    Endpoints { messages: format!("https://user:{password}@{HOST}/Messages.json") } //~ credential_in_url
}

#[ringfence::enforce]
fn in_a_closure() -> impl Fn(&str) -> String {
    |password| format!("https://user:{password}@{HOST}") //~ credential_in_url
}

#[ringfence::enforce]
async fn in_an_async_block(client: &Client) -> RequestBuilder {
    async { client.get(concat!("https://user:password@", "api.twilio.com")) }.await //~ credential_in_url
}

#[ringfence::enforce]
fn in_a_macro_argument(password: &str) -> Vec<String> {
    vec![format!("https://user:{password}@studio.twilio.com/v2")] //~ credential_in_url
}

fn main() {
    let client = Client::new();
    drop((hosts::WITH_USER, direct(&client), formatted(&client), unknown_parts("", ""), renamed_import()));
    drop((two_helpers_away(""), token_alone(), unknown_host(""), set_afterwards()));
    drop((struct_field("").messages, in_a_closure()(""), in_an_async_block(&client), in_a_macro_argument("")));
}
