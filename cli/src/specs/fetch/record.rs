//! What was fetched, recorded beside it; and the folder that holds both.

use super::entry::{Entry, document_name, read_bounded};
use crate::failure::unwritten;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

/// The file's name; not one that a folder of documents is searched for.
pub(crate) const NAME: &str = "ringfence-specs.toml";

/// More than any record has.
const MAXIMUM: u64 = 16 * 1024 * 1024;

/// Where documents come from, and what they were.
pub(super) struct Record {
    pub(super) source: String,
    pub(super) revision: Option<String>,
    /// The day of the release, as in `2026-04-14`.
    pub(super) date: Option<String>,
    pub(super) sha256: Option<String>,
    /// The hash of each document, by the name of its file.
    pub(super) documents: BTreeMap<String, String>,
}

/// The SHA-256 of bytes, in hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Record {
    /// Writes documents and record into a folder, and removes documents of an earlier fetch that are no longer wanted.
    ///
    /// Nothing is written where a file in the way is not as it was fetched: somebody has made it their own.
    pub(super) fn write(&self, folder: &Path, documents: &[Entry]) -> Result<(), String> {
        let earlier = earlier(folder)?;
        let mut in_the_way = Vec::new();
        for name in self.documents.keys().chain(earlier.keys()) {
            let path = folder.join(name);
            let Ok(kind) = fs::symlink_metadata(&path) else { continue };
            // A link is replaced by a file; what it leads to is left alone.
            if kind.is_symlink() {
                continue;
            }
            let now = fs::read(&path).map(|bytes| hash(&bytes)).unwrap_or_default();
            let known = [self.documents.get(name), earlier.get(name)];
            if !known.into_iter().flatten().any(|hash| *hash == now) {
                in_the_way.push(format!("`{}`", path.display()));
            }
        }
        in_the_way.sort();
        in_the_way.dedup();
        if !in_the_way.is_empty() {
            let files = in_the_way.join(", ");
            return Err(format!("{files}: not as it was fetched, and would be overwritten; move it first"));
        }
        fs::create_dir_all(folder)
            .map_err(|error| format!("{}: cannot be made: {error}", folder.display()))?;
        for document in documents {
            put(folder, &document.name, &document.bytes)?;
        }
        for name in earlier.keys().filter(|name| !self.documents.contains_key(*name)) {
            // One that is gone already is as it should be.
            let _ = fs::remove_file(folder.join(name));
        }
        put(folder, NAME, self.text().as_bytes())
    }

    fn text(&self) -> String {
        let mut text =
            "# Written by `cargo ringfence specs fetch`: what the documents beside it are.\n".to_owned();
        let mut line = |key: &str, value: &str| text.push_str(&format!("{key} = {}\n", quoted(value)));
        line("source", &self.source);
        if let Some(revision) = &self.revision {
            line("revision", revision);
        }
        if let Some(date) = &self.date {
            line("date", date);
        }
        if let Some(hash) = &self.sha256 {
            line("sha256", hash);
        }
        text.push_str("\n[documents]\n");
        for (name, hash) in &self.documents {
            text.push_str(&format!("{} = {}\n", quoted(name), quoted(hash)));
        }
        text
    }
}

/// A string as TOML and JSON both write it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The documents of an earlier fetch.
fn earlier(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let path = folder.join(NAME);
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let bytes = read_bounded(&path, MAXIMUM).map_err(|error| format!("{}: {error}", path.display()))?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let lines = text.lines().skip_while(|line| line.trim() != "[documents]");
    let pairs = lines.filter_map(|line| {
        let (name, hash) = line.split_once(" = ")?;
        let unquoted = |text: &str| serde_json::from_str::<String>(text).ok();
        Some((unquoted(name)?, unquoted(hash)?))
    });
    // A record that somebody has changed names no file outside the folder.
    Ok(pairs.filter(|(name, _)| document_name(name) == Some(name)).collect())
}

/// Writes a file of a folder; a link of that name is replaced, not followed.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), String> {
    let path = folder.join(name);
    let part = folder.join(format!(".{name}.part"));
    let told = |error: std::io::Error| format!("{}: {}", path.display(), unwritten(&error));
    if fs::symlink_metadata(&part).is_ok() {
        fs::remove_file(&part).map_err(told)?;
    }
    // A new file or none: a link that somebody puts there meanwhile is not followed.
    let mut file = OpenOptions::new().write(true).create_new(true).open(&part).map_err(told)?;
    file.write_all(bytes).map_err(told)?;
    drop(file);
    fs::rename(&part, &path).map_err(told)
}
