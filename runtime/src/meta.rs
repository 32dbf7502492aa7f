//! What is known of an exchange besides its body.

use crate::retry::{parse_http_date, parse_retry_after};
use http::HeaderMap;
use jiff::Timestamp;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// Facts about one call: on every response, and on every error that comes from one.
///
/// Where the last attempt got no answer, `status` is 0 and what an answer would have told is `None`. A header that is
/// absent or cannot be read is `None` as well: its text stays reachable through [`Meta::headers`].
///
/// Twilio's page on what to watch: <https://www.twilio.com/docs/usage/rest-api-best-practices>
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Meta {
    /// The status of the last answer; 0 where the last attempt got none.
    pub status: u16,
    /// `Twilio-Request-Id` (or `T-Request-Id`): what Twilio's support asks for.
    pub request_id: Option<String>,
    /// `Twilio-Concurrent-Requests`: requests of the account under way when this one was taken.
    pub concurrent_requests: Option<u32>,
    /// `Twilio-Request-Duration`: the time that Twilio itself took.
    pub request_duration: Option<Duration>,
    /// `Retry-After`: how long Twilio asks to wait, counted from the answer.
    pub retry_after: Option<Duration>,
    /// `ETag`: the version of what was answered, for the input `If-Match` of a later update.
    pub etag: Option<String>,
    /// `Location`: where what was accepted can be seen; see [`Response::fetch_location`](crate::Response::fetch_location).
    pub location: Option<String>,
    /// `Operation-Id`: what an accepted request (202) became, for the operation that fetches it.
    pub operation_id: Option<String>,
    /// `Twilio-Reached-Rate-Limit`, as Verify sends it.
    pub reached_rate_limit: Option<bool>,
    /// `X-Rate-Limit-Limit`, as TaskRouter and Intelligence send it, or `X-RateLimit-Limit`, as newer APIs do: requests
    /// allowed.
    pub rate_limit: Option<u64>,
    /// `X-Rate-Limit-Remaining` or `X-RateLimit-Remaining`: requests left.
    pub rate_limit_remaining: Option<u64>,
    /// How often the request was sent.
    pub attempts: u32,
    /// The waits between the attempts, in order.
    pub waits: Vec<Duration>,
    /// The whole call from its first sending on, waits included.
    pub elapsed: Duration,
    /// How long the call waited in the client before its first sending: for its turn and for room within the account's concurrency.
    pub queued: Duration,
    headers: HeaderMap,
}

impl Meta {
    /// Reads the headers of an answer; `now` is what a `Retry-After` date is compared with where there is no `Date`.
    pub(crate) fn from_answer(status: u16, headers: HeaderMap, now: Timestamp) -> Self {
        Self {
            status,
            request_id: request_id(&headers),
            concurrent_requests: parsed(&headers, "twilio-concurrent-requests"),
            request_duration: parsed::<f64>(&headers, "twilio-request-duration")
                .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
            retry_after: retry_after(&headers, now),
            etag: text(&headers, "etag").map(str::to_owned),
            location: text(&headers, "location").map(str::to_owned),
            operation_id: text(&headers, "operation-id").map(str::to_owned),
            reached_rate_limit: text(&headers, "twilio-reached-rate-limit")
                .and_then(|value| value.to_ascii_lowercase().parse().ok()),
            rate_limit: parsed(&headers, "x-rate-limit-limit").or(parsed(&headers, "x-ratelimit-limit")),
            rate_limit_remaining: parsed(&headers, "x-rate-limit-remaining")
                .or(parsed(&headers, "x-ratelimit-remaining")),
            headers,
            ..Self::default()
        }
    }

