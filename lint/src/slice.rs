//! Which files of a package can bear on a finding, told from their text alone: what runs unoptimised at each edit cannot
//! afford to parse the rest.
//!
//! A file matters that is about Twilio or us, or holds what has the shape of a SID or a secret; that names something only such a file
//! defines (it may call it); and that defines what one of these names, if it has constants, types or generic functions
//! of that name or signs of a client, a wait or a secret. Names that many files define, such as `new`, say nothing about which of them is meant.
//! What is left out is unknown, and unknown is never guilty.

use crate::gather::{Gather, PutAll};
use crate::sorted::Set;
use crate::trigger::is_about_twilio;
use crate::word::{Name, SEED, ends_in_credential, name, step};

/// A name that more files define than so is no sign of which one is meant.
const COMMON: usize = 3;

/// Words that introduce a definition, and those that may stand between.
const DEFINES: [Name; 9] = [
    CONST,
    name(b"enum"),
    FUNCTION,
    name(b"macro_rules"),
    STATIC,
    name(b"struct"),
    name(b"trait"),
    name(b"type"),
    name(b"union"),
];
/// Of these, what introduces a type.
const TYPES: [Name; 5] = [name(b"enum"), name(b"struct"), name(b"trait"), name(b"type"), name(b"union")];
const CONST: Name = name(b"const");
const CRATE: Name = name(b"crate");
const EXTERN: Name = name(b"extern");
const FOR: Name = name(b"for");
const FUNCTION: Name = name(b"fn");
const IMPL: Name = name(b"impl");
const STATIC: Name = name(b"static");
const MODULE: Name = name(b"mod");
const PUBLIC: Name = name(b"pub");
const USE: Name = name(b"use");

/// Words of code that sends, waits, tries again, logs, holds a secret, puts a URL together, or hands out a text or takes one apart.
#[rustfmt::skip]
const SIGNS: [Name; 67] = [
    name(b"'static"), name(b"Client"), name(b"ConstantBuilder"), name(b"Duration"), name(b"FixedInterval"),
    name(b"HeaderMap"), name(b"RequestBuilder"), name(b"Response"), name(b"StatusCode"), name(b"Url"),
    name(b"attempt"), name(b"attempts"), name(b"auth"), name(b"awc"), name(b"backoff"),
    name(b"base"), name(b"base_url"), name(b"basic_auth"), name(b"bearer_auth"), name(b"builder"),
    name(b"client"), name(b"connector"), name(b"curl"), name(b"dbg"), name(b"debug"),
    name(b"endpoint"), name(b"env"), name(b"eprintln"), name(b"error"), name(b"header"),
    name(b"headers"), name(b"hmac"), name(b"host"), name(b"http"), name(b"https"),
    name(b"hyper"), name(b"info"), name(b"isahc"), name(b"jitter"), name(b"key"),
    name(b"lines"), name(b"log"), name(b"native_tls"), name(b"openssl"), name(b"password"),
    name(b"println"), name(b"region"), name(b"reqwest"), name(b"retries"), name(b"retry"),
    name(b"rustls"), name(b"secret"), name(b"send"), name(b"sleep"), name(b"spawn"),
    name(b"split"), name(b"surf"), name(b"timeout"), name(b"tls"), name(b"token"),
    name(b"trace"), name(b"tracing"), name(b"ureq"), name(b"uri"), name(b"url"),
    name(b"var"), name(b"warn"),
];

/// What a file's text says.
#[derive(Default)]
struct Words {
    named: Vec<Name>,
    /// Functions, types and the like.
    defined: Vec<Name>,
    /// What may hold or hand on anything: types among them, those that an `impl` is about, and generic functions.
    carriers: Vec<Name>,
    /// Between `impl` and its body: how many carriers there were before.
    before_impl: Option<usize>,
    /// Constants and statics.
    constants: Vec<Name>,
    /// Statics among them, which code elsewhere may fill.
    statics: Vec<Name>,
    has_signs: bool,
    /// Whether it declares file modules or passes names on: without it others would not be found.
    is_frame: bool,
    /// Whether it holds what has the shape of a secret, or of a SID that one may stand beside.
    has_credential: bool,
    is_about_twilio: bool,
}

