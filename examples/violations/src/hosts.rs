//! What the other modules share, as real crates do.

/// A host without TLS, in a const that other modules use.
pub const PLAIN: &str = "http://api.twilio.com/2010-04-01"; //~ plain_http_url

/// The host as it should be.
pub const API: &str = "https://api.twilio.com/2010-04-01";

/// The name of an environment variable, in a const.
pub const TOKEN_VARIABLE: &str = "TWILIO_AUTH_TOKEN";

/// A URL from a helper function.
pub fn messages(account: &str) -> String {
    format!("{API}/Accounts/{account}/Messages.json")
}
