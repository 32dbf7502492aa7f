//! `--fix`: the certain fixes are applied to texts, these are parsed and linted anew, and what has stood that is written.

use crate::check::CheckArguments;
use crate::check::guard::guard;
use crate::check::round::Round;
use crate::console::{Console, counted};
use crate::failure::{Failure, unwritten};
use crate::finding::{Finding, Findings};
use crate::fingerprint::content;
use crate::suggestion::edits;
use ringfence_lint::LINTS;
use ringfence_project::{Problem, read_source};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A fix may uncover another one; more than so many in a row are no longer believed.
const ROUNDS: usize = 8;

/// What tells a finding from others while files change.
type Key = (PathBuf, &'static str, String);

/// The texts that fixes make.
#[derive(Clone, Default)]
pub(crate) struct Fixes {
    texts: BTreeMap<PathBuf, String>,
    /// What the files held before.
    originals: BTreeMap<PathBuf, String>,
    findings: usize,
    /// Findings whose fix did not stand the test.
    refused: BTreeSet<Key>,
}

/// Fixes what can be fixed for certain; gives what is found afterwards, and a line on what was done.
pub(crate) fn fix<'p>(
    round: &Round<'p>,
    found: Findings<'p>,
    arguments: &CheckArguments,
    console: &mut Console<'_>,
) -> Result<(Findings<'p>, String), Failure> {
    let (mut fixes, mut found) = (Fixes::default(), found);
    for _ in 0..ROUNDS {
        let Some((next, after)) = step(round, &found, &fixes, console) else { break };
        fixes = next;
        found = after;
    }
    guard(fixes.texts.keys(), arguments, console)?;
    write(&fixes)?;
    let line = match (fixes.findings, fixes.texts.len()) {
        (0, _) => "nothing fixed".to_owned(),
        (findings, files) => format!("{} fixed in {}", counted(findings, "finding"), counted(files, "file")),
    };
    Ok((found, line))
}

/// One round: all fixes that do not touch one another, without those that do not stand the test.
fn step<'p>(
    round: &Round<'p>,
    found: &Findings<'p>,
    fixes: &Fixes,
    console: &Console<'_>,
) -> Option<(Fixes, Findings<'p>)> {
    let mut fixes = fixes.clone();
    loop {
        let told = round.told(found);
        let (taken, applied) = take(&told, &fixes);
        if applied.is_empty() {
            return None;
        }
        let texts = apply(&taken, &fixes);
        let after = round.inspect(texts.clone(), console);
        let bad = broken(&texts, &fixes.texts, &told, &round.told(&after), &after);
        if bad.is_empty() {
            fixes.findings += applied.len();
            for (path, (text, _)) in &taken {
                fixes.originals.entry((*path).to_owned()).or_insert_with(|| (*text).to_owned());
            }
            fixes.texts = texts;
            return Some((fixes, after));
        }
        let is_bad = |finding: &&Finding<'_>| edits(finding).iter().any(|(path, ..)| bad.contains(*path));
        let before = fixes.refused.len();
        fixes.refused.extend(applied.iter().filter(is_bad).map(key));
        if fixes.refused.len() == before {
            return None;
        }
    }
}

fn key(finding: &Finding<'_>) -> Key {
    let path = finding.source(finding.diagnostic.primary).map_or(Path::new(""), |(path, _)| path);
    (path.to_owned(), finding.diagnostic.lint.name, content(finding))
}

/// Edits by file, with the text that they are of.
type Taken<'a> = BTreeMap<&'a Path, (&'a str, Vec<(Range<usize>, &'a str)>)>;

/// The edits of all fixes that do not touch one another, and the findings whose fixes these are.
fn take<'a>(told: &[Finding<'a>], fixes: &Fixes) -> (Taken<'a>, Vec<Finding<'a>>) {
    let mut taken = Taken::new();
    let mut applied = Vec::new();
    for finding in told.iter().filter(|finding| finding.diagnostic.suggestion.is_some()) {
        let edits = edits(finding);
        let is_free = |(path, span, new): &(&Path, Range<usize>, &str)| {
            let others = taken.get(*path).map(|(_, spans)| spans.as_slice()).unwrap_or_default();
            others.iter().all(|(other, text)| {
                other.end < span.start || span.end < other.start || (other == span && text == new)
            })
        };
        if edits.is_empty() || !edits.iter().all(is_free) || fixes.refused.contains(&key(finding)) {
            continue;
        }
        for (path, span, new) in edits {
            let text = finding.report.sources.iter().find(|source| source.path == path);
            let (_, spans) =
                taken.entry(path).or_insert((text.map_or("", |source| &source.text), Vec::new()));
            if !spans.contains(&(span.clone(), new)) {
                spans.push((span, new));
            }
        }
        applied.push(*finding);
    }
    (taken, applied)
}

/// The texts with the edits made.
fn apply(taken: &Taken<'_>, fixes: &Fixes) -> BTreeMap<PathBuf, String> {
    let mut texts = fixes.texts.clone();
    for (path, (text, spans)) in taken {
        let mut spans = spans.clone();
        spans.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
        let mut text = (*text).to_owned();
        for (span, new) in spans {
            text.replace_range(span, new);
        }
        texts.insert((*path).to_owned(), text);
    }
    texts
}

/// The files that a round has broken: they no longer parse, or something is found in them that was not there before.
fn broken(
    texts: &BTreeMap<PathBuf, String>,
    before: &BTreeMap<PathBuf, String>,
    told: &[Finding<'_>],
    after: &[Finding<'_>],
    findings: &Findings<'_>,
) -> BTreeSet<PathBuf> {
    let skipped = findings.skipped();
    let count = |findings: &[Finding<'_>], path: &Path, lint: &str| {
        let of_file = findings.iter().filter(|finding| finding.diagnostic.lint.name == lint);
        of_file
            .filter(|finding| finding.source(finding.diagnostic.primary).is_some_and(|(of, _)| of == path))
            .count()
    };
    let is_broken = |path: &PathBuf, text: &String| {
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        (is_rust && syn::parse_file(text).is_err())
            || skipped.contains_key(path.as_path())
            || LINTS.iter().any(|lint| count(after, path, lint.name) > count(told, path, lint.name))
    };
    let changed = texts.iter().filter(|(path, text)| before.get(*path) != Some(*text));
    changed.filter(|(path, text)| is_broken(path, text)).map(|(path, _)| path.clone()).collect()
}

/// Writes the texts, each in one step, unless somebody has changed a file meanwhile.
fn write(fixes: &Fixes) -> Result<(), Failure> {
    let mut failure = Failure::default();
    for (path, text) in &fixes.texts {
        let is_same = read_source(path).is_ok_and(|now| fixes.originals.get(path) == Some(&now));
        let problem = match is_same.then(|| replace(path, text)) {
            None => "has changed while it was checked; run the command again".to_owned(),
            Some(Err(problem)) => unwritten(&problem),
            Some(Ok(())) => continue,
        };
        failure.problems.push(Problem::of_file(path, problem));
    }
    failure.or_ok(())
}

/// Puts a text in the place of a file's, which keeps its permissions and, where it is a link, stays one.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let target = path.canonicalize()?;
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".ringfence-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(std::fs::metadata(&target)?.permissions())?;
    file.persist(&target)?;
    Ok(())
}
