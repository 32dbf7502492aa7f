//! Twilio for Rust, with Twilio's own best practices held by types.
//!
//! A [`Client`] sends as one account with one API key: over https, with retries that never do a thing twice, and with a
//! request id on every answer and every error. The endpoint functions that it sends are generated from Twilio's OpenAPI
//! documents in your build script (`ringfence-codegen`) and brought in with [`include_api!`]; the attributes
//! [`macro@enforce`] and [`macro@permit`] hold the practices in your own code while it compiles.
//!
//! ```text
//! ringfence::include_api!();                        // mod twilio, from OUT_DIR
//! use self::twilio::api_v2010::{MessageContent, MessageSender, create_message};
//!
//! let sent = create_message("+15558675310", MessageSender::from_number("+15017122661"), MessageContent::body("Hi"))
//!     .status_callback(ringfence::callback_url!("https://example.com/sms", rc = 2, rp = [ct, rt, "5xx"]))
//!     .send(&client)
//!     .await?;
//! println!("{:?} {:?}", sent.sid, sent.meta().request_id);
//! ```
//!
//! # A client
//!
//! [`Client::from_env`] reads `TWILIO_ACCOUNT_SID`, `TWILIO_API_KEY` and `TWILIO_API_SECRET`, and tells all that is wrong
//! with them at once. The builder has the same and more; calls need a tokio runtime with its time driver.
//!
//! ```no_run
//! use ringfence::{ApiKey, Client, Region, RetryPolicy};
//! use std::time::Duration;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::from_env()?;
//!
//! let (account, key, secret) = ("AC...", "SK...", "..."); // from wherever your program keeps them
//! let other = Client::builder(account.parse()?, ApiKey::new(key, secret)?)
//!     .region(Region::Ie1)
//!     .retry(RetryPolicy::new().attempts(8))
//!     .deadline(Duration::from_secs(20))
//!     .user_agent("billing/1.4")
//!     .build()?;
//! # let _ = (client, other);
//! # Ok(()) }
//! ```
//!
//! # Errors
//!
//! One type, [`Error`]. Its variants say what became of the request, which is what decides about the next step:
//!
//! ```
//! use ringfence::Error;
//!
//! fn what_now(error: &Error) -> &'static str {
//!     match error {
//!         Error::OutcomeUnknown(_) => "a create that may have happened: look for it before sending it again",
//!         Error::Decode(_) => "it was done, and the answer is not what the document says",
//!         Error::Input(_) | Error::Configuration(_) => "nothing was sent: error.problems() names each mistake",
//!         _ if error.is_retryable() => "later: it is safe, and may help",
//!         _ => "refused: error.code() and error.message() say why, error.request_id() is for Twilio's support",
//!     }
//! }
//! ```
//!
//! # Webhooks
//!
//! The Auth Token has one use here, and no way into a client:
//!
//! ```
//! use ringfence::AuthToken;
//! use ringfence::webhook::{Signature, SignatureValidator};
//!
//! /// Whether Twilio sent this form to the URL, as the public sees it.
//! fn is_twilios(token: String, url: &str, headers: &http::HeaderMap, body: &[u8]) -> bool {
//!     let validator = SignatureValidator::new(AuthToken::new(token));
//!     let signature = Signature::from_headers(headers);
//!     signature.is_some_and(|signature| validator.validate_form_body(url, body, signature).is_ok())
//! }
//! ```
//!
//! # Seeing what it does
//!
//! Each call is a span `call` of the target `ringfence` (`tracing`), with the fields `operation`, `method`, `host`, `lane`, and at its end
//! `status`, `code`, `request_id`, `attempts`, `queued_ms`, `elapsed_ms` and `outcome` (`succeeded`, `refused`, `unanswered` or `unknown`).
//! Within it are events: `answered` (debug, with `concurrent_requests`, `server_ms`, `network_ms`, `took_ms`), `not answered` (debug, with
//! `fate`), `waits before another attempt` (debug, with `wait_ms`), `throttled` (warn), a warning where the same fetch is made ten times
//! within a minute, and one where an operation is called first whose document is more than a quarter of a year old (`document_date`, `days`). No number, no text, no path and no SID of anything stands in them.
//!
//! With the feature `metrics`: the histograms `ringfence_server_seconds` and `ringfence_network_seconds`, the counters
//! `ringfence_retries_total` and `ringfence_throttled_total`, all by `operation`, and the gauge `ringfence_concurrent_requests` by
//! `account`, whose SID is its label.
//!
//! # What holds, whatever the input
//!
//! - No credential goes to a host that is not Twilio's, over plain http (a mock on loopback aside), along a redirect, or
//!   to where the text of an answer leads. Where a document says that things move (301, 308), and for pages, the same host is
//!   asked on another path, by a new request under the same rules.
//! - A create is not sent twice unless Twilio said that it did not process the first, or the first never left. A call whose
//!   future is dropped sends nothing more.
//! - No secret stands in a `Debug`, an error's text or a log, and no number or address of a person that Twilio's words name.
//! - No bytes from outside make a panic: they make an error that keeps status, request id and the body as it came.
//! - What Twilio sends is kept: unknown fields, unknown values of enums, and every digit of a number.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `hyper` | yes | the default transport: hyper with rustls (TLS 1.2 or later) and Mozilla's roots |
//! | `metrics` | no | the figures below, for any recorder of the crate `metrics` |
//! | `conformance` | no | `transport::conformance`: checks that a transport of your own is held to |
//! | `http2` | no | HTTP/2 for that transport |
//! | `gzip` | no | compressed answers for that transport |
//! | `axum` | no | [`webhook::Verified`] as an extractor, and what `tower` adds |
//! | `tower` | no | layers for any server on tower: one lets only signed webhooks through, one sheds load |
//! | `progress` | no | a bar on a terminal for [`Purge::show_progress`] |
//! | `serde` | no | `serde::Serialize` and `serde::Deserialize` on generated types, where the settings name them |
//! | `reqwest`, `reqwest-0-12` | no | [`macro@retry`] around functions that use reqwest 0.13 or 0.12 |
//! | `blocking` | no | [`macro@retry`] around functions that use the blocking client of reqwest |
//! | `ureq`, `ureq-2` | no | [`macro@retry`] around functions that use ureq 3 or 2 |
//!
//! Without `hyper` a client takes a [`transport`] of your own.
//!
//! # Twilio's pages
//!
//! [Best practices](https://www.twilio.com/docs/usage/rest-api-best-practices),
//! [API keys](https://www.twilio.com/docs/iam/api-keys),
//! [webhook security](https://www.twilio.com/docs/usage/webhooks/webhooks-security),
//! [connection overrides](https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides),
//! [regions](https://www.twilio.com/docs/global-infrastructure/using-the-twilio-rest-api-in-a-non-us-region),
//! [error codes](https://www.twilio.com/docs/api/errors).
#![deny(missing_docs)]

