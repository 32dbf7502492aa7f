//! How much Twilio takes: queues of calls and messages, and what Verify allows of one verification.

mod magic;
mod queue;
pub(crate) mod rate;
mod verify;

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
    /// Verifications of one recipient that may be started, and within which time.
    pub(crate) verification_starts: Option<(usize, Duration)>,
    /// Requests per second for one operation that tells its limit in headers.
    pub(crate) rate: u32,
}

/// More than this many calls wait for no more than a day. <https://www.twilio.com/docs/api/errors/22005>
const CALL_QUEUE: Duration = Duration::from_hours(24);
/// Senders, accounts and verifications that are remembered; beyond, all are forgotten.
const MOST: usize = 10_000;

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            concurrency: None,
            calls_per_second: 1,
            message_queue: Duration::from_hours(10),
            numbers: Vec::new(),
            verification_starts: None,
            rate: 50,
        }
    }
}

/// When it is a new thing's turn.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Turn {
    pub(crate) wait: Duration,
    /// Whether its turn never comes, which it learns only later.
    pub(crate) lost: bool,
}

/// What has been used of the limits.
#[derive(Debug, Default)]
pub(crate) struct Gauges {
    senders: BTreeMap<(String, String), Queue>,
    calls: BTreeMap<String, Queue>,
    /// By collection and recipient: when codes were sent, and in which verification.
    sends: BTreeMap<(String, String), VecDeque<(Timestamp, String)>>,
    reads: BTreeMap<String, VecDeque<Timestamp>>,
    /// By collection and recipient.
    starts: BTreeMap<(String, String), VecDeque<Timestamp>>,
    /// By bucket and what is counted.
    buckets: BTreeMap<(String, String), VecDeque<Timestamp>>,
    rates: BTreeMap<(String, String), rate::Window>,
}

fn bounded<K: Ord, V>(map: &mut BTreeMap<K, V>) -> &mut BTreeMap<K, V> {
    if map.len() >= MOST {
        map.clear();
    }
    map
}

impl Deed<'_> {
    /// Refuses a creation that Twilio would not take now; else says how long it waits for its turn.
    pub(crate) fn admit(
        &self,
        state: &mut State,
        place: &Place,
        fields: &mut Fields,
    ) -> Result<Turn, Refusal> {
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
            Some("CreateIncomingPhoneNumber") => self.magic(state, from).map(|()| Turn::default()),
            _ if self.is_verify("CreateVerification") => {
                self.verification(state, place).map(|()| Turn::default())
            }
            _ => Ok(Turn::default()),
        }
    }

    /// Messages of one sender wait for their turn, up to ten hours. Of a messaging service, what is beyond is taken and fails
    /// later (30001).
    fn message(&self, state: &mut State, from: &str, fields: &mut Fields) -> Result<Turn, Refusal> {
        let given = |name: &str| self.given.body.get(name).and_then(Value::as_str).unwrap_or_default();
        let segments = segments(given("Body"));
        fields.insert("num_segments".to_owned(), json!(segments.to_string()));
        let sender = if from.is_empty() { given("MessagingServiceSid") } else { from };
        let key = (self.account.to_owned(), sender.to_owned());
        let queue = bounded(&mut state.gauges.senders).entry(key).or_default();
        let cost = Duration::from_secs(1).mul_f64(f64::from(segments) / messages_per_second(sender));
        let most = self.world.settings.limits.message_queue;
        match queue.take(self.world.time.elapsed(), cost, most) {
            Some(wait) => Ok(Turn { wait, lost: false }),
            None if from.is_empty() => Ok(Turn { lost: true, ..Turn::default() }),
            None => Err(Refusal::new(
                429,
                code::MESSAGE_QUEUE_FULL,
                format!("This 'From' number has exceeded the maximum number of queued messages: {from}"),
            )),
        }
    }

    /// Calls wait for their turn, up to a day; the call tells for how long.
    fn call(&self, state: &mut State, fields: &mut Fields) -> Result<Turn, Refusal> {
        let rate = self.world.settings.limits.calls_per_second.max(1);
        let queue = bounded(&mut state.gauges.calls).entry(self.account.to_owned()).or_default();
        let wait = queue.take(self.world.time.elapsed(), Duration::from_secs(1) / rate, CALL_QUEUE);
        let wait = wait.ok_or_else(|| Refusal::new(429, code::CALL_QUEUE_FULL, "Call queue full"))?;
        fields.insert("queue_time".to_owned(), json!(wait.as_millis().to_string()));
        Ok(Turn { wait, lost: false })
    }
}
