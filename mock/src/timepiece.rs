//! The mock's time: the machine's, or one that stands still until a test moves it.

use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use tokio::sync::watch;

/// What tells the time.
#[derive(Debug)]
pub(crate) struct Timepiece {
    origin: Timestamp,
    hand: Hand,
}

#[derive(Debug)]
enum Hand {
    Real(Instant),
    /// Time since the start, moved by the test; whoever sleeps watches it.
    Driven(watch::Sender<Duration>),
}

impl Timepiece {
    pub(crate) fn real() -> Timepiece {
        Timepiece { origin: Timestamp::now(), hand: Hand::Real(Instant::now()) }
    }

    /// Stands at an instant until it is moved. An instant outside of years 1 to 9999 is taken as now.
    pub(crate) fn driven(origin: SystemTime) -> Timepiece {
        let origin = Timestamp::try_from(origin).unwrap_or_else(|_| Timestamp::now());
        Timepiece { origin, hand: Hand::Driven(watch::Sender::new(Duration::ZERO)) }
    }

    pub(crate) fn is_driven(&self) -> bool {
        matches!(self.hand, Hand::Driven(_))
    }

    /// Time since the mock's start.
    pub(crate) fn elapsed(&self) -> Duration {
        match &self.hand {
            Hand::Real(started) => started.elapsed(),
            Hand::Driven(elapsed) => *elapsed.borrow(),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.at(self.elapsed())
    }

    /// The instant so long after the start; the last one there is, where that is beyond all calendars.
    pub(crate) fn at(&self, since_start: Duration) -> Timestamp {
        self.origin.checked_add(since_start).unwrap_or(Timestamp::MAX)
    }

    /// How long after the start an instant lies; nothing for one before it.
    pub(crate) fn since_start(&self, instant: Timestamp) -> Duration {
        Duration::try_from(instant.duration_since(self.origin)).unwrap_or_default()
    }

    /// Moves a driven time forward, never back; a real one moves by itself.
    pub(crate) fn move_to(&self, since_start: Duration) {
        if let Hand::Driven(elapsed) = &self.hand {
            elapsed.send_modify(|now| *now = since_start.max(*now));
        }
    }

    /// Waits for a while of this time.
    pub(crate) async fn sleep(&self, time: Duration) {
        match &self.hand {
            Hand::Real(_) => tokio::time::sleep(time).await,
            Hand::Driven(elapsed) => {
                let until = self.elapsed().saturating_add(time);
                // The sender lives in `self`, so waiting cannot fail.
                let _ = elapsed.subscribe().wait_for(|now| *now >= until).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Timepiece;
    use std::time::{Duration, SystemTime};

    #[tokio::test]
    async fn a_driven_time_moves_when_it_is_moved() {
        let time = Timepiece::driven(SystemTime::UNIX_EPOCH);
        assert_eq!((time.elapsed(), time.now().as_second()), (Duration::ZERO, 0));
        let hour = Duration::from_secs(3600);
        time.move_to(hour);
        time.move_to(Duration::from_secs(1));
        assert_eq!((time.elapsed(), time.now().as_second()), (hour, 3600), "never back");
        assert_eq!(time.since_start(time.at(2 * hour)), 2 * hour);
        let (asleep, ()) = tokio::join!(
            async {
                time.sleep(hour).await;
                time.elapsed()
            },
            async { time.move_to(2 * hour) }
        );
        assert_eq!(asleep, 2 * hour);
    }
}
