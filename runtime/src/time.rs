//! Times as Twilio writes them.

use std::fmt;

/// An instant as Twilio wrote it: RFC 3339, or RFC 2822 in the oldest API.
///
/// The text is kept, so that nothing is lost where it does not parse. As an input it is also made from a
/// [`jiff::Timestamp`], a [`jiff::Zoned`] or a [`jiff::civil::Date`]: instants are sent in UTC in whole seconds, as
/// Twilio documents them.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Timestamp(String);

/// A day as Twilio wrote it, `YYYY-MM-DD`; as an input also relative (`-30days`) where Twilio takes that.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Date(String);

impl Timestamp {
    /// The text as it came, or as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The instant, where the text is RFC 3339 or RFC 2822.
    pub fn instant(&self) -> Option<jiff::Timestamp> {
        let rfc_2822 = || jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(&self.0).ok();
        self.0.parse().ok().or_else(rfc_2822)
    }
}

impl Date {
    /// The text as it came, or as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day, where the text is one.
    pub fn day(&self) -> Option<jiff::civil::Date> {
        self.0.parse().ok()
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(instant: jiff::Timestamp) -> Self {
        Self(instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
    }
}

impl From<&jiff::Zoned> for Timestamp {
    fn from(instant: &jiff::Zoned) -> Self {
        instant.timestamp().into()
    }
}

impl From<jiff::civil::Date> for Timestamp {
    fn from(day: jiff::civil::Date) -> Self {
        Self(day.to_string())
    }
}

/// The day in UTC, which Twilio's days are.
impl From<jiff::Timestamp> for Date {
    fn from(instant: jiff::Timestamp) -> Self {
        Self(instant.strftime("%Y-%m-%d").to_string())
    }
}

/// The day in UTC, which Twilio's days are.
impl From<&jiff::Zoned> for Date {
    fn from(instant: &jiff::Zoned) -> Self {
        instant.timestamp().into()
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(day: jiff::civil::Date) -> Self {
        Self(day.to_string())
    }
}

macro_rules! text {
    ($type:ident) => {
        impl From<&str> for $type {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $type {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&$type> for $type {
            fn from(time: &$type) -> Self {
                time.clone()
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text!(Timestamp);
text!(Date);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// RFC 3339 has no years before it.
    const YEAR_1: i64 = -62_135_596_800;

    #[test]
    fn both_notations_are_the_same_instant() {
        let old = Timestamp::from("Thu, 24 Aug 2023 05:01:45 +0000");
        let new = Timestamp::from("2023-08-24T07:01:45+02:00");
        assert!(old.instant().is_some());
        assert_eq!(old.instant(), new.instant());
        assert_eq!(Timestamp::from("soon").instant(), None);
        assert_eq!(Timestamp::from("soon").as_str(), "soon");
    }

    #[test]
    fn an_instant_is_sent_in_utc_in_whole_seconds() {
        let instant: jiff::Timestamp = "2026-11-30T20:36:27.123456+02:00".parse().unwrap();
        assert_eq!(Timestamp::from(instant).as_str(), "2026-11-30T18:36:27Z");
        assert_eq!(Timestamp::from(jiff::civil::date(2026, 1, 2)).as_str(), "2026-01-02");
        assert_eq!(Date::from("-30days").day(), None);
        let late: jiff::Timestamp = "2026-01-02T23:30:00-05:00".parse().unwrap();
        assert_eq!(Date::from(late).as_str(), "2026-01-03");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = Timestamp::from(text.as_str()).instant();
            let _ = Date::from(text).day();
        }

        #[test]
        fn any_instant_of_our_era_is_written(seconds in YEAR_1..jiff::Timestamp::MAX.as_second()) {
            let instant = jiff::Timestamp::from_second(seconds).unwrap();
            prop_assert_eq!(Timestamp::from(instant).instant(), Some(instant));
        }
    }
}
