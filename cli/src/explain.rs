//! `explain` and `lints`: what the lints say of themselves.

use crate::console::{Console, Exit};
use crate::failure::Failure;
use ringfence_lint::{LINTS, Level, suggestion};

/// Prints a lint's page.
pub(crate) fn explain(name: &str, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let lint = LINTS.iter().find(|lint| lint.name == name);
    let lint = lint.ok_or_else(|| Failure::message(no_page(name)))?;
    let (practice, level) = (lint.practice, level_name(lint.level));
    console.say(&format!("{} ({}, {level})\n", lint.name, lint.group));
    console.say(lint.page.trim());
    console.say(&format!("\nHolds practice {}: {}", practice.id, practice.page));
    Ok(Exit::Clean)
}

/// Why there is no page of this name, and which there are.
fn no_page(name: &str) -> String {
    let of_group = LINTS.iter().filter(|lint| lint.group == name);
    let members: Vec<String> = of_group.map(|lint| format!("`{}`", lint.name)).collect();
    if !members.is_empty() {
        return format!("`{name}` is a group; its lints have a page each: {}", members.join(", "));
    }
    let near = suggestion(name, LINTS.iter().map(|lint| lint.name));
    format!("no lint is named `{name}`{near}\n  help: `cargo ringfence lints` lists them all")
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
