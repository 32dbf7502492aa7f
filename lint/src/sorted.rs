//! Maps, sets and sorting that are cheap to compile.
//!
//! Whoever adds the macros builds the engine without optimisation, where each type of a `BTreeMap` and each type that
//! is sorted costs thousands of instructions, a sixth of the whole in all.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::{mem, slice, vec};

/// How many entries lie in a row; what is inserted moves at most so many.
const CHUNK: usize = 64;

/// What `BTreeMap` is.
#[derive(Clone)]
pub struct Map<K, V> {
    /// All entries of most maps.
    first: Vec<(K, V)>,
    /// What comes after them; none of these is empty.
    rest: Vec<Vec<(K, V)>>,
}

/// A chunk of a map, and an entry in it.
type At = (usize, usize);

impl<K, V> Map<K, V> {
    /// A map without entries.
    pub const fn new() -> Self {
        Self { first: Vec::new(), rest: Vec::new() }
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// The count of entries.
    pub fn len(&self) -> usize {
        let mut count = self.first.len();
        for chunk in &self.rest {
            count += chunk.len();
        }
        count
    }

    /// The entries by key.
    pub fn iter(&self) -> Entries<'_, K, V> {
        Entries { chunk: self.first.iter(), rest: self.rest.iter() }
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// The values by key.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// The values by key, to change them.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.first.iter_mut().chain(self.rest.iter_mut().flatten()).map(|(_, value)| value)
    }

    /// The values by key, without the keys.
    pub fn into_values(self) -> impl Iterator<Item = V> {
        self.into_iter().map(|(_, value)| value)
    }

    /// Keeps the entries that `is_kept` holds for.
    pub fn retain(&mut self, mut is_kept: impl FnMut(&K, &V) -> bool) {
        for chunk in 0..=self.rest.len() {
            self.chunk_mut(chunk).retain(|(key, value)| is_kept(key, value));
        }
        self.rest.retain(|chunk| !chunk.is_empty());
        self.fill_first();
    }

    fn chunk(&self, chunk: usize) -> &Vec<(K, V)> {
        match chunk.checked_sub(1) {
            Some(later) => &self.rest[later],
            None => &self.first,
        }
    }

    fn chunk_mut(&mut self, chunk: usize) -> &mut Vec<(K, V)> {
        match chunk.checked_sub(1) {
            Some(later) => &mut self.rest[later],
            None => &mut self.first,
        }
    }

    fn fill_first(&mut self) {
        if self.first.is_empty() && !self.rest.is_empty() {
            self.first = self.rest.remove(0);
        }
    }

    /// Inserts at a place that [`find`](Self::find) gave, and says where the entry lies now.
    fn insert_at(&mut self, (chunk, at): At, entry: (K, V)) -> At {
        let entries = self.chunk_mut(chunk);
        entries.insert(at, entry);
        if entries.len() <= CHUNK {
            return (chunk, at);
        }
        // Who inserts in order leaves full chunks behind.
        let cut = if at == CHUNK { CHUNK } else { CHUNK / 2 };
        let later = entries.split_off(cut);
        self.rest.insert(chunk, later);
        if at < cut { (chunk, at) } else { (chunk + 1, at - cut) }
    }
}

impl<K: Ord, V> Map<K, V> {
    /// Where `key` is, or where it belongs.
    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Result<At, At>
    where
        K: Borrow<Q>,
    {
        let (mut chunk, mut past) = (0, self.rest.len());
        while chunk < past {
            let middle = usize::midpoint(chunk, past);
            match self.rest[middle][0].0.borrow() <= key {
                true => chunk = middle + 1,
                false => past = middle,
            }
        }
        let entries = self.chunk(chunk);
        let (mut from, mut to) = (0, entries.len());
        while from < to {
            let middle = usize::midpoint(from, to);
            match entries[middle].0.borrow().cmp(key) {
                Ordering::Less => from = middle + 1,
                Ordering::Equal => return Ok((chunk, middle)),
                Ordering::Greater => to = middle,
            }
        }
        Err((chunk, from))
    }

