//! What the interpretation saw happen.

use super::library::Library;
use super::location::{SetBy, Setting};
use super::operation_call::OperationCall;
use super::outcome::{Discard, Outcome};
use super::region::Wait;
use super::secrets::{Secret, SecretKind};
use super::text::Text;
use super::tls::Tls;
use super::url::{Url, find_urls};
use super::value::Listed;
use crate::Place;
use crate::resolve::FunctionId;

/// Something that happened at a place. What two events differ in most often, and cheapest to compare, comes first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// The narrowest expression.
    pub place: Place,
    /// The statement around it.
    pub statement: Option<Place>,
    /// The calls that led here, innermost first; of too many the innermost and the outermost.
    pub calls: Vec<CallSite>,
    /// The function where the interpretation began; a const has none.
    pub entry: Option<FunctionId>,
    pub kind: EventKind,
}

/// Where a function of the crate is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CallSite {
    pub place: Place,
    pub callee: FunctionId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EventKind {
    /// A string that holds a URL was made or used; a name or a field only holds what was made before.
    Url {
        text: Text,
        is_made: bool,
    },
    /// A string that is a Twilio host, without a scheme, was made or used.
    Host(Text),
    /// A string that names a Twilio host was compared with something.
    Compared(Text),
    /// A region or an edge was chosen by name.
    Setting {
        setting: Setting,
        text: Text,
        by: SetBy,
    },
    /// A URL was made for Twilio to call back, or handed to it.
    Callback {
        url: Text,
        is_handed: bool,
        is_ignored: bool,
    },
    /// A URL with connection overrides was handed to Twilio to be called back.
    Overrides {
        url: Text,
        is_checked: bool,
        is_ignored: bool,
    },
    /// A request left.
    Send {
        library: Library,
        url: Text,
        resent: Resent,
        tls: Tls,
    },
    /// A client or a TLS configuration was handed to something that calls Twilio with it.
    TlsHanded {
        tls: Tls,
    },
    /// A TLS configuration was used to connect to a Twilio host, which stands at the place.
    Connect {
        tls: Tls,
        host: Option<Place>,
    },
    /// A secret reached something that takes it away.
    SecretUsed {
        secret: Secret,
        sink: Sink,
        is_validating: bool,
    },
    /// A literal stands where an Auth Token or an API key secret belongs.
    CredentialGiven {
        kind: SecretKind,
        literal: Place,
        shape: Shape,
        given: Given,
    },
    /// A URL was given a user and a password.
    Userinfo(Text),
    /// The error of a call to Twilio, or all that came of the call, went on to somewhere; an error by the pattern that names it.
    ErrorKept {
        from: Place,
        bound: Option<Place>,
    },
    /// The error of a call to Twilio went unread, by one of these arms.
    ErrorDropped {
        outcome: Outcome,
        how: Discard,
        arms: Option<Place>,
    },
    /// One of Twilio's operations was called.
    Operation(Box<OperationCall>),
    /// Something waits.
    Wait(Wait),
    /// Room was asked for before something is done.
    Room {
        is_rate: bool,
    },
    /// The elements of a list are gone through, or all of its pages are put together.
    Iterated(Listed),
    Gathered(Listed),
    /// What several rounds of a region put together is run at once, or so many at a time.
    Together {
        region: Place,
        is_bounded: bool,
    },
    /// Retries of a generated call were switched off; the reason where it is known.
    RetryOff {
        reason: Reason,
    },
    /// A handler was handed what is read from fields of Twilio's webhooks; `is_verified` where the signature is good by then.
    HookTaken {
        origin: Place,
        is_verified: bool,
    },
    /// A field of a webhook, or the header with its signature, was read.
    HookRead {
        origin: Place,
        name: String,
        how: HookRead,
        is_verified: bool,
    },
    /// Behind here the signature of a webhook is good.
    HookJudged,
    /// A middleware handed a request on.
    HookPassed {
        is_verified: bool,
    },
    /// A router was given a handler, which is known by where it is written.
    HookRouted {
        handler: Place,
        route: Place,
    },
    /// A layer or guard lets only signed requests come to a route.
    HookCovered {
        route: Place,
    },
}

impl EventKind {
    /// Whether a request leaves to Twilio, or nobody knows where to.
    pub(super) fn asks_twilio(&self) -> bool {
        match self {
            EventKind::Operation(_) => true,
            EventKind::Send { library, url, .. } => {
                let urls = find_urls(url);
                library.is_twilio() || urls.is_empty() || urls.iter().any(Url::is_twilio)
            }
            _ => false,
        }
    }

    /// The string that it is about.
    pub(crate) fn text(&self) -> Option<&Text> {
        match self {
            EventKind::Url { text, .. } | EventKind::Host(text) => Some(text),
            EventKind::Callback { url, .. } => Some(url),
            EventKind::Send { url, .. } | EventKind::Overrides { url, .. } => Some(url),
            EventKind::Userinfo(text) => Some(text),
            _ => None,
        }
    }
}

/// Whether a request is sent again when Twilio answers 429.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resent {
    Never,
    /// By a library that is called there, unless it is told after what else.
    By(Place),
    Always,
}

/// What was read of a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HookRead {
    /// The header with its signature.
    Signature,
    /// A field that only Twilio sends, or one that stands beside such.
    Field,
    /// A field of any name: Twilio's where the signature is asked for, too.
    Any,
}

/// How a literal is known to be a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// It has the shape, and a name or a SID beside it says what it is.
    Named,
    /// It stands in for a credential that cannot be read.
    Default,
    /// It is handed to what takes credentials.
    Passed,
}

/// What a literal looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// As long as Twilio's secrets, letters and digits.
    Credential,
    /// As long, of one character.
    Dummy,
    Other,
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
    /// Another program, by its arguments or its environment.
    Process,
    File,
    /// Something of another crate.
    Foreign(String),
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
            Sink::Process => "another process".to_owned(),
            Sink::File => "a file".to_owned(),
            Sink::Foreign(root) => format!("a struct of the crate `{root}`"),
        }
    }
}
