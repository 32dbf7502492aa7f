//! The days that documents are of.

use crate::adjust::EXTENSION;
use crate::config::read;
use crate::load::{self, Source};
use crate::lower::is_date;
use crate::problem::Problem;
use crate::tree::Tree;
use std::path::Path;

/// The day of each document of a file or of a folder, as in `2026-04-14`: the one that it says of itself as
/// `info.x-ringfence.date`, else the one that `cargo ringfence specs fetch` has recorded beside it.
///
/// # Errors
///
/// A file or folder that cannot be read, or has no document.
pub fn dates(path: &Path) -> Result<Vec<Option<String>>, Problem> {
    let sources = read(path)?;
    Ok(sources.iter().map(|source| own_date(source).or_else(|| recorded_date(&source.file))).collect())
}

/// Twilio's own documents never say it, and are not parsed for it.
fn own_date(source: &Source) -> Option<String> {
    let says = source.bytes.windows(EXTENSION.len()).any(|window| window == EXTENSION.as_bytes());
    let tree = if says { load::read(source).ok()? } else { return None };
    match tree.get("info")?.get(EXTENSION)?.get("date")? {
        Tree::Text(date) if is_date(date) => Some(date.clone()),
        _ => None,
    }
}

/// The day that `specs fetch` has recorded beside a file.
pub(crate) fn recorded_date(file: &str) -> Option<String> {
    let record = std::fs::read_to_string(Path::new(file).parent()?.join("ringfence-specs.toml")).ok()?;
    let date = record.lines().find_map(|line| line.strip_prefix("date = "))?.trim().trim_matches('"');
    is_date(date).then(|| date.to_owned())
}
