//! What is looked at before anything is parsed: an item's tokens, and the text of its crate.

use crate::CrateInput;
use crate::crates::Texts;
use crate::gather::{Gather, PutAll};
use crate::hook::{fields_in, names_field};
use crate::load::straight;
use crate::sorted::{Map, Set};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// How much an item's tokens say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trigger {
    /// No lint can have a word to say.
    None,
    /// It uses names that may lead to Twilio somewhere else in the crate.
    Names,
    /// It names Twilio or us itself.
    Twilio,
}

/// Methods of the standard library that ordinary code is full of; nobody gives these names to what sends or holds a URL.
const HARMLESS: &[&str] = &[
    "abs",
    "all",
    "any",
    "as_bytes",
    "as_mut",
    "as_ref",
    "as_slice",
    "as_str",
    "chars",
    "checked_add",
    "checked_mul",
    "checked_sub",
    "clone",
    "cloned",
    "cmp",
    "collect",
    "contains",
    "contains_key",
    "copied",
    "count",
    "entry",
    "enumerate",
    "eq",
    "extend",
    "filter",
    "first",
    "into_iter",
    "is_empty",
    "is_none",
    "is_some",
    "iter",
    "iter_mut",
    "keys",
    "last",
    "len",
    "map",
    "max",
    "min",
    "or_insert",
    "rev",
    "saturating_add",
    "saturating_sub",
    "skip",
    "sort",
    "sum",
    "trim",
    "values",
    "wrapping_add",
    "wrapping_mul",
    "zip",
];

/// Looks at an item's tokens once.
pub(crate) fn trigger_of(tokens: &TokenStream) -> Trigger {
    let mut found = Trigger::None;
    let mut judged: Set<String> = Set::new();
    let mut defined = Set::new();
    let mut called = Set::new();
    let mut open = vec![(tokens.clone().into_iter(), Before::default())];
    while let Some((iterator, before)) = open.last_mut() {
        let Some(tree) = iterator.next() else {
            open.pop();
            continue;
        };
        let inner = match &tree {
            TokenTree::Group(group) => {
                if group.delimiter() == Delimiter::Parenthesis && before.is_call() {
                    match before.is_path {
                        true => found = found.max(Trigger::Names),
                        false => drop(called.insert(std::mem::take(&mut before.name))),
                    }
                }
                Some(group.stream().into_iter())
            }
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                // Code says the same names again and again.
                if !judged.contains(&name) {
                    found = found.max(judge_name(&name));
                    judged.insert(name.clone());
                }
                // `hosts::H`: whatever stands behind a path and is no type is a const.
                if before.punct == Some(':') && name.bytes().all(|byte| !byte.is_ascii_lowercase()) {
                    found = found.max(Trigger::Names);
                }
                if before.name == "fn" {
                    defined.insert(name.clone());
                }
                before.step_name(name);
                None
            }
            TokenTree::Literal(literal) => {
                found = found.max(judge_text(&literal.to_string()));
                *before = Before::default();
                None
            }
            TokenTree::Punct(punct) => {
                before.step_punct(punct.as_char());
                None
            }
        };
        if found == Trigger::Twilio {
            return found;
        }
        if let Some(inner) = inner {
            if let Some((_, before)) = open.last_mut() {
                *before = Before::default();
            }
            open.push((inner, Before::default()));
        }
    }
    if called.iter().all(|name| defined.contains(name)) { found } else { found.max(Trigger::Names) }
}

/// What stands before a token.
#[derive(Default)]
struct Before {
    /// The name right before it.
    name: String,
    /// Whether that name follows a `.` or a `::`, so that it is looked up elsewhere.
    is_path: bool,
    /// Whether that name follows `fn`.
    is_defined: bool,
    punct: Option<char>,
}

impl Before {
    fn is_call(&self) -> bool {
        let is_function = self.name.starts_with(|first: char| first.is_lowercase() || first == '_');
        is_function
            && !self.is_defined
            && HARMLESS.binary_search(&self.name.as_str()).is_err()
            && !is_keyword(&self.name)
    }

