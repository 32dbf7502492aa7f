//! Findings as annotations of a GitHub workflow, and as its job summary.

use crate::check::SKIPS;
use crate::console::{Console, counted};
use crate::failure::{Failure, unwritten};
use crate::finding::{Finding, Findings};
use crate::level::told_as;
use crate::location::{Location, from_repository};
use crate::mask::mask_shapes;
use ringfence_lint::Level;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// As many annotations of a level as GitHub shows of one step; it drops the others without a word.
const ANNOTATIONS: usize = 10;
/// Rows of the job summary, which may have a mebibyte.
const ROWS: usize = 1000;

/// Prints the findings for the log, and the first of each level as annotations; the whole list goes to the job summary.
pub(crate) fn annotate(
    all: &Findings<'_>,
    findings: &[Finding<'_>],
    rendered: &[String],
    summary: &[String],
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    quote(rendered, console);
    let skipped = all.skipped();
    // What nobody looked at comes before what was found.
    for (path, reason) in skipped.iter().take(SKIPS) {
        let file = property(&from_repository(path, console));
        let text = escaped(&format!("skipped, so nothing was looked for in it: {reason}"));
        console.say(&format!("::warning file={file},title=ringfence::{text}"));
    }
    let mut left = Vec::new();
    for level in [Level::Deny, Level::Warn] {
        let of_level: Vec<_> = findings.iter().filter(|finding| finding.diagnostic.level == level).collect();
        let taken = if level == Level::Warn { skipped.len().min(SKIPS) } else { 0 };
        let shown = ANNOTATIONS - taken;
        for finding in of_level.iter().take(shown) {
            let line = annotation(told_as(level), finding, console);
            console.say(&line);
        }
        if of_level.len() > shown {
            left.push(counted(of_level.len() - shown, &format!("more {}", told_as(level))));
        }
    }
    let file = std::env::var_os("GITHUB_STEP_SUMMARY");
    if !left.is_empty() {
        let place = match &file {
            Some(_) if findings.len() <= ROWS => "the log and the job summary",
            _ => "the log",
        };
        let text = format!("{} in {place}: GitHub shows no more annotations", left.join(", "));
        console.say(&format!("::notice title=ringfence::{}", escaped(&text)));
    }
    summary.iter().for_each(|line| console.say(line));
    match file {
        Some(file) => write_summary(Path::new(&file), findings, summary, console),
        None => Ok(()),
    }
}

/// The findings as people read them. What source code says in them is no command to the runner.
fn quote(rendered: &[String], console: &mut Console<'_>) {
    if rendered.is_empty() {
        return;
    }
    let all = rendered.join("\n\n");
    // No text can hold its own hash.
    let end: String = Sha256::digest(&all).iter().map(|byte| format!("{byte:02x}")).collect();
    console.say("::group::Findings");
    console.say(&format!("::stop-commands::{end}\n{all}\n::{end}::"));
    console.say("::endgroup::");
}

fn annotation(command: &str, finding: &Finding<'_>, console: &Console<'_>) -> String {
    let diagnostic = finding.diagnostic;
    let lint = diagnostic.lint.name;
    let mut line = format!("::{command} ");
    if let Some(location) = Location::of(finding, diagnostic.primary) {
        let file = property(&from_repository(location.path, console));
        let ((first, column), (last, end)) = (location.first, location.last);
        let _ = write!(line, "file={file},line={first},endLine={last},");
        if first == last {
            let _ = write!(line, "col={column},endColumn={end},");
        }
    }
    let text = format!(
        "{}\nhelp: {}\nPractice {}: {}",
        mask_shapes(&diagnostic.message),
        mask_shapes(&diagnostic.help),
        diagnostic.lint.practice.id,
        diagnostic.lint.practice.page
    );
    let _ = write!(line, "title={}::{}", property(lint), escaped(&text));
    line
}

/// A value of a workflow command.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

fn write_summary(
    file: &Path,
    findings: &[Finding<'_>],
    summary: &[String],
    console: &Console<'_>,
) -> Result<(), Failure> {
    let mut text = format!("### Ringfence\n\n{}\n", summary.last().map_or("", String::as_str));
    if !findings.is_empty() {
        text.push_str("\n| | lint | place | |\n|---|---|---|---|\n");
    }
    for finding in findings.iter().take(ROWS) {
        let diagnostic = finding.diagnostic;
        let sign = told_as(diagnostic.level);
        let place = Location::of(finding, diagnostic.primary).map_or_else(String::new, |location| {
            format!("{}:{}", from_repository(location.path, console), location.first.0)
        });
        let message = cell(&mask_shapes(&diagnostic.message));
        let _ = writeln!(text, "| {sign} | `{}` | `{}` | {message} |", diagnostic.lint.name, cell(&place));
    }
    if findings.len() > ROWS {
        let _ = writeln!(text, "\n{} in the log.", counted(findings.len() - ROWS, "more finding"));
    }
    let opened = std::fs::OpenOptions::new().append(true).create(true).open(file);
    opened.and_then(|mut opened| opened.write_all(text.as_bytes())).map_err(|problem| {
        Failure::message(format!("GITHUB_STEP_SUMMARY: {}: {}", file.display(), unwritten(&problem)))
    })
}

/// A cell of a table, whatever stands in it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::{cell, escaped, property};

    #[test]
    fn nothing_breaks_out_of_a_command_or_a_cell() {
        assert_eq!(escaped("100 %\n::error::x"), "100 %25%0A::error::x");
        assert_eq!(property("a,b:c\nd"), "a%2Cb%3Ac%0Ad");
        assert_eq!(cell("a | b\n<script>"), "a \\| b &lt;script>");
    }
}