    /// Every header of the last answer, as it came.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

/// How long an answer asks to wait; `now` is what a date is compared with where the answer has none of its own.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let now = text(headers, "date").and_then(parse_http_date).unwrap_or(now);
    text(headers, "retry-after").and_then(|value| parse_retry_after(value, now))
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

fn parsed<T: FromStr>(headers: &HeaderMap, name: &str) -> Option<T> {
    text(headers, name)?.parse().ok()
}

fn request_id(headers: &HeaderMap) -> Option<String> {
    ["twilio-request-id", "t-request-id"]
        .into_iter()
        .filter_map(|name| text(headers, name))
        .find(|id| !id.is_empty())
        .map(str::to_owned)
}

/// Without the raw headers: they may hold cookies, and what matters of them stands in the fields.
impl fmt::Debug for Meta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meta")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("concurrent_requests", &self.concurrent_requests)
            .field("request_duration", &self.request_duration)
            .field("retry_after", &self.retry_after)
            .field("operation_id", &self.operation_id)
            .field("attempts", &self.attempts)
            .field("waits", &self.waits)
            .field("elapsed", &self.elapsed)
            .field("queued", &self.queued)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};
    use proptest::prelude::*;

    fn meta(headers: &[(&'static str, &'static str)]) -> Meta {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        Meta::from_answer(200, headers, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn twilios_headers_are_read() {
        let meta = meta(&[
            ("twilio-request-id", "RQ1"),
            ("twilio-concurrent-requests", "7"),
            ("twilio-request-duration", "0.111"),
            ("retry-after", "5"),
            ("x-rate-limit-limit", "100"),
            ("x-rate-limit-remaining", "99"),
            ("twilio-reached-rate-limit", "True"),
            ("etag", "\"3\""),
            ("location", "/v2/Operations/op_1"),
            ("operation-id", "op_1"),
        ]);
        assert_eq!(meta.request_id.as_deref(), Some("RQ1"));
        assert_eq!(meta.concurrent_requests, Some(7));
        assert_eq!(meta.request_duration, Some(Duration::from_millis(111)));
        assert_eq!(meta.retry_after, Some(Duration::from_secs(5)));
        assert_eq!((meta.rate_limit, meta.rate_limit_remaining), (Some(100), Some(99)));
        assert_eq!(meta.reached_rate_limit, Some(true));
        assert_eq!(meta.etag.as_deref(), Some("\"3\""));
        assert_eq!(meta.location.as_deref(), Some("/v2/Operations/op_1"));
        assert_eq!(meta.operation_id.as_deref(), Some("op_1"));
        assert_eq!(meta.headers().len(), 10);
    }

    #[test]
    fn rate_limits_have_two_spellings() {
        let newer = meta(&[("x-ratelimit-limit", "100"), ("x-ratelimit-remaining", "99")]);
        assert_eq!((newer.rate_limit, newer.rate_limit_remaining), (Some(100), Some(99)));
    }

    #[test]
    fn the_other_request_id_counts_too() {
        assert_eq!(meta(&[("t-request-id", "RQ2")]).request_id.as_deref(), Some("RQ2"));
    }

    #[test]
    fn a_date_counts_from_the_answers_own_clock() {
        let date = ("date", "Sun, 06 Nov 1994 08:49:30 GMT");
        let after = ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(meta(&[date, after]).retry_after, Some(Duration::from_secs(7)));
    }

    #[test]
    fn junk_is_none_and_stays_reachable() {
        let meta = meta(&[
            ("twilio-concurrent-requests", "many"),
            ("twilio-request-duration", "-1"),
            ("retry-after", "string"),
        ]);
        assert_eq!((meta.concurrent_requests, meta.request_duration, meta.retry_after), (None, None, None));
        assert_eq!(meta.headers()["retry-after"], "string");
    }

    proptest! {
        #[test]
        fn any_header_is_survived(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let Ok(value) = HeaderValue::from_bytes(&bytes) else { return Ok(()) };
            let names = ["twilio-request-id", "twilio-concurrent-requests", "twilio-request-duration",
                "retry-after", "date", "x-rate-limit-limit", "twilio-reached-rate-limit"];
            let headers = names.map(|name| (HeaderName::from_static(name), value.clone()));
            let meta = Meta::from_answer(429, headers.into_iter().collect(), Timestamp::UNIX_EPOCH);
            let _ = format!("{meta:?}");
        }
    }
}
