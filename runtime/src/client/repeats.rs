//! Fetches that are made again and again: what a webhook would tell.

use crate::Operation;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// So many of the same fetch within so long are told once.
const MANY: u32 = 10;
const SPAN: Duration = Duration::from_secs(60);

/// No more than so many are told apart.
const MOST: usize = 1024;

/// The fetches of the last minute, by the hash of what they fetch.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    seen: Mutex<BTreeMap<u64, (u32, Instant)>>,
}

impl Repeats {
    /// Counts a fetch; whether it is the one that makes them many.
    pub(super) fn count(&self, operation: &Operation, host: &str, path_and_query: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        (operation.id(), host, path_and_query).hash(&mut hasher);
        let now = Instant::now();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST {
            seen.retain(|_, (_, since)| now - *since < SPAN);
            if seen.len() >= MOST {
                seen.clear();
            }
        }
        let (count, since) = seen.entry(hasher.finish()).or_insert((0, now));
        if now - *since >= SPAN {
            (*count, *since) = (0, now);
        }
        *count += 1;
        *count == MANY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Method;

    static FETCH: Operation = Operation::new("FetchThing", Method::Get, "api.twilio.com", "/Things/1.json");

    #[tokio::test(start_paused = true)]
    async fn the_tenth_within_a_minute_is_told_once() {
        let repeats = Repeats::default();
        let told = |path: &str| repeats.count(&FETCH, "api.twilio.com", path);
        let ten: Vec<bool> = (0..12).map(|_| told("/Things/1.json")).collect();
        assert_eq!(ten.iter().position(|told| *told), Some(9));
        assert_eq!(ten.iter().filter(|told| **told).count(), 1);
        assert!((0..9).all(|index| !told(&format!("/Things/{index}.json?x"))));
        tokio::time::advance(SPAN).await;
        assert!((0..9).all(|_| !told("/Things/1.json")));
        assert!(told("/Things/1.json"));
        (0..5000).for_each(|index| assert!(!told(&format!("/{index}"))));
        assert!(repeats.seen.lock().unwrap().len() <= MOST);
    }
}
