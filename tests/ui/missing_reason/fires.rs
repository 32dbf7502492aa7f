//! Exits without a reason.

#[ringfence::enforce]
fn misspelt() -> &'static str {
    #[ringfence::permit(plain_htp_url, reason = "a reason")] //~ missing_reason
    let url = "https://api.twilio.com";
    url
}

#[ringfence::enforce]
fn blank() -> &'static str {
    #[ringfence::permit(plain_http_url, reason = "  ")] //~ missing_reason
    let url = "http://api.twilio.com";
    url
}

#[ringfence::enforce]
fn none() -> &'static str {
    #[ringfence::permit(plain_http_url)] //~ missing_reason
    let url = "http://api.twilio.com";
    url
}

#[ringfence::enforce]
fn switch() -> ringfence::NoRetry {
    ringfence::NoRetry::because("") //~ missing_reason
}

const WHY: &str = " ";

#[ringfence::enforce]
fn switch_through_a_const() -> ringfence::RetryPolicy {
    ringfence::RetryPolicy::off(ringfence::NoRetry::because(WHY)) //~ missing_reason
}

fn main() {
    drop((misspelt(), blank(), none(), switch(), switch_through_a_const()));
}
