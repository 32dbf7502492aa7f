//! How many requests of each account are under way, throttled ones included.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The requests under way, by account.
#[derive(Debug, Default)]
pub(crate) struct Traffic(Mutex<BTreeMap<String, usize>>);

/// One request, counted as long as this lives.
pub(crate) struct UnderWay<'a> {
    traffic: &'a Traffic,
    account: String,
    /// How many there are with it.
    pub(crate) count: usize,
}

impl Traffic {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn enter(&self, account: String) -> UnderWay<'_> {
        let mut counts = self.lock();
        let count = counts.entry(account.clone()).or_default();
        *count += 1;
        let count = *count;
        drop(counts);
        UnderWay { traffic: self, account, count }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let mut counts = self.traffic.lock();
        if let Some(count) = counts.get_mut(&self.account) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.account);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Traffic;

    #[test]
    fn accounts_are_counted_apart_and_leave_nothing_behind() {
        let traffic = Traffic::default();
        let first = traffic.enter("a".to_owned());
        let second = traffic.enter("a".to_owned());
        let other = traffic.enter("b".to_owned());
        assert_eq!([first.count, second.count, other.count], [1, 2, 1]);
        drop(first);
        assert_eq!(traffic.enter("a".to_owned()).count, 2);
        drop((second, other));
        assert!(traffic.lock().is_empty());
    }
}
