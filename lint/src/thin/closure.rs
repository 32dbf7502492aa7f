//! What matters because of what else does.

use super::index::{Export, Index};
use super::outline::Unit;
use super::words::{By, Mention};
use crate::gather::Gather;
use crate::sorted::Set;
use crate::word::Name;

/// Which items matter; `None` where all may. `crates` are the names of the group's crates, `leading` those of crates that the
/// lints know.
pub(super) fn needed(units: &[Unit], crates: &[Name], leading: &Set<Name>) -> Option<Vec<bool>> {
    let has_generated = units.iter().any(Unit::includes);
    let leads = |unit: &Unit| {
        let is_leading = |mention: &Mention| leading.contains(&mention.name);
        let names_document = unit.words.names_document && has_generated;
        unit.is_origin || names_document || !leading.is_empty() && unit.words.mentions.iter().any(is_leading)
    };
    let origins: Vec<u32> = (0u32..).zip(units).filter(|(_, unit)| leads(unit)).map(|(at, _)| at).gather();
    if origins.is_empty() {
        return Some(vec![false; units.len()]);
    }
    let index = Index::of(units, crates, has_generated);
    let users = follow_users(&index, origins)?;
    Some(follow_used(&index, users).seen)
}

/// Items that were reached, and those of them that have not been looked at.
#[derive(Default)]
struct Reached {
    seen: Vec<bool>,
    open: Vec<u32>,
}

impl Reached {
    fn from(items: Vec<u32>, count: usize) -> Self {
        let mut reached = Self { seen: vec![false; count], open: Vec::new() };
        reached.add(items);
        reached
    }

    fn add(&mut self, items: impl IntoIterator<Item = u32>) {
        for at in items {
            if let Some(seen) = self.seen.get_mut(at as usize)
                && !std::mem::replace(seen, true)
            {
                self.open.push(at);
            }
        }
    }
}

/// As what a name was told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Any,
    Field,
    Free,
    Member,
    Inherited,
}

impl Told {
    fn of(unit: &Unit) -> Self {
        match (unit.owners.is_empty(), unit.is_default) {
            (true, _) => Self::Free,
            (false, false) => Self::Member,
            (false, true) => Self::Inherited,
        }
    }
}

/// Who names what leads to Twilio leads there, too. `None` where that cannot be told by names.
fn follow_users(index: &Index<'_>, origins: Vec<u32>) -> Option<Vec<u32>> {
    let mut reached = Reached::from(origins, index.units.len());
    let mut told: Set<(Name, Told)> = Set::new();
    while let Some(at) = reached.open.pop() {
        let Some(unit) = index.units.get(at as usize) else { continue };
        for export in index.exports(unit)? {
            let is_first = match export {
                Export::Own(name, unit) => told.insert((name, Told::of(unit))),
                Export::Any(name) => told.insert((name, Told::Any)),
                Export::Field(name) => told.insert((name, Told::Field)),
            };
            if is_first || matches!(export, Export::Own(..)) {
                reached.add(index.users(export, is_first));
            }
        }
    }
    Some((0u32..).zip(reached.seen).filter(|(_, seen)| *seen).map(|(at, _)| at).gather())
}

/// What matters may call what it names, reads what others set, and meets what runs unnamed.
fn follow_used(index: &Index<'_>, users: Vec<u32>) -> Reached {
    let mut reached = Reached::from(users, index.units.len());
    let mut told: Set<(Name, By)> = Set::new();
    let mut fields: Set<Name> = Set::new();
    while let Some(at) = reached.open.pop() {
        let Some(unit) = index.units.get(at as usize) else { continue };
        for Mention { name, by } in &unit.words.mentions {
            if told.insert((*name, *by)) {
                reached.add(index.used(*name, *by));
            }
        }
        for field in &unit.words.read {
            if fields.insert(*field) {
                reached.add(index.writers(*field));
            }
        }
    }
    reached
}
