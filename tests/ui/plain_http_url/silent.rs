//! What looks like plain HTTP to Twilio and is not.

// http://api.twilio.com in a comment.

/// http://api.twilio.com in a doc comment.
#[ringfence::enforce]
fn documented() -> &'static str {
    "https://api.twilio.com"
}

#[ringfence::enforce]
fn namespaces() -> [&'static str; 2] {
    ["http://www.w3.org/1999/xhtml", "http://schemas.xmlsoap.org/soap/envelope/"]
}

#[ringfence::enforce]
fn pages() -> [&'static str; 3] {
    ["http://www.twilio.com/docs", "http://status.twilio.com", "http://tls-test.twilio.com"]
}

#[ringfence::enforce]
fn somebody_elses_host() -> [&'static str; 3] {
    ["http://api.twilio.com.example.org/", "http://nottwilio.com/", "http://example.com/api.twilio.com"]
}

#[ringfence::enforce]
fn compared(url: &str) -> bool {
    assert!(!url.starts_with("http://api.twilio.com"));
    url == "http://api.twilio.com" || url.contains("http://verify.twilio.com")
}

#[ringfence::enforce]
fn looked_up(url: &str) -> Option<&str> {
    if ["http://api.twilio.com", "http://verify.twilio.com"].contains(&url) {
        return None;
    }
    Some(url.split_once("http://api.twilio.com/")?.1.trim_end_matches("http://voice.twilio.com"))
}

#[ringfence::enforce]
fn upgraded(url: &str) -> String {
    url.replace("http://api.twilio.com", "https://api.twilio.com")
}

#[ringfence::enforce]
fn matched(url: &str) -> bool {
    matches!(url, "http://api.twilio.com")
}

#[ringfence::enforce]
fn read_at_run_time() -> String {
    let host = std::env::var("TWILIO_HOST").unwrap_or_default();
    format!("http://{host}/v1")
}

#[ringfence::enforce]
fn shadowed() -> String {
    let scheme = "http://";
    drop(scheme);
    let scheme = "https://";
    format!("{scheme}api.twilio.com")
}

#[ringfence::enforce]
#[ringfence::permit(plain_http_url, reason = "the proxy beside us speaks TLS")]
fn permitted() -> &'static str {
    "http://api.twilio.com"
}

#[cfg(any())]
fn never_built() -> &'static str {
    "http://api.twilio.com"
}

#[cfg(test)]
mod tests {
    #[test]
    fn refuses_http() {
        drop("http://api.twilio.com");
    }
}

fn main() {
    drop((documented(), namespaces(), pages(), somebody_elses_host(), compared(""), looked_up(""), upgraded(""), matched("")));
    drop((read_at_run_time(), shadowed(), permitted()));
}
