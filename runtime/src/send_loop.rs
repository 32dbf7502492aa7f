//! The send loop as a state machine without I/O: give it an outcome, it says done, wait or send.
//!
//! It has no clock and no dice: the driver tells how much of the call's time has passed and hands in the jitter, so that
//! an async driver, a blocking one and a test under simulated time run the same code.

#[cfg(test)]
mod tests;

use crate::retry::{RetryPolicy, is_product_throttle};
use crate::{Method, Operation};
use std::time::Duration;

/// What became of one sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// An answer came and was read.
    Answered {
        /// The HTTP status.
        status: u16,
        /// Twilio's error code, where the body has one.
        code: Option<u32>,
        /// The wait that the answer asks for.
        retry_after: Option<Duration>,
    },
    /// The request never left: no DNS answer, no connection, no TLS.
    NotSent,
    /// The request left, and no answer came: a time-out or a reset.
    Lost,
    /// An answer came that cannot be read and will not be readable the next time, such as one that is too long.
    Unreadable,
}

/// What the driver does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Send the request, and give up on the answer after this long.
    Send(Duration),
    /// Wait, then report with [`SendLoop::waited`].
    Wait(Duration),
    /// The call is over.
    Done(Verdict),
}

/// How a call ended; what the last outcome was, the driver knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// An answer with 2xx, the redirect that the operation answers with, or a 304 where it says so.
    Succeeded,
    /// A delete that an earlier sending, whose answer was lost, has already done.
    AlreadyGone,
    /// An answer that is an error, and that leaves no doubt about what happened: nothing.
    Refused,
    /// No answer, and no harm: the request never left, or sending it twice is as good as once.
    Unanswered,
    /// A create, an update or a delete that may or may not have happened.
    Unknown,
}

/// The times that bound one call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// The whole call, waits included.
    pub(crate) deadline: Duration,
    /// One sending, from the connection to the last byte of the answer.
    pub(crate) attempt: Duration,
}

impl Bounds {
    /// What holds where nothing is set.
    pub(crate) const DEFAULT: Self =
        Self { deadline: Duration::from_secs(60), attempt: Duration::from_secs(30) };
}

/// One call under way.
#[derive(Debug)]
pub(crate) struct SendLoop {
    policy: RetryPolicy,
    bounds: Bounds,
    idempotent: bool,
    reads: bool,
    deletes: bool,
    redirects: bool,
    unchanged: bool,
    sends: u32,
    /// An earlier sending may have been processed although no success was seen.
    doubtful: bool,
    last: Verdict,
}

impl SendLoop {
    pub(crate) fn new(operation: &Operation, policy: RetryPolicy, bounds: Bounds) -> Self {
        Self {
            idempotent: operation.is_idempotent(),
            reads: operation.method() == Method::Get,
            deletes: operation.method() == Method::Delete,
            redirects: operation.is_answered_by_redirect(),
            unchanged: operation.is_answered_unchanged(),
            ..Self::of_function(policy, bounds)
        }
    }

    /// What the caller has given a key is done once, however often it is sent.
    pub(crate) fn keyed(mut self, is_keyed: bool) -> Self {
        self.idempotent |= is_keyed;
        self
    }

    /// The loop around what changes nothing, such as a GET on behalf of an operation, whatever that does itself.
    pub(crate) fn reading(mut self, reads: bool) -> Self {
        (self.idempotent, self.reads) = (self.idempotent || reads, self.reads || reads);
        self
    }

    /// The loop around a GET on behalf of an operation that is none.
    pub(crate) fn fetching(mut self, fetching: bool) -> Self {
        if fetching {
            (self.deletes, self.redirects, self.unchanged) = (false, false, false);
        }
        self.reading(fetching)
    }

    /// The loop around a function of which nothing is known: it may create.
    pub(crate) fn of_function(policy: RetryPolicy, bounds: Bounds) -> Self {
        Self {
            policy,
            bounds,
            idempotent: false,
            reads: false,
            deletes: false,
            redirects: false,
            unchanged: false,
            sends: 0,
            doubtful: false,
            last: Verdict::Unanswered,
        }
    }

    /// How often the request was sent.
    pub(crate) fn sends(&self) -> u32 {
        self.sends
    }