    fn step_name(&mut self, name: String) {
        self.is_defined = self.name == "fn";
        self.is_path = matches!(self.punct, Some('.' | ':'));
        self.punct = None;
        self.name = name;
    }

    fn step_punct(&mut self, punct: char) {
        *self = Self { punct: Some(punct), ..Self::default() };
    }
}

fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "as" | "async"
            | "await"
            | "box"
            | "crate"
            | "dyn"
            | "else"
            | "fn"
            | "for"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "match"
            | "move"
            | "mut"
            | "pub"
            | "ref"
            | "return"
            | "unsafe"
            | "where"
            | "while"
            | "yield"
    )
}

fn judge_text(text: &str) -> Trigger {
    if names_us(text) {
        return Trigger::Twilio;
    }
    // Names that a format string captures.
    let captured = text.split('{').skip(1).filter_map(|rest| {
        let end = rest.find(|character: char| !character.is_alphanumeric() && character != '_');
        rest.get(..end.unwrap_or(rest.len()))
    });
    let most = captured.map(judge_name).max().unwrap_or(Trigger::None);
    let is_url =
        text.contains("://") || text.get(..5).is_some_and(|head| head.to_ascii_lowercase().ends_with("http"));
    if is_url { most.max(Trigger::Names) } else { most }
}

fn judge_name(name: &str) -> Trigger {
    const EXACT: &[&str] = &[
        "Bytes",
        "Form",
        "HttpRequest",
        "Incoming",
        "Json",
        "RawForm",
        "Request",
        "Router",
        "awc",
        "env",
        "hyper",
        "isahc",
        "permit",
        "reqwest",
        "retry",
        "signature_validation",
        "surf",
        "ureq",
        "var",
    ];
    const PARTS: &[&str] = &[
        "url", "uri", "host", "base", "endpoint", "domain", "scheme", "server", "token", "auth", "secret",
        "client", "callback",
    ];
    if name == "permit" || name.len() > 5 && names_us(name) {
        return Trigger::Twilio;
    }
    // `T0` and its like are types; a const has a name.
    let is_const = name.bytes().filter(u8::is_ascii_uppercase).count() > 1
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_' || byte.is_ascii_digit());
    if is_const || EXACT.contains(&name) {
        return Trigger::Names;
    }
    let lower = name.to_ascii_lowercase();
    if PARTS.iter().any(|part| lower.contains(part)) { Trigger::Names } else { Trigger::None }
}

/// What, besides Twilio's own name, stands for Twilio or us in a crate's name.
const LEADING: [&str; 2] = ["ringfence", "twilly"];

/// What of ours a lint asks about.
const OURS: &[&str] = &[
    "AuthToken",
    "CallbackUrl",
    "NoRetry",
    "PlainUrl",
    "RetryPolicy",
    "callback_url",
    "include_api",
    "no_retry",
    "without_retry",
    "twilly",
];

/// Whether a text names Twilio or us; where no text of a crate does, nothing is found in it.
fn names_us(text: &str) -> bool {
    names_twilio(text) || OURS.iter().any(|word| text.contains(word)) || names_field(text)
}

/// Whether a text names Twilio, in any case of letters.
pub(crate) fn names_twilio(text: &str) -> bool {
    twilio_in(text).next().is_some()
}

/// Where a text names Twilio. It looks for the rarest letter, since this runs unoptimised, too.
fn twilio_in(text: &str) -> impl Iterator<Item = usize> {
    ['w', 'W'].into_iter().flat_map(|letter| text.match_indices(letter)).filter_map(|(at, _)| {
        let start = at.checked_sub(1)?;
        let word = text.as_bytes().get(start..start + 6)?;
        word.eq_ignore_ascii_case(b"twilio").then_some(start)
    })
}

