//! Exits with a reason.

const WHY: &str = "the caller retries";

#[ringfence::enforce]
fn permitted() -> &'static str {
    #[ringfence::permit(plain_http_url, reason = "the proxy beside us speaks TLS")]
    let url = "http://api.twilio.com";
    url
}

#[ringfence::enforce]
fn switch() -> ringfence::NoRetry {
    ringfence::NoRetry::because("the caller retries")
}

#[ringfence::enforce]
fn switch_through_a_const() -> ringfence::RetryPolicy {
    ringfence::RetryPolicy::off(ringfence::NoRetry::because(WHY))
}

fn main() {
    drop((permitted(), switch(), switch_through_a_const()));
}
