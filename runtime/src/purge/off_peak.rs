//! The window of the day in which data is deleted.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use std::time::Duration;

/// The hours of each day, in a time zone, in which a [`Purge`](crate::Purge) deletes.
///
/// Twilio asks for deletes in bulk at off-peak hours and publishes none: they are those of whoever uses the account.
///
/// ```
/// use ringfence::{OffPeak, jiff};
/// use jiff::civil::time;
/// use jiff::tz::TimeZone;
///
/// let night = OffPeak::new(time(22, 30, 0, 0), time(5, 0, 0, 0), TimeZone::UTC); // over midnight
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffPeak {
    from: Time,
    to: Time,
    zone: TimeZone,
}

/// A clock on the wall may be set, and a machine may sleep: nothing is waited for longer without a look at the time.
const LONGEST_LOOK: Duration = Duration::from_secs(600);

impl OffPeak {
    /// From one time of the day up to another, by the clocks of a zone (`TimeZone::get("Europe/Berlin")`); a window that ends before it
    /// begins goes over midnight, and one that ends where it begins is the whole day.
    pub const fn new(from: Time, to: Time, zone: TimeZone) -> Self {
        Self { from, to, zone }
    }

    /// How long until it is worth to look again; nothing while it is open.
    pub(super) fn wait(&self, now: Timestamp) -> Duration {
        let local = now.to_zoned(self.zone.clone());
        if self.holds(local.time()) {
            return Duration::ZERO;
        }
        let days = [Ok(local.date()), local.date().tomorrow()].into_iter().flatten();
        let openings = days.filter_map(|day| day.to_datetime(self.from).to_zoned(self.zone.clone()).ok());
        let next = openings.map(|opening| opening.timestamp()).find(|opening| *opening > now);
        let wait = next.and_then(|opening| Duration::try_from(opening.duration_since(now)).ok());
        wait.map_or(LONGEST_LOOK, |wait| wait.min(LONGEST_LOOK))
    }

    fn holds(&self, time: Time) -> bool {
        if self.from < self.to {
            self.from <= time && time < self.to
        } else {
            self.from <= time || time < self.to
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;
    use proptest::prelude::*;

    /// Berlin's rule, without a look at the machine's files.
    fn berlin() -> TimeZone {
        TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// What the waits of a window come to from a moment on.
    fn opens(window: &OffPeak, from: &str) -> String {
        let mut now = at(from);
        while let wait = window.wait(now)
            && !wait.is_zero()
        {
            now += wait;
        }
        now.to_string()
    }

    #[test]
    fn it_is_open_by_the_clocks_of_its_zone() {
        let night = OffPeak::new(time(1, 0, 0, 0), time(5, 0, 0, 0), berlin());
        assert_eq!(opens(&night, "2026-07-01T23:30:00Z"), "2026-07-01T23:30:00Z");
        assert_eq!(opens(&night, "2026-07-01T03:00:00Z"), "2026-07-01T23:00:00Z");
        assert_eq!(opens(&night, "2026-12-01T12:00:00Z"), "2026-12-02T00:00:00Z");
        let over_midnight = OffPeak::new(time(22, 30, 0, 0), time(5, 0, 0, 0), TimeZone::UTC);
        assert_eq!(opens(&over_midnight, "2026-07-01T04:59:59Z"), "2026-07-01T04:59:59Z");
        assert_eq!(opens(&over_midnight, "2026-07-01T05:00:00Z"), "2026-07-01T22:30:00Z");
        let always = OffPeak::new(time(3, 0, 0, 0), time(3, 0, 0, 0), berlin());
        assert_eq!(opens(&always, "2026-07-01T12:00:00Z"), "2026-07-01T12:00:00Z");
    }

    #[test]
    fn the_hour_that_a_day_in_spring_does_not_have_is_passed_over() {
        let window = OffPeak::new(time(2, 0, 0, 0), time(3, 0, 0, 0), berlin());
        assert_eq!(opens(&window, "2026-03-28T12:00:00Z"), "2026-03-30T00:00:00Z");
        let longer = OffPeak::new(time(2, 30, 0, 0), time(4, 0, 0, 0), berlin());
        assert_eq!(opens(&longer, "2026-03-28T12:00:00Z"), "2026-03-29T01:00:00Z");
    }

    proptest! {
        #[test]
        fn a_wait_ends_within_two_days_and_never_early(
            from in 0..1440_i32, to in 0..1440_i32, start in 0..400_000_000_i64,
        ) {
            let clock = |minute: i32| time((minute / 60) as i8, (minute % 60) as i8, 0, 0);
            let window = OffPeak::new(clock(from), clock(to), berlin());
            let begun = Timestamp::from_second(1_500_000_000 + start).unwrap();
            let mut now = begun;
            for _ in 0..400 {
                let wait = window.wait(now);
                if wait.is_zero() {
                    break;
                }
                // The moment before the end of a wait is not in the window, unless the wait was cut to look again.
                let before = now + wait - Duration::from_secs(1);
                prop_assert!(wait == LONGEST_LOOK || !window.holds(before.to_zoned(berlin()).time()));
                now += wait;
            }
            prop_assert!(window.wait(now).is_zero());
            prop_assert!(now.duration_since(begun).as_hours() <= 49);
        }
    }
}
