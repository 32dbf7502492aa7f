//! Permits under a condition: those that may be on hold, those that never are do not.

#[ringfence::enforce]
#[cfg_attr(not(windows), ringfence::permit(plain_http_url, reason = "the proxy beside us speaks TLS"))]
fn may_be_on() -> &'static str {
    "http://api.twilio.com"
}

#[ringfence::enforce]
#[cfg_attr(any(), ringfence::permit(plain_http_url, reason = "never"))]
fn never_on() -> &'static str {
    "http://api.twilio.com" //~ plain_http_url
}

#[ringfence::enforce]
mod on_an_item_inside {
    #[cfg_attr(
        all(),
        allow(dead_code),
        cfg_attr(unix, ringfence::permit(plain_http_url, reason = "the proxy beside us speaks TLS"))
    )]
    pub const API: &str = "http://api.twilio.com";
    pub const VERIFY: &str = "http://verify.twilio.com"; //~ plain_http_url
}

fn main() {
    drop((may_be_on(), never_on(), on_an_item_inside::API, on_an_item_inside::VERIFY));
}
