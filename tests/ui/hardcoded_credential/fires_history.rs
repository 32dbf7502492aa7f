//! Ways of literals to where they are given as credentials, and what they are called on the way.

use reqwest::{Client, RequestBuilder};
use std::collections::HashMap;

const API: &str = "https://api.twilio.com/2010-04-01/Accounts.json";
const KEY: &str = "@KEY@";

#[ringfence::enforce]
mod handed_on {
    use super::{API, Client, KEY, RequestBuilder};

    const WORD: &str = "staple"; //~ hardcoded_credential

    pub fn accounts(client: &Client) -> RequestBuilder {
        with_key(client.get(API), WORD)
    }

    fn with_key(request: RequestBuilder, secret: &str) -> RequestBuilder {
        request.basic_auth(KEY, Some(secret))
    }
}

#[ringfence::enforce]
fn under_a_name() -> HashMap<&'static str, &'static str> {
    HashMap::from([("region", "ie1"), ("auth_token", "@TOKEN@")]) //~ hardcoded_credential
}

fn main() {
    drop((handed_on::accounts(&Client::new()), under_a_name()));
}
