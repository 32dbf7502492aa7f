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

mod reasons {
    pub const NONE: &str = "\t";
}

#[ringfence::enforce]
fn const_in_another_module() -> ringfence::NoRetry {
    use ringfence::NoRetry as Exit;
    Exit::because(reasons::NONE) //~ missing_reason
}

#[ringfence::enforce]
fn in_a_closure() -> impl Fn() -> ringfence::NoRetry {
    || ringfence::NoRetry::because("") //~ missing_reason
}

#[ringfence::enforce]
fn in_a_macro_argument() -> Vec<ringfence::NoRetry> {
    vec![ringfence::NoRetry::because("")] //~ missing_reason
}

struct Holder;

#[ringfence::enforce]
impl Holder {
    #[ringfence::permit(plain_http_url)] //~ missing_reason
    fn method(&self) -> &'static str {
        "http://api.twilio.com"
    }

    fn on_a_loop(&self) {
        #[ringfence::permit(plain_http_url, reason = "")] //~ missing_reason
        for _ in 0..2 {
            drop((self.method(), "http://verify.twilio.com"));
        }
    }
}

fn main() {
    drop((misspelt(), blank(), none(), switch(), switch_through_a_const(), const_in_another_module()));
    drop((in_a_closure(), in_a_macro_argument()));
    Holder.on_a_loop();
}