    /// The value of `key`.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        match self.find(key) {
            Ok((chunk, at)) => Some(&self.chunk(chunk)[at].1),
            Err(_) => None,
        }
    }

    /// The value of `key`, to change it.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        match self.find(key) {
            Ok((chunk, at)) => Some(&mut self.chunk_mut(chunk)[at].1),
            Err(_) => None,
        }
    }

    /// Whether `key` has a value.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.find(key).is_ok()
    }

    /// Sets the value of `key` and gives the one it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.find(&key) {
            Ok((chunk, at)) => Some(mem::replace(&mut self.chunk_mut(chunk)[at].1, value)),
            Err(at) => {
                self.insert_at(at, (key, value));
                None
            }
        }
    }

    /// Takes `key` out and gives the value it had.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let Ok((chunk, at)) = self.find(key) else { return None };
        let (_, value) = self.chunk_mut(chunk).remove(at);
        if self.chunk(chunk).is_empty() && chunk > 0 {
            self.rest.remove(chunk - 1);
        }
        self.fill_first();
        Some(value)
    }

    /// The value of `key`, which is the default where there was none.
    pub fn get_or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.get_or_insert(key, V::default())
    }

    /// The value of `key`, which becomes `value` where there was none.
    pub fn get_or_insert(&mut self, key: K, value: V) -> &mut V {
        let (chunk, at) = match self.find(&key) {
            Ok(at) => at,
            Err(at) => self.insert_at(at, (key, value)),
        };
        &mut self.chunk_mut(chunk)[at].1
    }

    /// The entries from `key` on.
    fn entries_from(&self, key: &K) -> Entries<'_, K, V> {
        let (Ok((chunk, at)) | Err((chunk, at))) = self.find(key);
        Entries { chunk: self.chunk(chunk)[at..].iter(), rest: self.rest[chunk..].iter() }
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other)
    }
}

impl<K: Eq, V: Eq> Eq for Map<K, V> {}

impl<K: PartialOrd, V: PartialOrd> PartialOrd for Map<K, V> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.iter().partial_cmp(other)
    }
}

impl<K: Ord, V: Ord> Ord for Map<K, V> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.iter().cmp(other)
    }
}

impl<K: Ord, V> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for Map<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

/// The entries of a map by key.
#[derive(Debug)]
pub struct Entries<'m, K, V> {
    chunk: slice::Iter<'m, (K, V)>,
    rest: slice::Iter<'m, Vec<(K, V)>>,
}

impl<K, V> Clone for Entries<'_, K, V> {
    fn clone(&self) -> Self {
        Self { chunk: self.chunk.clone(), rest: self.rest.clone() }
    }
}

impl<'m, K, V> Iterator for Entries<'m, K, V> {
    type Item = (&'m K, &'m V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.chunk.next() {
                return Some((key, value));
            }
            self.chunk = self.rest.next()?.iter();
        }
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = vec::IntoIter<(K, V)>;

    fn into_iter(mut self) -> Self::IntoIter {
        for chunk in &mut self.rest {
            self.first.append(chunk);
        }
        self.first.into_iter()
    }
}

impl<'m, K, V> IntoIterator for &'m Map<K, V> {
    type Item = (&'m K, &'m V);
    type IntoIter = Entries<'m, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What `BTreeSet` is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Set<T> {
    members: Map<T, ()>,
}

impl<T> Set<T> {
    /// A set without members.
    pub const fn new() -> Self {
        Self { members: Map::new() }
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The count of members.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// The members in order.
    pub fn iter(&self) -> Members<'_, T> {
        Members(self.members.iter())
    }

    /// Keeps the members that `is_kept` holds for.
    pub fn retain(&mut self, mut is_kept: impl FnMut(&T) -> bool) {
        self.members.retain(|member, ()| is_kept(member));
    }
}

impl<T: Ord> Set<T> {
    /// Whether `member` is one.
    pub fn contains<Q: Ord + ?Sized>(&self, member: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.members.contains_key(member)
    }

    /// Whether `member` is new.
    pub fn insert(&mut self, member: T) -> bool {
        self.members.insert(member, ()).is_none()
    }

    /// Whether `member` was one, which it is no longer.
    pub fn remove<Q: Ord + ?Sized>(&mut self, member: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.members.remove(member).is_some()
    }

    /// The members from `member` on.
    pub fn members_from(&self, member: &T) -> Members<'_, T> {
        Members(self.members.entries_from(member))
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for Set<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self).finish()
    }
}

impl<T: Ord> Extend<T> for Set<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, members: I) {
        for member in members {
            self.insert(member);
        }
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        let mut set = Self::new();
        set.extend(members);
        set
    }
}

impl<'m, T: Ord + Copy + 'm> Extend<&'m T> for Set<T> {
    fn extend<I: IntoIterator<Item = &'m T>>(&mut self, members: I) {
        for member in members {
            self.insert(*member);
        }
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for Set<T> {
    fn from(members: [T; N]) -> Self {
        members.into_iter().collect()
    }
}

/// The members of a set in order.
#[derive(Debug)]
pub struct Members<'m, T>(Entries<'m, T, ()>);

impl<'m, T> Iterator for Members<'m, T> {
    type Item = &'m T;

    fn next(&mut self) -> Option<Self::Item> {
        let (member, ()) = self.0.next()?;
        Some(member)
    }
}

/// The members of a set in order, taken out of it.
#[derive(Debug)]
pub struct IntoMembers<T>(vec::IntoIter<(T, ())>);

impl<T> Iterator for IntoMembers<T> {
    type Item = T;

