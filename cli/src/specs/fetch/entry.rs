//! Documents on their way from a source to a folder.

use crate::failure::Failure;
use ringfence_codegen::matches_pattern;
use ringfence_lint::suggestion;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

const MEBIBYTE: u64 = 1024 * 1024;

/// How much is read.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// Bytes of an archive.
    pub(super) packed: u64,
    /// Bytes of what it holds.
    pub(super) unpacked: u64,
    /// Entries of an archive or files of a folder.
    pub(super) entries: usize,
    /// Bytes of one document.
    pub(super) document: u64,
}

/// A document in a source.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The way to it in the source.
    pub(super) path: String,
    /// The name of the file.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Limits {
    pub(super) fn of(mebibytes: u64) -> Self {
        let packed = mebibytes * MEBIBYTE;
        Self { packed, unpacked: packed * 16, entries: 20_000, document: packed }
    }
}

/// Reads a file of at most so many bytes.
pub(super) fn read_bounded(path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    let file = File::open(path).map_err(|error| format!("cannot be read: {error}"))?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() as u64 > limit {
        return Err(too_large(limit));
    }
    Ok(bytes)
}

pub(super) fn too_large(limit: u64) -> String {
    format!("is larger than {} MiB; `--max-size` sets another limit", limit / MEBIBYTE)
}

/// The name of a document's file, if a path in a source ends in one that may be a document's.
///
/// The name alone decides where it is written: whatever stands before it is no part of that.
pub(super) fn document_name(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    let (stem, end) = name.rsplit_once('.')?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let is_name = stem.starts_with(|first: char| first.is_ascii_alphanumeric())
        && stem.bytes().all(is_plain)
        && name.len() <= 128;
    (is_name && matches!(end, "yaml" | "yml" | "json")).then_some(name)
}

/// Whether a text is an OpenAPI document, as far as its beginning tells.
pub(super) fn is_openapi(name: &str, bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    if name.ends_with(".json") {
        return text.trim_start().starts_with('{')
            && text.contains("\"openapi\"")
            && text.contains("\"paths\"");
    }
    ["openapi:", "'openapi':", "\"openapi\":"]
        .iter()
        .any(|key| text.lines().any(|line| line.starts_with(key)))
}

/// The documents that are wanted, one for each name: YAML, or JSON where that is preferred.
pub(super) fn pick(
    from: &str,
    entries: Vec<Entry>,
    only: &[String],
    prefer_json: bool,
) -> Result<Vec<Entry>, Failure> {
    let mut by_name: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        by_name.entry(module(&entry.name).to_owned()).or_default().push(entry);
    }
    if by_name.is_empty() {
        let what = "has no OpenAPI document: no .yaml or .json with `openapi` and `paths`";
        return Err(Failure::message(format!(
            "{from}: {what}\n  help: name the folder or the archive that holds them"
        )));
    }
    let mut failure = Failure::default();
    for wanted in only {
        if !by_name.keys().any(|name| is_meant(wanted, name)) {
            let near = suggestion(wanted, by_name.keys().map(String::as_str));
            failure.messages.push(format!("--only: no document is called `{wanted}`{near}"));
        }
    }
    let mut picked = Vec::new();
    for (name, mut entries) in by_name {
        if !only.is_empty() && !only.iter().any(|wanted| is_meant(wanted, &name)) {
            continue;
        }
        if entries.iter().any(|entry| entry.name.ends_with(".json") == prefer_json) {
            entries.retain(|entry| entry.name.ends_with(".json") == prefer_json);
        }
        match entries.pop() {
            Some(entry) if entries.is_empty() => picked.push(entry),
            Some(entry) => {
                let paths: Vec<String> =
                    entries.iter().chain([&entry]).map(|entry| format!("`{}`", entry.path)).collect();
                failure.messages.push(format!("`{name}` is there more than once: {}", paths.join(", ")));
            }
            None => {}
        }
    }
    failure.or_ok(picked)
}

/// A document's name without prefix and ending.
fn module(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.strip_prefix("twilio_").unwrap_or(stem)
}

fn is_meant(wanted: &str, name: &str) -> bool {
    matches_pattern(wanted.strip_prefix("twilio_").unwrap_or(wanted), name)
}
