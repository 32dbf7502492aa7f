//! The rates that Twilio publishes for operations.

use crate::Operation;
use std::time::Duration;

/// So many requests of an operation within so long: what Twilio publishes, and what a client keeps to unless
/// [`ClientBuilder::pace`](crate::ClientBuilder::pace) says otherwise. [`Operation::rate_limits`] has those of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many.
    pub requests: u32,
    /// Within how long.
    pub within: Duration,
    /// Whether it is counted for each thing that is asked for by its path; otherwise for the account.
    pub of_one: bool,
    /// The page that says so.
    pub page: &'static str,
}

impl RateLimit {
    const fn new(requests: u32, seconds: u64, of_one: bool, page: &'static str) -> Self {
        Self { requests, within: Duration::from_secs(seconds), of_one, page }
    }

    /// Each operation with a published rate, by its id: the host of the document that it is in, and its rates.
    pub const PUBLISHED: [(&'static str, &'static str, &'static [Self]); 3] = [
        // More are queued, and refused with 22005 after a day.
        ("CreateCall", "api.twilio.com", &[Self::new(1, 1, false, CALLS)]),
        ("CreateInteraction", "flex-api.twilio.com", &[Self::new(20, 1, false, INTERACTIONS)]),
        (
            "FetchVerification",
            "verify.twilio.com",
            &[
                Self::new(60, 60, true, VERIFICATIONS),
                Self::new(180, 3600, true, VERIFICATIONS),
                Self::new(250, 24 * 3600, true, VERIFICATIONS),
            ],
        ),
    ];

    /// Those of an operation, by its id.
    pub(super) fn of(operation: &str) -> &'static [Self] {
        Self::PUBLISHED.iter().find(|(known, ..)| *known == operation).map_or(&[], |(.., limits)| limits)
    }
}

const CALLS: &str = "https://www.twilio.com/docs/glossary/cps";
const INTERACTIONS: &str = "https://www.twilio.com/docs/api/errors/45780";
const VERIFICATIONS: &str = "https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts";

impl Operation {
    /// The rates that Twilio publishes for it; none for most operations, which are limited by the account's concurrency alone.
    pub fn rate_limits(&self) -> &'static [RateLimit] {
        let is_its_host =
            RateLimit::PUBLISHED.iter().any(|(id, host, _)| (*id, *host) == (self.id(), self.host()));
        if is_its_host { RateLimit::of(self.id()) } else { &[] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Method;

    #[test]
    fn an_operation_has_its_own_rates_and_no_others() {
        let limits = |id, host| Operation::new(id, Method::Post, host, "/x").rate_limits();
        let calls = limits("CreateCall", "api.twilio.com");
        assert_eq!((calls[0].requests, calls[0].within, calls.len()), (1, Duration::from_secs(1), 1));
        assert_eq!(limits("FetchVerification", "verify.twilio.com").len(), 3);
        assert!(limits("CreateCall", "video.twilio.com").is_empty());
        assert!(limits("CreateMessage", "api.twilio.com").is_empty());
    }
}
