//! `--baseline`: what was there before the lints were. An entry is a lint, a path and what stands there, so that moved lines
//! change nothing.

use crate::check::judged::Judged;
use crate::console::{Console, counted};
use crate::failure::{Failure, unwritten};
use crate::finding::Finding;
use crate::fingerprint::content;
use crate::location::{resolved, slashed, way};
use ringfence_project::Problem;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const VERSION: u64 = 1;

/// Path, lint and content.
pub(crate) type Key = (String, String, String);

/// The file, as it was read.
#[derive(Clone)]
pub(crate) struct Baseline {
    file: PathBuf,
    /// Its folder, as the disk has it: paths are seen from there, wherever the command runs.
    folder: PathBuf,
    /// How often each is there.
    entries: BTreeMap<Key, usize>,
}

/// What a baseline leaves.
pub(crate) struct Rest<'a> {
    pub(crate) findings: Vec<Finding<'a>>,
    /// How many findings it knew.
    pub(crate) known: usize,
    /// Its entries that were not found.
    pub(crate) left: BTreeMap<Key, usize>,
}

impl Baseline {
    /// Reads a file; one that is still to be written may be missing.
    pub(crate) fn read(file: PathBuf, may_be_missing: bool) -> Result<Self, Failure> {
        let folder = file.parent().unwrap_or(Path::new("")).canonicalize();
        let folder = folder.map_err(|_| Problem::of_file(&file, "there is no such folder"))?;
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(problem) if problem.kind() == ErrorKind::NotFound && !file.is_symlink() => {
                if may_be_missing {
                    return Ok(Self { file, folder, entries: BTreeMap::new() });
                }
                let what = format!("cannot be read: {problem}\n  help: `--write-baseline` makes it");
                return Err(Problem::of_file(file, what).into());
            }
            Err(_) if file.is_dir() => {
                let what = "is a folder\n  help: name a file in it, such as `ringfence.baseline.json`";
                return Err(Problem::of_file(file, what).into());
            }
            Err(problem) => return Err(Problem::of_file(file, format!("cannot be read: {problem}")).into()),
        };
        let entries = parse(&text).map_err(|(place, message)| {
            let help = "remove or rename the file, and `--write-baseline` writes a new one";
            let message = format!("not a baseline: {message}\n  help: {help}");
            Problem { file: file.clone(), place, message }
        })?;
        Ok(Self { file, folder, entries })
    }

    /// The findings that are not in it.
    pub(crate) fn rest<'a>(&self, findings: Vec<Finding<'a>>) -> Rest<'a> {
        let mut left = self.entries.clone();
        let found = findings.len();
        let findings: Vec<Finding<'a>> = findings
            .into_iter()
            .filter(|finding| match left.get_mut(&self.key(finding)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            })
            .collect();
        left.retain(|_, count| *count > 0);
        Rest { known: found - findings.len(), left, findings }
    }

    /// Takes in all that is found, where that is all there is; what is said of anything else stays as it is.
    pub(crate) fn write(
        &mut self,
        findings: &[Finding<'_>],
        judged: &Judged<'_, '_, '_>,
    ) -> Result<usize, Failure> {
        let found = self.count(findings);
        let folder = self.folder.clone();
        self.entries.retain(|key, _| !judged.holds(&folder, key));
        self.entries.extend(found);
        self.save()
    }

    /// Strikes out what is no longer found.
    pub(crate) fn prune(
        &mut self,
        findings: &[Finding<'_>],
        judged: &Judged<'_, '_, '_>,
    ) -> Result<usize, Failure> {
        let found = self.count(findings);
        let folder = self.folder.clone();
        self.entries.retain(|key, count| {
            if judged.holds(&folder, key) {
                *count = (*count).min(found.get(key).copied().unwrap_or_default());
            }
            *count > 0
        });
        self.save()
    }

    /// How many of the entries that were not found are known to be gone.
    pub(crate) fn stale(&self, left: &BTreeMap<Key, usize>, judged: &Judged<'_, '_, '_>) -> usize {
        let gone = left.iter().filter(|(key, _)| judged.holds(&self.folder, key));
        gone.map(|(_, count)| count).sum()
    }

    /// The file's name, for people.
    pub(crate) fn name(&self, console: &Console<'_>) -> String {
        console.relative(&self.file).display().to_string()
    }

    fn count(&self, findings: &[Finding<'_>]) -> BTreeMap<Key, usize> {
        let mut counts = BTreeMap::new();
        for finding in findings {
            *counts.entry(self.key(finding)).or_default() += 1;
        }
        counts
    }

    /// What an entry for a finding says.
    pub(crate) fn key(&self, finding: &Finding<'_>) -> Key {
        let path = finding.source(finding.diagnostic.primary).map_or(Path::new(""), |(path, _)| path);
        let path = slashed(&way(&self.folder, &resolved(path)));
        (path, finding.diagnostic.lint.name.to_owned(), content(finding))
    }

    /// Writes the file, an entry a line, and says how many findings it holds.
    fn save(&self) -> Result<usize, Failure> {
        let quoted = |text: &str| Value::from(text).to_string();
        let lines: Vec<String> = self
            .entries
            .iter()
            .map(|((path, lint, content), count)| {
                let (path, lint) = (quoted(path), quoted(lint));
                format!("    {{\"path\": {path}, \"lint\": {lint}, \"content\": \"{content}\", \"count\": {count}}}")
            })
            .collect();
        let text =
            format!("{{\n  \"version\": {VERSION},\n  \"findings\": [\n{}\n  ]\n}}\n", lines.join(",\n"));
        std::fs::write(&self.file, text)
            .map_err(|problem| Problem::of_file(&self.file, unwritten(&problem)))?;
        Ok(self.entries.values().sum())
    }
}

type Wrong = (Option<(usize, usize)>, String);

fn parse(text: &str) -> Result<BTreeMap<Key, usize>, Wrong> {
    let read: Value = serde_json::from_str(text)
        .map_err(|problem| (Some((problem.line(), problem.column().max(1))), reason(&problem)))?;
    let wrong = |what: &str| (None, what.to_owned());
    match read["version"].as_u64() {
        Some(VERSION) => {}
        Some(_) => return Err(wrong("it is of another version")),
        None => return Err(wrong("it has no `version`")),
    }
    let list = read["findings"].as_array().ok_or_else(|| wrong("it has no list of `findings`"))?;
    let mut entries = BTreeMap::new();
    for (at, entry) in list.iter().enumerate() {
        let text = |key: &str| entry[key].as_str().map(str::to_owned);
        let key = (text("path"), text("lint"), text("content"));
        let (Some(path), Some(lint), Some(content)) = key else {
            return Err(wrong(&format!("finding {} needs `path`, `lint` and `content`", at + 1)));
        };
        let count = entry["count"].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(1);
        *entries.entry((path, lint, content)).or_default() += count;
    }
    Ok(entries)
}

/// Why a text is no JSON, without the place, which stands before it.
fn reason(problem: &serde_json::Error) -> String {
    let text = problem.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// What there is to say of a baseline beside the findings.
pub(crate) fn notes(known: usize, stale: usize, name: &str) -> Vec<String> {
    let mut notes = Vec::new();
    if known > 0 {
        notes.push(format!("{} known to {name}", counted(known, "finding")));
    }
    if stale > 0 {
        let entries = counted(stale, "finding");
        notes.push(format!("note: {entries} of {name} no longer found; `--prune-baseline` strikes them out"));
    }
    notes
}
