//! What was heard of last, by name, and no more of it than fits.

use std::collections::{BTreeMap, VecDeque};

/// A map that forgets what it was told of first.
#[derive(Debug)]
pub(super) struct Latest<V> {
    values: BTreeMap<String, V>,
    order: VecDeque<String>,
    capacity: usize,
}

impl<V> Latest<V> {
    pub(super) fn new(capacity: usize) -> Self {
        Self { values: BTreeMap::new(), order: VecDeque::new(), capacity }
    }

    pub(super) fn get(&self, name: &str) -> Option<&V> {
        self.values.get(name)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        self.values.get_mut(name)
    }

    /// Keeps the value of a name that is not known yet.
    pub(super) fn insert(&mut self, name: &str, value: V) {
        if self.capacity == 0 {
            return;
        }
        while self.order.len() >= self.capacity {
            if let Some(oldest) = self.order.pop_front() {
                self.values.remove(&oldest);
            }
        }
        self.order.push_back(name.to_owned());
        self.values.insert(name.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_first() {
        let mut latest = Latest::new(2);
        for name in ["a", "b", "c"] {
            latest.insert(name, ());
        }
        assert_eq!(["a", "b", "c"].map(|name| latest.get(name).is_some()), [false, true, true]);
        let mut none = Latest::new(0);
        none.insert("a", ());
        assert!(none.get_mut("a").is_none());
    }
}
