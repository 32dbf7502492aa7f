//! Requests that were there before.

use super::latest::Latest;
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
    /// The tokens that came with a signature.
    seen: Mutex<Latest<Vec<Option<String>>>>,
}

/// So many tokens of one content are told apart.
const MOST_TOKENS: usize = 64;

impl Recent {
    pub(super) fn new(capacity: usize) -> Self {
        Self { seen: Mutex::new(Latest::new(capacity)) }
    }

    /// Remembers a request by its signature, which is one of its content.
    pub(super) fn remember(&self, signature: &str, token: Option<&str>) -> Repetition {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tokens) = seen.get_mut(signature) {
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
        seen.insert(signature, vec![token.map(str::to_owned)]);
        Repetition::First
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_and_token_tell_together() {
        let recent = Recent::new(10);
        assert_eq!(recent.remember("one", Some("t1")), Repetition::First);
        assert_eq!(recent.remember("one", Some("t1")), Repetition::Again);
        assert_eq!(recent.remember("one", None), Repetition::Again);
        assert_eq!(recent.remember("one", Some("t2")), Repetition::SameContent);
        assert_eq!(recent.remember("one", Some("t2")), Repetition::Again);
        assert_eq!(recent.remember("two", Some("t1")), Repetition::First, "a token alone suppresses nothing");
    }

    #[test]
    fn it_forgets_the_oldest() {
        let recent = Recent::new(2);
        for signature in ["a", "", "c"] {
            recent.remember(signature, None);
        }
        assert_eq!(recent.remember("", None), Repetition::Again);
        assert_eq!(recent.remember("a", None), Repetition::First);
        assert_eq!(Recent::new(0).remember("a", None), Repetition::First);
    }
}
