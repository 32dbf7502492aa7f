//! What is known of a failed call.

use super::answer::{Answer, read_answer};
use crate::transport::TransportError;
use crate::{Curl, Meta};
use bytes::Bytes;
use std::fmt;
use std::time::SystemTime;

/// What is known of a failed call: the operation, the host, the answer, and how often and when it was sent.
pub struct Failure {
    pub(super) operation: Option<&'static str>,
    pub(super) host: Option<String>,
    pub(super) sent_at: Option<SystemTime>,
    pub(super) meta: Meta,
    pub(super) body: Bytes,
    pub(super) answer: Answer,
    pub(super) problems: Vec<Problem>,
    pub(super) transport: Option<TransportError>,
    pub(super) retryable: bool,
    pub(super) curl: Option<Box<Curl>>,
}

/// One thing that is wrong, and the name of what it is wrong with: an input, a variable, a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    name: String,
    text: String,
}

/// What a [`Failure`] is made from; the rest is read from the body.
#[derive(Default)]
pub(crate) struct FailureParts {
    pub(crate) operation: Option<&'static str>,
    pub(crate) host: Option<String>,
    pub(crate) sent_at: Option<SystemTime>,
    pub(crate) meta: Meta,
    pub(crate) body: Bytes,
    pub(crate) problems: Vec<Problem>,
    pub(crate) transport: Option<TransportError>,
    pub(crate) retryable: bool,
    pub(crate) curl: Option<Box<Curl>>,
}

impl Failure {
    pub(crate) fn new(parts: FailureParts) -> Self {
        let FailureParts { operation, host, sent_at, meta, body, problems, transport, retryable, curl } =
            parts;
        // A success that does not decode holds no error of Twilio's.
        let failed = !(200..300).contains(&meta.status);
        let answer = if failed { read_answer(&body) } else { Answer::default() };
        Self { operation, host, sent_at, meta, body, answer, problems, transport, retryable, curl }
    }

    /// The id of the operation, such as `CreateMessage`.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// The request that failed as a line of `curl`, where one was made: credentials as variables, what is personal masked.
    pub fn to_curl(&self) -> Option<&Curl> {
        self.curl.as_deref()
    }

    /// The host that the request was for.
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// When the request was first sent, by this machine's clock: from here on a list must be searched to find out
    /// what became of it.
    pub fn sent_at(&self) -> Option<SystemTime> {
        self.sent_at
    }

    /// Whether Twilio says that the caller can mend it (`userError` of the newer APIs).
    pub fn is_user_error(&self) -> Option<bool> {
        self.answer.user_error
    }
}

impl Problem {
    pub(crate) fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// The input, environment variable or setting.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is wrong with it, and what to do.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.text)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("operation", &self.operation)
            .field("host", &self.host)
            .field("code", &self.answer.code)
            .field("message", &self.answer.message.as_deref().map(super::display::masked))
            .field("problems", &self.problems)
            .field("transport", &self.transport)
            .field("meta", &self.meta)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
