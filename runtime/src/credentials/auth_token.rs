//! The account's Auth Token.

use super::Secret;
use std::fmt;

/// The account's Auth Token: what webhook signatures are checked with, and nothing else.
///
/// There is no way from here into a [`Client`](crate::Client): requests are sent with an
/// [`ApiKey`](crate::ApiKey), which can be revoked on its own. The token is wiped from memory when it is
/// dropped, and has neither `Display` nor `Clone`; `Debug` hides it.
///
/// ```
/// use ringfence::{AuthToken, webhook::SignatureValidator};
/// let validator = SignatureValidator::new(AuthToken::new("the token of the account".to_owned()));
/// ```
///
/// An empty token is accepted here, and validates nothing: a key that anybody can guess must not make a
/// forged webhook valid.
///
/// Twilio's page: <https://www.twilio.com/docs/iam/api-keys>
pub struct AuthToken(Secret);

impl AuthToken {
    /// Takes the token over; the text given is wiped when the token is dropped.
    pub fn new(token: String) -> Self {
        Self(Secret::new(token))
    }

    pub(crate) fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

impl fmt::Debug for AuthToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthToken(<hidden>)")
    }
}
