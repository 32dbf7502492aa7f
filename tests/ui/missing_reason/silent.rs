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

#[ringfence::enforce]
fn reason_that_is_handed_in(reason: &'static str) -> ringfence::NoRetry {
    ringfence::NoRetry::because(reason)
}

#[ringfence::enforce]
#[ringfence::permit(plain_http_url, invalid_region_host, reason = "two lints, one reason")]
fn several() -> &'static str {
    "http://api.ie1.twilio.com"
}

struct Holder;

#[ringfence::enforce]
impl Holder {
    #[ringfence::permit(plain_http_url, reason = "the proxy beside us speaks TLS")]
    fn method(&self) -> &'static str {
        "http://api.twilio.com"
    }

    fn on_a_loop(&self) {
        #[ringfence::permit(plain_http_url, reason = "the proxy beside us speaks TLS")]
        for _ in 0..2 {
            drop((self.method(), "http://verify.twilio.com"));
        }
    }
}

struct NoRetry;

impl NoRetry {
    fn because(_reason: &str) -> Self {
        Self
    }
}

#[ringfence::enforce]
fn somebody_elses_type() -> NoRetry {
    NoRetry::because("")
}

fn main() {
    drop((permitted(), switch(), switch_through_a_const(), reason_that_is_handed_in("it"), several()));
    drop(somebody_elses_type());
    Holder.on_a_loop();
}
