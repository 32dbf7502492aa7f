//! Exits without a reason in comments and in the arguments of `#[enforce]`.

fn comment() -> &'static str {
    // ringfence: permit(plain_http_url)
    //~^ missing_reason
    let url = "http://api.twilio.com";
    url
}

fn blank_comment() -> &'static str {
    // ringfence: permit(plain_http_url, reason = " ")
    //~^ missing_reason
    let url = "http://api.twilio.com";
    url
}

fn misspelt_comment() -> &'static str {
    // ringfence: permit(plain_http, reason = "a proxy beside us speaks TLS")
    //~^ missing_reason
    let url = "https://api.twilio.com";
    url
}

#[ringfence::enforce(permit(plain_http_url))] //~ missing_reason
fn enforced() -> &'static str {
    "http://api.twilio.com"
}

#[ringfence::enforce(deny(unretried_call), permit(plain_http_url, reason = ""))] //~ missing_reason
fn enforced_and_blank() -> &'static str {
    "http://api.twilio.com"
}

const BLANK: &str = concat!(" ", "\n");

#[ringfence::permit(plain_http_url, reason = BLANK)] //~ missing_reason
fn through_a_const() -> &'static str {
    "http://api.twilio.com"
}

mod reasons {
    pub const EMPTY: &str = "";
}

use reasons::EMPTY as WHY;

#[ringfence::permit(plain_http_url, reason = WHY)] //~ missing_reason
fn through_a_renamed_const() -> &'static str {
    "http://api.twilio.com"
}

fn why() -> &'static str {
    because()
}

fn because() -> &'static str {
    " "
}

fn two_helpers_away() -> ringfence::NoRetry {
    ringfence::NoRetry::because(why()) //~ missing_reason
}

struct Exit {
    reason: &'static str,
}

fn field() -> ringfence::NoRetry {
    let exit = Exit { reason: "" };
    ringfence::NoRetry::because(exit.reason) //~ missing_reason
}

async fn in_an_async_block() -> ringfence::NoRetry {
    let exit = async { ringfence::NoRetry::because("\t") }; //~ missing_reason
    exit.await
}

fn over_statements() -> ringfence::NoRetry {
    let mut reason = String::new();
    reason.push_str(" ");
    ringfence::NoRetry::because(reason) //~ missing_reason
}

fn main() {}
