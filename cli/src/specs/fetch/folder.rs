//! Plain folders.

use super::Taken;
use super::entry::{Entry, Limits, document_name, is_openapi, read_bounded, too_large};
use std::path::Path;

/// Reads the documents of a folder and the folders in it. Links are not followed.
pub(super) fn read(root: &Path, limits: Limits) -> Result<Taken, String> {
    let (mut entries, mut folders, mut count, mut size) = (Vec::new(), vec![root.to_owned()], 0, 0);
    while let Some(folder) = folders.pop() {
        let listed = std::fs::read_dir(&folder).map_err(|error| format!("cannot be listed: {error}"))?;
        for entry in listed {
            let entry = entry.map_err(|error| format!("cannot be listed: {error}"))?;
            count += 1;
            if count > limits.entries {
                return Err(format!(
                    "has more than {} files; name the folder of the documents",
                    limits.entries
                ));
            }
            let kind = entry.file_type().map_err(|error| format!("cannot be read: {error}"))?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                entries.extend(document(root, &entry.path(), limits)?);
            }
        }
        size = entries.iter().map(|entry: &Entry| entry.bytes.len() as u64).sum::<u64>().max(size);
        if size > limits.unpacked {
            return Err(format!("all documents together: {}", too_large(limits.unpacked)));
        }
    }
    entries.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Taken { entries, revision: None, date: None, sha256: None, note: None })
}

fn document(root: &Path, path: &Path, limits: Limits) -> Result<Option<Entry>, String> {
    let within = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let Some(name) = document_name(&within) else { return Ok(None) };
    let bytes = read_bounded(path, limits.document).map_err(|message| format!("`{within}` {message}"))?;
    let entry = Entry { path: within.clone(), name: name.to_owned(), bytes };
    Ok(is_openapi(name, &entry.bytes).then_some(entry))
}
