//! Hosts that work, and texts that are no hosts to call.

#[ringfence::enforce]
fn the_three_shapes() -> [&'static str; 4] {
    [
        "https://api.twilio.com/2010-04-01",
        "https://verify.dublin.ie1.twilio.com/v2",
        "https://api.sydney.au1.twilio.com",
        "api.us1.twilio.com",
    ]
}

#[ringfence::enforce]
fn put_together() -> String {
    let (edge, region) = ("dublin", "ie1");
    format!("https://api.{edge}.{region}.twilio.com/2010-04-01")
}

#[ringfence::enforce]
fn not_known(region: &str, host: &str) -> [String; 3] {
    let read = std::env::var("TWILIO_REGION").unwrap_or_default();
    [
        format!("https://api.{region}.twilio.com"),
        format!("https://{host}.ie1.twilio.com"),
        format!("https://api.dublin.{read}.twilio.com"),
    ]
}

#[ringfence::enforce]
fn match_patterns(host: &str) -> bool {
    match host {
        "api.ie1.twilio.com" | "api.au1.twilio.com" => false,
        other => other != "api.de1.twilio.com" && !other.starts_with("https://api.jp1.twilio.com"),
    }
}

#[ringfence::enforce]
mod compared_consts {
    const DEAD: &str = "api.ie1.twilio.com";
    const SHUT_OFF: [&str; 2] = ["api.au1.twilio.com", "api.de1.twilio.com"];

    pub fn is_dead(host: &str) -> bool {
        host == DEAD || SHUT_OFF.contains(&host)
    }
}

#[ringfence::enforce]
fn help_sentences() -> [&'static str; 2] {
    [
        "api.ie1.twilio.com was shut off: use api.dublin.ie1.twilio.com",
        "requests to https://api.de1.twilio.com fail since April 2026",
    ]
}

#[ringfence::enforce]
fn hosts_that_are_no_products() -> [&'static str; 5] {
    [
        "example.sip.ie1.twilio.com",
        "sip:alice@example.sip.dublin.twilio.com",
        "example.pstn.ashburn.twilio.com",
        "eventgw.us1.twilio.com",
        "https://www.twilio.com/docs/global-infrastructure",
    ]
}

#[ringfence::enforce]
fn other_domains() -> [&'static str; 2] {
    ["https://api.ie1.twilio.com.example.org/", "https://api.ie1.example.com"]
}

#[ringfence::enforce]
mod names_of_variables {
    pub const TWILIO_REGION: &str = "TWILIO_REGION";
    pub const TWILIO_EDGE: &str = "TWILIO_EDGE";

    pub fn read() -> (String, String) {
        let region = std::env::var(TWILIO_REGION).unwrap_or("ie1".to_owned());
        let edge = std::env::var(TWILIO_EDGE).unwrap_or("dublin".to_owned());
        (region, edge)
    }
}

#[ringfence::enforce]
fn another_service() -> String {
    let region = std::env::var("AWS_REGION").unwrap_or("eu-west-1".to_owned());
    format!("https://sqs.{region}.amazonaws.com")
}

#[ringfence::enforce]
fn path_that_reads_like_a_host() -> &'static str {
    "https://example.com/proxy/api.ie1.twilio.com"
}

fn main() {
    let given = std::env::args().collect::<String>();
    drop((the_three_shapes(), put_together(), not_known(&given, &given), match_patterns("api.twilio.com")));
    drop((compared_consts::is_dead("api.twilio.com"), help_sentences(), hosts_that_are_no_products()));
    drop((other_domains(), names_of_variables::read(), another_service(), path_that_reads_like_a_host()));
}
