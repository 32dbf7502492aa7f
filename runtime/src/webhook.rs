//! Webhooks that cannot be forged.
//!
//! Twilio signs what it sends to a program. [`WebhookVerifier`] turns a request into an event that is Twilio's, [`Verified`], and
//! there is no other way to one; with the feature `axum` it is what a handler takes:
//!
#![cfg_attr(feature = "axum", doc = "```")]
#![cfg_attr(not(feature = "axum"), doc = "```ignore")]
//! use axum::{Router, extract::State, routing::post};
//! use ringfence::AuthToken;
//! use ringfence::webhook::{MessageStatus, PublicUrl, SignatureValidator, StatusStream, Verified, WebhookVerifier};
//!
//! #[derive(Clone)]
//! struct App {
//!     verifier: WebhookVerifier,
//!     statuses: StatusStream<MessageStatus>,
//! }
//!
//! impl axum::extract::FromRef<App> for WebhookVerifier {
//!     fn from_ref(app: &App) -> Self {
//!         app.verifier.clone()
//!     }
//! }
//!
//! async fn status(State(app): State<App>, event: Verified<MessageStatus>) {
//!     app.statuses.publish(event);
//! }
//!
//! # fn router(token: String) -> Result<Router, Box<dyn std::error::Error>> {
//! let validator = SignatureValidator::new(AuthToken::new(token));
//! let verifier = WebhookVerifier::new(validator, PublicUrl::base("https://example.com")?);
//! let app = App { verifier, statuses: StatusStream::new() };
//! # Ok(
//! Router::new().route("/sms/status", post(status)).with_state(app)
//! # )}
//! ```
//!
//! [`SignatureValidator`] is the check of the signature alone, for other frameworks. It works on the URL and the bytes as they were
//! received, because the signature is over exactly those.
//!
//! ```
//! use ringfence::{AuthToken, webhook::SignatureValidator};
//!
//! let validator = SignatureValidator::new(AuthToken::new("from the environment".to_owned()));
//! let judged = validator.validate_form_body("https://example.com/sms", b"Body=Hi&From=%2B15017122661", "c2lnbmF0dXJl");
//! assert!(judged.is_err());
//! ```

#[cfg(feature = "axum")]
mod axum;
mod body_hash;
mod candidates;
mod event;
mod form;
mod latest;
mod parameters;
mod public_url;
#[cfg(feature = "tower")]
mod reading;
mod repetition;
mod shared_key;
#[cfg(feature = "tower")]
mod shed;
mod signature;
mod status_stream;
mod validator;
mod verifier;
#[cfg(feature = "tower")]
mod verify_layer;

#[cfg(test)]
mod tests;

pub use event::{
    CallState, CallStatus, ConferenceEvent, DebuggerEvent, DebuggerLevel, Event, InboundMedia,
    InboundMessage, MessageState, MessageStatus, RecordingState, RecordingStatus, ResourceEvent,
};
pub(crate) use form::decode_form;
pub use parameters::Parameters;
pub use public_url::{InvalidPublicUrl, PublicUrl};
pub use repetition::Repetition;
pub use shared_key::SharedKey;
#[cfg(feature = "tower")]
pub use shed::{Shed, ShedLayer};
pub use signature::{SETTINGS_HEADER, SIGNATURE_HEADER, Signature};
pub use status_stream::{StatusStream, Statuses, WaitError, WaitFor};
pub use validator::{SignatureError, SignatureValidator};
pub use verifier::{Verified, Webhook, WebhookError, WebhookVerifier};
#[cfg(feature = "tower")]
pub use verify_layer::{Verify, VerifyLayer};
