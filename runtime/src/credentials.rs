//! API keys and Auth Tokens, which are not the same thing.

mod api_key;
mod auth_token;
mod client_credential;
mod oauth;
mod secret;

pub use api_key::{ApiKey, InvalidApiKey};
pub use auth_token::AuthToken;
pub use client_credential::ClientCredential;
pub(crate) use client_credential::Credential;
pub use oauth::OAuthCredentials;
pub(crate) use oauth::{Exchanged, NoToken, OAuthApp};
pub(crate) use secret::{Secret, looks_like_auth_token, sensitive, wiped};
