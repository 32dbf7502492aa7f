//! Webhooks that cannot be forged.
//!
//! Twilio signs what it sends to a program: [`SignatureValidator`] says whether a request is Twilio's. It works on the
//! URL and the bytes as they were received, because the signature is over exactly those.
//!
//! ```
//! use ringfence::{AuthToken, webhook::SignatureValidator};
//!
//! let validator = SignatureValidator::new(AuthToken::new("from the environment".to_owned()));
//! let judged = validator.validate_form_body("https://example.com/sms", b"Body=Hi&From=%2B15017122661", "c2lnbmF0dXJl");
//! assert!(judged.is_err());
//! ```

mod body_hash;
mod candidates;
mod form;
mod shared_key;
mod signature;
mod validator;

#[cfg(test)]
mod tests;

pub(crate) use form::decode_form;
pub use shared_key::SharedKey;
pub use signature::{SETTINGS_HEADER, SIGNATURE_HEADER, Signature};
pub use validator::{SignatureError, SignatureValidator};
