//! `explain` and `lints`: what the lints say of themselves.

use crate::console::{Console, Exit};
use crate::failure::Failure;
use clap::ValueEnum;
use ringfence_lint::{LINTS, Level, Lint, Practice, suggestion};
use serde_json::{Value, json};

/// Prints a lint's page.
pub(crate) fn explain(name: &str, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let lint = LINTS.iter().find(|lint| lint.name == name);
    let lint = lint.ok_or_else(|| Failure::message(no_page(name)))?;
    let (practice, level) = (lint.practice, level_name(lint.level));
    console.say(&format!("{} ({}, {level})\n", lint.name, lint.group));
    console.say(&lint.page());
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

/// How the table of lints is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// In columns
    Text,
    /// An array of objects
    Json,
    /// A table for a page
    Markdown,
}

/// Prints a table of all lints.
pub(crate) fn list(format: TableFormat, console: &mut Console<'_>) -> Result<Exit, Failure> {
    match format {
        TableFormat::Text => columns(console),
        TableFormat::Json => {
            let lints: Vec<Value> = LINTS.iter().map(|lint| object(lint)).collect();
            console.say(&format!("{:#}", Value::from(lints)));
        }
        TableFormat::Markdown => {
            console.say("| lint | group | level | practice | what it does |\n|---|---|---|---|---|");
            for lint in LINTS {
                let Practice { id, page } = lint.practice;
                let (level, does) = (level_name(lint.level), first_paragraph(lint).replace('|', "\\|"));
                let row = format!("| `{}` | {} | {level} | [{id}]({page}) | {does} |", lint.name, lint.group);
                console.say(&row);
            }
        }
    }
    Ok(Exit::Clean)
}

fn columns(console: &mut Console<'_>) {
    let width =
        |text: fn(&Lint) -> &'static str| LINTS.iter().map(|lint| text(lint).len()).max().unwrap_or_default();
    let (names, groups) = (width(|lint| lint.name), width(|lint| lint.group));
    for lint in LINTS {
        let level = level_name(lint.level);
        let practice = lint.practice.id;
        console.say(&format!("{:names$}  {:groups$}  {level:5}  {practice}", lint.name, lint.group));
    }
}

fn object(lint: &Lint) -> Value {
    json!({
        "name": lint.name,
        "group": lint.group,
        "level": level_name(lint.level),
        "practice": lint.practice.id,
        "source": lint.practice.page,
        "summary": first_paragraph(lint),
        "page": lint.page(),
    })
}

/// What a lint does, from its page.
pub(crate) fn first_paragraph(lint: &Lint) -> String {
    let page = lint.page();
    let mut paragraphs = page.split("\n\n").map(str::trim);
    let found = paragraphs.find(|text| !text.is_empty() && !text.starts_with('#')).unwrap_or_default();
    found.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Allow => "allow",
        Level::Warn => "warn",
        Level::Deny => "deny",
    }
}
