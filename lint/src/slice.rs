//! Which files of a package can bear on a finding, told from their text alone: what runs unoptimised at each edit cannot
//! afford to parse the rest.
//!
//! A file matters that is about Twilio or us; that names something only such a file defines (it may call it); that defines
//! what such a file names (it may be called); and one with signs of a client, a wait or a secret that a caller names. Names
//! that many files define, such as `new`, say nothing about which of them is meant.

use crate::trigger::is_about_twilio;
use std::collections::BTreeSet;

/// The hash of a name; two names that share one let a file in that need not be, never the other way round.
type Name = u64;

/// A name that more files define than so is no sign of which one is meant.
const COMMON: usize = 3;

/// Words that introduce a definition, and those that may stand between.
const DEFINES: [Name; 9] = [
    name(b"const"),
    name(b"enum"),
    name(b"fn"),
    name(b"macro_rules"),
    name(b"static"),
    name(b"struct"),
    name(b"trait"),
    name(b"type"),
    name(b"union"),
];
const MODULE: Name = name(b"mod");
const PUBLIC: Name = name(b"pub");
const USE: Name = name(b"use");

/// Words of code that sends, waits or holds a secret.
const SIGNS: [Name; 16] = [
    name(b"Client"),
    name(b"Duration"),
    name(b"RequestBuilder"),
    name(b"Response"),
    name(b"StatusCode"),
    name(b"Url"),
    name(b"backoff"),
    name(b"client"),
    name(b"http"),
    name(b"https"),
    name(b"reqwest"),
    name(b"retry"),
    name(b"secret"),
    name(b"sleep"),
    name(b"token"),
    name(b"ureq"),
];

/// What a file's text says.
#[derive(Default)]
struct Words {
    named: Vec<Name>,
    defined: Vec<Name>,
    /// Whether it declares file modules or passes names on: without it others would not be found.
    is_frame: bool,
    has_signs: bool,
    is_about_twilio: bool,
}

/// The files of a package that matter, and what would make another one matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// The files that matter, as indexes of the texts given.
    pub needed: BTreeSet<usize>,
    /// Hashes of names that only files which may send define.
    pub callable: BTreeSet<u64>,
    /// Hashes of names by which files about Twilio may call others.
    pub calling: BTreeSet<u64>,
    /// Hashes of names by which their callers may call what sends, waits or holds a secret.
    pub passing: BTreeSet<u64>,
}

impl Slice {
    /// Cuts the files of a package.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut files: Vec<Words> = texts.into_iter().map(words_of).collect();
        let mut owners: Vec<Name> = files.iter().flat_map(|file| file.defined.iter().copied()).collect();
        owners.sort_unstable();
        let repeated = |times: usize| -> BTreeSet<Name> {
            let runs = owners.windows(times).filter(|run| run.first() == run.last());
            runs.filter_map(|run| run.first().copied()).collect()
        };
        let (shared, common) = (repeated(2), repeated(COMMON + 1));
        owners.dedup();
        // Only what some file defines, and few do, can lead to a file.
        for file in &mut files {
            file.named.retain(|name| owners.binary_search(name).is_ok() && !common.contains(name));
            file.defined.retain(|name| !common.contains(name));
        }
        let mut slice = Self::default();
        let about = |(at, file): (usize, &Words)| file.is_about_twilio.then_some(at);
        let about: Vec<usize> = files.iter().enumerate().filter_map(about).collect();
        slice.needed.extend(&about);
        slice.follow_callers(&files, &shared, about.clone());
        slice.follow_called(&files, about);
        slice.needed.extend(files.iter().enumerate().filter(|(_, file)| file.is_frame).map(|(at, _)| at));
        slice
    }

    /// Who names what only these define, and who names those in turn.
    fn follow_callers(&mut self, files: &[Words], shared: &BTreeSet<Name>, mut open: Vec<usize>) {
        while let Some(at) = open.pop() {
            let Some(file) = files.get(at) else { continue };
            self.callable.extend(file.defined.iter().filter(|name| !shared.contains(name)));
            self.passing.extend(&file.named);
            for (caller, other) in files.iter().enumerate() {
                if !self.needed.contains(&caller) && meet(&other.named, &self.callable) {
                    self.needed.insert(caller);
                    open.push(caller);
                }
            }
        }
    }

    /// Who defines what these name, and who defines what those name.
    fn follow_called(&mut self, files: &[Words], mut open: Vec<usize>) {
        let passed = |(at, file): (usize, &Words)| {
            (file.has_signs && meet(&file.defined, &self.passing) && !self.needed.contains(&at)).then_some(at)
        };
        let passed: Vec<usize> = files.iter().enumerate().filter_map(passed).collect();
        self.needed.extend(&passed);
        open.extend(passed);
        while let Some(at) = open.pop() {
            let Some(file) = files.get(at) else { continue };
            self.calling.extend(&file.named);
            for (called, other) in files.iter().enumerate() {
                if !self.needed.contains(&called) && meet(&other.defined, &self.calling) {
                    self.needed.insert(called);
                    open.push(called);
                }
            }
        }
    }

    /// Whether a file that did not matter does so with this text.
    pub fn needs(&self, text: &str) -> bool {
        let file = words_of(text);
        file.is_about_twilio
            || file.is_frame
            || meet(&file.named, &self.callable)
            || meet(&file.defined, &self.calling)
            || (file.has_signs && meet(&file.defined, &self.passing))
    }
}

