//! What carries a credential from the source to where it is used.

use ringfence::AuthToken;
use std::collections::HashMap;
use std::env;
use std::sync::LazyLock;

const API: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

struct Words;

impl Words {
    const TWILIO_AUTH_TOKEN: &'static str = "@TOKEN@"; //~ hardcoded_credential
}

static TOKEN: LazyLock<AuthToken> = LazyLock::new(|| AuthToken::new("horse".into())); //~ hardcoded_credential

struct Token(&'static str);

fn tuple_struct(client: &reqwest::Client) -> reqwest::RequestBuilder {
    let token = Token("battery"); //~ hardcoded_credential
    client.get(API).basic_auth("account", Some(token.0))
}

fn map(client: &reqwest::Client) -> reqwest::RequestBuilder {
    let words = HashMap::from([("user", "key"), ("password", "staple")]); //~ hardcoded_credential
    client.get(API).basic_auth(words["user"], Some(words["password"]))
}

fn branches(client: &reqwest::Client, live: bool) -> reqwest::RequestBuilder {
    let password = if live { env::var("TWILIO_API_SECRET").unwrap() } else { "saddle".to_owned() }; //~ hardcoded_credential
    client.get(API).basic_auth("key", Some(password))
}

fn matched(client: &reqwest::Client, region: &str) -> reqwest::RequestBuilder {
    let password = match region {
        "ie1" => "bridle", //~ hardcoded_credential
        _ => "stirrup",    //~ hardcoded_credential
    };
    client.get(API).basic_auth("key", Some(password))
}

fn or_else() -> String {
    env::var("TWILIO_AUTH_TOKEN").or_else(|_| Ok::<_, env::VarError>("halter".to_owned())).unwrap() //~ hardcoded_credential
}

fn optional() -> Option<String> {
    env::var("TWILIO_AUTH_TOKEN").ok().or(Some("reins".to_owned())) //~ hardcoded_credential
}

fn two_words(client: &reqwest::Client) -> reqwest::RequestBuilder {
    let basic = base64::encode("account:pasture"); //~ hardcoded_credential
    client.get(API).header("Authorization", format!("Basic {basic}"))
}

fn parameter(client: &reqwest::Client, password: &str) -> reqwest::RequestBuilder {
    client.get(API).basic_auth("account", Some(password))
}

fn calls_parameter(client: &reqwest::Client) -> reqwest::RequestBuilder {
    parameter(client, "meadow") //~ hardcoded_credential
}

struct TwilioSettings {
    api_key_secret: Option<String>,
}

impl Default for TwilioSettings {
    fn default() -> Self {
        Self { api_key_secret: Some("paddock".to_owned()) } //~ hardcoded_credential
    }
}

#[derive(Default)]
struct TwilioBuilder {
    auth_token: String,
}

impl TwilioBuilder {
    fn auth_token(mut self, auth_token: &str) -> Self {
        self.auth_token = auth_token.to_owned();
        self
    }
}

fn crate_local_builder() -> TwilioBuilder {
    TwilioBuilder::default().auth_token("stall") //~ hardcoded_credential
}

fn ureq(agent: &ureq::Agent) {
    let _ = agent.get(API).set("Authorization", "Bearer grain"); //~ hardcoded_credential
}

fn main() {}
