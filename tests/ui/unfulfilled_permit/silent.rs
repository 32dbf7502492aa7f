//! Permits that silence something, and some that are not judged.

#[ringfence::permit(plain_http_url, reason = "a proxy beside us speaks TLS")]
const API: &str = "http://api.twilio.com";

#[ringfence::enforce]
fn on_a_statement() -> &'static str {
    #[ringfence::permit(plain_http_url, reason = "a proxy beside us speaks TLS")]
    let url = "http://api.twilio.com";
    url
}

#[ringfence::enforce]
#[ringfence::permit(plain_http_url, reason = "a proxy beside us speaks TLS")]
mod around_an_item {
    pub const VERIFY: &str = "http://verify.twilio.com";

    pub fn url() -> String {
        format!("{VERIFY}/v2")
    }
}

#[ringfence::enforce]
#[ringfence::permit(plain_http_url, unretried_call, reason = "both are here")]
async fn several(client: &reqwest::Client) -> Result<reqwest::Response, reqwest::Error> {
    client.get("http://api.twilio.com").send().await
}

#[ringfence::enforce]
#[ringfence::permit(plain_http_url, reason = "the one outside")]
mod two_that_both_silence {
    pub const OUTER: &str = "http://api.twilio.com";

    pub fn inner() -> &'static str {
        #[ringfence::permit(plain_http_url, reason = "the one inside")]
        let url = "http://verify.twilio.com";
        url
    }
}

struct Holder;

#[ringfence::enforce]
impl Holder {
    #[ringfence::permit(invalid_region_host, reason = "a record of what was")]
    fn method(&self) -> &'static str {
        "https://api.ie1.twilio.com"
    }
}

#[ringfence::enforce]
#[cfg(any())]
#[ringfence::permit(plain_http_url, reason = "never built")]
fn under_a_false_cfg() -> &'static str {
    "https://api.twilio.com"
}

#[ringfence::enforce]
fn statement_under_a_false_cfg() {
    #[ringfence::permit(plain_http_url, reason = "never built")]
    #[cfg(any())]
    let url = "https://api.twilio.com";
}

#[ringfence::enforce]
#[ringfence::permit(unfulfilled_permit, reason = "kept until the proxy beside us is gone for good")]
#[ringfence::permit(plain_http_url, reason = "the proxy beside us speaks TLS")]
fn permitted_beside_it() -> &'static str {
    "https://api.twilio.com"
}

#[ringfence::enforce]
fn what_a_literal_quotes() -> &'static str {
    "
// ringfence: permit(plain_http_url, reason = \"a quotation\")
let url = \"https://api.twilio.com\";
"
}

fn main() {
    statement_under_a_false_cfg();
    permitted_beside_it();
    drop((API, on_a_statement(), around_an_item::url(), several(&reqwest::Client::new()), Holder.method()));
    drop((two_that_both_silence::OUTER, two_that_both_silence::inner(), what_a_literal_quotes()));
}
