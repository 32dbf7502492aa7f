//! Keys of one's own that Twilio signs with.

use crate::credentials::Secret;
use std::fmt;

/// A key of Twilio's webhook configuration (public beta), which signs with HMAC-SHA256 in the place of the Auth Token.
///
/// The algorithm belongs to the key: a request that names this key with another algorithm is refused, because whoever
/// forges a request writes that header as well. The secret is wiped when it is dropped, and `Debug` hides it.
pub struct SharedKey {
    id: String,
    secret: Secret,
}

impl SharedKey {
    /// A key by its id, as the header `X-Twilio-Webhooks-Signature-Settings` names it, and its secret.
    ///
    /// A key with an empty secret validates nothing.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { id: id.into(), secret: Secret::new(secret.into()) }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn reveal(&self) -> &str {
        self.secret.reveal()
    }
}

impl fmt::Debug for SharedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedKey").field("id", &self.id).finish_non_exhaustive()
    }
}
