//! Permits that silence nothing.

#[ringfence::permit(plain_http_url, reason = "there was one once")] //~ unfulfilled_permit
const FIXED: &str = "https://api.twilio.com";

#[ringfence::permit(plain_http_url, unretried_call, reason = "one of the two is right")] //~ unfulfilled_permit
const ONE_OF_TWO: &str = "http://api.twilio.com";

#[ringfence::permit(
    unretried_call, //~ unfulfilled_permit
    plain_http_url,
    reason = "over several lines",
)]
const OVER_LINES: &str = "http://verify.twilio.com";

mod hosts {
    pub const PLAIN: &str = "http://api.twilio.com"; //~ plain_http_url
}

// The const is what is reported, so that is where the permit belongs.
#[ringfence::permit(plain_http_url, reason = "at the use, not at the place")] //~ unfulfilled_permit
fn misplaced() -> &'static str {
    hosts::PLAIN
}

#[ringfence::permit(plain_http_url, reason = "the one inside is enough")] //~ unfulfilled_permit
fn nested() -> &'static str {
    #[ringfence::permit(plain_http_url, reason = "a proxy beside us speaks TLS")]
    let url = "http://api.twilio.com";
    url
}

#[ringfence::permit(plain_http_url, reason = "a proxy beside us speaks TLS")]
#[ringfence::permit(plain_http_url, reason = "said twice")] //~ unfulfilled_permit
fn duplicate() -> &'static str {
    "http://api.twilio.com"
}

#[ringfence::permit(plain_http_url, plain_http_url, reason = "twice in one")] //~ unfulfilled_permit
fn twice_in_one() -> &'static str {
    "http://api.twilio.com"
}

struct Holder;

#[ringfence::permit(unretried_call, reason = "no call in here")] //~ unfulfilled_permit
impl Holder {
    #[ringfence::permit(hardcoded_credential, reason = "no credential in here")] //~ unfulfilled_permit
    fn method(&self) -> Vec<&'static str> {
        // ringfence: permit(plain_http_url, reason = "in a comment")
        //~^ unfulfilled_permit
        let urls = vec!["https://api.twilio.com"];
        urls
    }
}

fn in_a_closure() -> impl Fn() -> &'static str {
    || {
        #[ringfence::permit(invalid_region_host, reason = "that host works")] //~ unfulfilled_permit
        let url = "https://api.dublin.ie1.twilio.com";
        url
    }
}

async fn in_an_async_block() {
    let task = async {
        // ringfence: permit(unretried_call, plain_http_url, reason = "one of them")
        //~^ unfulfilled_permit
        let url = "http://api.twilio.com";
        drop(url);
    };
    task.await;
}

// A test is exempt from the lint, so a permit silences nothing there.
#[test]
#[ringfence::permit(plain_http_url, reason = "tests are exempt")] //~ unfulfilled_permit
fn test_code() {
    drop("http://api.twilio.com");
}

#[ringfence::enforce(permit(unretried_call, reason = "no call in here"))] //~ unfulfilled_permit
fn in_enforce() {}

#[ringfence::permit(unfulfilled_permit, reason = "and nothing is unfulfilled here")] //~ unfulfilled_permit
fn permits_itself() {}

fn main() {}
