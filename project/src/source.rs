//! Reading source text.

use crate::Problem;
use crate::problem::line_and_column;
use std::path::Path;

/// The text of a file. A file that is not UTF-8 is a problem with the place of its first bad byte, never text with replaced characters.
pub fn read_source(path: &Path) -> Result<String, Problem> {
    // What has no end, such as a device, is no source.
    if std::fs::metadata(path).is_ok_and(|entry| !entry.is_file()) {
        return Err(Problem::of_file(path, "could not be read: it is no file"));
    }
    let bytes =
        std::fs::read(path).map_err(|error| Problem::of_file(path, format!("could not be read: {error}")))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid_up_to = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let valid = bytes.get(..valid_up_to).unwrap_or_default();
        let place = line_and_column(&String::from_utf8_lossy(valid), valid_up_to);
        let byte = bytes.get(valid_up_to).copied().unwrap_or_default();
        let message = format!("not UTF-8: byte 0x{byte:02x} begins no character; save it as UTF-8");
        Problem { file: path.to_owned(), place: Some(place), message }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_byte_has_a_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.rs");
        std::fs::write(&file, b"fn a() {}\n// \xc3\xa4 \xff").unwrap();
        let problem = read_source(&file).unwrap_err();
        assert_eq!(problem.place, Some((2, 6)));
        assert!(problem.message.contains("0xff"), "{problem}");
    }

    #[test]
    fn a_missing_file_is_a_problem() {
        let problem = read_source(Path::new("no/such/file.rs")).unwrap_err();
        assert!(problem.to_string().starts_with("no/such/file.rs: could not be read"), "{problem}");
    }
}
