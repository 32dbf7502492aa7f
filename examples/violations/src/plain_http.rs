//! Twilio hosts without TLS.

use crate::hosts;
use reqwest::{Client, RequestBuilder, Url as Address};

/// Through a const of another module: the fix goes there.
pub fn through_a_const(client: &Client) -> RequestBuilder {
    client.get(hosts::PLAIN)
}

/// Through a `let`, in capitals.
pub fn through_a_let(client: &Client) -> RequestBuilder {
    let host = "HTTP://API.TWILIO.COM/2010-04-01/Accounts.json"; //~ plain_http_url
    client.get(host)
}

/// Through `format!`.
pub fn through_format(product: &str) -> String {
    format!("http://{product}.twilio.com/v1") //~ plain_http_url
}

/// Through a renamed import.
pub fn through_a_renamed_import() -> Option<Address> {
    Address::parse("http://verify.twilio.com/v2/Services").ok() //~ plain_http_url
}

/// Through a builder chain.
pub fn through_a_builder_chain(client: &Client) -> RequestBuilder {
    client
        .post("http://lookups.twilio.com/v2/PhoneNumbers") //~ plain_http_url
        .header("Accept", "application/json")
}

/// Through a helper function.
pub fn through_a_helper() -> String {
    plain("conversations.twilio.com/v1")
}

fn plain(rest: &str) -> String {
    format!("http://{rest}") //~ plain_http_url
}
