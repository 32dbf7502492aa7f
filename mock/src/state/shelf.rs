//! One collection: its things by their order and by their names, and those of them that live.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use serde_json::Value;

use super::Fields;
use crate::life::{Living, Thing};

/// One thing of a collection.
#[derive(Debug)]
pub(crate) struct Record {
    /// Rises with each creation in this mock; orders lists and pages.
    pub(crate) sequence: u64,
    /// How often it was changed.
    pub(crate) revision: u64,
    pub(crate) key: Arc<str>,
    /// Bytes, about.
    pub(super) weight: usize,
    pub(crate) fields: Fields,
}

/// One collection at one path.
#[derive(Debug)]
pub(crate) struct Shelf {
    path: Arc<str>,
    /// The shape of its path.
    pub(crate) shape: String,
    /// Whether things were there from the start, which do not come again once they are removed.
    pub(super) filled: bool,
    records: BTreeMap<u64, Record>,
    keys: BTreeMap<Arc<str>, u64>,
    /// Identifiers and unique names that are not keys themselves.
    aliases: BTreeMap<String, u64>,
    pub(super) lives: BTreeMap<u64, Living>,
}

impl Shelf {
    pub(super) fn new(path: &Arc<str>, shape: &str) -> Shelf {
        Shelf {
            path: Arc::clone(path),
            shape: shape.to_owned(),
            filled: false,
            records: BTreeMap::new(),
            keys: BTreeMap::new(),
            aliases: BTreeMap::new(),
            lives: BTreeMap::new(),
        }
    }

    /// A thing by its identifier, or by its unique name.
    pub(crate) fn find(&self, key: &str) -> Option<&Record> {
        self.records.get(self.keys.get(key).or_else(|| self.aliases.get(key))?)
    }

    /// The sequence of what is kept under a key.
    pub(super) fn keyed(&self, key: &str) -> Option<u64> {
        self.keys.get(key).copied()
    }

    pub(super) fn record(&self, sequence: u64) -> Option<&Record> {
        self.records.get(&sequence)
    }

    pub(crate) fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.values()
    }

    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether nothing is lost with it.
    pub(super) fn is_needless(&self) -> bool {
        self.records.is_empty() && !self.filled
    }

    /// Things older than a sequence, newest first.
    pub(crate) fn before(&self, sequence: u64) -> impl Iterator<Item = &Record> {
        self.records.range(..sequence).rev().map(|(_, record)| record)
    }

    /// Things newer than a sequence, oldest first.
    pub(crate) fn after(&self, sequence: u64) -> impl Iterator<Item = &Record> {
        self.records.range((Bound::Excluded(sequence), Bound::Unbounded)).map(|(_, record)| record)
    }

    /// The things that live, the oldest first.
    pub(crate) fn living(&self) -> impl Iterator<Item = (&Record, &Living)> {
        self.lives.iter().filter_map(|(sequence, living)| Some((self.records.get(sequence)?, living)))
    }

    pub(crate) fn thing(&self, record: &Record) -> Thing {
        Thing { collection: Arc::clone(&self.path), key: Arc::clone(&record.key), sequence: record.sequence }
    }

    pub(super) fn put(&mut self, record: Record) {
        self.keys.insert(Arc::clone(&record.key), record.sequence);
        self.rename(record.sequence, &[], &names(&record));
        self.records.insert(record.sequence, record);
    }

    pub(super) fn take(&mut self, sequence: u64) -> Option<Record> {
        let record = self.records.remove(&sequence)?;
        self.rename(sequence, &names(&record), &[]);
        self.keys.remove(&record.key);
        Some(record)
    }

    /// Changes a thing; its weights before and after.
    pub(super) fn change(
        &mut self,
        sequence: u64,
        change: impl FnOnce(&mut Fields),
        weight: impl FnOnce(&Fields) -> usize,
    ) -> Option<(usize, usize)> {
        let record = self.records.get_mut(&sequence)?;
        let old = names(record);
        change(&mut record.fields);
        record.revision += 1;
        if let Some(Value::String(told)) = record.fields.get_mut("revision") {
            *told = record.revision.to_string();
        }
        let before = std::mem::replace(&mut record.weight, weight(&record.fields));
        let (after, new) = (record.weight, names(record));
        self.rename(sequence, &old, &new);
        Some((before, after))
    }

    /// Makes a thing known by other names than before.
    fn rename(&mut self, sequence: u64, old: &[String], new: &[String]) {
        if old == new {
            return;
        }
        for name in old {
            if self.aliases.get(name) == Some(&sequence) {
                self.aliases.remove(name);
            }
        }
        for name in new.iter().filter(|name| !self.keys.contains_key(name.as_str())) {
            self.aliases.insert(name.clone(), sequence);
        }
    }
}

/// Names that a thing may be asked for by, besides its key.
fn names(record: &Record) -> Vec<String> {
    let named = ["sid", "unique_name"].into_iter().filter_map(|name| record.fields.get(name)?.as_str());
    named.filter(|name| !name.is_empty() && **name != *record.key).map(str::to_owned).collect()
}
