//! Texts that are kept as files.

use std::path::Path;

/// Asserts that a text is what a file holds; with `RINGFENCE_BLESS` set it is written into the file instead.
///
/// # Panics
///
/// Panics with both texts where they differ.
pub fn same_as_file(text: &str, file: &Path) {
    if std::env::var_os("RINGFENCE_BLESS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        kept == text,
        "{} differs; RINGFENCE_BLESS=1 writes it anew\n--- kept\n{kept}\n--- now\n{text}",
        file.file_name().unwrap().display()
    );
}
