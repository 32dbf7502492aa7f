//! A Twilio client that holds Twilio's own best practices.
//!
//! Generated endpoint functions (`ringfence_codegen`), the lints (`#[ringfence::enforce]`) and this runtime belong together; see the README.
#![deny(missing_docs)]

mod callback_url;
mod client;
mod credentials;
mod decimal;
mod decode;
mod encode;
mod environment;
mod error;
mod http_method;
mod include_api;
mod json;
mod many;
mod meta;
mod model;
mod operation;
mod page;
mod phone_number;
mod redirect;
mod request;
mod response;
mod retry;
mod send_loop;
mod sid;
mod time;
pub mod transport;
mod unlisted;
pub mod webhook;

/// What generated code needs and nobody else may use: it changes without notice.
#[doc(hidden)]
pub mod private;

pub use callback_url::{CallbackUrl, CallbackUrlError, ConnectionOverrides, Edge, RetryOn};
pub use client::{Client, ClientBuilder, Region};
pub use credentials::{ApiKey, AuthToken, ClientCredential, InvalidApiKey};
pub use decimal::{Decimal, DecimalError};
pub use error::{Error, Failure, Problem};
pub use http_method::HttpMethod;
pub use jiff;
pub use json::{Json, JsonError};
pub use many::Many;
pub use meta::Meta;
pub use model::Fields;
pub use operation::{Method, Operation, Security};
pub use page::{Items, Page, PageFuture, Pages};
pub use phone_number::PhoneNumber;
pub use redirect::Redirect;
pub use request::Request;
pub use response::{Response, ResponseFuture};
pub use retry::{NoRetry, RetryPolicy};
pub use ringfence_macros::{callback_url, enforce, permit, signature_validation};
pub use sid::*;
pub use time::{Date, Timestamp};
pub use unlisted::Unlisted;
