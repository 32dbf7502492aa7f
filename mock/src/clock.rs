//! Times as Twilio writes and reads them.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, fmt::rfc2822};

/// `Thu, 24 Aug 2023 05:01:45 +0000`, the form of the 2010 API.
pub(crate) fn rfc2822(time: Timestamp) -> String {
    wordy(time, "+0000")
}

/// Written by hand, since each thing has several times and changes them with each state.
fn wordy(time: Timestamp, zone: &str) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let civil = Offset::UTC.to_datetime(time);
    let name = |names: &'static [&'static str], number: i8| {
        usize::try_from(number).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
    };
    let mut out = String::with_capacity(31);
    out.push_str(name(&DAYS, civil.weekday().to_monday_zero_offset()));
    out.push_str(", ");
    digits(&mut out, civil.day().into(), 2);
    out.push(' ');
    out.push_str(name(&MONTHS, civil.month() - 1));
    out.push(' ');
    digits(&mut out, civil.year(), 4);
    out.push(' ');
    for (part, sign) in [(civil.hour(), ':'), (civil.minute(), ':'), (civil.second(), ' ')] {
        digits(&mut out, part.into(), 2);
        out.push(sign);
    }
    out.push_str(zone);
    out
}

/// A number with so many digits.
fn digits(out: &mut String, number: i16, places: u32) {
    for place in (0..places).rev() {
        let digit = number / 10_i16.pow(place) % 10;
        out.push(char::from(b'0' + u8::try_from(digit).unwrap_or_default()));
    }
}

/// `2023-08-24T05:01:45Z`, the form of all other products.
pub(crate) fn iso(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `Thu, 24 Aug 2023 05:01:45 GMT`, the form of HTTP's headers, so many seconds ahead.
pub(crate) fn http(now: Timestamp, ahead: i64) -> String {
    let time = SignedDuration::from_secs(ahead);
    let shown = now.checked_add(time).unwrap_or(now);
    wordy(shown, "GMT")
}

/// The text of a time in a schema's `format`.
pub(crate) fn text(time: Timestamp, format: Option<&str>) -> String {
    match format {
        Some("date-time-rfc-2822") => rfc2822(time),
        Some("date") => time.strftime("%Y-%m-%d").to_string(),
        _ => iso(time),
    }
}

/// A day or an instant; filters take both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Moment {
    Day(Date),
    Instant(Timestamp),
}

impl Moment {
    /// Reads `2023-08-24`, RFC 3339, the same without a zone (then UTC), and RFC 2822.
    pub(crate) fn parse(text: &str) -> Option<Moment> {
        if let Some(day) = day(text) {
            return Some(Moment::Day(day));
        }
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Some(Moment::Instant(instant));
        }
        if let Ok(instant) = rfc2822::parse(text) {
            return Some(Moment::Instant(instant.timestamp()));
        }
        let civil: DateTime = text.contains('T').then(|| text.parse().ok())??;
        civil.to_zoned(TimeZone::UTC).ok().map(|zoned| Moment::Instant(zoned.timestamp()))
    }

    pub(crate) fn day(self) -> Date {
        match self {
            Moment::Day(day) => day,
            Moment::Instant(instant) => instant.to_zoned(TimeZone::UTC).date(),
        }
    }

    /// The instant itself, or the start of the day.
    pub(crate) fn instant(self) -> Timestamp {
        match self {
            Moment::Instant(instant) => instant,
            Moment::Day(day) => day.to_zoned(TimeZone::UTC).map_or(Timestamp::MAX, |zoned| zoned.timestamp()),
        }
    }

    /// Order by instant where both are instants, else by day.
    pub(crate) fn compare(self, other: Moment) -> std::cmp::Ordering {
        match (self, other) {
            (Moment::Instant(left), Moment::Instant(right)) => left.as_second().cmp(&right.as_second()),
            (left, right) => left.day().cmp(&right.day()),
        }
    }
}

/// A date written `YYYY-MM-DD`, nothing else.
pub(crate) fn day(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::{Moment, day, iso, rfc2822};
    use proptest::prelude::*;

    #[test]
    fn writes_both_forms_and_reads_them_back() {
        let time: jiff::Timestamp = "2023-08-24T05:01:45Z".parse().unwrap();
        assert_eq!(rfc2822(time), "Thu, 24 Aug 2023 05:01:45 +0000");
        assert_eq!(iso(time), "2023-08-24T05:01:45Z");
        for text in
            [rfc2822(time), iso(time), "2023-08-24T07:01:45+02:00".into(), "2023-08-24T05:01:45".into()]
        {
            assert_eq!(Moment::parse(&text), Some(Moment::Instant(time)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_time_or_refused(text in ".*", near in "[0-9TZ:.+ -]{0,30}") {
            let _ = (Moment::parse(&text), Moment::parse(&near));
        }

        #[test]
        fn any_second_round_trips(second in 0_i64..4_000_000_000) {
            let time = jiff::Timestamp::from_second(second).unwrap();
            prop_assert_eq!(rfc2822(time), time.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string());
            prop_assert_eq!(Moment::parse(&rfc2822(time)), Some(Moment::Instant(time)));
            prop_assert_eq!(Moment::parse(&iso(time)), Some(Moment::Instant(time)));
        }
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in ["", "tomorrow", "2023-13-01", "2023-02-30", "20230101", "2023-01-01T99:00:00Z"] {
            assert_eq!(Moment::parse(text), day(text).map(Moment::Day), "{text}");
            assert_eq!(day(text), None, "{text}");
        }
    }
}
