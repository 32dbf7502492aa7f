//! Libraries that the cases are not built against.

use hmac::{Hmac, Mac};
use sha1::Sha1;
use twilio_openapi::apis::configuration::Configuration;

fn token() -> String {
    dotenvy::var("TWILIO_AUTH_TOKEN").unwrap()
}

fn twilio_crate() -> twilio::Client {
    twilio::Client::new("account", &token()) //~ auth_token_outside_validation
}

fn openapi_literal(account: String) -> Configuration {
    Configuration { basic_auth: Some((account, Some(token()))), ..Default::default() } //~ auth_token_outside_validation
}

fn openapi_assigned(account: String) -> Configuration {
    let mut configuration = Configuration::new();
    configuration.basic_auth = Some((account, Some(token()))); //~ auth_token_outside_validation
    configuration
}

fn baked_in() -> twilly::Client {
    twilly::Client::new("account", env!("TWILIO_AUTH_TOKEN")) //~ auth_token_outside_validation
}

fn ureq_header(agent: &ureq::Agent) {
    let _ = agent.get("https://example.com").set("Authorization", &token()); //~ auth_token_outside_validation
}

fn body(client: &reqwest::Client) -> reqwest::RequestBuilder {
    client.post("https://example.com/report").json(&serde_json::json!({"token": token()})) //~ auth_token_outside_validation
}

fn traced() {
    tracing::info!(token = %token(), "starting"); //~ credential_logged
    log::debug!("token {}", token()); //~ credential_logged
}

fn unmarked_signature(body: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha1>::new_from_slice(token().as_bytes()).unwrap(); //~ auth_token_outside_validation
    mac.update(body);
    mac.finalize().into_bytes().to_vec()
}

struct TwilioConfig {
    auth_token: String,
}

fn config_field(config: &TwilioConfig) -> reqwest::RequestBuilder {
    reqwest::Client::new().get("https://example.com").bearer_auth(&config.auth_token) //~ auth_token_outside_validation
}

fn main() {}
