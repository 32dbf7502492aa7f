//! Libraries that the cases are not built against.

use twilio_openapi::apis::configuration::Configuration;

fn twilio_crate() -> twilio::Client {
    twilio::Client::new("account", "horse") //~ hardcoded_credential
}

fn openapi() -> Configuration {
    Configuration { basic_auth: Some(("account".to_owned(), Some("horse".to_owned()))), ..Default::default() } //~ hardcoded_credential
}

#[derive(clap::Parser)]
struct Arguments {
    #[arg(long, env = "TWILIO_AUTH_TOKEN", default_value = "battery")] //~ hardcoded_credential
    token: String,
    #[arg(long, default_value = "@SECRET@")] //~ hardcoded_credential
    api_secret: String,
    #[arg(long, env = "TWILIO_API_SECRET", default_value_t = String::from("staple"))] //~ hardcoded_credential
    secret: String,
}

fn environment() {
    unsafe { std::env::set_var("TWILIO_AUTH_TOKEN", "horse") }; //~ hardcoded_credential
}

struct TwilioClient {
    sid: String,
    token: String,
}

impl TwilioClient {
    fn new(sid: &str, token: &str) -> Self {
        Self { sid: sid.to_owned(), token: token.to_owned() }
    }

    fn get(&self) -> ureq::Request {
        let basic = base64::encode(format!("{}:{}", self.sid, self.token));
        ureq::get("https://api.twilio.com/2010-04-01").set("Authorization", &format!("Basic {basic}"))
    }
}

fn own_client() {
    let client = TwilioClient::new("account", "horse"); //~ hardcoded_credential
    drop(client.get());
}

fn beside_a_key() {
    connect("@KEY@", "@SECRET@"); //~ hardcoded_credential
}

fn connect(key: &str, secret: &str) {
    drop((key, secret));
}

fn matched() -> String {
    match std::env::var("TWILIO_AUTH_TOKEN") {
        Ok(token) => token,
        Err(_) => "@TOKEN@".to_owned(), //~ hardcoded_credential
    }
}

#[cfg(test)]
mod tests {
    pub const AUTH_TOKEN: &str = "@TOKEN@"; //~ hardcoded_credential
}

/// Words that only look like placeholders.
fn nearly_placeholders() -> [ringfence::AuthToken; 3] {
    [
        ringfence::AuthToken::new("my-horse".to_owned()), //~ hardcoded_credential
        ringfence::AuthToken::new("secret".to_owned()), //~ hardcoded_credential
        ringfence::AuthToken::new("your_t0ken".to_owned()), //~ hardcoded_credential
    ]
}

fn main() {}
