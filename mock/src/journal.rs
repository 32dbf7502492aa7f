//! What a mock saw and sent.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;

/// How much is kept of each kind; beyond, the oldest goes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Keep {
    pub(crate) entries: usize,
    /// Bytes, about.
    pub(crate) bytes: usize,
}

/// One request, as it came and as it was answered. Secrets are not kept.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Recorded {
    /// Its number among the mock's requests, from 1.
    pub number: u64,
    /// The method, such as `POST`.
    pub method: String,
    /// The `Host` header as given.
    pub host: String,
    /// The path as given, still percent-encoded.
    pub path: String,
    /// Names and values of the query, decoded, in order.
    pub query: Vec<(String, String)>,
    /// Names and values of a form body, decoded, in order.
    pub form: Vec<(String, String)>,
    /// A JSON body.
    pub json: Option<Value>,
    /// A body that could be read as neither, as text; what is no UTF-8 in it shows as `\u{fffd}`.
    pub text: Option<String>,
    /// The headers, names in lower case, without `authorization`, `proxy-authorization` and `cookie`.
    pub headers: Vec<(String, String)>,
    /// User name of the basic credentials.
    pub user: Option<String>,
    /// The operation of the document, such as `CreateMessage`.
    pub operation: Option<String>,
    /// The status answered; 0 where a fault reset the connection before the request was processed.
    pub status: u16,
    /// Twilio's error code, where the answer is an error.
    pub code: Option<u32>,
    /// The answer's `Twilio-Request-Id`.
    pub request_id: String,
    /// When the request came, since the mock's start.
    pub received_at: Duration,
    /// How long the answer took.
    pub took: Duration,
    /// Whether it was answered 429 because of [`crate::Mock::throttle_next`], or because too many were under way, or too many
    /// came in a second.
    pub throttled: bool,
    /// The checks that it passed, in their order: `host`, `credentials`, `limits`, `path`, `inputs`, `state`. An error comes of
    /// the first that is missing.
    pub passed: &'static [&'static str],
    /// The faults that were played on it, by their names.
    pub faults: Vec<String>,
    /// Everything found wrong with it.
    pub problems: Vec<String>,
}

/// The checks of a request, in their order.
pub(crate) const CHECKS: [&str; 6] = ["host", "credentials", "limits", "path", "inputs", "state"];

/// What became of one check of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CheckResult {
    /// Nothing was wrong.
    Passed,
    /// The error that was answered comes of it.
    Failed,
    /// An earlier check failed, or a fault answered in its place.
    NotReached,
}

impl fmt::Display for CheckResult {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            CheckResult::Passed => "passed",
            CheckResult::Failed => "failed",
            CheckResult::NotReached => "not reached",
        })
    }
}

impl Recorded {
    /// Each check by its name, in order, and what became of it.
    pub fn checks(&self) -> impl Iterator<Item = (&'static str, CheckResult)> {
        let faulted = self.passed.is_empty() && !self.faults.is_empty();
        CHECKS.iter().enumerate().map(move |(index, name)| {
            let result = match index.cmp(&self.passed.len()) {
                Ordering::Less => CheckResult::Passed,
                Ordering::Equal if !faulted => CheckResult::Failed,
                _ => CheckResult::NotReached,
            };
            (*name, result)
        })
    }

    /// The check that it failed, such as `credentials`; none where it passed all of them, or a fault answered in their place.
    pub fn failed_check(&self) -> Option<&'static str> {
        self.checks().find(|(_, result)| *result == CheckResult::Failed).map(|(name, _)| name)
    }

    /// The first value of a form field.
    pub fn form_value(&self, name: &str) -> Option<&str> {
        self.form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a query parameter.
    pub fn query_value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a header, by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// One callback, sent or not.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Callback {
    /// Its number among the mock's callbacks, in the order in which they ended, from 1.
    pub number: u64,
    /// The identifier of what it tells about.
    pub about: String,
    /// What it tells, such as `delivered` or `participant-join`.
    pub event: String,
    /// The URL as the client gave it, with its connection overrides.
    pub url: String,
    /// The URL as it was signed: without user info and fragment.
    pub signed_url: Option<String>,
    /// `POST`, or `GET` with the fields in the query.
    pub method: String,
    /// Its fields.
    pub form: Vec<(String, String)>,
    /// Its body where it is JSON, whose hash is in the query as `bodySHA256`.
    pub json: Option<Value>,
    /// Its `X-Twilio-Signature`.
    pub signature: Option<String>,
    /// Its `I-Twilio-Idempotency-Token`: the same in all attempts and copies.
    pub idempotency_token: String,
    /// Connection overrides that Twilio would not take; the defaults held for them.
    pub override_problems: Vec<String>,
    /// Each attempt, the retries of the connection overrides among them.
    pub attempts: Vec<CallbackAttempt>,
    /// What became of it: of the last attempt, where there was one.
    pub outcome: CallbackOutcome,
    /// The content type of the receiver's answer.
    pub answer_content_type: Option<String>,
    /// The first 4 KiB of the receiver's answer.
    pub answer_body: String,
    /// When it was first sent, since the mock's start.
    pub sent_at: Duration,
}

