//! Queues that empty at a steady rate, and how much a message takes of one.

use std::time::Duration;

/// What waits, as the time until all of it is done.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// Since the mock's start.
    until: Duration,
}

impl Queue {
    /// Takes a place; how long it waits, or nothing where more than `most` waits already.
    pub(super) fn take(&mut self, now: Duration, cost: Duration, most: Duration) -> Option<Duration> {
        let wait = self.until.saturating_sub(now);
        if wait >= most && !wait.is_zero() {
            return None;
        }
        self.until = now.saturating_add(wait).saturating_add(cost);
        Some(wait)
    }
}

/// Segments per second that a sender is good for: US long codes, toll-free numbers, short codes.
/// <https://help.twilio.com/articles/115002943027>
pub(super) fn messages_per_second(from: &str) -> f64 {
    const TOLL_FREE: [&str; 7] = ["+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888"];
    let digits = from.bytes().all(|byte| byte.is_ascii_digit());
    if digits && (3..=8).contains(&from.len()) {
        100.0
    } else if TOLL_FREE.iter().any(|head| from.starts_with(head)) {
        3.0
    } else {
        1.0
    }
}

/// Signs of GSM 03.38 beyond letters, digits and ASCII punctuation.
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
/// Signs that take two places there.
const GSM_PAIRS: &str = "^{}\\[~]|€";

/// How many SMS a text takes. <https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding>
pub(super) fn segments(body: &str) -> u32 {
    let place = |sign: char| match sign {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Some(1),
        _ if GSM.contains(sign) => Some(1),
        _ if GSM_PAIRS.contains(sign) => Some(2),
        _ => None,
    };
    let gsm: Option<usize> = body.chars().map(place).sum();
    let (length, single, part) = match gsm {
        Some(length) => (length, 160, 153),
        None => (body.encode_utf16().count(), 70, 67),
    };
    let segments = if length <= single { 1 } else { length.div_ceil(part) };
    u32::try_from(segments).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Queue, messages_per_second, segments};
    use proptest::prelude::*;
    use std::time::Duration;

    #[test]
    fn texts_are_cut_as_phones_cut_them() {
        for (body, expected) in [
            (String::new(), 1),
            ("x".repeat(160), 1),
            ("x".repeat(161), 2),
            ("x".repeat(306), 2),
            ("x".repeat(307), 3),
            ("€".repeat(80), 1),
            ("€".repeat(81), 2),
            ("ł".repeat(70), 1),
            ("ł".repeat(71), 2),
            ("👍".repeat(35), 1),
            ("👍".repeat(36), 2),
        ] {
            assert_eq!(segments(&body), expected, "{body}");
        }
    }

    #[test]
    fn senders_differ() {
        assert_eq!(["12345", "+18005550100", "+15017122661"].map(messages_per_second), [100.0, 3.0, 1.0]);
    }

    proptest! {
        /// Whatever comes when, nobody waits longer than allowed, and the queue never forgets what it took.
        #[test]
        fn nobody_waits_longer_than_allowed(gaps in prop::collection::vec(0_u64..4, 1..60)) {
            let (mut queue, mut now, mut last) = (Queue::default(), Duration::ZERO, Duration::ZERO);
            let most = Duration::from_secs(5);
            for gap in gaps {
                now += Duration::from_secs(gap);
                if let Some(wait) = queue.take(now, Duration::from_secs(2), most) {
                    prop_assert!(wait < most);
                    let turn = now + wait;
                    prop_assert!(last == Duration::ZERO || turn >= last + Duration::from_secs(2));
                    last = turn;
                } else {
                    prop_assert!(queue.until - now >= most);
                }
            }
        }
    }
}