/// Where a text names Twilio, us, a crate that stands for either, or what only Twilio's webhooks hold.
pub(crate) fn origins(text: &str) -> Vec<usize> {
    let ours = LEADING.into_iter().flat_map(|word| text.match_indices(word));
    let named = twilio_in(text).chain(ours.map(|(at, _)| at));
    let mut origins: Vec<usize> = named.chain(fields_in(text)).gather();
    origins.sort_unstable();
    origins
}

/// How often a text names Twilio or us.
pub(crate) fn mentions(text: &str) -> usize {
    let ours: usize = OURS.iter().map(|word| text.matches(word).count()).sum();
    ours + twilio_in(text).count() + fields_in(text).count()
}

/// Whether a text names Twilio, us, a crate that stands for either, or what only Twilio's webhooks hold.
pub(crate) fn is_about_twilio(text: &str) -> bool {
    names_twilio(text) || LEADING.into_iter().any(|word| text.contains(word)) || names_field(text)
}

/// Whether the files of a crate and of those it depends on name Twilio or us more often than so.
pub(crate) fn mentions_exceed(limit: usize, krate: &CrateInput, texts: &Texts<'_>) -> bool {
    let mut mentions = 0;
    let mut seen = Set::from([krate.root.as_path()]);
    let mut open = vec![krate];
    while let Some(krate) = open.pop() {
        visit_files(&krate.root, |path| {
            if mentions > limit {
                return None;
            }
            let looked = look_once(path, texts.read(path)?);
            mentions += looked.mentions;
            Some(looked.candidates.clone())
        });
        if mentions > limit {
            return true;
        }
        let others = krate.dependencies.values().map(|other| &**other);
        open.put_all(others.filter(|other| seen.insert(other.root.as_path())));
    }
    false
}

/// Whether the files of a crate have more bytes than so.
pub(crate) fn exceeds(limit: usize, krate: &CrateInput, texts: &Texts<'_>) -> bool {
    let mut bytes = 0;
    visit_files(&krate.root, |path| {
        let looked = look_once(path, texts.read(path)?);
        bytes += looked.text.len();
        (bytes <= limit).then(|| looked.candidates.clone())
    });
    bytes > limit
}

/// How many places one crate's files are looked for at: a source that answers to every name comes to an end.
const MAX_FILES: usize = 200_000;

/// Visits the files of a crate by the text of their `mod`s alone, as `visit` tells where more may be: some that are not
/// the crate's may be asked for, none that is may be missed.
pub(crate) fn visit_files(root: &Path, mut visit: impl FnMut(&Path) -> Option<Vec<PathBuf>>) {
    let mut seen = Set::from([root.to_path_buf()]);
    // What is known by its tokens alone has no root.
    let mut open = vec![root.to_path_buf()];
    open.retain(|root| !root.as_os_str().is_empty());
    while let Some(path) = open.pop().filter(|_| seen.len() < MAX_FILES) {
        for candidate in visit(&path).unwrap_or_default() {
            if seen.insert(candidate.clone()) {
                open.push(candidate);
            }
        }
    }
}

/// What was seen in a file's text.
struct Looked {
    text: Arc<str>,
    mentions: usize,
    /// Where the files of its modules may be.
    candidates: Vec<PathBuf>,
}

/// What has been looked at in this process: the items of a crate ask again and again, and the text decides.
static LOOKED: Mutex<Map<PathBuf, Arc<Looked>>> = Mutex::new(Map::new());

fn look_once(path: &Path, text: Arc<str>) -> Arc<Looked> {
    let mut known = LOOKED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(looked) = known.get(path).filter(|looked| looked.text == text) {
        return Arc::clone(looked);
    }
    let (mentions, candidates) = (mentions(&text), candidates(path, &text));
    let looked = Arc::new(Looked { text, mentions, candidates });
    known.insert(path.to_path_buf(), Arc::clone(&looked));
    looked
}