mod callback_url;
mod client;
mod credentials;
mod curl;
mod decimal;
mod decode;
mod encode;
mod environment;
mod error;
mod http_method;
mod include_api;
mod json;
mod json_writer;
mod limit;
mod made;
mod many;
mod media;
mod meta;
mod model;
mod operation;
mod page;
mod phone_number;
mod purge;
mod record;
mod redirect;
mod request;
mod response;
mod retry;
mod send_loop;
#[cfg(feature = "serde")]
mod serialize;
#[cfg(not(feature = "serde"))]
mod serialize_off;
mod sid;
mod throttled;
mod time;
pub mod transport;
mod unlisted;
pub mod webhook;

/// What generated code needs and nobody else may use: it changes without notice.
#[doc(hidden)]
pub mod private;

pub use callback_url::{
    CallbackUrl, CallbackUrlBuilder, CallbackUrlError, ConnectionOverrides, Edge, PlainUrl, RetryOn,
};
pub use client::{Client, ClientBuilder, Region};
pub use credentials::{ApiKey, AuthToken, ClientCredential, InvalidApiKey, OAuthCredentials};
pub use curl::Curl;
pub use decimal::{Decimal, DecimalError};
pub use error::{Error, Failure, Problem, Reconciled};
pub use http_method::HttpMethod;
pub use jiff;
pub use json::{Json, JsonError};
pub use limit::{ConcurrencyLimit, Lane, Pace, RateLimit};
pub use many::Many;
pub use media::{AudioFormat, Media};
pub use meta::Meta;
pub use model::Fields;
pub use operation::{Method, Operation, Security};
pub use page::{Items, Page, PageFields, PageFuture, PageMeta, Pages, Picked, ResponsePages};
pub use phone_number::PhoneNumber;
pub use purge::{OffPeak, Purge, PurgeError, Purged};
pub use redirect::Redirect;
pub use request::Request;
pub use response::{Response, ResponseFuture};
pub use retry::{NoRetry, RetryBudget, RetryPolicy};
pub use ringfence_macros::{
    callback_url, enforce, permit, phone_number, retry, sid, signature_validation, webhook,
};
pub use sid::*;
pub use throttled::{Throttle, Throttled};
pub use time::{Date, Timestamp};
pub use unlisted::Unlisted;
