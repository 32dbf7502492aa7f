//! How much Twilio takes: queues of calls and messages, and what Verify allows of one verification.

mod magic;
mod queue;

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::act::Deed;
use crate::act::place::Place;
use crate::code;
use crate::refusal::Refusal;
use crate::state::{Fields, State};
use queue::{Queue, messages_per_second, segments};

/// What the builder was told of limits.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// Requests of one account at once.
    pub(crate) concurrency: Option<usize>,
    /// Calls placed per second and account.
    pub(crate) calls_per_second: u32,
    /// How much may wait for one sender.
    pub(crate) message_queue: Duration,
    /// Numbers of the account; none means that any number is.
    pub(crate) numbers: Vec<String>,
}

/// More than this many calls wait for no more than a day. <https://www.twilio.com/docs/api/errors/22005>
const CALL_QUEUE: Duration = Duration::from_hours(24);
/// Senders, accounts and verifications that are remembered; beyond, all are forgotten.
const MOST: usize = 10_000;
/// Codes sent before one is checked, and for how long they count. <https://www.twilio.com/docs/api/errors/60203>
const SENDS: usize = 5;
const SENDS_COUNT: Duration = Duration::from_mins(10);
/// Reads of one verification. <https://www.twilio.com/docs/verify/api/rate-limits-and-timeouts>
const READS: [(Duration, usize); 3] =
    [(Duration::from_mins(1), 60), (Duration::from_hours(1), 180), (Duration::from_hours(24), 250)];

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            concurrency: None,
            calls_per_second: 1,
            message_queue: Duration::from_hours(10),
            numbers: Vec::new(),
        }
    }
}

/// What has been used of the limits.
#[derive(Debug, Default)]
pub(crate) struct Gauges {
    senders: BTreeMap<(String, String), Queue>,
    calls: BTreeMap<String, Queue>,
    /// By collection and recipient: when codes were sent, and in which verification.
    sends: BTreeMap<(String, String), VecDeque<(Timestamp, String)>>,
    reads: BTreeMap<String, VecDeque<Timestamp>>,
}

fn bounded<K: Ord, V>(map: &mut BTreeMap<K, V>) -> &mut BTreeMap<K, V> {
    if map.len() >= MOST {
        map.clear();
    }
    map
}

impl Deed<'_> {
    /// Refuses a creation that Twilio would not take now; else its fields may say how long it waits.
    pub(crate) fn admit(&self, state: &mut State, place: &Place, fields: &mut Fields) -> Result<(), Refusal> {
        let operation = self.found.operation;
        let from = self.given.body.get("From").and_then(Value::as_str).unwrap_or_default();
        match operation.core_id() {
            Some("CreateMessage") => {
                self.magic(state, from)?;
                self.message(state, from, fields)
            }
            Some("CreateCall") => {
                self.magic(state, from)?;
                self.call(state, fields)
            }
            Some("CreateIncomingPhoneNumber") => self.magic(state, from),
            _ if operation.host == "verify.twilio.com" && operation.id == "CreateVerification" => {
                self.verification(state, place)
            }
            _ => Ok(()),
        }
    }

    /// Messages of one sender wait for their turn, up to ten hours.
    fn message(&self, state: &mut State, from: &str, fields: &mut Fields) -> Result<(), Refusal> {
        let body = self.given.body.get("Body").and_then(Value::as_str).unwrap_or_default();
        let segments = segments(body);
        fields.insert("num_segments".to_owned(), json!(segments.to_string()));
        if from.is_empty() {
            return Ok(());
        }
        let key = (self.account.to_owned(), from.to_owned());
        let queue = bounded(&mut state.gauges.senders).entry(key).or_default();
        let cost = Duration::from_secs(1).mul_f64(f64::from(segments) / messages_per_second(from));
        queue
            .take(self.world.time.elapsed(), cost, self.world.settings.limits.message_queue)
            .map(|_| ())
            .ok_or_else(|| {
                Refusal::new(
                    429,
                    code::MESSAGE_QUEUE_FULL,
                    format!("This 'From' number has exceeded the maximum number of queued messages: {from}"),
                )
            })
    }

    /// Calls wait for their turn, up to a day; the call tells for how long.
    fn call(&self, state: &mut State, fields: &mut Fields) -> Result<(), Refusal> {
        let rate = self.world.settings.limits.calls_per_second.max(1);
        let queue = bounded(&mut state.gauges.calls).entry(self.account.to_owned()).or_default();
        let wait = queue.take(self.world.time.elapsed(), Duration::from_secs(1) / rate, CALL_QUEUE);
        let wait = wait.ok_or_else(|| Refusal::new(429, code::CALL_QUEUE_FULL, "Call queue full"))?;
        fields.insert("queue_time".to_owned(), json!(wait.as_millis().to_string()));
        Ok(())
    }

    /// Five codes may be sent before one of them is checked.
    fn verification(&self, state: &mut State, place: &Place) -> Result<(), Refusal> {
        let to = self.given.body.get("To").and_then(Value::as_str).unwrap_or_default();
        let key = (place.collection.clone(), to.to_owned());
        let Some(mut sends) = state.gauges.sends.remove(&key) else { return Ok(()) };
        let since = self.now.checked_sub(SENDS_COUNT).unwrap_or(Timestamp::MIN);
        let shelf = state.shelf(&place.collection);
        let pending = |key: &str| {
            let record = shelf.and_then(|shelf| shelf.find(key));
            record.is_some_and(|record| record.fields.get("status").is_some_and(|status| status == "pending"))
        };
        sends.retain(|(time, key)| *time > since && pending(key));
        let first = sends.front().map(|(time, _)| *time).filter(|_| sends.len() >= SENDS);
        state.gauges.sends.insert(key, sends);
        let Some(first) = first else { return Ok(()) };
        let mut refusal = Refusal::new(429, code::MOST_SENDS, "Max send attempts reached");
        let wait = first.duration_since(since).as_secs().max(1);
        refusal.headers.push(("retry-after", wait.to_string()));
        Err(refusal)
    }

    /// Remembers that a code was sent.
    pub(crate) fn sent(&self, state: &mut State, place: &Place, key: &str) {
        let operation = self.found.operation;
        if operation.host == "verify.twilio.com" && operation.id == "CreateVerification" {
            let to = self.given.body.get("To").and_then(Value::as_str).unwrap_or_default();
            let sends = bounded(&mut state.gauges.sends).entry((place.collection.clone(), to.to_owned()));
            sends.or_default().push_back((self.now, key.to_owned()));
        }
    }

    /// Refuses to tell of a verification that is asked for too often.
    pub(crate) fn readable(&self, state: &mut State, key: &str) -> Result<(), Refusal> {
        let operation = self.found.operation;
        if operation.host != "verify.twilio.com" || operation.id != "FetchVerification" {
            return Ok(());
        }
        let reads = bounded(&mut state.gauges.reads).entry(key.to_owned()).or_default();
        for (window, most) in READS {
            let since = self.now.checked_sub(window).unwrap_or(Timestamp::MIN);
            if reads.iter().filter(|time| **time > since).count() >= most {
                return Err(Refusal::throttled());
            }
        }
        reads.push_back(self.now);
        if reads.len() > MOST.min(250) {
            reads.pop_front();
        }
        Ok(())
    }
}
