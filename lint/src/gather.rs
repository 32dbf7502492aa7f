//! Collecting that is cheap to compile.
//!
//! Whoever adds the macros builds the engine without optimisation, where each place of a `collect` or an `extend` costs
//! hundreds of instructions in up to twenty functions, a sixth of the whole in all.

use crate::sorted::{Map, Set};

/// What `collect` does, by a loop.
pub trait Gather: Iterator + Sized {
    /// All items, in a collection of them.
    fn gather<C: Gathered<Self::Item>>(self) -> C {
        let mut collection = C::Open::default();
        for item in self {
            C::hold(&mut collection, item);
        }
        C::closed(collection)
    }
}

impl<I: Iterator> Gather for I {}

/// What `extend` does, by a loop.
pub trait PutAll<T> {
    /// Puts all items behind those that are there.
    fn put_all(&mut self, items: impl IntoIterator<Item = T>);
}

impl<T> PutAll<T> for Vec<T> {
    fn put_all(&mut self, items: impl IntoIterator<Item = T>) {
        for item in items {
            self.push(item);
        }
    }
}

/// What [`Gather`] can make.
pub trait Gathered<T> {
    /// What items are put into.
    type Open: Default;

    /// Puts one item to those that are there.
    fn hold(collection: &mut Self::Open, item: T);

    /// What it is when all are there.
    fn closed(collection: Self::Open) -> Self;
}

impl<T> Gathered<T> for Vec<T> {
    type Open = Self;

    fn hold(list: &mut Self, item: T) {
        list.push(item);
    }

    fn closed(list: Self) -> Self {
        list
    }
}

impl<T: Ord> Gathered<T> for Set<T> {
    type Open = Self;

    fn hold(set: &mut Self, item: T) {
        set.insert(item);
    }

    fn closed(set: Self) -> Self {
        set
    }
}

impl<K: Ord, V> Gathered<(K, V)> for Map<K, V> {
    type Open = Self;

    fn hold(map: &mut Self, (key, value): (K, V)) {
        map.insert(key, value);
    }

    fn closed(map: Self) -> Self {
        map
    }
}

impl Gathered<char> for String {
    type Open = Self;

    fn hold(text: &mut Self, letter: char) {
        text.push(letter);
    }

    fn closed(text: Self) -> Self {
        text
    }
}

impl<'t> Gathered<&'t str> for String {
    type Open = Self;

    fn hold(text: &mut Self, part: &'t str) {
        text.push_str(part);
    }

    fn closed(text: Self) -> Self {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Gather, PutAll};
    use crate::sorted::{Map, Set};
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    proptest! {
        #[test]
        fn gathering_is_what_collecting_is(list in prop::collection::vec((0..99u8, any::<u16>()), 0..300), text in "\\PC{0,40}") {
            let big = || list.iter().filter(|(_, value)| *value > 999);
            let values = || big().flat_map(|(key, value)| [u16::from(*key), *value]);
            prop_assert_eq!(values().gather::<Vec<_>>(), values().collect::<Vec<_>>());
            prop_assert!(values().gather::<Set<_>>().into_iter().eq(values().collect::<BTreeSet<_>>()));
            prop_assert!(big().copied().gather::<Map<_, _>>().into_iter().eq(big().copied().collect::<BTreeMap<_, _>>()));
            prop_assert_eq!(text.chars().rev().gather::<String>(), text.chars().rev().collect::<String>());
            prop_assert_eq!(text.split(' ').gather::<String>(), text.split(' ').collect::<String>());
            let (mut ours, mut theirs) = (vec![7], vec![7]);
            ours.put_all(values());
            theirs.extend(values());
            prop_assert_eq!(ours, theirs);
        }
    }
}
