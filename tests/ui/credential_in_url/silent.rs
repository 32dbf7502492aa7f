//! URLs without credentials, and credentials in the URLs of others.

use reqwest::{Client, RequestBuilder, Url};

const API: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

#[ringfence::enforce]
fn without_user(client: &Client) -> RequestBuilder {
    client.get(API)
}

#[ringfence::enforce]
fn own_server() -> &'static str {
    "https://hooks:hunter2@sms.example.com/twilio"
}

#[ringfence::enforce]
fn callback_of_the_own_server(client: &Client, password: &str) -> RequestBuilder {
    let callback = format!("https://hooks:{password}@sms.example.com/status");
    client.post(API).body(format!("StatusCallback={callback}"))
}

#[ringfence::enforce]
fn an_at_sign_in_the_path(name: &str) -> String {
    format!("https://api.twilio.com/2010-04-01/Users/{name}:x@example.com")
}

#[ringfence::enforce]
fn an_at_sign_in_the_query() -> &'static str {
    "https://conversations.twilio.com/v1/Users?Identity=a:b@example.com"
}

#[ringfence::enforce]
fn a_page_of_twilio() -> &'static str {
    "https://user:password@www.twilio.com/docs"
}

#[ringfence::enforce]
fn a_port() -> &'static str {
    "https://api.twilio.com:443/2010-04-01"
}

#[ringfence::enforce]
fn another_host_that_ends_alike() -> String {
    format!("https://user:{}@api.twilio.com.example.org", "password")
}

#[ringfence::enforce]
fn a_user_without_a_password(name: &str) -> String {
    format!("https://{name}@api.twilio.com/")
}

#[ringfence::enforce]
fn cleared() -> Option<Url> {
    let mut url = Url::parse(API).ok()?;
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    Some(url)
}

#[ringfence::enforce]
fn set_on_another_host(password: &str) -> Option<Url> {
    let mut url = Url::parse("https://sms.example.com/status").ok()?;
    url.set_password(Some(password)).ok()?;
    Some(url)
}

#[ringfence::enforce]
fn compared(url: &str) -> bool {
    url.starts_with("https://user:password@api.twilio.com")
}

#[ringfence::enforce]
fn a_template(fill: impl Fn(&str) -> String) -> String {
    fill("https://{user}:{password}@api.twilio.com")
}

fn main() {
    let client = Client::new();
    drop((without_user(&client), own_server(), callback_of_the_own_server(&client, "")));
    drop((an_at_sign_in_the_path(""), an_at_sign_in_the_query(), a_page_of_twilio(), a_port()));
    drop((another_host_that_ends_alike(), a_user_without_a_password(""), cleared(), set_on_another_host("")));
    drop((compared(""), a_template(str::to_owned)));
}