/// Every place where a file of a module that the text declares may be.
pub(crate) fn candidates(path: &Path, text: &str) -> Vec<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut folders = vec![folder.to_path_buf(), folder.join(path.file_stem().unwrap_or_default())];
    // Files of the file's own modules, and of modules inside of inline ones.
    let (mut own, mut inner) = (Vec::new(), Vec::new());
    let (mut depth, mut counted) = (0isize, 0usize);
    for (at, _) in text.match_indices("mod ") {
        let between = text.as_bytes().get(counted..at).unwrap_or_default();
        depth +=
            between.iter().map(|byte| isize::from(*byte == b'{') - isize::from(*byte == b'}')).sum::<isize>();
        counted = at;
        let rest = text.get(at + 4..).unwrap_or_default().trim_start();
        let end =
            rest.find(|character: char| !character.is_alphanumeric() && character != '_' && character != '#');
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        let name = name.trim_start_matches("r#");
        match after.trim_start().chars().next() {
            _ if name.is_empty() => {}
            Some(';') => {
                let files = if depth == 0 { &mut own } else { &mut inner };
                files.put_all([PathBuf::from(format!("{name}.rs")), Path::new(name).join("mod.rs")]);
            }
            // Inline modules may nest: each may stand inside those before it.
            Some('{') if folders.len() < 64 => {
                let nested: Vec<PathBuf> = folders.iter().map(|folder| folder.join(name)).gather();
                folders.put_all(nested);
            }
            _ => {}
        }
    }
    // Code has paths of its own: only source is asked for.
    for (at, _) in text.match_indices("path") {
        let rest = text.get(at + 4..).unwrap_or_default().trim_start();
        let given = rest.strip_prefix('=').map(str::trim_start).and_then(|rest| rest.strip_prefix('"'));
        let file = given.and_then(|given| given.split('"').next()).filter(|file| file.ends_with(".rs"));
        inner.put_all(file.map(PathBuf::from));
    }
    let in_folders = |folders: &[PathBuf], files: &[PathBuf]| -> Vec<PathBuf> {
        folders.iter().flat_map(|folder| files.iter().map(|file| straight(&folder.join(file)))).gather()
    };
    let mut all = in_folders(folders.get(..2).unwrap_or_default(), &own);
    all.put_all(in_folders(&folders, &inner));
    all
}

#[cfg(test)]
mod tests {
    use super::{HARMLESS, Trigger, names_twilio, trigger_of};

    #[test]
    fn tokens_are_judged_by_what_they_may_lead_to() {
        let cases = [
            ("fn add(a: u32, b: u32) -> u32 { a + b.len() }", Trigger::None),
            ("mod m { struct T0; impl T0 { fn f(&self) -> Option<T999> { Some(T999) } } }", Trigger::None),
            ("fn f() { g(1) } fn g(x: u8) {}", Trigger::None),
            ("fn f() { g(1) }", Trigger::Names),
            ("fn f() { net::g(1) } fn g(x: u8) {}", Trigger::Names),
            ("fn send(&self) { self.inner.send() }", Trigger::Names),
            ("fn f() { drop(API) }", Trigger::Names),
            ("fn f() -> &'static str { net::TW }", Trigger::Names),
            ("fn f() { format!(\"{HOST}/x\"); }", Trigger::Names),
            ("fn f() { x = self.base_url; }", Trigger::Names),
            ("fn f() { \"http://a\"; }", Trigger::Names),
            ("fn f() { \"HTTPS://API.TWILIO.COM\"; }", Trigger::Twilio),
            ("fn f() { twilio::x; }", Trigger::Twilio),
            ("fn f() { #[permit(x)] y; }", Trigger::Twilio),
        ];
        for (item, expected) in cases {
            assert_eq!(trigger_of(&item.parse().unwrap()), expected, "{item}");
        }
    }

    #[test]
    fn the_list_is_sorted_and_the_name_is_found_anywhere() {
        assert!(HARMLESS.is_sorted());
        for text in ["twilio", "wTWILIO", "a Twilio.", "Www twiLio"] {
            assert!(names_twilio(text), "{text}");
        }
        for text in ["", "w", "twili", "wilio", "tw\u{e4}lio"] {
            assert!(!names_twilio(text), "{text}");
        }
    }
}
