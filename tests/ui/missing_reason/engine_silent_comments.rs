//! Exits with a reason in comments and in the arguments of `#[enforce]`.

fn comment() -> &'static str {
    // ringfence: permit(plain_http_url, reason = "a proxy beside us speaks TLS")
    let url = "http://api.twilio.com";
    url
}

#[ringfence::enforce(permit(plain_http_url, reason = "a proxy beside us speaks TLS"))]
fn enforced() -> &'static str {
    "http://api.twilio.com"
}

const WHY: &str = concat!("a proxy ", "beside us speaks TLS");

#[ringfence::permit(plain_http_url, reason = WHY)]
fn through_a_const() -> &'static str {
    "http://api.twilio.com"
}

#[ringfence::permit(plain_http_url, reason = env!("WHY"))]
fn not_known() -> &'static str {
    "http://api.twilio.com"
}

// other: permit(plain_http_url)
fn somebody_elses_comment() {}

#[other::permit(plain_http_url)]
fn somebody_elses_attribute() {}

#[cfg(any())]
#[ringfence::permit(plain_http_url)]
fn never_built() {}

fn main() {}
