//! What a manifest says to Ringfence.

use crate::manifest::{Document, Value};
use crate::origin::is_foreign_on;
use crate::said::{Facts, Said};
use crate::{Disk, Problem};
use ringfence_lint::gather::Gather;
use ringfence_lint::sorted;
use ringfence_lint::{Level, Levels, nearest, suggestion};
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::de::{DeString, DeTable};

const KEYS: [&str; 9] =
    ["derives", "documents", "lints", "modules", "operations", "overrides", "paths", "renames", "tags"];
const LEVELS: [&str; 3] = ["allow", "deny", "warn"];

/// What a manifest sets for a lint or a group of lints.
struct LintSetting<'t> {
    name: &'t str,
    level: Level,
    /// As in cargo's own `[lints]`: the lower one is applied first, so that the higher one has the last word.
    priority: i64,
    span: Range<usize>,
}

/// `[package.metadata.ringfence]`, with `[workspace.metadata.ringfence]` under it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Documents: names of bundled ones, files or folders relative to the package.
    pub documents: Vec<Said<String>>,
    /// Ids of operations, or patterns of ids. With `paths` and `tags` it is the selection; none of the three means all.
    pub operations: Vec<Said<String>>,
    /// Patterns of paths.
    pub paths: Vec<Said<String>>,
    /// Tags of operations.
    pub tags: Vec<Said<String>>,
    /// Names of modules, by document.
    pub modules: Vec<Said<(String, String)>>,
    /// Derives beside the usual ones, by type.
    pub derives: Vec<Said<(String, Vec<String>)>>,
    /// Names in Rust, by what the document calls it.
    pub renames: Vec<Said<(String, String)>>,
    /// Facts that take the place of the document's, by what they are about.
    pub overrides: Vec<Said<(String, Facts)>>,
    /// Levels of lints: the workspace's, and over them the package's.
    pub levels: Levels,
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
            let located = |(name, span): (&str, _)| {
                Said::at(locate(name, owner, folder, document.disk), document.problem(span, ""))
            };
            self.documents = documents.into_iter().map(located).gather();
        }
        self.overlay_generation(document, table, problems);
        self.overlay_lints(document, table, problems);
    }

    /// Lints come and go with our versions: a name that is not known is a mistake in one's own package alone.
    fn overlay_lints(&mut self, document: &Document<'_>, table: &DeTable<'_>, problems: &mut Vec<Problem>) {
        let folder = document.path.parent().unwrap_or(Path::new(""));
        let is_foreign = is_foreign_on(document.disk, folder);
        let Some(value) = table.get("lints") else { return };
        let Some(lints) = value.get_ref().as_table() else {
            problems.push(document.mistyped("lints", "a table of levels", value));
            return;
        };
        let settings = lints.iter().filter_map(|(name, value)| lint_setting(document, name, value, problems));
        let mut settings: Vec<LintSetting<'_>> = settings.gather();
        // Among equals a lint is nearer to the point than its group.
        sorted::sort_by_key(&mut settings, |setting| {
            (setting.priority, !Levels::is_group(setting.name), setting.name)
        });
        for setting in settings {
            if let Err(unknown) = self.levels.set(setting.name, setting.level)
                && !is_foreign
            {
                problems.push(document.problem(setting.span, unknown.to_string()));
            }
        }
    }
}

/// A file that the workspace names is relative to the workspace; a package's own names stay as they are.
fn locate(name: &str, owner: &str, folder: &Path, disk: &Disk) -> String {
    let file = folder.join(name);
    if owner == "workspace" && disk.kind(&file).is_some() {
        return file.to_string_lossy().into_owned();
    }
    name.to_owned()
}

/// `"deny"` or `{ level = "deny", priority = 1 }`, the shapes of cargo's own `[lints]`.
fn lint_setting<'t>(
    document: &Document<'_>,
    name: &'t toml::Spanned<DeString<'_>>,
    value: &Value<'_>,
    problems: &mut Vec<Problem>,
) -> Option<LintSetting<'t>> {
    let mut setting =
        LintSetting { name: name.get_ref(), level: Level::Allow, priority: 0, span: name.span() };
    let expected = "a level (\"allow\", \"warn\" or \"deny\") or a table with `level`";
    if let Some(text) = value.get_ref().as_str() {
        setting.level = level_of(document, text, value.span(), problems)?;
        return Some(setting);
    }
    let Some(table) = value.get_ref().as_table() else {
        problems.push(document.mistyped(setting.name, expected, value));
        return None;
    };
    check_level_keys(document, table, problems);
    if let Some(priority) = table.get("priority") {
        let number = priority.get_ref().as_integer();
        match number.and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok()) {
            Some(number) => setting.priority = number,
            None => problems.push(document.mistyped("priority", "a whole number", priority)),
        }
    }
    let Some(level) = table.get("level") else {
        problems.push(document.mistyped(setting.name, expected, value));
        return None;
    };
    let text = document.string(table, "level", problems)?;
    setting.level = level_of(document, text, level.span(), problems)?;
    Some(setting)
}

fn level_of(
    document: &Document<'_>,
    text: &str,
    span: Range<usize>,
    problems: &mut Vec<Problem>,
) -> Option<Level> {
    let message = match text {
        "allow" => return Some(Level::Allow),
        "warn" => return Some(Level::Warn),
        "deny" => return Some(Level::Deny),
        "forbid" => "`forbid` is no level here; use \"deny\" (a permit always needs a reason)".to_owned(),
        other => {
            let near = match nearest(other, LEVELS).first() {
                Some(near) => format!("; did you mean \"{near}\"?"),
                None => String::new(),
            };
            format!("`{other}` is no level (allow, warn or deny){near}")
        }
    };
    problems.push(document.problem(span, message));
    None
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