    /// The driver may not wait and send again: the last outcome stands.
    pub(crate) fn give_up(&self) -> Step {
        Step::Done(self.last)
    }

    /// How much of the call's time is left, `elapsed` after it began.
    pub(crate) fn left(&self, elapsed: Duration) -> Duration {
        self.bounds.deadline.saturating_sub(elapsed)
    }

    /// The first step.
    pub(crate) fn begin(&mut self) -> Step {
        self.send(Duration::ZERO)
    }

    /// A wait is over; `elapsed` is the time since the call began.
    pub(crate) fn waited(&mut self, elapsed: Duration) -> Step {
        self.send(elapsed)
    }

    /// A sending is over; `elapsed` is the time since the call began, `jitter` a random number from 0 up to 1.
    pub(crate) fn finished(&mut self, outcome: Outcome, elapsed: Duration, jitter: f64) -> Step {
        self.last = self.judge(outcome);
        if !may_repeat(outcome, self.idempotent) || self.sends >= self.policy.most_attempts() {
            return Step::Done(self.last);
        }
        self.doubtful |= leaves_doubt(outcome);
        let wait = self.wait(outcome, jitter);
        // A wait that ends at or after the deadline leaves no time to send in: say now what is known.
        if wait >= self.left(elapsed) {
            return Step::Done(self.last);
        }
        Step::Wait(wait)
    }

    fn send(&mut self, elapsed: Duration) -> Step {
        let left = self.left(elapsed);
        // A driver that wakes too late must not send after the deadline.
        if left.is_zero() && self.sends > 0 {
            return Step::Done(self.last);
        }
        self.sends += 1;
        Step::Send(left.min(self.bounds.attempt))
    }

    fn judge(&self, outcome: Outcome) -> Verdict {
        match outcome {
            Outcome::Answered { status: 200..=299, .. } => Verdict::Succeeded,
            Outcome::Answered { status: 301..=303 | 307 | 308, .. } if self.redirects => Verdict::Succeeded,
            Outcome::Answered { status: 304, .. } if self.unchanged => Verdict::Succeeded,
            Outcome::Answered { status: 404, .. } if self.deletes && self.doubtful => Verdict::AlreadyGone,
            Outcome::Answered { .. } if self.reads => Verdict::Refused,
            // Also where this one was surely not processed: an earlier one may have been, and is why this one was refused.
            Outcome::Answered { .. } if !self.doubtful && !leaves_doubt(outcome) => Verdict::Refused,
            Outcome::NotSent => Verdict::Unanswered,
            Outcome::Lost | Outcome::Unreadable if self.idempotent => Verdict::Unanswered,
            Outcome::Answered { .. } | Outcome::Lost | Outcome::Unreadable => Verdict::Unknown,
        }
    }

    /// Full jitter under the ceiling, after what Twilio asks for.
    fn wait(&self, outcome: Outcome, jitter: f64) -> Duration {
        let share = if jitter.is_finite() { jitter.clamp(0.0, 1.0) } else { 1.0 };
        let ceiling = self.policy.ceiling(self.sends);
        // The product of the longest duration there is may round up to more than that.
        let backoff = Duration::try_from_secs_f64(ceiling.as_secs_f64() * share).unwrap_or(ceiling);
        match outcome {
            Outcome::Answered { retry_after: Some(asked), .. } => asked.saturating_add(backoff),
            _ => backoff,
        }
    }
}

/// The retry matrix.
pub(crate) fn may_repeat(outcome: Outcome, idempotent: bool) -> bool {
    match outcome {
        Outcome::NotSent => true,
        Outcome::Lost => idempotent,
        Outcome::Unreadable => false,
        Outcome::Answered { status: 429, code, .. } => !code.is_some_and(is_product_throttle),
        Outcome::Answered { status: 500 | 502 | 503 | 504, .. } => idempotent,
        Outcome::Answered { .. } => false,
    }
}

/// Whether the request may have been processed although the outcome is no success.
fn leaves_doubt(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Answered { status, .. } => status >= 500,
        Outcome::NotSent => false,
        Outcome::Lost | Outcome::Unreadable => true,
    }
}
