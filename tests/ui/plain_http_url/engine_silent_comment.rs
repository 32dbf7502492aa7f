//! Permits in comments, for places where Rust takes no attribute.

fn main() {
    // ringfence: permit(plain_http_url, reason = "the proxy beside us speaks TLS")
    let url = format!(
        "http://{}/v1",
        "api.twilio.com",
    );
    drop(url);
}

// ringfence: permit(plain_http_url, reason = "the proxy beside us speaks TLS")
const PROXIED: &str = "http://api.twilio.com";

struct Endpoints {
    api: &'static str,
}

fn endpoints() -> Endpoints {
    Endpoints {
        // ringfence: permit(plain_http_url, reason = "the proxy beside us speaks TLS")
        api: "http://verify.twilio.com",
    }
}

macro_rules! page {
    ($name:ident: $($line:literal)+) => {
        pub const $name: &str = concat!($($line),+);
    };
}

// ringfence: permit(plain_http_url, reason = "a page that shows what is wrong")
page! {
    PAGE: "What it finds:"
    "http://api.twilio.com"
}
