//! Folders with files in them, for one test.

use tempfile::TempDir;

/// A folder of its own with these files, by path; removed when dropped.
pub fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for a test");
    for (path, text) in files {
        let path = folder.path().join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).expect("a folder in it");
        }
        std::fs::write(path, text).expect("a file in it");
    }
    folder
}
