//! What Verify takes: starts and codes for one recipient, reads of one verification, and the rate limits that a service has set.
//! <https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts>

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{MOST, bounded};
use crate::act::Deed;
use crate::act::place::Place;
use crate::code;
use crate::life::table::text;
use crate::refusal::Refusal;
use crate::state::State;

/// Codes sent before one is checked, and for how long they count. <https://www.twilio.com/docs/api/errors/60203>
const SENDS: usize = 5;
const SENDS_COUNT: Duration = Duration::from_mins(10);
/// Reads of one verification.
const READS: [(Duration, usize); 3] =
    [(Duration::from_mins(1), 60), (Duration::from_hours(1), 180), (Duration::from_hours(24), 250)];

/// A rate limit of a service that a request comes under: its name, what is counted, and for how long how many are taken.
struct Bucket {
    name: String,
    key: (String, String),
    window: Duration,
    most: usize,
}

impl Deed<'_> {
    /// Refuses a verification that is one too many.
    pub(super) fn verification(&self, state: &mut State, place: &Place) -> Result<(), Refusal> {
        let recipient = self.recipient(place);
        if let Some((most, within)) = self.world.settings.limits.verification_starts {
            let starts = state.gauges.starts.get(&recipient);
            if let Some(wait) = starts.and_then(|starts| self.beyond(starts, most, within)) {
                return Err(refusal(
                    code::MANY_STARTS,
                    "Too many concurrent requests for phone number",
                    wait,
                ));
            }
        }
        self.sends(state, place, recipient)?;
        for bucket in self.buckets(state, place) {
            let taken = state.gauges.buckets.get(&bucket.key);
            if let Some(wait) = taken.and_then(|taken| self.beyond(taken, bucket.most, bucket.window)) {
                let mut refusal = refusal(code::THROTTLED, "Too Many Requests", wait);
                refusal.headers.push(("twilio-reached-rate-limit", bucket.name));
                return Err(refusal);
            }
        }
        Ok(())
    }

    /// Remembers that a code was sent.
    pub(crate) fn sent(&self, state: &mut State, place: &Place, key: &str) {
        if !self.is_verify("CreateVerification") {
            return;
        }
        let recipient = self.recipient(place);
        for bucket in self.buckets(state, place) {
            let taken = bounded(&mut state.gauges.buckets).entry(bucket.key).or_default();
            note(taken, self.now, bucket.most);
        }
        if let Some((most, _)) = self.world.settings.limits.verification_starts {
            note(bounded(&mut state.gauges.starts).entry(recipient.clone()).or_default(), self.now, most);
        }
        let sends = bounded(&mut state.gauges.sends).entry(recipient);
        sends.or_default().push_back((self.now, key.to_owned()));
    }

    /// Refuses to tell of a verification that is asked for too often.
    pub(crate) fn readable(&self, state: &mut State, key: &str) -> Result<(), Refusal> {
        if !self.is_verify("FetchVerification") {
            return Ok(());
        }
        let reads = bounded(&mut state.gauges.reads).entry(key.to_owned()).or_default();
        if READS.iter().any(|(window, most)| self.beyond(reads, *most, *window).is_some()) {
            return Err(Refusal::throttled());
        }
        note(reads, self.now, READS.map(|(_, most)| most).into_iter().max().unwrap_or_default());
        Ok(())
    }

    pub(super) fn is_verify(&self, id: &str) -> bool {
        self.found.operation.host == "verify.twilio.com" && self.found.operation.id == id
    }

    fn recipient(&self, place: &Place) -> (String, String) {
        let to = self.given.body.get("To").and_then(Value::as_str).unwrap_or_default();
        (place.collection.clone(), to.to_owned())
    }

    /// Five codes may be sent before one of them is checked.
    fn sends(&self, state: &mut State, place: &Place, recipient: (String, String)) -> Result<(), Refusal> {
        let Some(mut sends) = state.gauges.sends.remove(&recipient) else { return Ok(()) };
        let since = self.now.checked_sub(SENDS_COUNT).unwrap_or(Timestamp::MIN);
        let shelf = state.shelf(&place.collection);
        let pending = |key: &str| {
            let record = shelf.and_then(|shelf| shelf.find(key));
            record.is_some_and(|record| record.fields.get("status").is_some_and(|status| status == "pending"))
        };
        sends.retain(|(time, key)| *time > since && pending(key));
        let first = sends.front().map(|(time, _)| *time).filter(|_| sends.len() >= SENDS);
        state.gauges.sends.insert(recipient, sends);
        match first {
            Some(first) => Err(refusal(
                code::MOST_SENDS,
                "Max send attempts reached",
                first.duration_since(since).as_secs(),
            )),
            None => Ok(()),
        }
    }

    /// The rate limits of the service that the request names in `RateLimits`, with the value that each counts.
    /// <https://www.twilio.com/docs/verify/api/service-rate-limits>
    fn buckets(&self, state: &State, place: &Place) -> Vec<Bucket> {
        let none = Map::new();
        let named = self.given.body.get("RateLimits").and_then(Value::as_object).unwrap_or(&none);
        let service = place.collection.rsplit_once('/').map_or("", |(service, _)| service);
        let limits = format!("{service}/RateLimits");
        let mut buckets = Vec::new();
        for (name, value) in named {
            let Some(limit) = state.shelf(&limits).and_then(|shelf| shelf.find(name)) else { continue };
            let shelf = state.shelf(&format!("{limits}/{}/Buckets", limit.key));
            buckets.extend(shelf.into_iter().flat_map(|shelf| shelf.records()).filter_map(|bucket| {
                let number = |name: &str| bucket.fields.get(name).and_then(Value::as_u64);
                Some(Bucket {
                    name: name.clone(),
                    key: (bucket.key.to_string(), text(value)),
                    window: Duration::from_secs(number("interval")?),
                    most: usize::try_from(number("max")?).unwrap_or(MOST).min(MOST),
                })
            }));
        }
        buckets
    }

    /// Seconds until one more is taken, where as many as may be were taken within a while.
    fn beyond(&self, taken: &VecDeque<Timestamp>, most: usize, within: Duration) -> Option<i64> {
        let since = self.now.checked_sub(within).unwrap_or(Timestamp::MIN);
        let recent = taken.iter().filter(|time| **time > since);
        let first = recent.clone().next().copied().unwrap_or(self.now);
        (recent.count() >= most).then(|| first.duration_since(since).as_secs())
    }
}

/// Remembers a time, and of those before no more than count.
fn note(times: &mut VecDeque<Timestamp>, now: Timestamp, most: usize) {
    times.push_back(now);
    while times.len() > most {
        times.pop_front();
    }
}

fn refusal(code: u32, words: &str, wait: i64) -> Refusal {
    let mut refusal = Refusal::new(429, code, words);
    refusal.headers.push(("retry-after", wait.max(1).to_string()));
    refusal
}
