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
//! A test starts one in a line, on a port of its own, and asserts what was sent:
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! use ringfence_mock::{Fault, Mock};
//!
//! let mock = Mock::start().await?;
//! mock.fault(Fault::throttled().on("CreateMessage").next(2));
//! // The code under test calls `mock.base_url()` with `mock.api_key_sid()` and `mock.api_key_secret()`; then:
//! assert!(mock.requests().iter().all(|request| request.status < 500));
//! mock.callbacks_settled().await;
//! assert!(mock.callbacks().iter().all(|callback| callback.status() == Some(204)));
//! # Ok::<(), ringfence_mock::MockError>(()) }).unwrap();
//! ```
//!
//! # What it answers
//!
//! | request | answer |
//! |---|---|
//! | no or wrong credentials, or those of another account than the one in the path | 401, code 20003 |
//! | basic credentials where a document wants a bearer token; a standard key on accounts or keys | 401, code 20003 |
//! | unknown path or resource, one of several hosts without saying which; an identifier of a wrong shape in the path | 404, code 20404 |
//! | a known path with another method | 405, code 20004 |
//! | two `Host` headers | 400, code 20001 |
//! | a body that takes longer than 10 s | 408, code 20408 |
//! | a body over 1 MiB | 413, code 20413 |
//! | a body of a content type the operation does not take | 415, code 20415 |
//! | a missing, invalid, unknown or repeated input | 400, Twilio's own code where it is known (21604, 21211, 21603...), else 20001 |
//! | `If-Match` with another revision | 412, code 20412 |
//! | a `UniqueName` that is taken | 409 or 400, the product's code where it is known (54301, 53113), else 20409 |
//! | throttled, or above [`Builder::concurrency`] | 429, code 20429 |
//! | a full queue of messages or calls; Twilio's magic numbers | their own codes (21611, 22005, 21606...) |
//! | a sixth code before one is checked, a sixth wrong one, too many starts, a rate limit that a Verify service has set | 429, code 60203, 60202, 60212, 20429 |
//! | more requests in a second than an operation tells in `X-Rate-Limit-Limit` | 429, code 20429 |
//!
//! Twilio publishes no code for the statuses 408, 409 (where no product has its own) and 415; 20408, 20409 and 20415 are made
//! after its 20404 and 20429. 20001 for inputs that have no code of their own, 20412 for `If-Match`, 50353 for a taken name
//! in Conversations and the status 429 with 22005 are taken to be so as well. Nor does it publish how much of what it takes:
//! [`Builder::concurrency`], [`Builder::verification_starts`] and [`Builder::requests_per_second`] set that.
//!
//! Twilio ignores unknown inputs with a warning (20001); the mock refuses them unless [`Builder::strict`] is off.
//!
//! # Whom it knows
//!
//! Its account by token, the account's API key (a main key), keys and subaccounts that are created over the API with their
//! secrets, and an OAuth app ([`Mock::client_id`]) that gets bearer tokens from `POST https://oauth.twilio.com/v2/token`.
//!
//! # Where a product is
//!
//! All products share the port. Which is meant is said by `Host` (`verify.twilio.com`, also with edge and region), or by the host
//! before the path: `/verify.twilio.com/v2/Services`. Where neither does, a path that only one product has is found as well.
//! So twilio-python and twilio-node reach it through a custom HTTP client that puts the mock's address before the host, and
//! absolute addresses in answers lead back the same way.
//!
//! # What it keeps and makes up
//!
//! What is created is fetched, listed, changed and removed under the document's paths. A list that nobody can add to
//! (recordings of an account, usage records) holds three rows from the start, what stands below a thing and is nobody's to add to is
//! empty until [`Mock::plant`] puts something there, and what has no collection (a balance) is
//! made up once and then stays. Every declared property is answered; what nobody has set is null where it may be.
//! `PageToken`s name rows, so pages stay put while things are added.
//!
//! # How things live
//!
//! Messages, calls, recordings, conferences with their participants, verifications, and video rooms with theirs go from state to
//! state by tables (`src/life/lives.yaml`): a message `queued`, `sending`, `sent`, `delivered`, a call `queued`, `ringing`,
//! `in-progress`, `completed`. What reports to a callback URL does so in a hurry, 10 ms a state ([`Builder::step_time`]); what
//! nobody is told about takes its time, as all does under [`Builder::lifelike`] and under a clock that the test drives
//! ([`Builder::driven_clock`], [`Mock::advance`]).
//!
//! Numbers choose what becomes of things: a message to `+15005550011` or `…12` is `undelivered` (30003, 30005), to `…13` or `…14`
//! `failed` (30001, 30007); a call to `…21` is `busy`, to `…22` `no-answer`, to `…23` `failed`; a recording of a call to `…24` is
//! `absent`; with `MachineDetection` a machine picks up at `…25`. Messages of one sender wait for their turn, one segment per
//! second for a US number; those of a messaging service fail with 30001 where its queue is full. A verification takes the code that [`Mock::verification_code`] tells.
//!
//! Callbacks are signed with the account's token and sent to https, or to http on loopback, under the connection overrides of their URLs;
//! a retry follows after 100 ms. They go to loopback unless [`Builder::allow_callback_host`] names the host.
//! [`Mock::send_form`] and [`Mock::send_json`] send webhooks of the test's own the same way: what comes in from outside, and what
//! the mock does not play (events of Verify's factors and challenges, of TaskRouter, Conversations, Sync and Event Streams).
//! [`Builder::debugger_url`] is told of errors.
//!
//! # How it fails
//!
//! A [`Fault`] says what to do to which requests: a status with any body, HTML, truncated JSON, slow first bytes and bodies,
//! resets before and after processing, a wrong content type or date; on operations, methods, accounts, a share, the next few, a
//! stretch of time, or above a concurrency. Faults come from [`Builder::fault`], [`Builder::faults_text`], [`Mock::fault`], or
//! `POST /_ringfence/faults`. The same seed and the same requests give the same run.
//!
//! # What it shows
//!
//! `/_ringfence` is a page for the browser: requests with all that was checked, callbacks with their answers, state, faults to
//! switch, the clock. Behind it is JSON: `/_ringfence/requests` and `/callbacks` (`?after=NUMBER&limit=NUMBER`), `/state`,
//! `/faults` (`POST` a rule or a list, `PUT /faults/NAME` with `{"enabled": false}`, `DELETE`), `/clock` (`POST` with
//! `{"advance_ms": 1000}`). It answers this machine only, by `Host`, and no page from elsewhere, by `Origin` and
//! `Sec-Fetch-Site`. There is no password: whoever can run programs on this machine can look and switch, as they can ask
//! the mock itself. Credentials of requests are never shown.
//!
//! # What it bears
//!
//! 512 connections at once (more wait, and for them who has kept the mock waiting for longest, a second at least, is sent
//! away), 30 s for a head, for an idle connection and for an answer that nobody reads,
//! 64 KiB of head, 10,000 names in a form or query, 100 problems in an answer, and 10,000 callbacks due. What it keeps is bounded
//! by [`Builder::keep`] and [`Builder::keep_things`]; what goes takes along what is below it and what is due of it.
#![deny(missing_docs)]

mod account;
mod act;
mod agenda;
mod authentication;
mod builder;
mod callback;
mod catalog;
mod check;
mod clock;
mod code;
mod console;
mod decide;
mod document;
mod error;
mod exchange;
mod fault;
mod form;
mod guests;
mod journal;
mod keyring;
mod life;
mod limit;
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
mod timepiece;
mod traffic;
mod volume;
mod world;

pub use builder::Builder;
pub use callback::outbox::CallbackOrder;
pub use error::{DocumentProblem, MockError};
pub use fault::{Fault, FaultState};
pub use journal::{Callback, CallbackAttempt, CallbackOutcome, CheckResult, Recorded};
pub use mock::Mock;
