//! What the interpretation saw happen.

use super::library::Library;
use super::location::{SetBy, Setting};
use super::text::Text;
use super::value::Secret;
use crate::Place;
use crate::resolve::FunctionId;

/// Something that happened at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub kind: EventKind,
    /// The narrowest expression.
    pub place: Place,
    /// The calls that led here, innermost first.
    pub calls: Vec<Place>,
    /// The function where the interpretation began; a const has none.
    pub entry: Option<FunctionId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EventKind {
    /// A string that holds a URL was made or used.
    Url(Text),
    /// A string that is a Twilio host, without a scheme, was made or used.
    Host(Text),
    /// A string that names a Twilio host was compared with something.
    Compared(Text),
    /// A region or an edge was chosen by name.
    Setting { setting: Setting, text: Text, by: SetBy },
    /// A URL was handed to Twilio to be called back.
    Callback(Text),
    /// A request left.
    Send { library: Library, url: Text, is_retried: bool },
    /// A secret reached something that takes it away.
    SecretUsed { secret: Secret, sink: Sink, is_validating: bool },
    /// Retries of a generated call were switched off; the reason where it is known.
    RetryOff { reason: Reason },
}

/// What is known of the reason of a switch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    None,
    Known(String),
    Unknown,
}

/// Where a secret went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sink {
    BasicAuth,
    BearerAuth,
    Header,
    Body,
    Url,
    Client(&'static str),
    Log,
    Hmac,
}

impl Sink {
    /// As a message says it.
    pub(crate) fn phrase(&self) -> String {
        match self {
            Sink::BasicAuth => "HTTP basic authentication".to_owned(),
            Sink::BearerAuth => "a bearer token".to_owned(),
            Sink::Header => "an Authorization header".to_owned(),
            Sink::Body => "a request".to_owned(),
            Sink::Url => "the URL of a request".to_owned(),
            Sink::Client(package) => format!("a client of the crate `{package}`"),
            Sink::Log => "a log".to_owned(),
            Sink::Hmac => "an HMAC outside signature validation".to_owned(),
        }
    }
}
