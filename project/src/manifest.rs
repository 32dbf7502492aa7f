//! A manifest's text and its TOML, with places.

use crate::disk::Kind;
use crate::{Disk, Problem};
use ringfence_lint::gather::Gather;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

pub(crate) type Value<'a> = toml::Spanned<DeValue<'a>>;

/// The text of a `Cargo.toml`, and the disk that it lies on.
#[derive(Debug)]
pub(crate) struct Manifest<'d> {
    pub(crate) path: PathBuf,
    pub(crate) disk: &'d Disk,
    text: String,
}

/// The content of a `Cargo.toml`.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    pub(crate) path: &'a Path,
    pub(crate) disk: &'a Disk,
    text: &'a str,
    pub(crate) table: DeTable<'a>,
}

impl<'d> Manifest<'d> {
    /// Loads a manifest, given itself or its folder.
    pub(crate) fn load(path: &Path, disk: &'d Disk) -> Result<Self, Problem> {
        let is_folder = disk.kind(path) == Some(Kind::Folder);
        let path = if is_folder { path.join("Cargo.toml") } else { path.to_owned() };
        let text = disk.text(&path)?;
        Ok(Self { path, disk, text })
    }

    /// The folder of the manifest; empty where the manifest was named without one.
    pub(crate) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    pub(crate) fn parse(&self) -> Result<Document<'_>, Vec<Problem>> {
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        if errors.is_empty() {
            let table = table.into_inner();
            return Ok(Document { path: &self.path, disk: self.disk, text: &self.text, table });
        }
        let problem = |error: &toml::de::Error| {
            let span = error.span().unwrap_or(0..0);
            Problem::at(&self.path, &self.text, span, format!("not TOML: {}", error.message()))
        };
        Err(errors.iter().map(problem).gather())
    }
}

impl<'a> Document<'a> {
    pub(crate) fn problem(&self, span: Range<usize>, message: impl Into<String>) -> Problem {
        Problem::at(self.path, self.text, span, message)
    }

    /// The table at a path of keys, or `None` where there is none.
    pub(crate) fn section(&self, keys: &[&str]) -> Option<&DeTable<'a>> {
        let mut table = &self.table;
        for key in keys {
            table = table.get(*key)?.get_ref().as_table()?;
        }
        Some(table)
    }

    /// Says that a value has another type than it should have.
    pub(crate) fn mistyped(&self, key: &str, expected: &str, value: &Value<'_>) -> Problem {
        let found = value.get_ref().type_str();
        self.problem(value.span(), format!("`{key}` must be {expected}, not of type {found}"))
    }

    /// The string under a key; another type is a problem.
    pub(crate) fn string<'t>(
        &self,
        table: &'t DeTable<'a>,
        key: &str,
        problems: &mut Vec<Problem>,
    ) -> Option<&'t str> {
        let value = table.get(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            problems.push(self.mistyped(key, "a string", value));
        }
        text
    }

    /// The strings of the array under a key; another type, also of an element, is a problem.
    pub(crate) fn strings<'t>(
        &self,
        table: &'t DeTable<'a>,
        key: &str,
        problems: &mut Vec<Problem>,
    ) -> Option<Vec<(&'t str, Range<usize>)>> {
        let value = table.get(key)?;
        let Some(array) = value.get_ref().as_array() else {
            problems.push(self.mistyped(key, "an array of strings", value));
            return None;
        };
        let mut texts = Vec::new();
        for element in array.iter() {
            match element.get_ref().as_str() {
                Some(text) => texts.push((text, element.span())),
                None => problems.push(self.mistyped(key, "an array of strings", element)),
            }
        }
        Some(texts)
    }
}
