//! A Twilio on loopback for tests: it serves OpenAPI documents as strictly as Twilio serves its products, keeps what is
//! created, throttles on request, calls status callbacks back and records everything it saw.
//!
//! It reads the documents for itself, apart from the generator and the client of this workspace, so that a mistake in
//! one is not forgiven by the other.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! let document = r#"
//! openapi: 3.0.1
//! servers: [{url: "https://api.twilio.com"}]
//! paths:
//!   /2010-04-01/Ping.json:
//!     get:
//!       operationId: FetchPing
//!       responses: {"200": {description: OK, content: {application/json: {schema: {type: object}}}}}
//! "#;
//! let mock = ringfence_mock::Mock::builder().document_text("ping.yaml", document).start().await?;
//! assert!(mock.base_url().starts_with("http://127.0.0.1:"));
//! assert!(mock.requests().is_empty());
//! # Ok::<(), ringfence_mock::MockError>(()) }).unwrap();
//! ```
//!
//! # What it answers
//!
//! | request | answer |
//! |---|---|
//! | no or wrong credentials, or those of another account than the one in the path | 401, code 20003 |
//! | unknown path or resource; an identifier of a wrong shape in the path | 404, code 20404 |
//! | a known path with another method | 405, code 20004 |
//! | two `Host` headers | 400, code 20001 |
//! | a body that takes longer than 10 s | 408, code 20408 |
//! | a body over 1 MiB | 413, code 20413 |
//! | a body of a content type the operation does not take | 415, code 20415 |
//! | a missing, invalid, unknown or repeated input | 400, Twilio's own code where it is known (21604, 21211, 21603...), else 20001 |
//! | throttled | 429, code 20429 |
//!
//! Twilio ignores unknown inputs with a warning (20001); the mock refuses them unless [`Builder::strict`] is off.
//!
//! # What it keeps and makes up
//!
//! What is created is fetched, listed, changed and removed under the document's paths. A list that nobody can add to
//! (recordings of an account, usage records) holds three rows from the start, and what has no collection (a balance) is
//! made up once and then stays. Every declared property is answered; what nobody has set is null where it may be.
//! `PageToken`s name rows, so pages stay put while things are added.
//!
//! A created message or call with a `StatusCallback` is moved to its last state (`delivered`, `completed`, or the last
//! event that was asked for) and reports it once, a moment after the create has answered. One that is scheduled or was
//! canceled is reported as it stands. Without a callback it stays `queued`. Callbacks go to loopback unless
//! [`Builder::allow_callback_host`] names the host.
//!
//! # What it bears
//!
//! 512 connections at once (more wait), 30 s for a head, for an idle connection and for an answer that nobody reads,
//! 64 KiB of head, 10,000 names in a form or query, 100 problems in an answer, and 10,000 callbacks due.
//!
//! # What it does not do
//!
//! Bearer tokens (basic credentials serve all operations), callbacks over https, retries by connection overrides, and
//! the states between the first and the last.
#![deny(missing_docs)]

mod account;
mod act;
mod authentication;
mod builder;
mod callback;
mod catalog;
mod check;
mod clock;
mod code;
mod decide;
mod document;
mod error;
mod exchange;
mod form;
mod journal;
mod mock;
mod naming;
mod operation;
mod patient;
mod pattern;
mod received;
mod refusal;
mod reply;
mod resource;
mod schema;
mod seed;
mod server;
mod shape;
mod standard;
mod state;
mod template;
mod volume;
mod world;

pub use builder::Builder;
pub use error::{DocumentProblem, MockError};
pub use journal::{Callback, CallbackOutcome, Recorded};
pub use mock::Mock;
