//! A lint at warn speaks through a deprecated constant in the function, so that rustc's own levels reach it.

#![deny(deprecated)]

#[ringfence::enforce(warn(plain_http_url))]
fn function() -> &'static str {
    "http://api.twilio.com"
}

struct Methods;

#[ringfence::enforce(warn(plain_http_url))]
impl Methods {
    fn method(&self) -> &'static str {
        let host = "http://verify.twilio.com";
        host
    }

    #[allow(deprecated)]
    fn silenced(&self) -> &'static str {
        "http://lookups.twilio.com"
    }
}

fn main() {
    let _ = (function(), Methods.method(), Methods.silenced());
}
