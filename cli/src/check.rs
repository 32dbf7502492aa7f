//! `check`: select, inspect, render, sum up.

use crate::argument::{CheckArguments, Format};
use crate::console::{Console, Exit, counted};
use crate::disk::Disk;
use crate::failure::Failure;
use crate::finding::{Finding, Findings, Origin};
use crate::json::{finished, message};
use crate::level::levels_of;
use crate::mask::MaskedSources;
use crate::render::render;
use crate::selection::select;
use crate::stale::ages;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ringfence_lint::{CrateInput, Level, Levels, check_crates};
use ringfence_project::{Graph, Package};

pub(crate) fn check(arguments: &CheckArguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let packages = select(arguments, &console.folder)?;
    let levels = all_levels(&packages, arguments)?;
    let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
    let (findings, undated) = inspect(&packages, &levels, today);
    let sorted = findings.sorted();
    let mut masked = MaskedSources::hiding(&sorted);
    let denied = sorted.iter().any(|finding| finding.diagnostic.level == Level::Deny);
    for finding in &sorted {
        let text = render(finding, &mut masked, console);
        match arguments.format {
            Format::Human => console.say(&format!("{text}\n")),
            Format::Json => console.say(&message(finding, text, &mut masked, console)),
        }
    }
    let mut summary = sum_up(&findings, &sorted, packages.len(), arguments.verbose, console);
    let unknown = |name: &String| {
        format!("note: nobody recorded of which day `{name}` is; `cargo ringfence specs fetch` does")
    };
    summary.extend(undated.iter().map(unknown));
    match arguments.format {
        Format::Human => summary.iter().for_each(|line| console.say(line)),
        // What people read beside the objects goes where cargo puts it.
        Format::Json => {
            console.say(&finished(!denied));
            summary.iter().for_each(|line| console.complain(line));
        }
    }
    Ok(if denied { Exit::Findings } else { Exit::Clean })
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

/// Checks every crate, those together that depend on one another.
fn inspect<'p>(packages: &'p [Package], levels: &[Levels], today: Date) -> (Findings<'p>, Vec<String>) {
    let graph = &Graph::of(packages);
    let crates = packages.iter().zip(levels).flat_map(|(package, levels)| {
        package.targets.iter().map(move |target| {
            let input = CrateInput { levels: levels.clone(), ..graph.crate_input(package, target) };
            (Origin { package, target }, input)
        })
    });
    let (origins, crates): (Vec<Origin<'p>>, Vec<CrateInput>) = crates.unzip();
    let disk = Disk::default();
    let mut findings = Findings::new(origins, check_crates(&crates, &disk), disk.into_unreadable());
    let mut undated = Vec::new();
    for (package, levels) in packages.iter().zip(levels) {
        let ages = ages(package, levels, today);
        if let (Some(report), Some(target)) = (ages.report, package.targets.first()) {
            findings.add(Origin { package, target }, report);
        }
        undated.extend(ages.undated);
    }
    undated.sort();
    undated.dedup();
    (findings, undated)
}

/// What was left out, if that is asked for, and the last line.
fn sum_up(
    findings: &Findings<'_>,
    sorted: &[Finding<'_>],
    packages: usize,
    verbose: bool,
    console: &Console<'_>,
) -> Vec<String> {
    let skipped = findings.skipped();
    let mut lines = Vec::new();
    if verbose {
        for (path, reason) in &skipped {
            lines.push(format!("skipped {}: {reason}", console.relative(path).display()));
        }
        for ((path, reason), (line, places)) in findings.not_followed() {
            let path = console.relative(path).display();
            lines.push(format!("not followed {path}:{line}: {reason} ({places} such places in this file)"));
        }
    }
    let errors = sorted.iter().filter(|finding| finding.diagnostic.level == Level::Deny).count();
    let found = match (errors, sorted.len() - errors) {
        (0, 0) => "no findings".to_owned(),
        (errors, 0) => counted(errors, "error"),
        (0, warnings) => counted(warnings, "warning"),
        (errors, warnings) => {
            format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"))
        }
    };
    let why = if skipped.is_empty() || verbose { "" } else { " (`--verbose` says why)" };
    lines.push(format!(
        "{found}; {} in {} checked, {} skipped{why}",
        counted(findings.scanned(), "file"),
        counted(packages, "package"),
        skipped.len()
    ));
    lines
}