    fn next(&mut self) -> Option<Self::Item> {
        let (member, ()) = self.0.next()?;
        Some(member)
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = IntoMembers<T>;

    fn into_iter(self) -> Self::IntoIter {
        IntoMembers(self.members.into_iter())
    }
}

impl<'m, T> IntoIterator for &'m Set<T> {
    type Item = &'m T;
    type IntoIter = Members<'m, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What the standard `sort` does.
pub fn sort<T: Ord>(list: &mut [T]) {
    sort_by(list, T::cmp);
}

/// What the standard `sort_by_key` does.
pub fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, |one, other| key(one).cmp(&key(other)));
}

/// What the standard `sort_by` does, once for all types: it is the numbers of the elements that are sorted.
pub fn sort_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    if (1..list.len()).all(|at| compare(&list[at - 1], &list[at]) != Ordering::Greater) {
        return;
    }
    let mut order = sorted_numbers(list.len(), &|one, other| compare(&list[one], &list[other]));
    for at in 0..order.len() {
        let mut from = order[at];
        // What stood there made room for what came before.
        while from < at {
            from = order[from];
        }
        order[at] = from;
        list.swap(at, from);
    }
}

fn sorted_numbers(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..count).collect();
    numbers.sort_by(|one, other| compare(*one, *other));
    numbers
}

#[cfg(test)]
mod tests {
    use super::{Map, Set, sort, sort_by_key};
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    proptest! {
        #[test]
        fn a_map_is_what_the_standard_one_is(deeds in prop::collection::vec((0..5u8, 0..700u16, any::<u8>()), 0..2000), from in 0..700u16) {
            let (mut ours, mut theirs) = (Map::new(), BTreeMap::new());
            for (deed, key, value) in deeds {
                match deed {
                    0 => prop_assert_eq!(ours.insert(key, value), theirs.insert(key, value)),
                    1 => prop_assert_eq!(ours.remove(&key), theirs.remove(&key)),
                    _ => prop_assert_eq!(ours.get_or_insert(key, value), theirs.entry(key).or_insert(value)),
                }
                prop_assert_eq!(ours.get(&key), theirs.get(&key));
                prop_assert_eq!(ours.contains_key(&key), theirs.contains_key(&key));
            }
            prop_assert!(ours.iter().eq(theirs.iter()));
            prop_assert!(ours.entries_from(&from).eq(theirs.range(from..)));
            prop_assert_eq!((ours.len(), ours.is_empty()), (theirs.len(), theirs.is_empty()));
            prop_assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
            ours.values_mut().chain(theirs.values_mut()).for_each(|value| *value /= 2);
            ours.retain(|key, value| (key / 100) % 2 == 1 && *value > 9);
            theirs.retain(|key, value| (key / 100) % 2 == 1 && *value > 9);
            prop_assert_eq!(ours.get(&from), theirs.get(&from));
            prop_assert!(ours.keys().eq(theirs.keys()) && ours.values().eq(theirs.values()));
            prop_assert_eq!(&ours, &theirs.clone().into_iter().collect());
            prop_assert!(ours.into_iter().eq(theirs));
        }

        #[test]
        fn what_comes_in_order_and_what_goes_is_found(count in 0..1000u16, gone in prop::collection::vec(0..1000u16, 0..1500)) {
            let (mut ours, mut theirs): (Set<u16>, BTreeSet<u16>) = ((0..count).collect(), (0..count).collect());
            for member in gone {
                prop_assert_eq!(ours.remove(&member), theirs.remove(&member));
                prop_assert_eq!(ours.contains(&(member / 2)), theirs.contains(&(member / 2)));
            }
            prop_assert!(ours.iter().eq(theirs.iter()));
        }

        #[test]
        fn a_set_is_what_the_standard_one_is(first in prop::collection::vec(0..500u16, 0..400), second in prop::collection::vec(0..500u16, 0..400)) {
            let (mut ours, mut theirs): (Set<u16>, BTreeSet<u16>) = (first.iter().copied().collect(), first.into_iter().collect());
            ours.extend(&second);
            theirs.extend(&second);
            prop_assert_eq!(ours.len(), theirs.len());
            ours.retain(|member| member % 3 != 0);
            theirs.retain(|member| member % 3 != 0);
            prop_assert_eq!(ours.remove(&7), theirs.remove(&7));
            prop_assert!(ours.iter().eq(theirs.iter()));
            prop_assert!(ours.members_from(&250).eq(theirs.range(250..)));
            prop_assert!(ours.into_iter().eq(theirs));
        }

        #[test]
        fn sorting_is_what_the_standard_one_is(list in prop::collection::vec((0..9u8, any::<u16>()), 0..300)) {
            let (mut ours, mut theirs) = (list.clone(), list.clone());
            sort(&mut ours);
            theirs.sort();
            prop_assert_eq!(&ours, &theirs);
            (ours, theirs) = (list.clone(), list);
            sort_by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(ours, theirs);
        }
    }
}
