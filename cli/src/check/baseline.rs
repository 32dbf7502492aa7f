//! `--baseline`: what was there before the lints were. An entry is a lint, a path and what stands there, so that moved lines
//! change nothing.

use crate::console::{Console, counted};
use crate::failure::Failure;
use crate::finding::Finding;
use crate::fingerprint::content;
use crate::location::{resolved, slashed};
use ringfence_project::Problem;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const VERSION: u64 = 1;

/// Path, lint and content.
type Key = (String, String, String);

/// Which files were told whole: what a baseline says of others is not known to be stale.
pub(crate) type Judged<'j> = &'j dyn Fn(&Path) -> bool;

/// The file, as it was read.
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
    /// How many of its entries nobody finds any longer.
    pub(crate) stale: usize,
}

impl Baseline {
    /// Reads a file; one that is still to be written may be missing.
    pub(crate) fn read(file: PathBuf, may_be_missing: bool) -> Result<Self, Failure> {
        let folder = file.parent().unwrap_or(Path::new("")).canonicalize();
        let folder = folder.map_err(|_| Problem::of_file(&file, "there is no such folder"))?;
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(problem) if problem.kind() == std::io::ErrorKind::NotFound && may_be_missing => {
                return Ok(Self { file, folder, entries: BTreeMap::new() });
            }
            Err(problem) => {
                let what = format!("cannot be read: {problem}\n  help: `--write-baseline` makes it");
                return Err(Problem::of_file(file, what).into());
            }
        };
        let entries =
            parse(&text).map_err(|(place, message)| Problem { file: file.clone(), place, message })?;
        Ok(Self { file, folder, entries })
    }

    /// The findings that are not in it.
    pub(crate) fn rest<'a>(&self, findings: Vec<Finding<'a>>, judged: Judged<'_>) -> Rest<'a> {
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
        let stale = left
            .iter()
            .filter(|((path, ..), _)| is_judged(&self.folder, path, judged))
            .map(|(_, count)| count);
        Rest { known: found - findings.len(), stale: stale.sum(), findings }
    }

    /// Takes in all that is found, where everything of a file was told; what stands in other files stays as it is.
    pub(crate) fn write(&mut self, findings: &[Finding<'_>], judged: Judged<'_>) -> Result<usize, Failure> {
        let found = self.count(findings);
        self.entries.retain(|(path, ..), _| !is_judged(&self.folder, path, judged));
        self.entries.extend(found);
        self.save()
    }

    /// Strikes out what is no longer found.
    pub(crate) fn prune(&mut self, findings: &[Finding<'_>], judged: Judged<'_>) -> Result<usize, Failure> {
        let found = self.count(findings);
        let folder = self.folder.clone();
        self.entries.retain(|key, count| {
            if is_judged(&folder, &key.0, judged) {
                *count = (*count).min(found.get(key).copied().unwrap_or_default());
            }
            *count > 0
        });
        self.save()
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

    fn key(&self, finding: &Finding<'_>) -> Key {
        let path = finding.source(finding.diagnostic.primary).map_or(Path::new(""), |(path, _)| path);
        let path = resolved(path);
        let path = slashed(path.strip_prefix(&self.folder).unwrap_or(&path));
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
            .map_err(|problem| Problem::of_file(&self.file, format!("cannot be written: {problem}")))?;
        Ok(self.entries.values().sum())
    }
}

/// Whether all findings of a baseline's path are known after this run: it was told whole, or it is gone.
fn is_judged(folder: &Path, path: &str, judged: Judged<'_>) -> bool {
    let path = folder.join(path);
    !path.exists() || judged(&path)
}

type Wrong = (Option<(usize, usize)>, String);

fn parse(text: &str) -> Result<BTreeMap<Key, usize>, Wrong> {
    let read: Value = serde_json::from_str(text).map_err(|problem| {
        (Some((problem.line(), problem.column())), format!("not a baseline: {problem}"))
    })?;
    let wrong =
        |what: &str| (None, format!("not a baseline: {what}\n  help: `--write-baseline` writes it anew"));
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

/// What there is to say of a baseline beside the findings.
pub(crate) fn notes(rest: &Rest<'_>, name: &str) -> Vec<String> {
    let mut notes = Vec::new();
    if rest.known > 0 {
        notes.push(format!("{} known to {name}", counted(rest.known, "finding")));
    }
    if rest.stale > 0 {
        let entries = counted(rest.stale, "finding");
        notes.push(format!("note: {entries} of {name} no longer found; `--prune-baseline` strikes them out"));
    }
    notes
}
