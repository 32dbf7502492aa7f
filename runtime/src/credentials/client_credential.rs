//! What a client may authenticate with.

use super::{ApiKey, OAuthApp, OAuthCredentials, Secret, sensitive};
use crate::ApiKeySid;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use std::fmt;
use zeroize::Zeroizing;

/// What a [`Client`](crate::Client) authenticates with: an [`ApiKey`](crate::ApiKey), or
/// [`OAuthCredentials`](crate::OAuthCredentials).
///
/// The trait is sealed. An [`AuthToken`](crate::AuthToken) is not among its types and cannot be added, so a client that
/// holds one does not compile.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot authenticate a client",
    label = "a client takes an `ApiKey`",
    note = "make an API key in the Twilio Console and use `ApiKey::new(sid, secret)`, or `Client::from_env()`",
    note = "an Auth Token only checks webhook signatures: `webhook::SignatureValidator::new(token)`"
)]
pub trait ClientCredential: sealed::IntoCredential {}

impl ClientCredential for ApiKey {}
impl ClientCredential for OAuthCredentials {}

mod sealed {
    /// Out of reach for other crates, which seals the trait above.
    pub trait IntoCredential {
        fn into_credential(self) -> super::Credential;
    }
}

impl sealed::IntoCredential for ApiKey {
    fn into_credential(self) -> Credential {
        let (sid, secret) = self.into_parts();
        Credential::ApiKey { authorization: basic(&sid, &secret), sid }
    }
}

impl sealed::IntoCredential for OAuthCredentials {
    fn into_credential(self) -> Credential {
        Credential::OAuth(OAuthApp::new(self))
    }
}

/// The credential as the client holds it: an enum, so that another kind is another variant and not another client.
pub enum Credential {
    /// HTTP basic authentication with an API key.
    ApiKey {
        /// The user name.
        sid: ApiKeySid,
        /// It and the secret as they go on the wire.
        authorization: Option<HeaderValue>,
    },
    /// Tokens that are exchanged for it.
    OAuth(OAuthApp),
}

impl Credential {
    pub(crate) fn is_key(&self) -> bool {
        matches!(self, Self::ApiKey { .. })
    }

    /// What names it and is no secret.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::ApiKey { sid, .. } => format!("the API key {sid}"),
            Self::OAuth(app) => format!("the OAuth app {}", app.credentials.id()),
        }
    }
}

/// The value of the `Authorization` header.
fn basic(sid: &ApiKeySid, secret: &Secret) -> Option<HeaderValue> {
    let pair = Zeroizing::new([sid.as_str(), ":", secret.reveal()].concat());
    // As long as it will be: what grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(16 + pair.len() * 2));
    text.push_str("Basic ");
    STANDARD.encode_string(pair.as_bytes(), &mut text);
    sensitive(Zeroizing::new(text.as_bytes().to_vec()))
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ApiKey { sid, .. } => f.debug_struct("ApiKey").field("sid", sid).finish_non_exhaustive(),
            Self::OAuth(app) => fmt::Debug::fmt(&app.credentials, f),
        }
    }
}
