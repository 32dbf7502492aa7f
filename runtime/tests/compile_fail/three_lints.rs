//! Several findings in one item, each at its own place; the item itself stays whole.

mod hosts {
    pub const API: &str = "http://api.twilio.com/2010-04-01";
}

#[ringfence::enforce]
async fn send(account: &str) -> Result<u16, reqwest::Error> {
    let token = std::env::var("TWILIO_AUTH_TOKEN").unwrap_or_default();
    let request = reqwest::Client::new().post(hosts::API).basic_auth(account, Some(token));
    let answer = request.send().await?;
    let status: u16 = answer.status().as_u16();
    Ok(status)
}

fn main() {
    let _ = send("x");
}