/// The files of a package that matter, and what would make another one matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// The files that matter, as indexes of the texts given.
    pub needed: Set<usize>,
    /// Hashes of names that only files which may send define.
    pub callable: Set<u64>,
    /// Hashes of names by which files that matter may use others.
    pub calling: Set<u64>,
}

impl Slice {
    /// Cuts the files of a package.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut files: Vec<Words> = texts.into_iter().map(words_of).gather();
        let mut functions: Vec<Name> = files.iter().flat_map(|file| file.defined.iter().copied()).gather();
        functions.sort_unstable();
        let mut all = functions.clone();
        all.put_all(files.iter().flat_map(|file| file.constants.iter().copied()));
        all.sort_unstable();
        let (common, shared) = (repeated(&functions, COMMON + 1), repeated(&all, 2));
        all.dedup();
        // Only what some file defines, and few do, can lead to a file.
        for file in &mut files {
            file.named.retain(|name| all.binary_search(name).is_ok() && !common.contains(name));
            file.defined.retain(|name| !common.contains(name));
            file.carriers.retain(|name| all.binary_search(name).is_ok() && !common.contains(name));
        }
        let statics: Set<Name> = files.iter().flat_map(|file| file.statics.iter().copied()).gather();
        let mut slice = Self::default();
        let about = |(at, file): (usize, &Words)| file.is_about_twilio.then_some(at);
        let about: Vec<usize> = files.iter().enumerate().filter_map(about).gather();
        slice.needed.extend(&about);
        slice.follow_callers(&files, &shared, &statics, about);
        // A caller is where a retry or a loop stands, so what it calls beside counts like what files about Twilio call.
        slice.follow_called(&files, slice.needed.iter().copied().gather());
        // What holds or hands on a value leads no further.
        let ends =
            |file: &Words| file.is_frame || file.has_credential || meet(&file.carriers, &slice.calling);
        let ends: Vec<usize> =
            files.iter().enumerate().filter(|(_, file)| ends(file)).map(|(at, _)| at).gather();
        slice.needed.extend(ends);
        slice
    }

    /// Who names what only these define, or a static that they may fill, and who names those in turn.
    fn follow_callers(
        &mut self,
        files: &[Words],
        shared: &Set<Name>,
        statics: &Set<Name>,
        mut open: Vec<usize>,
    ) {
        while let Some(at) = open.pop() {
            let Some(file) = files.get(at) else { continue };
            let own = file.defined.iter().chain(&file.constants).chain(&file.carriers);
            self.callable.extend(own.filter(|name| !shared.contains(name)));
            self.callable.extend(file.named.iter().filter(|name| statics.contains(name)));
            for (caller, other) in files.iter().enumerate() {
                if !self.needed.contains(&caller) && meet(&other.named, &self.callable) {
                    self.needed.insert(caller);
                    open.push(caller);
                }
            }
        }
    }

    /// Who defines what these name, and who defines what those name in turn.
    fn follow_called(&mut self, files: &[Words], mut open: Vec<usize>) {
        while let Some(at) = open.pop() {
            let Some(file) = files.get(at) else { continue };
            self.calling.extend(&file.named);
            for (called, other) in files.iter().enumerate() {
                if !self.needed.contains(&called) && other.is_used_by(&self.calling) {
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
            || file.has_credential
            || meet(&file.carriers, &self.calling)
            || meet(&file.named, &self.callable)
            || file.is_used_by(&self.calling)
    }
}

fn meet(names: &[Name], others: &Set<Name>) -> bool {
    names.iter().any(|name| others.contains(name))
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
            // A lifetime is no word: `'static` defines nothing.
            let start = if hash == SEED && last == b'\'' { step(SEED, last) } else { hash };
            hash = step(start, byte);
        } else if hash != SEED {
            let (word, after) = text.as_bytes().split_at_checked(at).unwrap_or_default();
            words.add(hash, before, after);
            words.has_credential |= ends_in_credential(word);
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
    words.has_signs = words.named.iter().any(|name| SIGNS.contains(name));
    words.defined.sort_unstable();
    words.defined.dedup();
    words.constants.sort_unstable();
    words.constants.dedup();
    words.carriers.sort_unstable();
    words.carriers.dedup();
    words
}

/// The names that stand so often in a sorted list.
fn repeated(sorted: &[Name], times: usize) -> Set<Name> {
    let runs = sorted.windows(times).filter(|run| run.first() == run.last());
    runs.filter_map(|run| run.first().copied()).gather()
}

impl Words {
    /// Whether what is named elsewhere may use something of this file that matters there.
    fn is_used_by(&self, names: &Set<Name>) -> bool {
        meet(&self.constants, names) || (self.has_signs && meet(&self.defined, names))
    }

    /// Takes a word between `impl` and its body: what it is about stands behind `for`, if there is one.
    fn add_header(&mut self, word: Name, after: &[u8]) {
        match self.before_impl {
            _ if word == IMPL => self.before_impl = Some(self.carriers.len()),
            _ if word == FUNCTION => self.before_impl = None,
            None => {}
            Some(before) if word == FOR => self.carriers.truncate(before),
            Some(_) => {
                self.carriers.push(word);
                let sign = after.iter().find(|byte| !byte.is_ascii_whitespace() && **byte != b'>');
                if matches!(sign, Some(b'{' | b';' | b')')) {
                    self.before_impl = None;
                }
            }
        }
    }

    /// Takes a word, the word before it and what follows.
    fn add(&mut self, word: Name, before: Name, after: &[u8]) {
        self.named.push(word);
        self.is_frame |= before == PUBLIC && word == USE || before == EXTERN && word == CRATE;
        self.add_header(word, after);
        if before == MODULE {
            self.is_frame |= next_sign(after) == Some(b';');
        } else if DEFINES.contains(&before) && !DEFINES.contains(&word) {
            // A sentence has such words, too, but no such sign behind them.
            if matches!(next_sign(after), Some(b'(' | b'<' | b'{' | b':' | b'=' | b';')) {
                let is_constant = before == CONST || before == STATIC;
                if is_constant { &mut self.constants } else { &mut self.defined }.push(word);
                if before == STATIC {
                    self.statics.push(word);
                }
                if TYPES.contains(&before) || before == FUNCTION && next_sign(after) == Some(b'<') {
                    self.carriers.push(word);
                }
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

    const FILES: [&str; 9] = [
        "mod net; mod shop; mod wrap; mod table; mod web; mod stock;",
        "use crate::table::BASE; pub async fn notify() { get(\"https://{BASE}.twilio.com\") } fn new() {}",
        "pub fn sell() { crate::wrap::patiently(|| crate::net::notify()); crate::stock::count(); shelf(Shelf(1)) }",
        "pub fn patiently() { sleep(1) } fn new() {}",
        "pub const BASE: &str = \"api\"; fn new() {} // fn sum(",
        "pub fn page() { crate::shop::sell() } fn new() {}",
        "pub fn count() -> u8 { sum() } fn new() {} fn sum() {} const STEP: u8 = 1;",
        "pub struct Shelf(Label); fn new() {}",
        "const ROW: &'static str = \"\";",
    ];

    #[test]
    fn what_calls_and_what_is_called_matters() {
        let slice = Slice::of(FILES);
        let needed: Vec<usize> = slice.needed.iter().copied().collect();
        assert_eq!(needed, [0, 1, 2, 3, 4, 5, 7], "all but what a caller uses for something else");
    }

    #[test]
    fn an_edit_is_judged_by_what_it_can_reach() {
        let slice = Slice::of(FILES);
        for text in [
            "fn count() {}",
            "fn new() { new() } // notify",
            "let label = \"no type for (\"; x()",
            "fn shelve() { for shelf in 0..1 { } } // for Label {",
            "struct Label;",
            "const ROW: &'static str = \"\"; fn row() -> &'static Table { &ROW }",
            "impl<T> Row<T> { fn of(label: Shelf) { Shelf { label } } }",
            &format!("let name = \"{}\";", "og".repeat(16)),
            "fn patiently() {}",
        ] {
            assert!(!slice.needs(text), "{text}");
        }
        for text in [
            "fn more() { notify() }",
            "fn more() { page() }",
            "const BASE: &str = \"x\";",
            "fn patiently() { loop { sleep(2) } }",
            "// Twilio",
            "struct Shelf;",
            "impl Shown for Shelf {}",
            "impl<T: Shown> Shelf<T> { fn of(label: Label) {} }",
            "fn count<T>(of: T) -> T { of }",
            &format!("let key = \"AC{}\";", "0f".repeat(16)),
            "mod more;",
            "pub use crate::x::*;",
            "extern crate x as y;",
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
