//! Callbacks over plain HTTP, handed to Twilio.

use self::twilio::api_v2010::{MessageContent, MessageSender, create_message};

ringfence::include_api!();

const HOOK: &str = "http://example.com/voice"; //~ plain_http_url

async fn form(client: &reqwest::Client) -> reqwest::RequestBuilder {
    let form = [("To", "+15558675310"), ("StatusCallback", "http://example.com/sms")]; //~ plain_http_url
    client.post("https://api.twilio.com/2010-04-01/Accounts").form(&form)
}

async fn json(client: &reqwest::Client) -> reqwest::RequestBuilder {
    let body = serde_json::json!({"Url": HOOK, "To": "+15558675310"});
    client.post("https://api.twilio.com/2010-04-01/Accounts").json(&body)
}

async fn pushed(client: &reqwest::Client) -> reqwest::RequestBuilder {
    let mut form = Vec::new();
    form.push(("To", "+15558675310"));
    form.push(("StatusCallback", "http://example.com/pushed")); //~ plain_http_url
    client.post("https://api.twilio.com/2010-04-01/Accounts").form(&form)
}

async fn generated(client: &ringfence::Client) {
    let request = create_message("+15558675310", MessageSender::from_number("+15017122661"), MessageContent::body("Hi"));
    let request = request.status_callback("http://example.com/generated"); //~ plain_http_url
    let _ = request.send(client).await;
}

fn typed() -> Result<ringfence::CallbackUrl, ringfence::CallbackUrlError> {
    ringfence::CallbackUrl::for_development("http://example.com/typed") //~ plain_http_url
}

fn main() {}

fn of_a_product_without_overrides() -> Result<ringfence::PlainUrl, ringfence::CallbackUrlError> {
    ringfence::PlainUrl::new("http://example.com/conversations") //~ plain_http_url
}

fn built_in_one_go() -> Result<ringfence::CallbackUrl, ringfence::CallbackUrlError> {
    ringfence::CallbackUrl::builder("http://example.com/calls").retries(2).build() //~ plain_http_url
}
