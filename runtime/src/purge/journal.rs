//! The file that says what is deleted, line by line.

use crate::{Client, Request};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Error, ErrorKind, Result, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Begins each line, so that no other file is taken for a journal and added to.
const DONE: &str = "deleted ";

/// What a request deletes: account, host of the region, and path. A 404 of one account, region or mock says nothing of the others.
#[derive(Debug)]
pub(super) struct Key {
    account: String,
    place: String,
}

/// What a file grows by at once.
const BLOCK: usize = 4096;

/// Which keys are known, in a sixth of the memory that their texts take.
type Fingerprint = [u8; 16];

/// The journal of a purge, to which one process writes.
///
/// A line is written after Twilio has said that what it names is gone, so that whatever is lost of the file costs a request and never a
/// delete.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    known: BTreeSet<Fingerprint>,
    file: Mutex<File>,
}

impl Key {
    pub(super) fn new(request: &Request, client: &Client) -> Self {
        let account = client.account_sid();
        // What has no target is refused when it is sent.
        let path = request.target(account).unwrap_or_default();
        let place = format!("{}{path}", client.root(request.operation()));
        Self { account: account.as_str().to_owned(), place }
    }

    /// Host and path.
    pub(super) fn into_place(self) -> String {
        self.place
    }

    fn text(&self) -> String {
        format!("{} {}", self.account, self.place)
    }
}

fn fingerprint(key: &str) -> Fingerprint {
    let mut short = [0; 16];
    short.iter_mut().zip(Sha256::digest(key.as_bytes())).for_each(|(to, byte)| *to = byte);
    short
}

impl Journal {
    /// Opens or makes the file, reads what it knows, and cuts off a last line that a crash has left without its end.
    pub(super) fn open(path: &Path) -> std::result::Result<Self, (PathBuf, Error)> {
        Self::read(path).map_err(|problem| (path.to_owned(), problem))
    }

    fn read(path: &Path) -> Result<Self> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::new(ErrorKind::WouldBlock, "another process is writing to it"));
            }
            Err(TryLockError::Error(problem)) => return Err(problem),
        }
        let mut known = BTreeSet::new();
        let (mut whole, mut line) = (0_u64, Vec::new());
        let mut reader = BufReader::new(&mut file);
        loop {
            line.clear();
            let length = reader.read_until(b'\n', &mut line)?;
            let text = std::str::from_utf8(&line).ok().and_then(|line| line.strip_prefix(DONE));
            match text.map(|text| text.strip_suffix('\n')) {
                Some(Some(key)) => known.insert(fingerprint(key)),
                _ if length == 0 => break,
                _ if !line.ends_with(b"\n") && is_cut(&line, whole) => break,
                _ => {
                    let text =
                        format!("byte {whole} begins a line that is none of a journal: name another file");
                    return Err(Error::new(ErrorKind::InvalidData, text));
                }
            };
            whole += length as u64;
        }
        file.set_len(whole)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Self { path: path.to_owned(), known, file: Mutex::new(file) })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it was deleted by a run before this one.
    pub(super) fn holds(&self, key: &Key) -> bool {
        self.known.contains(&fingerprint(&key.text()))
    }

    /// Writes one line with one call, so that a process that is killed leaves at most one line cut.
    pub(super) fn add(&self, key: &Key) -> Result<()> {
        let line = format!("{DONE}{}\n", key.text());
        self.file.lock().unwrap_or_else(PoisonError::into_inner).write_all(line.as_bytes())
    }
}

/// Whether these bytes may be what a crash has left of a line. After a loss of power the file may have its length and not yet its bytes.
fn is_cut(bytes: &[u8], before: u64) -> bool {
    let nuls = bytes.iter().rev().take_while(|byte| **byte == 0).count();
    let is_like_a_line =
        bytes.iter().take(bytes.len() - nuls).zip(DONE.as_bytes()).all(|(byte, known)| byte == known);
    // A file of nothing but many NULs is somebody else's.
    is_like_a_line && (nuls <= BLOCK || before > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(text: &str) -> Key {
        Key { account: "AC".to_owned(), place: text.to_owned() }
    }

    /// A path that no other test and no other process has.
    fn path(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("ringfence-{}-{name}", std::process::id()))
    }

    #[test]
    fn one_process_writes_to_it() {
        let path = path("locked");
        let journal = Journal::read(&path).unwrap();
        let (_, problem) = Journal::open(&path).unwrap_err();
        assert!(problem.to_string().contains("another process"), "{problem}");
        drop(journal);
        assert!(Journal::read(&path).is_ok());
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn another_file_is_left_alone() {
        let path = path("another");
        for text in ["[package]\nname = \"x\"\n", "deleted a\nx\n", "deletes", "x"] {
            std::fs::write(&path, text).unwrap();
            let problem = Journal::read(&path).unwrap_err().to_string();
            assert!(problem.contains("name another file"), "{text:?}: {problem}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        let zeros = vec![0; 1 << 16];
        std::fs::write(&path, &zeros).unwrap();
        assert!(Journal::read(&path).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), zeros);
        std::fs::remove_file(path).unwrap();
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn wherever_it_is_cut_no_more_than_the_cut_line_is_lost(
            keys in proptest::collection::btree_set("[a-zA-Z0-9/.%]{1,40}", 1..8), cut in 0..400_usize,
            nuls in prop_oneof![Just(0_usize), 1..5000_usize],
        ) {
            let path = path("cut");
            let _ = std::fs::remove_file(&path);
            let journal = Journal::read(&path).unwrap();
            keys.iter().for_each(|text| journal.add(&key(text)).unwrap());
            drop(journal);
            let bytes = std::fs::read(&path).unwrap();
            let kept = &bytes[..cut.min(bytes.len())];
            // A loss of power may leave the length of what was written, and nothing in it.
            prop_assume!(nuls <= BLOCK || kept.contains(&b'\n'));
            std::fs::write(&path, [kept, &vec![0; nuls]].concat()).unwrap();
            let whole = kept.iter().filter(|byte| **byte == b'\n').count();
            let journal = Journal::read(&path).unwrap();
            for (index, text) in keys.iter().enumerate() {
                prop_assert_eq!(journal.holds(&key(text)), index < whole);
            }
            journal.add(&key("later")).unwrap();
            drop(journal);
            let journal = Journal::read(&path).unwrap();
            prop_assert!(journal.holds(&key("later")));
            prop_assert_eq!(keys.iter().filter(|text| journal.holds(&key(text))).count(), whole);
            std::fs::remove_file(&path).unwrap();
        }
    }
}
