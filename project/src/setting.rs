//! What a manifest says to Ringfence.

use crate::manifest::{Document, Value};
use crate::spelling::suggestion;
use crate::{Problem, nearest};
use std::path::{Path, PathBuf};
use toml::de::DeTable;

const KEYS: [&str; 3] = ["documents", "lints", "operations"];
const LEVELS: [&str; 3] = ["allow", "deny", "warn"];

/// How loud a lint is, as a manifest says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum LintLevel {
    Allow,
    Warn,
    Deny,
}

/// The level of one lint, and where it was set: whether the lint exists is for the lint engine to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LintSetting {
    /// The lint's name.
    pub name: String,
    /// Its level.
    pub level: LintLevel,
    /// The manifest that sets it: the package's or its workspace's.
    pub file: PathBuf,
    /// Line and column of the name, from 1.
    pub place: (usize, usize),
}

impl LintSetting {
    /// The problem that no lint has this name.
    pub fn unknown(&self, lints: &[&str]) -> Problem {
        let near = suggestion(&self.name, lints.iter().copied());
        let message = format!("no lint is named `{}`{near}", self.name);
        Problem { file: self.file.clone(), place: Some(self.place), message }
    }
}

/// `[package.metadata.ringfence]`, with `[workspace.metadata.ringfence]` under it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Documents: names of bundled ones, files or folders relative to the package.
    pub documents: Vec<String>,
    /// Ids of operations; empty means all.
    pub operations: Vec<String>,
    /// Levels of lints, sorted by name, each name once.
    pub lints: Vec<LintSetting>,
    /// The manifests that have a say: the workspace's where there is one, and the package's own.
    pub manifests: Vec<PathBuf>,
}

impl Settings {
    /// Lays the settings of `[<owner>.metadata.ringfence]` over these.
    pub(crate) fn overlay(&mut self, document: &Document<'_>, owner: &str, problems: &mut Vec<Problem>) {
        // A manifest without settings is one that may get some: it counts for those who watch for changes.
        if !self.manifests.iter().any(|manifest| manifest == document.path) {
            self.manifests.push(document.path.to_owned());
        }
        let Some(metadata) = document.section(&[owner, "metadata"]) else { return };
        let Some(value) = metadata.get("ringfence") else { return };
        let Some(table) = value.get_ref().as_table() else {
            problems.push(document.mistyped("ringfence", "a table", value));
            return;
        };
        for key in table.keys() {
            if !KEYS.contains(&key.get_ref().as_ref()) {
                let near = suggestion(key.get_ref(), KEYS);
                let message = format!(
                    "`{}` is no setting of Ringfence{near} (known: {})",
                    key.get_ref(),
                    KEYS.join(", ")
                );
                problems.push(document.problem(key.span(), message));
            }
        }
        if let Some(documents) = document.strings(table, "documents", problems) {
            let folder = document.path.parent().unwrap_or(Path::new(""));
            self.documents = documents.into_iter().map(|(name, _)| locate(name, owner, folder)).collect();
        }
        if let Some(operations) = document.strings(table, "operations", problems) {
            self.operations = operations.into_iter().map(|(id, _)| id.to_owned()).collect();
        }
        self.overlay_lints(document, table, problems);
    }

    fn overlay_lints(&mut self, document: &Document<'_>, table: &DeTable<'_>, problems: &mut Vec<Problem>) {
        let Some(value) = table.get("lints") else { return };
        let Some(lints) = value.get_ref().as_table() else {
            problems.push(document.mistyped("lints", "a table of levels", value));
            return;
        };
        for (name, value) in lints.iter() {
            let Some(level) = level_of(document, name.get_ref(), value, problems) else { continue };
            let setting = LintSetting {
                name: name.get_ref().to_string(),
                level,
                file: document.path.to_owned(),
                place: document.place(name.span()),
            };
            self.lints.retain(|other| other.name != setting.name);
            self.lints.push(setting);
        }
        self.lints.sort_by(|a, b| a.name.cmp(&b.name));
    }
}

/// A file that the workspace names is relative to the workspace; a package's own names stay as they are.
fn locate(name: &str, owner: &str, folder: &Path) -> String {
    let file = folder.join(name);
    if owner == "workspace" && file.exists() {
        return file.to_string_lossy().into_owned();
    }
    name.to_owned()
}

/// `"deny"` or `{ level = "deny", priority = 1 }`, the shapes of cargo's own `[lints]`.
fn level_of(
    document: &Document<'_>,
    lint: &str,
    value: &Value<'_>,
    problems: &mut Vec<Problem>,
) -> Option<LintLevel> {
    let expected = "a level (\"allow\", \"warn\" or \"deny\") or a table with `level`";
    let (text, span) = if let Some(text) = value.get_ref().as_str() {
        (text, value.span())
    } else if let Some(table) = value.get_ref().as_table() {
        check_level_keys(document, table, problems);
        let Some(inner) = table.get("level") else {
            problems.push(document.mistyped(lint, expected, value));
            return None;
        };
        (document.string(table, "level", problems)?, inner.span())
    } else {
        problems.push(document.mistyped(lint, expected, value));
        return None;
    };
    match text {
        "allow" => Some(LintLevel::Allow),
        "warn" => Some(LintLevel::Warn),
        "deny" => Some(LintLevel::Deny),
        "forbid" => {
            let message = "`forbid` is no level here; use \"deny\" (a permit always needs a reason)";
            problems.push(document.problem(span, message));
            None
        }
        other => {
            let near = match nearest(other, LEVELS).first() {
                Some(near) => format!("; did you mean \"{near}\"?"),
                None => String::new(),
            };
            let message = format!("`{other}` is no level (allow, warn or deny){near}");
            problems.push(document.problem(span, message));
            None
        }
    }
}

fn check_level_keys(document: &Document<'_>, table: &DeTable<'_>, problems: &mut Vec<Problem>) {
    const KNOWN: [&str; 2] = ["level", "priority"];
    for key in table.keys() {
        if !KNOWN.contains(&key.get_ref().as_ref()) {
            let near = suggestion(key.get_ref(), KNOWN);
            let message = format!("`{}` is no key of a lint{near}", key.get_ref());
            problems.push(document.problem(key.span(), message));
        }
    }
}
