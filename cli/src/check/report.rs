//! The findings in the format that was asked for, and the last lines.

use crate::check::{CheckArguments, CheckFormat};
use crate::console::{Console, counted};
use crate::failure::Failure;
use crate::finding::{Finding, Findings};
use crate::json::message;
use crate::mask::MaskedSources;
use crate::render::render;
use crate::{github, sarif, short};
use ringfence_lint::Level;

/// Prints what is told, then the summary: with the report where people read it, beside it where machines do.
pub(crate) fn report(
    findings: &Findings<'_>,
    told: &[Finding<'_>],
    summary: &[String],
    format: CheckFormat,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let mut masked = MaskedSources::hiding(told);
    match format {
        CheckFormat::Human => {
            for finding in told {
                let text = render(finding, &mut masked, console);
                console.say(&format!("{text}\n"));
            }
            summary.iter().for_each(|line| console.say(line));
            return Ok(());
        }
        CheckFormat::Short => told.iter().for_each(|finding| {
            let line = short::line(finding, console);
            console.say(&line);
        }),
        CheckFormat::Json => {
            for finding in told {
                let text = render(finding, &mut masked, console);
                let line = message(finding, text, &mut masked, console);
                console.say(&line);
            }
        }
        CheckFormat::Sarif => {
            let log = sarif::log(findings, told, &mut masked, console);
            console.say(&log);
        }
        CheckFormat::Github => {
            let rendered: Vec<String> =
                told.iter().map(|finding| render(finding, &mut masked, console)).collect();
            return github::annotate(findings, told, &rendered, summary, console);
        }
    }
    summary.iter().for_each(|line| console.complain(line));
    Ok(())
}

/// Files that were skipped and are named without being asked for.
pub(crate) const SKIPS: usize = 10;

/// What was left out, and the last line.
pub(crate) fn sum_up(
    findings: &Findings<'_>,
    told: &[Finding<'_>],
    packages: usize,
    arguments: &CheckArguments,
    console: &Console<'_>,
) -> Vec<String> {
    let skipped = findings.skipped();
    let mut lines = Vec::new();
    let named = if arguments.verbose { skipped.len() } else { SKIPS };
    for (path, reason) in skipped.iter().take(named) {
        lines.push(format!("skipped {}: {reason}", console.relative(path).display()));
    }
    if arguments.verbose {
        for ((path, reason), (line, places)) in findings.not_followed() {
            let path = console.relative(path);
            let path = path.display();
            lines.push(format!("not followed {path}:{line}: {reason} ({places} such places in this file)"));
        }
    }
    let errors = told.iter().filter(|finding| finding.diagnostic.level == Level::Deny).count();
    let found = match (errors, told.len() - errors) {
        (0, 0) => "no findings".to_owned(),
        (errors, 0) => counted(errors, "error"),
        (0, warnings) => counted(warnings, "warning"),
        (errors, warnings) => {
            format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"))
        }
    };
    let why = if skipped.len() <= named { "" } else { " (`--verbose` names them all)" };
    lines.push(format!(
        "{found}; {} in {} checked, {} skipped{why}",
        counted(findings.scanned(), "file"),
        counted(packages, "package"),
        skipped.len()
    ));
    lines
}
