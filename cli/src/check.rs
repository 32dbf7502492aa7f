//! `check`: select, inspect, mend, render, sum up.

mod argument;
mod baseline;
mod cargo;
mod exits;
mod fix;
mod guard;
mod judged;
mod progress;
mod reach;
mod report;
mod round;
mod statistics;

pub(crate) use argument::{CargoCommand, CheckArguments, CheckFormat, EXAMPLES};
pub(crate) use report::SKIPS;

use crate::console::{Console, Exit, counted};
use crate::failure::Failure;
use crate::finding::{Findings, is_denied};
use crate::json::finished;
use crate::level::levels_of;
use crate::selection::select;
use baseline::{Baseline, notes};
use cargo::follow;
use fix::fix;
use guard::check_tree;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use judged::Judged;
use reach::{Reach, Unread};
use report::{report, sum_up};
use ringfence_lint::Levels;
use ringfence_project::Package;
use round::Round;
use std::collections::BTreeMap;

pub(crate) fn check(arguments: &CheckArguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let packages = select(arguments, console)?;
    let mut round = prepare(arguments, &packages, console)?;
    let mut found = round.inspect(BTreeMap::new(), console);
    if arguments.exits {
        let failure = blind(&found, &round.reach.unread(&found, &packages), console);
        return exits::list(&found, &round, arguments, console).and_then(|exit| failure.or_ok(exit));
    }
    let mut lines = Vec::new();
    if arguments.fix {
        let (left, done) = fix(&round, found, arguments, console)?;
        found = left;
        lines.push(done);
    }
    lines.extend(keep_baseline(&mut round, &found, arguments, console)?);
    let rest = round.rest(&found);
    if let Some(baseline) = &round.baseline {
        // What is no longer found is looked for with other features on, where there is something to look for.
        let stale = match rest.left.is_empty() {
            true => 0,
            false => baseline.stale(&rest.left, &Judged::of(&round, &found, console)),
        };
        lines.extend(notes(rest.known, stale, &baseline.name(console)));
    }
    let told = rest.findings;
    let unread = round.reach.unread(&found, &packages);
    let mut failure = blind(&found, &unread, console);
    let unread = unread.notes.into_iter().map(|note| format!("note: {note}"));
    let unknown = found.undated.iter().map(|name| {
        format!("note: nobody recorded of which day `{name}` is; `cargo ringfence specs fetch` does")
    });
    lines.extend(unread.chain(unknown));
    let fixable = told.iter().filter(|finding| finding.diagnostic.suggestion.is_some()).count();
    if fixable > 0 && !arguments.fix {
        lines.push(format!("{} with a certain fix: `--fix` applies it", counted(fixable, "finding")));
    }
    lines.extend(sum_up(&found, &told, packages.len(), arguments, console));
    if arguments.statistics {
        statistics::tell(&told, console);
        lines.iter().for_each(|line| console.complain(line));
    } else {
        report(&found, &told, &lines, arguments.format, console)?;
    }
    let mut is_clean = !is_denied(&told);
    if arguments.format == CheckFormat::Json {
        // Cargo has its say in any case: it knows what is wrong with a file that nobody could read.
        match arguments.then_cargo.map(|command| follow(command, arguments, console)) {
            None => {}
            Some(Ok(succeeded)) => is_clean &= succeeded,
            Some(Err(more)) => failure.extend(more),
        }
        console.say(&finished(is_clean && failure.is_empty()));
    }
    failure.or_ok(if is_clean { Exit::Clean } else { Exit::Findings })
}

/// Where nothing was looked at, nothing can have been found, and that is no success.
fn blind(found: &Findings<'_>, unread: &Unread, console: &Console<'_>) -> Failure {
    if found.scanned() > 0 && !unread.is_all {
        return Failure::default();
    }
    let what = if found.scanned() == 0 {
        "no file could be looked at"
    } else {
        "nothing of what is named was looked at"
    };
    let skipped = found.skipped();
    let mut lines: Vec<String> = skipped
        .iter()
        .take(SKIPS)
        .map(|(path, reason)| format!("\n  {}: {reason}", console.relative(path).display()))
        .collect();
    lines.extend(unread.notes.iter().map(|note| format!("\n  {note}")));
    let help = "\n  help: mend what is skipped, or name files and packages that are checked (`--manifest-path`, `-p`)";
    Failure::message(format!("{what}{}{help}", lines.concat()))
}

/// All that can be wrong with the command line is said before anything is looked at.
fn prepare<'p>(
    arguments: &CheckArguments,
    packages: &'p [Package],
    console: &Console<'_>,
) -> Result<Round<'p>, Failure> {
    let mut failure = Failure::default();
    if arguments.statistics && arguments.format != CheckFormat::Human {
        failure.messages.push("--format: `--statistics` is told as `human` alone".to_owned());
    }
    if arguments.then_cargo.is_some() && arguments.format != CheckFormat::Json {
        failure.messages.push(
            "--then-cargo: cargo's findings follow ours as `json` alone; add `--format json`".to_owned(),
        );
    }
    if arguments.fix
        && let Err(more) = check_tree(arguments, packages, console)
    {
        failure.extend(more);
    }
    let levels = all_levels(packages, arguments).unwrap_or_else(|more| {
        failure.extend(more);
        Vec::new()
    });
    let reach = Reach::of(arguments, packages, console).unwrap_or_else(|more| {
        failure.extend(more);
        Reach::default()
    });
    let file = arguments.baseline.as_deref().map(|file| console.folder.join(file));
    let baseline = file.map(|file| Baseline::read(file, arguments.write_baseline)).transpose();
    let baseline = baseline.unwrap_or_else(|more| {
        failure.extend(more);
        None
    });
    let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
    failure.or_ok(Round { packages, levels, today, reach, baseline })
}

/// The levels of every package; the problems of all of them together.
fn all_levels(packages: &[Package], arguments: &CheckArguments) -> Result<Vec<Levels>, Failure> {
    let mut failure = Failure::default();
    let mut levels = Vec::new();
    for package in packages {
        match levels_of(package, &arguments.levels) {
            Ok(of_package) => levels.push(of_package),
            Err(more) => failure.extend(more),
        }
    }
    failure.or_ok(levels)
}

/// Writes or prunes the baseline, if that is asked for; says so.
fn keep_baseline(
    round: &mut Round<'_>,
    found: &Findings<'_>,
    arguments: &CheckArguments,
    console: &Console<'_>,
) -> Result<Option<String>, Failure> {
    if !arguments.write_baseline && !arguments.prune_baseline {
        return Ok(None);
    }
    let findings = round.within(found);
    let Some(mut baseline) = round.baseline.clone() else { return Ok(None) };
    let judged = Judged::of(round, found, console);
    let held = match arguments.write_baseline {
        true => baseline.write(&findings, &judged)?,
        false => baseline.prune(&findings, &judged)?,
    };
    round.baseline = Some(baseline.clone());
    Ok(Some(format!("{} written to {}", counted(held, "finding"), baseline.name(console))))
}
