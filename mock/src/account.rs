//! The account that a mock serves, made from its seed.

use crate::seed::Seed;

/// Identifiers and secrets of the one account.
pub(crate) struct Account {
    pub(crate) sid: String,
    pub(crate) auth_token: String,
    pub(crate) api_key_sid: String,
    pub(crate) api_key_secret: String,
    /// Of the account's OAuth app.
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

impl Account {
    pub(crate) fn new(seed: Seed) -> Account {
        Account {
            sid: seed.sid("AC", 0),
            auth_token: seed.hex("auth token", 0),
            api_key_sid: seed.sid("SK", 0),
            api_key_secret: seed.secret("api key secret", 0),
            client_id: seed.sid("OQ", 0),
            client_secret: format!("{}{}", seed.secret("client secret", 0), seed.secret("client secret", 1)),
        }
    }
}
