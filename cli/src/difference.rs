//! What becomes of a file, as a diff.

use crate::console::Console;
use crate::location::slashed;
use similar::{ChangeTag, TextDiff};
use std::path::Path;

/// Lines around a change.
const CONTEXT: usize = 3;

/// Prints a unified diff from what is there to what would be generated, which `patch` and `git apply` read.
pub(crate) fn show(path: &Path, old: &str, new: Option<&str>, console: &mut Console<'_>) {
    let name = slashed(&console.relative(path));
    let (from, to) = (format!("a/{name}"), format!("b/{name}"));
    let nothing = "/dev/null".to_owned();
    let from = if old.is_empty() { &nothing } else { &from };
    let to = if new.is_some() { &to } else { &nothing };
    let new = new.unwrap_or_default();
    let diff = TextDiff::from_lines(old, new);
    console.say(&format!("--- {from}\n+++ {to}"));
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        console.say(&hunk.header().to_string());
        for change in hunk.iter_changes() {
            let line = change.value().trim_end_matches('\n');
            let (sign, colour) = match change.tag() {
                ChangeTag::Delete => ("-", "\x1b[31m"),
                ChangeTag::Insert => ("+", "\x1b[32m"),
                ChangeTag::Equal => (" ", ""),
            };
            match console.colour && !colour.is_empty() {
                true => console.say(&format!("{colour}{sign}{line}\x1b[0m")),
                false => console.say(&format!("{sign}{line}")),
            }
            if change.missing_newline() {
                console.say("\\ No newline at end of file");
            }
        }
    }
}
