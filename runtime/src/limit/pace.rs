//! How fast requests of one operation may follow one another, where Twilio publishes a rate.

use std::collections::{BTreeMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
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

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// What Twilio publishes for one thing: the operation, how many requests for the same path within how long, and the page.
const PUBLISHED_OF_ONE: [(&str, [(usize, Duration); 3]); 1] = [
    // https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts: the status of a verification.
    ("FetchVerification", [(60, MINUTE), (180, HOUR), (250, DAY)]),
];

/// Of no more things the requests are remembered: the one that was asked for longest ago is forgotten.
const MOST_THINGS: usize = 4096;

/// The paces of one account, and when the next request of each operation may go.
#[derive(Debug)]
pub(crate) struct Paces {
    gaps: BTreeMap<String, Duration>,
    next: Mutex<BTreeMap<&'static str, Duration>>,
    /// When things were asked for, by the hash of their paths; those aside whose operations have a pace that was set.
    asked: Mutex<BTreeMap<u64, VecDeque<Duration>>>,
    set: Vec<String>,
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
        Self { gaps, next: Mutex::default(), asked: Mutex::default(), set: set.keys().cloned().collect() }
    }

    /// How long a request of this operation waits, and with that its turn is taken; `now` is any clock that never goes back.
    pub(crate) fn take_turn(&self, operation: &'static str, path: &str, now: Duration) -> Duration {
        let of_one = PUBLISHED_OF_ONE.iter().find(|(known, _)| *known == operation);
        if let Some((_, windows)) = of_one.filter(|_| !self.set.iter().any(|known| known == operation)) {
            return self.take_turn_of_one(windows, path, now);
        }
        let Some(gap) = self.gaps.get(operation) else { return Duration::ZERO };
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = next.entry(operation).or_default();
        let at = (*turn).max(now);
        *turn = at.saturating_add(*gap);
        at.saturating_sub(now)
    }

    fn take_turn_of_one(&self, windows: &[(usize, Duration)], path: &str, now: Duration) -> Duration {
        let mut hasher = DefaultHasher::new();
        path.hash(&mut hasher);
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let key = hasher.finish();
        if asked.len() >= MOST_THINGS && !asked.contains_key(&key) {
            let oldest = asked.iter().min_by_key(|(_, times)| times.back().copied()).map(|(key, _)| *key);
            oldest.map(|oldest| asked.remove(&oldest));
        }
        let times = asked.entry(key).or_default();
        let free = windows.iter().filter_map(|(count, span)| {
            let first = times.len().checked_sub(*count).and_then(|index| times.get(index))?;
            Some(first.saturating_add(*span))
        });
        let at = free.max().unwrap_or_default().max(now);
        times.push_back(at);
        let most = windows.iter().map(|(count, _)| *count).max().unwrap_or_default();
        while times.len() > most {
            times.pop_front();
        }
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
        let waits: Vec<Duration> = (0..3).map(|_| paces.take_turn("CreateCall", "", SECOND)).collect();
        assert_eq!(waits, [Duration::ZERO, SECOND, 2 * SECOND]);
        assert_eq!(
            paces.take_turn("CreateCall", "", 10 * SECOND),
            Duration::ZERO,
            "time that passed counts, unused turns do not"
        );
        assert_eq!(paces.take_turn("CreateMessage", "", SECOND), Duration::ZERO);
        let set = BTreeMap::from([
            ("CreateCall".to_owned(), Pace::unlimited()),
            ("CreateMessage".to_owned(), Pace::per_second(2.0)),
        ]);
        let paces = Paces::new(&set);
        assert_eq!([0, 0].map(|_| paces.take_turn("CreateCall", "", SECOND)), [Duration::ZERO; 2]);
        assert_eq!(
            [0, 0].map(|_| paces.take_turn("CreateMessage", "", SECOND)),
            [Duration::ZERO, SECOND / 2]
        );
    }

    #[test]
    fn the_status_of_one_verification_is_asked_for_as_often_as_twilio_publishes() {
        let paces = Paces::new(&BTreeMap::new());
        let ask = |path: &str, now: Duration| now + paces.take_turn("FetchVerification", path, now);
        let sent: Vec<Duration> = (0..400).map(|_| ask("/a", SECOND)).collect();
        assert!(sent.windows(2).all(|pair| pair[0] <= pair[1]));
        for (count, span) in [(60, MINUTE), (180, HOUR), (250, DAY)] {
            assert!(sent.windows(count + 1).all(|window| window[count] - window[0] >= span));
        }
        assert_eq!(
            [sent[59], sent[60], sent[180], sent[250]],
            [SECOND, SECOND + MINUTE, SECOND + HOUR, SECOND + DAY]
        );
        assert_eq!(ask("/b", SECOND), SECOND, "another verification has its own");
        (0..10_000).for_each(|index| {
            ask(&format!("/{index}"), 2 * SECOND);
        });
        assert_eq!(paces.asked.lock().unwrap().len(), MOST_THINGS);
        let set = BTreeMap::from([("FetchVerification".to_owned(), Pace::unlimited())]);
        let paces = Paces::new(&set);
        assert!((0..100).all(|_| paces.take_turn("FetchVerification", "/a", SECOND).is_zero()));
    }

    proptest! {
        #[test]
        fn no_second_holds_more_than_allowed(count in 1..50_u32, moments in proptest::collection::vec(0..5_000_u64, 1..200)) {
            let paces = Paces::new(&BTreeMap::from([("X".to_owned(), Pace::per_second(f64::from(count)))]));
            let mut moments = moments;
            moments.sort_unstable();
            let sent: Vec<Duration> = moments.into_iter().map(Duration::from_millis).map(|now| now + paces.take_turn("X", "", now)).collect();
            for window in sent.windows(count as usize + 1) {
                prop_assert!(window[count as usize] - window[0] >= SECOND - Duration::from_micros(1));
            }
        }

        #[test]
        fn any_number_is_a_pace(count in any::<f64>()) {
            let paces = Paces::new(&BTreeMap::from([("X".to_owned(), Pace::per_second(count))]));
            for _ in 0..3 {
                paces.take_turn("X", "", SECOND);
            }
        }
    }
}
