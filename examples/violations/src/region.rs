//! Hosts of Twilio that were shut off, or never existed.

use reqwest::{Client, RequestBuilder};

const REGION: &str = "ie1"; //~ invalid_region_host

/// Direct.
pub fn direct(client: &Client) -> RequestBuilder {
    client.get("https://api.au1.twilio.com/2010-04-01/Accounts.json") //~ invalid_region_host
}

/// Through a const and `format!`.
pub fn through_format(client: &Client) -> RequestBuilder {
    client.get(format!("https://api.{REGION}.twilio.com/2010-04-01/Accounts.json"))
}

/// An edge and a region that do not go together.
pub fn mismatched(client: &Client) -> RequestBuilder {
    let edge = "sydney"; //~ invalid_region_host
    client.get(format!("https://verify.{edge}.ie1.twilio.com/v2/Services"))
}

/// An edge that has no effect: a warning.
pub fn without_effect(client: &Client) -> RequestBuilder {
    client.get("https://api.dublin.us1.twilio.com/2010-04-01/Accounts.json") //~ invalid_region_host
}