/// One attempt at a callback.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallbackAttempt {
    /// When it was sent, since the mock's start.
    pub at: Duration,
    /// How long it took.
    pub took: Duration,
    /// What became of it.
    pub outcome: CallbackOutcome,
}

/// What became of a callback.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackOutcome {
    /// The receiver answered.
    Answered {
        /// The receiver's status.
        status: u16,
    },
    /// It was sent, or tried, and no answer came.
    Failed {
        /// What happened.
        reason: String,
    },
    /// The mock did not send it.
    Refused {
        /// Why not.
        reason: String,
    },
}

impl Callback {
    /// The receiver's status, if it answered.
    pub fn status(&self) -> Option<u16> {
        match self.outcome {
            CallbackOutcome::Answered { status } => Some(status),
            _ => None,
        }
    }

    /// Why it was not sent or not answered.
    pub fn reason(&self) -> Option<&str> {
        match &self.outcome {
            CallbackOutcome::Answered { .. } => None,
            CallbackOutcome::Failed { reason } | CallbackOutcome::Refused { reason } => Some(reason),
        }
    }

    /// The value of a field.
    pub fn form_value(&self, name: &str) -> Option<&str> {
        self.form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The entries of one mock.
#[derive(Debug)]
pub(crate) struct Journal {
    requests: Mutex<Roll<Recorded>>,
    callbacks: Mutex<Roll<Callback>>,
    /// Told of each new entry.
    changed: watch::Sender<()>,
}

impl Journal {
    pub(crate) fn new(keep: Keep) -> Journal {
        Journal {
            requests: Mutex::new(Roll::new(keep)),
            callbacks: Mutex::new(Roll::new(keep)),
            changed: watch::Sender::new(()),
        }
    }

    pub(crate) fn request(&self, mut entry: Recorded) {
        let weight = entry.weight();
        locked(&self.requests).keep(weight, |number| {
            entry.number = number;
            entry
        });
        self.changed.send_replace(());
    }

    pub(crate) fn callback(&self, mut entry: Callback) {
        let weight = entry.weight();
        locked(&self.callbacks).keep(weight, |number| {
            entry.number = number;
            entry
        });
        self.changed.send_replace(());
    }

    pub(crate) fn requests(&self) -> Vec<Recorded> {
        owned(&locked(&self.requests).after(0, usize::MAX))
    }

    pub(crate) fn callbacks(&self) -> Vec<Callback> {
        owned(&locked(&self.callbacks).after(0, usize::MAX))
    }

    /// The latest entries after a number, at most so many.
    pub(crate) fn requests_after(&self, number: u64, most: usize) -> Vec<Arc<Recorded>> {
        locked(&self.requests).after(number, most)
    }

    pub(crate) fn callbacks_after(&self, number: u64, most: usize) -> Vec<Arc<Callback>> {
        locked(&self.callbacks).after(number, most)
    }

    pub(crate) fn changed(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    pub(crate) fn clear(&self) {
        locked(&self.requests).clear();
        locked(&self.callbacks).clear();
    }
}

fn owned<T: Clone>(entries: &[Arc<T>]) -> Vec<T> {
    entries.iter().map(|entry| T::clone(entry)).collect()
}

fn locked<T>(roll: &Mutex<T>) -> MutexGuard<'_, T> {
    roll.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The latest entries of one kind with their weights.
#[derive(Debug)]
struct Roll<T> {
    entries: VecDeque<(usize, Arc<T>)>,
    weight: usize,
    keep: Keep,
    /// The number of the last entry.
    number: u64,
}

impl<T> Roll<T> {
    fn new(keep: Keep) -> Roll<T> {
        Roll { entries: VecDeque::new(), weight: 0, keep, number: 0 }
    }

    fn keep(&mut self, weight: usize, entry: impl FnOnce(u64) -> T) {
        self.number += 1;
        self.entries.push_back((weight, Arc::new(entry(self.number))));
        self.weight += weight;
        while self.entries.len() > self.keep.entries || self.weight > self.keep.bytes {
            let Some((gone, _)) = self.entries.pop_front() else { return };
            self.weight -= gone;
        }
    }

    /// The last entries whose numbers are above one, at most so many.
    fn after(&self, number: u64, most: usize) -> Vec<Arc<T>> {
        let newer = usize::try_from(self.number.saturating_sub(number)).unwrap_or(usize::MAX);
        let skipped = self.entries.len().saturating_sub(newer.min(most));
        self.entries.iter().skip(skipped).map(|(_, entry)| Arc::clone(entry)).collect()
    }

    /// Forgets the entries; numbers go on.
    fn clear(&mut self) {
        self.entries.clear();
        self.weight = 0;
    }
}

impl Recorded {
    /// About how many bytes of memory it takes.
    fn weight(&self) -> usize {
        let pairs =
            [&self.query, &self.form, &self.headers].map(|pairs| pairs_weight(pairs)).iter().sum::<usize>();
        let problems = self.problems.iter().map(|problem| text_weight(problem)).sum::<usize>();
        size_of::<Recorded>()
            + self.path.len()
            + self.host.len()
            + self.user.as_ref().map_or(0, String::len)
            + pairs
            + problems
            + self.json.as_ref().map_or(0, json_weight)
            + self.text.as_ref().map_or(0, String::len)
    }
}

impl Callback {
    fn weight(&self) -> usize {
        let notes = self.override_problems.iter().map(|problem| text_weight(problem)).sum::<usize>();
        let attempts = self.attempts.len() * (size_of::<CallbackAttempt>() + 100);
        let json = self.json.as_ref().map_or(0, json_weight);
        // The URL is kept as given and as signed.
        size_of::<Callback>()
            + 2 * self.url.len()
            + pairs_weight(&self.form)
            + json
            + notes
            + attempts
            + self.answer_body.len()
    }
}

fn text_weight(text: &str) -> usize {
    size_of::<String>() + text.len()
}

fn pairs_weight(pairs: &[(String, String)]) -> usize {
    pairs.iter().map(|(name, value)| text_weight(name) + text_weight(value)).sum()
}

/// About how many bytes of memory a tree takes.
pub(crate) fn json_weight(value: &Value) -> usize {
    let inner = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(json_weight).sum(),
        Value::Object(members) => {
            members.iter().map(|(name, member)| text_weight(name) + json_weight(member)).sum()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    size_of::<Value>() + inner
}

#[cfg(test)]
mod tests {
    use super::{Keep, Roll, json_weight, owned};
    use serde_json::json;

    #[test]
    fn the_oldest_go_by_number_and_by_weight() {
        let mut roll = Roll::new(Keep { entries: 3, bytes: 100 });
        for _ in 0..4 {
            roll.keep(1, |number| number);
        }
        let after = |roll: &Roll<u64>, number, most| owned(&roll.after(number, most));
        assert_eq!(after(&roll, 0, 9), [2, 3, 4]);
        assert_eq!([after(&roll, 3, 9), after(&roll, 0, 1), after(&roll, 4, 9)], [vec![4], vec![4], vec![]]);
        roll.keep(99, |number| number);
        assert_eq!(after(&roll, 0, 9), [4, 5]);
        roll.keep(101, |number| number);
        assert_eq!((roll.after(0, 9).len(), roll.weight), (0, 0), "what is too heavy alone is not kept");
        roll.keep(1, |number| number);
        assert_eq!(after(&roll, 0, 9), [7]);
    }

    #[test]
    fn many_small_values_weigh_more_than_their_text() {
        let zeros = json!(vec![0; 1000]);
        assert!(json_weight(&zeros) > 10 * zeros.to_string().len());
    }
}
