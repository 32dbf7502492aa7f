//! Exits that let nothing out.

/// A permit that was right once.
pub fn mended() -> &'static str {
    // ringfence: permit(plain_http_url, reason = "the proxy beside us speaks TLS")
    "https://api.twilio.com" //~^ unfulfilled_permit
}

/// A permit of two lints, of which one finds something.
pub fn one_of_two() -> &'static str {
    // ringfence: permit(plain_http_url, unretried_call, reason = "the proxy beside us speaks TLS")
    "http://api.twilio.com" //~^ unfulfilled_permit
}
