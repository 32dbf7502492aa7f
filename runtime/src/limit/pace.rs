//! How fast requests of one operation may follow one another, where Twilio publishes a rate.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How many requests of an operation are sent in a second at most.
///
/// Requests beyond it wait in the client; the deadline of a call begins when it is sent for the first time.
///
/// ```
/// use ringfence::Pace;
/// let calls = Pace::per_second(30.0); // an account with 30 calls per second
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    gap: Duration,
}

impl Pace {
    /// So many in a second; less than one is allowed, and what is no positive number counts as [`Pace::unlimited`].
    pub fn per_second(count: f64) -> Self {
        let gap = if count > 0.0 {
            Duration::try_from_secs_f64(1.0 / count).unwrap_or(Duration::MAX)
        } else {
            Duration::ZERO
        };
        Self { gap }
    }

    /// The time between two.
    pub(crate) fn gap(self) -> Duration {
        self.gap
    }

    /// No pace at all.
    pub const fn unlimited() -> Self {
        Self { gap: Duration::ZERO }
    }
}

/// What Twilio publishes: the operation, how many in a second for one account, and the page that says so.
const PUBLISHED: [(&str, f64); 2] = [
    // https://www.twilio.com/docs/glossary/cps: more are queued, and refused with 22005 after a day.
    ("CreateCall", 1.0),
    // https://www.twilio.com/docs/api/errors/45780: twenty for each endpoint of an account.
    ("CreateInteraction", 20.0),
];

/// The paces of one account, and when the next request of each operation may go.
#[derive(Debug)]
pub(crate) struct Paces {
    gaps: BTreeMap<String, Duration>,
    next: Mutex<BTreeMap<&'static str, Duration>>,
}

impl Paces {
    /// Those that are published, unless set otherwise.
    pub(crate) fn new(set: &BTreeMap<String, Pace>) -> Self {
        let published = PUBLISHED
            .iter()
            .map(|(operation, count)| ((*operation).to_owned(), Pace::per_second(*count).gap));
        let mut gaps: BTreeMap<String, Duration> = published.collect();
        gaps.extend(set.iter().map(|(operation, pace)| (operation.clone(), pace.gap)));
        gaps.retain(|_, gap| !gap.is_zero());
        Self { gaps, next: Mutex::default() }
    }

    /// How long a request of this operation waits, and with that its turn is taken; `now` is any clock that never goes back.
    pub(crate) fn take_turn(&self, operation: &'static str, now: Duration) -> Duration {
        let Some(gap) = self.gaps.get(operation) else { return Duration::ZERO };
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = next.entry(operation).or_default();
        let at = (*turn).max(now);
        *turn = at.saturating_add(*gap);
        at.saturating_sub(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn what_is_published_holds_unless_it_is_set_otherwise() {
        let paces = Paces::new(&BTreeMap::new());
        let waits: Vec<Duration> = (0..3).map(|_| paces.take_turn("CreateCall", SECOND)).collect();
        assert_eq!(waits, [Duration::ZERO, SECOND, 2 * SECOND]);
        assert_eq!(
            paces.take_turn("CreateCall", 10 * SECOND),
            Duration::ZERO,
            "time that passed counts, unused turns do not"
        );
        assert_eq!(paces.take_turn("CreateMessage", SECOND), Duration::ZERO);
        let set = BTreeMap::from([
            ("CreateCall".to_owned(), Pace::unlimited()),
            ("CreateMessage".to_owned(), Pace::per_second(2.0)),
        ]);
        let paces = Paces::new(&set);
        assert_eq!([0, 0].map(|_| paces.take_turn("CreateCall", SECOND)), [Duration::ZERO; 2]);
        assert_eq!([0, 0].map(|_| paces.take_turn("CreateMessage", SECOND)), [Duration::ZERO, SECOND / 2]);
    }

    proptest! {
        #[test]
        fn no_second_holds_more_than_allowed(count in 1..50_u32, moments in proptest::collection::vec(0..5_000_u64, 1..200)) {
            let paces = Paces::new(&BTreeMap::from([("X".to_owned(), Pace::per_second(f64::from(count)))]));
            let mut moments = moments;
            moments.sort_unstable();
            let sent: Vec<Duration> = moments.into_iter().map(Duration::from_millis).map(|now| now + paces.take_turn("X", now)).collect();
            for window in sent.windows(count as usize + 1) {
                prop_assert!(window[count as usize] - window[0] >= SECOND - Duration::from_micros(1));
            }
        }

        #[test]
        fn any_number_is_a_pace(count in any::<f64>()) {
            let paces = Paces::new(&BTreeMap::from([("X".to_owned(), Pace::per_second(count))]));
            for _ in 0..3 {
                paces.take_turn("X", SECOND);
            }
        }
    }
}
