//! Levels: the lints' own, then the manifests', then the command line's.

use crate::failure::Failure;
use ringfence_lint::{LINTS, Level, Levels};
use ringfence_project::{LintLevel, Package, suggestion};

/// What `-D warnings` means: every lint that would only warn.
const WARNINGS: &str = "warnings";

/// The levels in force in a package.
pub(crate) fn levels_of(package: &Package, given: &[(String, Level)]) -> Result<Levels, Failure> {
    let mut levels = Levels::default();
    let mut failure = Failure::default();
    let names: Vec<&str> = LINTS.iter().map(|lint| lint.name).collect();
    for setting in &package.settings.lints {
        let level = match setting.level {
            LintLevel::Allow => Level::Allow,
            LintLevel::Warn => Level::Warn,
            LintLevel::Deny => Level::Deny,
        };
        if levels.set(&setting.name, level).is_err() {
            failure.problems.push(setting.unknown(&names));
        }
    }
    for (name, level) in given {
        if name != WARNINGS && !set_lint_or_group(&mut levels, name, *level) {
            failure.messages.push(unknown(name));
        }
    }
    // As in rustc, the order of `-D warnings` among the others does not matter.
    for (_, level) in given.iter().filter(|(name, _)| name == WARNINGS) {
        for lint in LINTS.iter().filter(|lint| levels.of(lint) == Level::Warn).collect::<Vec<_>>() {
            set_lint_or_group(&mut levels, lint.name, *level);
        }
    }
    failure.or_ok(levels)
}

/// Sets a lint, or all lints of a group; whether there was one.
fn set_lint_or_group(levels: &mut Levels, name: &str, level: Level) -> bool {
    let named = |lint: &&&ringfence_lint::Lint| lint.name == name || lint.group == name;
    let mut found = false;
    for lint in LINTS.iter().filter(named) {
        found |= levels.set(lint.name, level).is_ok();
    }
    found
}

/// The message that nothing is named so, with what is.
fn unknown(name: &str) -> String {
    let mut names: Vec<&str> = LINTS.iter().flat_map(|lint| [lint.name, lint.group]).collect();
    names.push(WARNINGS);
    names.sort_unstable();
    names.dedup();
    let near = suggestion(name, names);
    format!(
        "no lint or group of lints is named `{name}`{near}\n  help: `cargo ringfence lints` lists them all"
    )
}
