//! The one error type of the client.

mod answer;
mod display;
mod failure;
mod reconcile;
mod xml;

#[cfg(test)]
mod tests;

pub(crate) use answer::twilio_code;
pub(crate) use failure::FailureParts;
pub use failure::{Failure, Problem};
pub use reconcile::Reconciled;

use crate::client::Reply;
use crate::{Curl, Operation};
use crate::{Meta, transport::TransportError};
use bytes::Bytes;
use serde_json::Value;
use std::fmt;

/// Why a request failed. What is known of it is the same for every kind, see [`Failure`] and the methods here.
///
/// ```
/// # fn judge(error: &ringfence::Error) {
/// match error {
///     ringfence::Error::OutcomeUnknown(_) => println!("look for it before sending it again: {error}"),
///     _ if error.is_throttled() => println!("later"),
///     _ => println!("{error}, request {:?}", error.request_id()),
/// }
/// # }
/// ```
#[non_exhaustive]
pub enum Error {
    /// Twilio answered with an error, and there is no doubt about what happened: nothing, for a create or an update.
    Api(Box<Failure>),
    /// A create, an update or a delete that may or may not have happened: a time-out or a reset after it was sent, or a 5xx. It was not
    /// sent again, or it is idempotent and the last of its attempts was refused. Find out before sending it once more:
    /// [`Error::reconcile`] does for messages.
    OutcomeUnknown(Box<Failure>),
    /// No answer, and no harm done: the request never left, or it may be sent again without doing anything twice.
    Transport(Box<Failure>),
    /// A success came, but its body is not what the document says. A create or an update was done all the same: the
    /// problems say so.
    Decode(Box<Failure>),
    /// Inputs that cannot be sent, all of them; nothing was sent.
    Input(Box<Failure>),
    /// Settings of the client that cannot be used, all of them; nothing was sent.
    Configuration(Box<Failure>),
}

impl Error {
    /// The answer came, but its body is not what the document says.
    pub(crate) fn decode(reply: Reply, problem: String) -> Self {
        let Reply { meta, body, operation, host, sent_at, asked, .. } = reply;
        let mut problems = vec![Problem::new("body", problem)];
        if !operation.is_idempotent() {
            let text = format!("was accepted (status {}): sending it again would do it twice", meta.status);
            problems.push(Problem::new("the request", text));
        }
        Self::Decode(Box::new(Failure::new(FailureParts {
            operation: Some(operation.id()),
            host: Some(host),
            sent_at: Some(sent_at),
            meta,
            body,
            problems,
            curl: asked.map(|(client, request)| Box::new(client.curl(request))),
            ..FailureParts::default()
        })))
    }

    /// A call that ended before its request was sent; it may be made again.
    pub(crate) fn unsent(operation: &Operation, host: &str, why: String) -> Self {
        Self::Transport(Box::new(Failure::new(FailureParts {
            operation: Some(operation.id()),
            host: Some(host.to_owned()),
            transport: Some(TransportError::not_sent(why)),
            retryable: true,
            ..FailureParts::default()
        })))
    }

    /// Inputs that cannot be sent, each with the input's name and what is wrong; nothing was sent.
    pub(crate) fn input(operation: &'static str, problems: Vec<(String, String)>) -> Self {
        let problems = problems.into_iter().map(|(name, text)| Problem::new(name, text)).collect();
        let operation = Some(operation);
        Self::Input(Box::new(Failure::new(FailureParts { operation, problems, ..FailureParts::default() })))
    }

    /// Without the line of shell, for what is no call of anybody's.
    pub(crate) fn without_curl(mut self) -> Self {
        self.failure_mut().curl = None;
        self
    }

    /// Settings that cannot be used, each with its name and what is wrong.
    pub(crate) fn configuration(problems: Vec<Problem>) -> Self {
        Self::Configuration(Box::new(Failure::new(FailureParts { problems, ..FailureParts::default() })))
    }

    /// What is known of the failed call, whatever its kind.
    pub fn failure(&self) -> &Failure {
        match self {
            Self::Api(failure)
            | Self::OutcomeUnknown(failure)
            | Self::Transport(failure)
            | Self::Decode(failure)
            | Self::Input(failure)
            | Self::Configuration(failure) => failure,
        }
    }

    fn failure_mut(&mut self) -> &mut Failure {
        match self {
            Self::Api(failure)
            | Self::OutcomeUnknown(failure)
            | Self::Transport(failure)
            | Self::Decode(failure)
            | Self::Input(failure)
            | Self::Configuration(failure) => failure,
        }
    }

    /// The HTTP status, where an answer came.
    pub fn status(&self) -> Option<u16> {
        self.meta().map(|meta| meta.status).filter(|status| *status != 0)
    }

    /// Twilio's error code, such as 20429; each has a page at `https://www.twilio.com/docs/api/errors/<code>`.
    pub fn code(&self) -> Option<u32> {
        self.failure().answer.code
    }

    /// What Twilio says about it. It may name people's numbers: think before you log it.
    pub fn message(&self) -> Option<&str> {
        self.failure().answer.message.as_deref()
    }

    /// The page that Twilio's answer names, or the page of the code.
    pub fn more_info(&self) -> Option<&str> {
        self.failure().answer.more_info.as_deref()
    }

    /// What else Twilio's answer holds: `details`, `params`, or the list of errors, by the shape of the answer.
    pub fn details(&self) -> Option<&Value> {
        self.failure().answer.details.as_ref()
    }

    /// The body of the answer as it came; empty where none did.
    pub fn body(&self) -> &Bytes {
        &self.failure().body
    }

    /// Attempts, waits, request id and the rest, where anything was sent.
    pub fn meta(&self) -> Option<&Meta> {
        Some(&self.failure().meta).filter(|meta| meta.attempts > 0 || meta.status != 0)
    }

    /// `Twilio-Request-Id`, for Twilio's support.
    pub fn request_id(&self) -> Option<&str> {
        self.failure().meta.request_id.as_deref()
    }

    /// What is wrong with inputs, settings or a body, each with its name; empty for the other kinds.
    pub fn problems(&self) -> &[Problem] {
        &self.failure().problems
    }

    /// Why the transport brought no answer, where it brought none.
    pub fn transport(&self) -> Option<&TransportError> {
        self.failure().transport.as_ref()
    }

    /// The request as a line of `curl`, where it was sent and not done: credentials as variables, what is personal masked.
    pub fn to_curl(&self) -> Option<&Curl> {
        self.failure().to_curl()
    }

    /// Whether Twilio said 429: it did not process the request.
    pub fn is_throttled(&self) -> bool {
        self.status() == Some(429)
    }

    /// Whether sending the same request later is safe and may help: it was throttled (and not by a product's own
    /// limit), it never left, or it is idempotent and met a fault that passes.
    ///
    /// The client has already tried as often as its policy allows. Where the outcome is unknown this is true of what is idempotent alone.
    pub fn is_retryable(&self) -> bool {
        self.failure().retryable
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display::write(self, f)
    }
}

/// Without the body, which may hold what is personal.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Api(_) => "Api",
            Self::OutcomeUnknown(_) => "OutcomeUnknown",
            Self::Transport(_) => "Transport",
            Self::Decode(_) => "Decode",
            Self::Input(_) => "Input",
            Self::Configuration(_) => "Configuration",
        };
        f.debug_tuple(kind).field(self.failure()).finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.transport().map(|error| error as _)
    }
}
