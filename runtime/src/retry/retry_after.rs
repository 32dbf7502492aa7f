//! `Retry-After`, in seconds or as a date.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use std::time::Duration;

/// Reads `Retry-After`: whole seconds, or an HTTP date, which counts from `now`. Junk is no wish to wait.
pub(crate) fn parse_retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        // More seconds than a number holds is still a wish to wait.
        return Some(value.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let at = parse_http_date(value)?;
    Some(Duration::try_from(at.duration_since(now)).unwrap_or(Duration::ZERO))
}

/// An HTTP date in the form that senders must use (`Sun, 06 Nov 1994 08:49:37 GMT`).
pub(crate) fn parse_http_date(value: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(value.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn now() -> Timestamp {
        "1994-11-06T08:49:30Z".parse().unwrap()
    }

    #[test]
    fn seconds_and_dates_are_read() {
        assert_eq!(parse_retry_after("0", now()), Some(Duration::ZERO));
        assert_eq!(parse_retry_after(" 120 ", now()), Some(Duration::from_secs(120)));
        assert_eq!(parse_retry_after("99999999999999999999", now()), Some(Duration::MAX));
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(parse_retry_after(date, now()), Some(Duration::from_secs(7)));
        let past = "Sun, 06 Nov 1994 08:49:07 GMT";
        assert_eq!(parse_retry_after(past, now()), Some(Duration::ZERO));
    }

    #[test]
    fn junk_is_ignored() {
        for junk in ["", "string", "-1", "1.5", "1e3", "soon", "Sun, 06 Nov"] {
            assert_eq!(parse_retry_after(junk, now()), None, "{junk}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in ".*") {
            let _ = parse_retry_after(&text, now());
        }
    }
}
