//! Faults on demand: which requests they meet, and what they do to them.

mod body;
mod file;
mod play;
mod reset;
mod rule;
mod rules;

use std::time::Duration;

pub(crate) use body::Paced;
pub(crate) use file::read;
pub(crate) use play::{Played, meet};
pub(crate) use reset::Reset;
pub(crate) use rule::{all_from_json, from_json};
pub use rules::FaultState;
pub(crate) use rules::Rules;

/// A rule that makes requests fail: what it does, and which requests it meets. Several rules may meet one request; of answers
/// the first one's is given.
///
/// ```
/// use ringfence_mock::Fault;
///
/// let flaky = Fault::status(503).on("Create*").share(0.2);
/// let slow = Fault::slow_first_byte(std::time::Duration::from_secs(20)).on("FetchMessage").next(1);
/// assert_ne!(flaky, slow);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a fault does nothing until it is given to a mock"]
pub struct Fault {
    pub(crate) name: String,
    /// A pattern of operation ids.
    pub(crate) on: Option<String>,
    pub(crate) method: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) share: f64,
    /// Requests that it lets pass first, and how many it meets then.
    pub(crate) skip: u64,
    pub(crate) count: Option<u64>,
    /// Time on the mock's clock since its start.
    pub(crate) from: Duration,
    pub(crate) until: Option<Duration>,
    pub(crate) above_concurrency: Option<usize>,
    pub(crate) enabled: bool,
    pub(crate) effect: Effect,
}

/// What is done to a request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Effect {
    /// Answers without processing it.
    Status {
        status: u16,
        code: Option<u32>,
        body: Option<String>,
        content_type: Option<String>,
        retry_after: Option<u64>,
    },
    /// The body ends in the middle of its JSON.
    Truncate,
    SlowFirstByte(Duration),
    SlowBody(Duration),
    Reset(Moment),
    ContentType(String),
    /// Seconds that the `Date` header is ahead.
    ClockSkew(i64),
}

/// When a connection is reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// Before the request is processed.
    Before,
    /// After it is processed, without an answer.
    After,
    /// In the middle of the answer's body.
    Within,
}

impl Fault {
    fn new(effect: Effect) -> Fault {
        Fault {
            name: String::new(),
            on: None,
            method: None,
            account: None,
            share: 1.0,
            skip: 0,
            count: None,
            from: Duration::ZERO,
            until: None,
            above_concurrency: None,
            enabled: true,
            effect,
        }
    }

    /// Answers with a status (100 to 599 are taken, others become 500) in Twilio's error shape, without processing the request.
    pub fn status(status: u16) -> Fault {
        let status = if (100..600).contains(&status) { status } else { 500 };
        Fault::new(Effect::Status { status, code: None, body: None, content_type: None, retry_after: None })
    }

    /// Answers with a status and an HTML page, as a proxy before Twilio would, without processing the request.
    pub fn html(status: u16) -> Fault {
        let page = format!("<html><body><h1>{status}</h1><p>The server is not available.</p></body></html>");
        Fault::status(status).body("text/html", &page)
    }

    /// Answers 429 with code 20429, as for too many requests.
    pub fn throttled() -> Fault {
        Fault::status(429)
    }

    /// Ends the body in the middle of its JSON; the request is processed.
    pub fn truncated() -> Fault {
        Fault::new(Effect::Truncate)
    }

    /// Answers after a while; the request is processed at once. What a limit refuses is refused at once.
    pub fn slow_first_byte(time: Duration) -> Fault {
        Fault::new(Effect::SlowFirstByte(time))
    }

    /// Sends the body bit by bit over a while.
    pub fn slow_body(time: Duration) -> Fault {
        Fault::new(Effect::SlowBody(time))
    }

    /// Resets the connection before the request is processed.
    pub fn reset_before() -> Fault {
        Fault::new(Effect::Reset(Moment::Before))
    }