fn meet(names: &[Name], others: &BTreeSet<Name>) -> bool {
    names.iter().any(|name| others.contains(name))
}

/// FNV-1a: short, and the same on every machine and in every version, so that it can be kept.
const fn name(word: &[u8]) -> Name {
    let mut hash = SEED;
    let mut rest = word;
    while let [byte, after @ ..] = rest {
        hash = step(hash, *byte);
        rest = after;
    }
    hash
}

const SEED: Name = 0xcbf2_9ce4_8422_2325;

const fn step(hash: Name, byte: u8) -> Name {
    (hash ^ byte as Name).wrapping_mul(0x0100_0000_01b3)
}

/// Reads a text once, byte by byte: words outside of line comments, and which of them are defined.
fn words_of(text: &str) -> Words {
    let mut words = Words { is_about_twilio: is_about_twilio(text), ..Words::default() };
    let mut before = SEED;
    let mut hash = SEED;
    let mut last = b' ';
    let mut is_comment = false;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        let is_word = byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
        if is_comment {
            is_comment = byte != b'\n';
        } else if is_word {
            hash = step(hash, byte);
        } else if hash != SEED {
            words.add(hash, before, text.as_bytes().get(at..).unwrap_or_default());
            before = std::mem::replace(&mut hash, SEED);
        } else if byte == b'/' && last == b'/' {
            // `//` in a text is that of a URL, or begins one.
            let earlier = at.checked_sub(2).and_then(|at| text.as_bytes().get(at));
            is_comment = !matches!(earlier, Some(b':' | b'"'));
        }
        last = byte;
    }
    words.named.sort_unstable();
    words.named.dedup();
    words.defined.sort_unstable();
    words.defined.dedup();
    words
}

impl Words {
    /// Takes a word, the word before it and what follows.
    fn add(&mut self, word: Name, before: Name, after: &[u8]) {
        self.named.push(word);
        self.has_signs |= SIGNS.contains(&word);
        self.is_frame |= before == PUBLIC && word == USE;
        if before == MODULE {
            self.is_frame |= next_sign(after) == Some(b';');
        } else if DEFINES.contains(&before) && !DEFINES.contains(&word) {
            // A sentence has such words, too, but no such sign behind them.
            if matches!(next_sign(after), Some(b'(' | b'<' | b'{' | b':' | b'=' | b';')) {
                self.defined.push(word);
            }
        }
    }
}

fn next_sign(after: &[u8]) -> Option<u8> {
    after.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::Slice;

    const FILES: [&str; 7] = [
        "mod net; mod shop; mod wrap; mod table; mod web; mod stock;",
        "use crate::table::BASE; pub async fn notify() { get(\"https://{BASE}.twilio.com\") } fn new() {}",
        "pub fn sell() { crate::wrap::patiently(|| crate::net::notify()); crate::stock::count(); }",
        "pub fn patiently() { sleep(1) } fn new() {}",
        "pub const BASE: &str = \"api\"; fn new() {} // fn sum(",
        "pub fn page() { crate::shop::sell() } fn new() {}",
        "pub fn count() -> u8 { sum() } fn new() {} fn sum() {}",
    ];

    #[test]
    fn what_calls_and_what_is_called_matters() {
        let slice = Slice::of(FILES);
        let needed: Vec<usize> = slice.needed.iter().copied().collect();
        assert_eq!(needed, [0, 1, 2, 3, 4, 5], "all but the last, which a caller uses for something else");
    }

    #[test]
    fn an_edit_is_judged_by_what_it_can_reach() {
        let slice = Slice::of(FILES);
        for text in ["fn count() {}", "fn new() { new() } // notify", "let label = \"no type for (\"; x()"] {
            assert!(!slice.needs(text), "{text}");
        }
        for text in [
            "fn more() { notify() }",
            "fn more() { page() }",
            "const BASE: &str = \"x\";",
            "fn patiently() { loop { sleep(2) } }",
            "// Twilio",
            "mod more;",
            "pub use crate::x::*;",
        ] {
            assert!(slice.needs(text), "{text}");
        }
    }

    #[test]
    fn a_package_without_twilio_needs_its_frame_alone() {
        let slice = Slice::of(["mod a;", "fn a() {}", "fn b() { a() }"]);
        assert_eq!(slice.needed.into_iter().collect::<Vec<_>>(), [0]);
    }
}
