//! `explain` and `lints`: what the lints say of themselves.

use crate::console::{Console, Exit};
use crate::failure::Failure;
use crate::level::unknown;
use ringfence_lint::{LINTS, Level};

/// Prints a lint's page.
pub(crate) fn explain(name: &str, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let lint = LINTS.iter().find(|lint| lint.name == name);
    let lint = lint.ok_or_else(|| Failure::message(unknown(name)))?;
    let (practice, level) = (lint.practice, level_name(lint.level));
    console.say(&format!("{} ({}, {level})\n", lint.name, lint.group));
    console.say(lint.page.trim());
    console.say(&format!("\nHolds practice {}: {}", practice.id, practice.page));
    Ok(Exit::Clean)
}

/// Prints a table of all lints.
pub(crate) fn list(console: &mut Console<'_>) -> Result<Exit, Failure> {
    let width = |text: fn(&ringfence_lint::Lint) -> &'static str| {
        LINTS.iter().map(|lint| text(lint).len()).max().unwrap_or_default()
    };
    let (names, groups) = (width(|lint| lint.name), width(|lint| lint.group));
    for lint in LINTS {
        let level = level_name(lint.level);
        console.say(&format!("{:names$}  {:groups$}  {level}", lint.name, lint.group));
    }
    Ok(Exit::Clean)
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Allow => "allow",
        Level::Warn => "warn",
        Level::Deny => "deny",
    }
}
