//! Secrets in excerpts, replaced by as many bytes of `*`, so that places stay right.

mod literal;

use crate::finding::Finding;
use crate::render::lines_around;
use literal::{Piece, pieces};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Letters and digits in a row that are as long as Twilio's secrets.
const SECRET_LENGTH: usize = 32;
/// How far behind a telling name a literal still belongs to it.
const REACH: usize = 200;
/// Words that begin another item: what was told before is no longer meant.
const ITEMS: [&str; 8] = ["const", "enum", "fn", "impl", "mod", "static", "struct", "trait"];
/// The lint that finds secrets in the source itself.
const IN_SOURCE: &str = "hardcoded_credential";
const TELLING: [&str; 8] =
    ["access_token", "api_key", "apikey", "auth_token", "authtoken", "passwd", "password", "secret"];

/// Masks what has the shape of a secret: long runs of letters and digits, and the user's part of URLs.
pub(crate) fn mask_shapes(text: &str) -> String {
    let mut ranges = long_runs(text);
    ranges.extend(userinfo(text));
    blank(text, &ranges)
}

/// Masks source text: shapes, and string literals that stand beside a telling name.
pub(crate) fn mask_literals(source: &str) -> String {
    let mut ranges = long_runs(source);
    ranges.extend(userinfo(source));
    ranges.extend(beside_telling_names(source));
    blank(source, &ranges)
}

/// The texts of files with their secrets masked; each is worked on once, however many findings it has.
#[derive(Default)]
pub(crate) struct MaskedSources {
    by_path: BTreeMap<PathBuf, String>,
    /// Where a lint found a secret in the source itself, whatever it is called.
    found: BTreeMap<PathBuf, Vec<Range<usize>>>,
}

impl MaskedSources {
    /// Texts in which the secrets that findings point at are masked, too.
    pub(crate) fn hiding(findings: &[Finding<'_>]) -> Self {
        let mut found: BTreeMap<PathBuf, Vec<Range<usize>>> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.diagnostic.lint.name == IN_SOURCE) {
            let place = finding.diagnostic.primary;
            if let Some((path, _)) = finding.source(place) {
                found.entry(path.to_owned()).or_default().push(place.start as usize..place.end as usize);
            }
        }
        Self { by_path: BTreeMap::new(), found }
    }

    /// The masked text of a file.
    pub(crate) fn of(&mut self, path: &Path, text: &str) -> &str {
        let found = self.found.get(path).map(Vec::as_slice).unwrap_or_default();
        self.by_path.entry(path.to_owned()).or_insert_with(|| {
            let masked = mask_literals(text);
            blank(&masked, &literals_beside(text, found))
        })
    }
}

/// The literals on the lines of what was found: a secret may be in parts.
fn literals_beside(source: &str, found: &[Range<usize>]) -> Vec<Range<usize>> {
    if found.is_empty() {
        return Vec::new();
    }
    let lines: Vec<Range<usize>> = found.iter().map(|place| lines_around(source, place)).collect();
    let literals = pieces(source).into_iter().filter_map(|piece| match piece {
        Piece::Literal(range) => Some(range),
        Piece::Word(_) => None,
    });
    let is_inside =
        |range: &Range<usize>| lines.iter().any(|line| line.start <= range.start && range.end <= line.end);
    literals
        .filter(|range| is_inside(range) && source.get(range.clone()).is_some_and(may_be_secret))
        .collect()
}

fn blank(text: &str, ranges: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for range in ranges {
        if let Some(secret) = bytes.get_mut(range.clone()) {
            secret.fill(b'*');
        }
    }
    // All ranges begin and end between characters, so what is left is whole.
    String::from_utf8(bytes).unwrap_or_default()
}

/// Runs of at least 32 letters and digits with a digit among them: SIDs, keys, tokens, hashes.
fn long_runs(text: &str) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        if byte.is_ascii_alphanumeric() {
            continue;
        }
        let run = start..at;
        let is_mixed = text.get(run.clone()).is_some_and(|run| run.contains(|c: char| c.is_ascii_digit()));
        if run.len() >= SECRET_LENGTH && is_mixed {
            runs.push(run);
        }
        start = at + 1;
    }
    runs
}

/// `user:password` between `://` and `@`, unless it is a placeholder.
fn userinfo(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, separator) in text.match_indices("://") {
        let start = at + separator.len();
        let rest = text.get(start..).unwrap_or_default();
        let stop = rest.find(|c: char| c.is_whitespace() || "/?#\"'<>`\\".contains(c));
        let authority = rest.get(..stop.unwrap_or(rest.len())).unwrap_or_default();
        if let Some(length) = authority.rfind('@') {
            let user = authority.get(..length).unwrap_or_default();
            if !user.contains('{') {
                found.push(start..start + length);
            }
        }
    }
    found
}

/// Literals that follow a telling name (`const AUTH_TOKEN: &str = "..."`, `("password", "...")`) within its statement.
fn beside_telling_names(source: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut until = 0;
    let mut last_end = 0;
    for piece in pieces(source) {
        let range = piece.range().clone();
        let between = source.get(last_end..range.start).unwrap_or_default();
        let text = source.get(range.clone()).unwrap_or_default();
        let begins_item = matches!(piece, Piece::Word(_)) && ITEMS.contains(&text);
        if between.contains(';') || begins_item {
            until = 0;
        }
        last_end = range.end;
        if is_telling(text) {
            until = range.end + REACH;
        } else if matches!(piece, Piece::Literal(_)) && range.start < until && is_maskable(text) {
            found.push(range);
        }
    }
    found
}

fn is_telling(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_name = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    is_name && TELLING.iter().any(|name| lower.replace('-', "_").contains(name))
}

/// Whether a literal could be a secret: no sentence, no URL, no name of a variable, no placeholder.
fn is_maskable(text: &str) -> bool {
    text.len() >= 6 && may_be_secret(text)
}

fn may_be_secret(text: &str) -> bool {
    let is_variable = text.contains('_')
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    !is_variable && !text.contains("://") && !text.contains(|c: char| c.is_whitespace() || c == '{')
}

#[cfg(test)]
mod tests;
