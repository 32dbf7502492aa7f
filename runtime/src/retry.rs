//! When to try again, and how long to wait.

mod budget;
mod product_throttle;
mod retry_after;

pub use budget::RetryBudget;
pub(crate) use budget::Savings;
pub(crate) use product_throttle::is_product_throttle;
pub(crate) use retry_after::{parse_http_date, parse_retry_after};

use std::time::Duration;

/// The written exit from retries: the reason stands where retries are switched off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoRetry {
    reason: &'static str,
}

impl NoRetry {
    /// Switches retries off for a reason that a reader can judge.
    pub const fn because(reason: &'static str) -> Self {
        Self { reason }
    }

    /// The reason.
    pub const fn reason(&self) -> &'static str {
        self.reason
    }
}

/// How often a client tries again, and how long it waits in between: exponential backoff with full jitter.
///
/// Wait number `n` (from 1) is a random share of `min(longest_wait, first_wait * growth^(n - 1))`; a `Retry-After` of
/// Twilio's is added to it. What may be tried again at all is not a setting:
///
/// | outcome | reads, deletes and other idempotent operations | creates and updates |
/// |---|---|---|
/// | 429 | again | again: Twilio did not process it |
/// | 429 with a product's own code (such as Verify 60203) | an error: waiting does not cure it | the same |
/// | never left (no DNS answer, no connection, no TLS) | again | again |
/// | 500, 502, 503, 504, time-out, reset | again | [`Error::OutcomeUnknown`](crate::Error::OutcomeUnknown) |
/// | any other status | an error | an error |
///
/// What changes something and was sent again, since it is idempotent, is [`Error::OutcomeUnknown`](crate::Error::OutcomeUnknown) as well
/// where an attempt was lost and the last one is refused: that may be because the lost one was processed.
///
/// Twilio's page: <https://www.twilio.com/docs/usage/rest-api-best-practices>
///
/// ```
/// use ringfence::RetryPolicy;
/// use std::time::Duration;
/// let patient = RetryPolicy::new().attempts(10).longest_wait(Duration::from_secs(30));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    first_wait: Duration,
    growth: u32,
    longest_wait: Duration,
    off: Option<NoRetry>,
}

impl RetryPolicy {
    /// The default: 6 attempts, the first wait up to 250 ms, each next one up to twice as long, none longer than 10 s.
    pub const fn new() -> Self {
        Self {
            attempts: 6,
            first_wait: Duration::from_millis(250),
            growth: 2,
            longest_wait: Duration::from_secs(10),
            off: None,
        }
    }

    /// One attempt, whatever happens, for a reason that is written down.
    pub const fn off(reason: NoRetry) -> Self {
        Self { off: Some(reason), ..Self::new() }
    }

    /// How often a request is sent at most, the first time included; fewer than 2 count as 2: retries are off by [`RetryPolicy::off`], with
    /// its reason, and not by a number.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = if attempts < 2 { 2 } else { attempts };
        self
    }

    /// The upper end of the first wait, before any growth.
    #[must_use]
    pub const fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// How many times longer each wait may be than the one before; 0 and 1 let no wait grow.
    #[must_use]
    pub const fn growth(mut self, factor: u32) -> Self {
        self.growth = if factor == 0 { 1 } else { factor };
        self
    }

    /// The upper end of every wait that Twilio does not ask for itself.
    #[must_use]
    pub const fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// Why retries are off, where they are.
    pub const fn no_retry(&self) -> Option<&NoRetry> {
        self.off.as_ref()
    }

    pub(crate) fn most_attempts(&self) -> u32 {
        if self.off.is_some() { 1 } else { self.attempts }
    }

    /// The upper end of the wait after the `sends`-th sending.
    pub(crate) fn ceiling(&self, sends: u32) -> Duration {
        let factor = self.growth.saturating_pow(sends.saturating_sub(1));
        self.first_wait.saturating_mul(factor).min(self.longest_wait)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}
