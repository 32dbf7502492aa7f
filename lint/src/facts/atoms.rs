//! The alternatives of a value.

use super::value::{Atom, MAX_ELEMENTS, Value};
use crate::gather::Gather;
use crate::sorted;
use std::cmp::Ordering;
use std::ops::Deref;
use std::sync::Arc;

/// Alternatives in order, each once. Values are handed on far more often than they change, so all who hold one share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Atoms(Option<Arc<[Atom]>>);

impl Atoms {
    /// Adds an alternative that is not there yet, as long as there is room. Of collections that only grew on one of two ways the
    /// grown one is kept, and where there is no room a collection's elements go into another: what is done with one of them is
    /// done.
    pub(super) fn add(&mut self, atom: &Atom, is_full: bool) {
        if let Atom::List(theirs) = atom
            && let Some((old, merged)) = self.iter().find_map(|own| match own {
                Atom::List(mine) => merged(mine, theirs, is_full).map(|merged| (own, merged)),
                _ => None,
            })
        {
            if *old != merged {
                let mut atoms: Vec<Atom> = self.iter().filter(|atom| *atom != old).cloned().gather();
                atoms.push(merged);
                *self = atoms.into();
            }
        } else if !is_full {
            self.insert(atom);
        }
    }

    fn insert(&mut self, atom: &Atom) {
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

/// Two collections as one: the longer where it only went on from the other, or both where there is no room for two.
fn merged(mine: &[Value], theirs: &[Value], is_full: bool) -> Option<Atom> {
    if mine.starts_with(theirs) {
        return Some(Atom::List(mine.to_vec()));
    }
    if theirs.starts_with(mine) {
        return Some(Atom::List(theirs.to_vec()));
    }
    let new = theirs.iter().filter(|part| !mine.contains(part));
    is_full.then(|| Atom::List(mine.iter().chain(new).take(MAX_ELEMENTS).cloned().gather()))
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

impl From<Vec<Atom>> for Atoms {
    fn from(mut atoms: Vec<Atom>) -> Self {
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
