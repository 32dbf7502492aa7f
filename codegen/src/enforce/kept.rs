//! What is kept between runs, as lines of text.

use ringfence_lint::Slice;
use ringfence_lint::sorted::Set;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A result and what it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// Crates, features, levels and our version.
    pub(super) key: u64,
    pub(super) files: BTreeMap<PathBuf, File>,
    /// What makes a file matter that did not; which of the files do stands beside them.
    pub(super) slice: Slice,
    pub(super) notes: Vec<String>,
    pub(super) text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct File {
    pub(super) is_needed: bool,
    pub(super) hash: u64,
}

const HEAD: &str = "ringfence-enforce ";

impl Kept {
    /// What an earlier run has left; a file that is not whole is none.
    pub(super) fn read(path: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(path).ok()?;
        let (head, text) = text.split_once("\ntext\n")?;
        let mut lines = head.lines();
        let key = number(lines.next()?.strip_prefix(HEAD)?)?;
        let mut names = || lines.next()?.split_whitespace().map(number).collect::<Option<Set<u64>>>();
        let slice = Slice { callable: names()?, calling: names()?, ..Slice::default() };
        let mut kept = Self { key, slice, text: text.to_owned(), ..Self::default() };
        for line in lines {
            if let Some(note) = line.strip_prefix("note ") {
                kept.notes.push(note.to_owned());
                continue;
            }
            let (kind, rest) = line.split_once(' ')?;
            let (hash, path) = rest.split_once(' ')?;
            let file = File { is_needed: kind == "needed", hash: number(hash)? };
            kept.files.insert(PathBuf::from(path), file);
        }
        Some(kept)
    }

    /// Keeps this for the next run.
    pub(super) fn write(&self, path: &Path) -> std::io::Result<()> {
        let mut text = format!("{HEAD}{:x}\n", self.key);
        for names in [&self.slice.callable, &self.slice.calling] {
            let names: Vec<String> = names.iter().map(|name| format!("{name:x}")).collect();
            text.push_str(&names.join(" "));
            text.push('\n');
        }
        for (path, file) in &self.files {
            let kind = if file.is_needed { "needed" } else { "other" };
            let _ = writeln!(text, "{kind} {:x} {}", file.hash, path.display());
        }
        for note in &self.notes {
            let _ = writeln!(text, "note {}", note.replace('\n', " "));
        }
        text.push_str("text\n");
        text.push_str(&self.text);
        crate::write::write(path, &text).map(drop)
    }
}

fn number(text: &str) -> Option<u64> {
    u64::from_str_radix(text, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept.txt");
        let file = |is_needed, hash| File { is_needed, hash };
        let kept = Kept {
            key: 7,
            files: BTreeMap::from([
                (PathBuf::from("a b.rs"), file(true, 1)),
                (PathBuf::from("c.rs"), file(false, u64::MAX)),
            ]),
            slice: Slice { callable: Set::from([1, 2]), calling: Set::from([3]), ..Slice::default() },
            notes: vec!["src/a.rs: no".to_owned()],
            text: "a\ntext\nb\n".to_owned(),
        };
        kept.write(&path).unwrap();
        assert_eq!(Kept::read(&path), Some(kept));
        let whole = std::fs::read_to_string(&path).unwrap();
        for length in 0..whole.find("\ntext\n").unwrap() + 6 {
            std::fs::write(&path, &whole[..length]).unwrap();
            assert_eq!(Kept::read(&path), None, "{length}");
        }
        assert_eq!(Kept::read(&folder.path().join("none")), None);
    }
}
