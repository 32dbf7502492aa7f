//! Comments that silence something, and some that nobody judges.

fn on_a_statement() -> &'static str {
    // ringfence: permit(plain_http_url, reason = "a proxy beside us speaks TLS")
    let url = "http://api.twilio.com";
    url
}

// ringfence: permit(plain_http_url, reason = "a proxy beside us speaks TLS")
#[allow(dead_code)]
const API: &str = "http://api.twilio.com";

fn on_an_arm(plain: bool) -> &'static str {
    match plain {
        // ringfence: permit(plain_http_url, reason = "a proxy beside us speaks TLS")
        true => "http://api.twilio.com",
        false => "https://api.twilio.com",
    }
}

#[cfg(any())]
mod never_built {
    // ringfence: permit(plain_http_url, reason = "never built")
    const API: &str = "https://api.twilio.com";
}

#[cfg(not(all()))]
fn never_built_either() {
    // ringfence: permit(plain_http_url, reason = "never built")
    drop("https://api.twilio.com");
}

// ringfence: permit(plain_http_url, reason = "never built")
#[cfg(any())]
const NEVER: &str = "https://api.twilio.com";

const QUOTED: &str = r#"
// ringfence: permit(plain_http_url, reason = "a quotation")
const API: &str = "https://api.twilio.com";
"#;

fn main() {}
