//! Code against Twilio as it should not be written. Every line that a lint must find
//! ends with a marker that names the lint.
//!
//! It depends on nothing of Ringfence: the command lints any crate.

pub mod auth_token;
pub mod callback;
pub mod credentials;
pub mod discarded;
pub mod exit;
pub mod fetching;
pub mod hosts;
pub mod plain_http;
pub mod region;
pub mod tls;
pub mod unretried;
pub mod waiting;
pub mod webhook;
