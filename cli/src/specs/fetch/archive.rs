//! Archives: read entry by entry, in memory. Nothing of an archive decides where something is written.

use super::Taken;
use super::entry::{Entry, Limits, document_name, is_openapi, too_large};
use super::record::hash;
use flate2::read::MultiGzDecoder;
use std::io::Read;
use tar::{Archive, EntryType};

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZIP: [u8; 4] = *b"PK\x03\x04";

/// Reads the documents of a `.tar.gz` or a `.tar`.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<Taken, String> {
    if bytes.starts_with(&ZIP) {
        return Err("is a zip; take the .tar.gz of the same release".to_owned());
    }
    let mut taken = if bytes.starts_with(&GZIP) {
        entries(MultiGzDecoder::new(bytes), limits)?
    } else if bytes.get(257..262) == Some(b"ustar") {
        entries(bytes, limits)?
    } else {
        return Err("is no archive: a .tar.gz or .tar is needed, or a folder, or a git checkout".to_owned());
    };
    taken.sha256 = Some(hash(bytes));
    Ok(taken)
}

/// Reads the documents of a tar stream.
pub(super) fn entries(stream: impl Read, limits: Limits) -> Result<Taken, String> {
    let mut bounded = Bounded { stream, left: limits.unpacked, is_over: false };
    let found = collect(Archive::new(&mut bounded), limits);
    if bounded.is_over {
        return Err(format!("holds more than it may: unpacked, it {}", too_large(limits.unpacked)));
    }
    let (entries, revision, newest) = found?;
    Ok(Taken { entries, revision, date: day_of(newest), sha256: None, note: None })
}

/// The documents, the revision, and when the newest entry was made, in seconds.
type Collected = (Vec<Entry>, Option<String>, u64);

/// The day of a time that an archive names; tools that know none write the beginning of time.
fn day_of(seconds: u64) -> Option<String> {
    const YEAR_2000: i64 = 946_684_800;
    let seconds = i64::try_from(seconds).ok().filter(|seconds| *seconds > YEAR_2000)?;
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(time).date().to_string())
}

fn collect(mut archive: Archive<impl Read>, limits: Limits) -> Result<Collected, String> {
    let broken = |error: std::io::Error| format!("is a broken archive: {error}");
    let (mut found, mut commit, mut root, mut newest) = (Vec::new(), None, None, 0);
    for (count, entry) in archive.entries().map_err(broken)?.enumerate() {
        let mut entry = entry.map_err(broken)?;
        if count >= limits.entries {
            return Err(format!("has more than {} entries", limits.entries));
        }
        let kind = entry.header().entry_type();
        if kind == EntryType::XGlobalHeader {
            commit = commit.or(comment(&mut entry));
            continue;
        }
        newest = newest.max(entry.header().mtime().unwrap_or_default());
        let path = entry.path().map_err(broken)?.to_string_lossy().into_owned();
        check_path(&path)?;
        match kind {
            EntryType::Directory => {}
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                root = root.or_else(|| path.split_once('/').map(|(root, _)| root.to_owned()));
                found.extend(document(&path, &mut entry, limits)?);
            }
            EntryType::Symlink | EntryType::Link => {
                return Err(format!("has a link (`{path}`); archives with links are not read"));
            }
            _ => return Err(format!("has an entry that is neither file nor folder (`{path}`)")),
        }
    }
    Ok((found, commit.or(root), newest))
}

fn document(path: &str, entry: &mut impl Read, limits: Limits) -> Result<Option<Entry>, String> {
    let Some(name) = document_name(path) else { return Ok(None) };
    let mut bytes = Vec::new();
    let read = entry.take(limits.document + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("is a broken archive: {path}: {error}"))?;
    if bytes.len() as u64 > limits.document {
        return Err(format!("`{path}` {}", too_large(limits.document)));
    }
    let entry = Entry { path: path.to_owned(), name: name.to_owned(), bytes };
    Ok(is_openapi(name, &entry.bytes).then_some(entry))
}

/// Nothing is written by these paths; one that leaves the archive says what kind of archive it is.
fn check_path(path: &str) -> Result<(), String> {
    let is_drive = path.as_bytes().get(1) == Some(&b':');
    let leaves = path.starts_with(['/', '\\']) || path.split(['/', '\\']).any(|part| part == "..");
    if leaves || is_drive || path.contains('\0') {
        return Err(format!(
            "has a path that leaves it (`{}`); such archives are not read",
            path.escape_debug()
        ));
    }
    Ok(())
}

/// The commit that git writes into the archives that it makes.
fn comment(entry: &mut impl Read) -> Option<String> {
    let mut text = String::new();
    entry.take(1024).read_to_string(&mut text).ok()?;
    let commit = text.split_once(" comment=")?.1.trim_end();
    (commit.len() >= 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| commit.to_owned())
}

/// A stream that ends where too much comes.
struct Bounded<R> {
    stream: R,
    left: u64,
    is_over: bool,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.stream.read(buffer)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => {
                self.left = left;
                Ok(count)
            }
            None => {
                self.is_over = true;
                Err(std::io::Error::other("too much"))
            }
        }
    }
}
