//! Sets of functions: what a call runs, itself included.

use crate::gather::PutAll;
use crate::resolve::FunctionId;

/// Functions as bits, in words that hold any: those of one file lie beside each other.
#[derive(Clone, Debug, Default)]
pub(super) struct Reach {
    words: Vec<(usize, u64)>,
}

impl Reach {
    pub(super) fn insert(&mut self, id: FunctionId) {
        let (at, bit) = (id / 64, 1 << (id % 64));
        match self.words.binary_search_by_key(&at, |(word, _)| *word) {
            Ok(found) => self.words.iter_mut().skip(found).take(1).for_each(|(_, bits)| *bits |= bit),
            Err(free) => self.words.insert(free, (at, bit)),
        }
    }

    pub(super) fn contains(&self, id: FunctionId) -> bool {
        let found = self.words.binary_search_by_key(&(id / 64), |(word, _)| *word);
        let bits = found.ok().and_then(|found| self.words.get(found));
        bits.is_some_and(|(_, bits)| bits & (1 << (id % 64)) != 0)
    }

    pub(super) fn extend(&mut self, other: &Reach) {
        let mut from = 0usize;
        let mut missing = Vec::new();
        for (word, bits) in &other.words {
            let ahead = self.words.get(from..).unwrap_or_default().partition_point(|(own, _)| own < word);
            from += ahead;
            match self.words.get_mut(from) {
                Some((own, known)) if own == word => *known |= bits,
                _ => missing.push((*word, *bits)),
            }
        }
        if !missing.is_empty() {
            self.words.put_all(missing);
            self.words.sort_unstable();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Reach;

    #[test]
    fn sets_hold_what_was_put_in_and_nothing_else() {
        let (mut one, mut other) = (Reach::default(), Reach::default());
        [3, 64, 700].into_iter().for_each(|id| one.insert(id));
        [4, 65, 128, 6_400].into_iter().for_each(|id| other.insert(id));
        one.extend(&other);
        let held: Vec<usize> = (0..10_000).filter(|id| one.contains(*id)).collect();
        assert_eq!(held, [3, 4, 64, 65, 128, 700, 6_400]);
    }
}