    /// Processes the request and resets the connection without an answer: the client cannot know.
    pub fn reset_after() -> Fault {
        Fault::new(Effect::Reset(Moment::After))
    }

    /// Processes the request and closes the connection in the middle of the body.
    pub fn reset_within() -> Fault {
        Fault::new(Effect::Reset(Moment::Within))
    }

    /// Says another content type than the body has.
    pub fn content_type(content_type: &str) -> Fault {
        Fault::new(Effect::ContentType(content_type.to_owned()))
    }

    /// Sends a `Date` header that is so many seconds ahead, or behind where negative.
    pub fn clock_skew(seconds: i64) -> Fault {
        Fault::new(Effect::ClockSkew(seconds))
    }

    /// Replaces the body of [`Fault::status`]; other faults keep theirs.
    pub fn body(mut self, of_type: &str, text: &str) -> Fault {
        if let Effect::Status { body, content_type, .. } = &mut self.effect {
            *body = Some(text.to_owned());
            *content_type = Some(of_type.to_owned());
        }
        self
    }

    /// Answers with an error code of Twilio's with [`Fault::status`], such as 60212; unless told 20000 and the status.
    pub fn code(mut self, number: u32) -> Fault {
        if let Effect::Status { code, .. } = &mut self.effect {
            *code = Some(number);
        }
        self
    }

    /// Sends `Retry-After` with [`Fault::status`], in seconds.
    pub fn retry_after(mut self, seconds: u64) -> Fault {
        if let Effect::Status { retry_after, .. } = &mut self.effect {
            *retry_after = Some(seconds);
        }
        self
    }

    /// The name it is recorded and switched by; unless told, what it does and its number.
    pub fn named(mut self, name: &str) -> Fault {
        name.clone_into(&mut self.name);
        self
    }

    /// Meets the operations of an id, or of a pattern of ids with `*`: `CreateMessage`, `Fetch*`. Several products have
    /// operations of one id; the host before it says whose are meant: `sync.twilio.com:CreateService`.
    pub fn on(mut self, operations: &str) -> Fault {
        self.on = Some(operations.to_owned());
        self
    }

    /// Meets requests of a method.
    pub fn method(mut self, method: &str) -> Fault {
        self.method = Some(method.to_ascii_uppercase());
        self
    }

    /// Meets requests for an account: the one in the path, or whose credentials are sent.
    pub fn account(mut self, sid: &str) -> Fault {
        self.account = Some(sid.to_owned());
        self
    }

    /// Meets a share of the requests that it could meet, 0 to 1; which ones, the seed decides.
    pub fn share(mut self, share: f64) -> Fault {
        self.share = share.clamp(0.0, 1.0);
        self
    }

    /// Meets so many requests, then no more.
    pub fn next(mut self, count: u64) -> Fault {
        self.count = Some(count);
        self
    }

    /// Lets so many requests pass before it meets one.
    pub fn skip(mut self, count: u64) -> Fault {
        self.skip = count;
        self
    }

    /// Meets requests in a stretch of the mock's time since its start: from the first instant on, before the second.
    pub fn between(mut self, from: Duration, until: Duration) -> Fault {
        self.from = from;
        self.until = Some(until);
        self
    }

    /// Meets requests while more than so many are under way, itself among them.
    pub fn above_concurrency(mut self, requests: usize) -> Fault {
        self.above_concurrency = Some(requests);
        self
    }

    /// What it does, in a word.
    pub(crate) fn word(&self) -> &'static str {
        match &self.effect {
            Effect::Status { .. } => "status",
            Effect::Truncate => "truncate",
            Effect::SlowFirstByte(_) => "slow_first_byte",
            Effect::SlowBody(_) => "slow_body",
            Effect::Reset(Moment::Before) => "reset_before",
            Effect::Reset(Moment::After) => "reset_after",
            Effect::Reset(Moment::Within) => "reset_within",
            Effect::ContentType(_) => "content_type",
            Effect::ClockSkew(_) => "clock_skew",
        }
    }
}
