//! Requests that were there before.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

/// Whether a request was there before.
///
/// Twilio sends a webhook again when the answer was lost, under the same `I-Twilio-Idempotency-Token`. The token itself is not signed,
/// so that it is believed together with the signed content alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repetition {
    /// Nothing of the kind was seen.
    First,
    /// The same content under the same token, or without one: Twilio sent it again, or somebody did.
    Again,
    /// The same content under another token: two events that say the same, such as the same key pressed twice, or a request that
    /// somebody recorded and sends with a token of their own.
    SameContent,
}

/// What was seen lately, as much as fits.
#[derive(Debug)]
pub(super) struct Recent {
    capacity: usize,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    tokens: BTreeMap<Vec<u8>, Vec<Option<String>>>,
    order: VecDeque<Vec<u8>>,
}

/// So many tokens of one content are told apart.
const MOST_TOKENS: usize = 64;

impl Recent {
    pub(super) fn new(capacity: usize) -> Self {
        Self { capacity, seen: Mutex::default() }
    }

    /// Remembers a request by its signature, which is one of its content.
    pub(super) fn remember(&self, signature: &[u8], token: Option<&str>) -> Repetition {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tokens) = seen.tokens.get_mut(signature) {
            let is_same =
                tokens.iter().any(|known| known.is_none() || token.is_none() || known.as_deref() == token);
            if is_same {
                return Repetition::Again;
            }
            if tokens.len() < MOST_TOKENS {
                tokens.push(token.map(str::to_owned));
            }
            return Repetition::SameContent;
        }
        if self.capacity == 0 {
            return Repetition::First;
        }
        while seen.order.len() >= self.capacity {
            if let Some(oldest) = seen.order.pop_front() {
                seen.tokens.remove(&oldest);
            }
        }
        seen.order.push_back(signature.to_vec());
        seen.tokens.insert(signature.to_vec(), vec![token.map(str::to_owned)]);
        Repetition::First
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_and_token_tell_together() {
        let recent = Recent::new(10);
        assert_eq!(recent.remember(b"one", Some("t1")), Repetition::First);
        assert_eq!(recent.remember(b"one", Some("t1")), Repetition::Again);
        assert_eq!(recent.remember(b"one", None), Repetition::Again);
        assert_eq!(recent.remember(b"one", Some("t2")), Repetition::SameContent);
        assert_eq!(recent.remember(b"one", Some("t2")), Repetition::Again);
        assert_eq!(
            recent.remember(b"two", Some("t1")),
            Repetition::First,
            "a token alone suppresses nothing"
        );
    }

    #[test]
    fn it_forgets_the_oldest() {
        let recent = Recent::new(2);
        for signature in [b"a", b"b", b"c"] {
            recent.remember(signature, None);
        }
        assert_eq!(recent.remember(b"b", None), Repetition::Again);
        assert_eq!(recent.remember(b"a", None), Repetition::First);
        assert_eq!(Recent::new(0).remember(b"a", None), Repetition::First);
    }
}
