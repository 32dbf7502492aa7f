//! What a mock saw and sent.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;

/// Entries kept of each kind; beyond, the oldest goes.
const MOST_ENTRIES: usize = 100_000;
/// Bytes kept of each kind, about; beyond, the oldest goes.
const MOST_BYTES: usize = 64 << 20;

/// One request, as it came and as it was answered. Secrets are not kept.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Recorded {
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
    /// The headers, names in lower case, without `authorization`, `proxy-authorization` and `cookie`.
    pub headers: Vec<(String, String)>,
    /// User name of the basic credentials.
    pub user: Option<String>,
    /// The operation of the document, such as `CreateMessage`.
    pub operation: Option<String>,
    /// The status answered.
    pub status: u16,
    /// Twilio's error code, where the answer is an error.
    pub code: Option<u32>,
    /// The answer's `Twilio-Request-Id`.
    pub request_id: String,
    /// When the request came, since the mock's start.
    pub received_at: Duration,
    /// How long the answer took.
    pub took: Duration,
    /// Whether it was answered 429 because of [`crate::Mock::throttle_next`].
    pub throttled: bool,
    /// Everything found wrong with it.
    pub problems: Vec<String>,
}

impl Recorded {
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

/// One status callback, sent or not.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Callback {
    /// The URL as the client gave it, with its connection overrides.
    pub url: String,
    /// The URL as it was signed: without user info and fragment.
    pub signed_url: Option<String>,
    /// `POST`, or `GET` with the fields in the query.
    pub method: String,
    /// Its fields.
    pub form: Vec<(String, String)>,
    /// Its `X-Twilio-Signature`.
    pub signature: Option<String>,
    /// Its `I-Twilio-Idempotency-Token`.
    pub idempotency_token: String,
    /// What became of it.
    pub outcome: CallbackOutcome,
    /// When it was due, since the mock's start.
    pub sent_at: Duration,
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
    pub(crate) fn new(url: &str, get: bool, idempotency_token: String, sent_at: Duration) -> Callback {
        Callback {
            url: url.to_owned(),
            signed_url: None,
            method: if get { "GET" } else { "POST" }.to_owned(),
            form: Vec::new(),
            signature: None,
            idempotency_token,
            outcome: CallbackOutcome::Failed { reason: "not sent yet".to_owned() },
            sent_at,
        }
    }

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
#[derive(Debug, Default)]
pub(crate) struct Journal {
    requests: Mutex<Roll<Recorded>>,
    callbacks: Mutex<Roll<Callback>>,
}

impl Journal {
    pub(crate) fn request(&self, entry: Recorded) {
        let weight = entry.weight();
        locked(&self.requests).keep(entry, weight);
    }

    pub(crate) fn callback(&self, entry: Callback) {
        let weight = entry.weight();
        locked(&self.callbacks).keep(entry, weight);
    }

    pub(crate) fn requests(&self) -> Vec<Recorded> {
        locked(&self.requests).entries()
    }

    pub(crate) fn callbacks(&self) -> Vec<Callback> {
        locked(&self.callbacks).entries()
    }
}

fn locked<T>(roll: &Mutex<T>) -> MutexGuard<'_, T> {
    roll.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The latest entries of one kind with their weights.
#[derive(Debug)]
struct Roll<T> {
    entries: VecDeque<(usize, T)>,
    weight: usize,
}

impl<T> Default for Roll<T> {
    fn default() -> Roll<T> {
        Roll { entries: VecDeque::new(), weight: 0 }
    }
}

impl<T: Clone> Roll<T> {
    fn keep(&mut self, entry: T, weight: usize) {
        self.entries.push_back((weight, entry));
        self.weight += weight;
        while self.entries.len() > MOST_ENTRIES || self.weight > MOST_BYTES {
            let Some((gone, _)) = self.entries.pop_front() else { return };
            self.weight -= gone;
        }
    }

    fn entries(&self) -> Vec<T> {
        self.entries.iter().map(|(_, entry)| entry.clone()).collect()
    }
}

impl Recorded {
    /// About how many bytes of memory it takes.
    fn weight(&self) -> usize {
        let pairs =
            [&self.query, &self.form, &self.headers].map(|pairs| pairs_weight(pairs)).iter().sum::<usize>();
        let problems = self.problems.iter().map(|problem| text_weight(problem)).sum::<usize>();
        size_of::<Recorded>() + self.path.len() + pairs + problems + self.json.as_ref().map_or(0, json_weight)
    }
}

impl Callback {
    fn weight(&self) -> usize {
        // The URL is kept as given and as signed.
        size_of::<Callback>() + 2 * self.url.len() + pairs_weight(&self.form)
    }
}

fn text_weight(text: &str) -> usize {
    size_of::<String>() + text.len()
}

fn pairs_weight(pairs: &[(String, String)]) -> usize {
    pairs.iter().map(|(name, value)| text_weight(name) + text_weight(value)).sum()
}

fn json_weight(value: &Value) -> usize {
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
    use super::{MOST_BYTES, MOST_ENTRIES, Roll, json_weight};
    use serde_json::json;

    #[test]
    fn the_oldest_go_by_number_and_by_weight() {
        let mut roll = Roll::default();
        for number in 0..=MOST_ENTRIES {
            roll.keep(number, 1);
        }
        assert_eq!((roll.entries.len(), roll.entries()[0]), (MOST_ENTRIES, 1));
        roll.keep(7, MOST_BYTES - 2);
        assert_eq!(roll.entries(), [MOST_ENTRIES - 1, MOST_ENTRIES, 7]);
        roll.keep(8, MOST_BYTES + 1);
        assert_eq!((roll.entries().len(), roll.weight), (0, 0), "what is too heavy alone is not kept");
        roll.keep(9, 1);
        assert_eq!(roll.entries(), [9]);
    }

    #[test]
    fn many_small_values_weigh_more_than_their_text() {
        let zeros = json!(vec![0; 1000]);
        assert!(json_weight(&zeros) > 10 * zeros.to_string().len());
    }
}
