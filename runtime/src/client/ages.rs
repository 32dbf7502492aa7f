//! Documents that are older than they should be: told once.

use crate::Operation;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Twilio asks for newer ones once in a quarter.
const MOST_DAYS: i32 = 92;

/// The dates of the documents whose operations were called.
#[derive(Debug, Default)]
pub(super) struct Ages {
    seen: Mutex<BTreeSet<&'static str>>,
}

impl Ages {
    /// How many days old the document of an operation is, where that is too many and was not told before.
    pub(super) fn told(&self, operation: &Operation, now: impl Fn() -> Timestamp) -> Option<i32> {
        let date = operation.date()?;
        if !self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(date) {
            return None;
        }
        let today = now().to_zoned(TimeZone::UTC).date();
        let age = (today - date.parse::<Date>().ok()?).get_days();
        (age > MOST_DAYS).then_some(age)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Method;

    #[test]
    fn what_is_older_than_a_quarter_is_told_once() {
        let of = |date| Operation::new("X", Method::Get, "api.twilio.com", "/x").dated(date);
        let now = || "2026-07-16T12:00:00Z".parse().unwrap();
        let ages = Ages::default();
        assert_eq!(ages.told(&of("2026-04-14"), now), Some(93));
        assert_eq!(ages.told(&of("2026-04-14"), now), None);
        assert_eq!(ages.told(&of("2026-04-15"), now), None, "of this quarter");
        assert_eq!(ages.told(&of("2024-02-29"), now), Some(868));
        for undated in ["", "yesterday"] {
            assert_eq!(ages.told(&of(undated), now), None);
        }
    }
}
