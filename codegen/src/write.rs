//! write: the text to its file, only if it changed.

use std::io;
use std::path::Path;

/// Writes the file unless it holds the text already; says whether it wrote.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<bool> {
    // An unchanged time stamp keeps cargo from building again what depends on the file.
    if std::fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)?;
    Ok(true)
}
