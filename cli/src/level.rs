//! Levels: the lints' own, then the manifests', then the command line's.

use crate::failure::Failure;
use ringfence_lint::{Level, Levels};
use ringfence_project::Package;

/// What a level that is told is called, as compilers call it.
pub(crate) fn told_as(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn | Level::Allow => "warning",
    }
}

/// The levels in force in a package.
pub(crate) fn levels_of(package: &Package, given: &[(String, Level)]) -> Result<Levels, Failure> {
    let mut levels = package.settings.levels.clone();
    let mut failure = Failure::default();
    // As in rustc, the order of `-D warnings` among the others does not matter.
    let (warnings, others): (Vec<_>, Vec<_>) = given.iter().partition(|(name, _)| name == "warnings");
    for (name, level) in others.into_iter().chain(warnings) {
        if let Err(unknown) = levels.set(name, *level) {
            failure.messages.push(format!("{unknown}\n  help: `cargo ringfence lints` lists them all"));
        }
    }
    failure.or_ok(levels)
}
