//! URLs that are put together, or defined, in less usual ways.
trait Host {
    const API: &'static str = "http://api.twilio.com"; //~ plain_http_url
}
struct Plain;
impl Host for Plain {}

fn default_of_a_trait() -> String {
    String::from(Plain::API)
}

fn joined() -> String {
    ["http:", "", "voice.twilio.com"].join("/") //~ plain_http_url
}

fn concatenated(scheme: Option<&str>) -> String {
    let scheme = scheme.unwrap_or("http"); //~ plain_http_url
    [scheme, "://", "verify.twilio.com"].concat()
}

fn pushed() -> String {
    let mut url = String::new();
    url.push_str("http://"); //~ plain_http_url
    url.push_str("lookups.twilio.com");
    url
}

mod generated {
    ringfence::include_api!();
}

async fn the_only_trace_of_twilio(client: &ringfence::Client) {
    let message = generated::api_v2010::create_message("a", "b", "hi");
    message.status_callback("http://hooks.example.org/sms").send(client).await; //~ plain_http_url
}

struct Form {
    to: String,
    status_callback: String,
}

fn serialised(client: &reqwest::Client) -> reqwest::RequestBuilder {
    let form = Form { to: "a".into(), status_callback: "http://hooks.example.org/form".into() }; //~ plain_http_url
    client.post("https://api.twilio.com/2010-04-01/Accounts.json").form(&form)
}
