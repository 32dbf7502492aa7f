//! The alternatives of a value.

use super::value::Atom;
use crate::sorted;
use std::cmp::Ordering;
use std::ops::Deref;
use std::sync::Arc;

/// Alternatives in order, each once. Values are handed on far more often than they change, so all who hold one share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Atoms(Option<Arc<[Atom]>>);

impl Atoms {
    /// Adds an alternative that is not there yet.
    pub(super) fn add(&mut self, atom: &Atom) {
        let Err(at) = self.binary_search(atom) else { return };
        let mut atoms = self.to_vec();
        atoms.insert(at, atom.clone());
        self.0 = Some(atoms.into());
    }

    /// Whether both are the same in memory, so that nobody has to look.
    pub(super) fn are_shared(&self, other: &Atoms) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

impl From<Atom> for Atoms {
    fn from(atom: Atom) -> Self {
        Self(Some(Arc::new([atom])))
    }
}

impl Deref for Atoms {
    type Target = [Atom];

    fn deref(&self) -> &[Atom] {
        self.0.as_deref().unwrap_or_default()
    }
}

impl FromIterator<Atom> for Atoms {
    fn from_iter<I: IntoIterator<Item = Atom>>(atoms: I) -> Self {
        let mut atoms: Vec<Atom> = atoms.into_iter().collect();
        sorted::sort(&mut atoms);
        atoms.dedup();
        Self((!atoms.is_empty()).then(|| atoms.into()))
    }
}

impl<'a> IntoIterator for &'a Atoms {
    type Item = &'a Atom;
    type IntoIter = std::slice::Iter<'a, Atom>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Atoms {
    fn eq(&self, other: &Self) -> bool {
        self.are_shared(other) || **self == **other
    }
}

impl Eq for Atoms {}

impl PartialOrd for Atoms {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Atoms {
    fn cmp(&self, other: &Self) -> Ordering {
        match self.are_shared(other) {
            true => Ordering::Equal,
            false => (**self).cmp(&**other),
        }
    }
}
