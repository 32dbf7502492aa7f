//! `check`: select, inspect, render, sum up.

use crate::argument::CheckArguments;
use crate::console::{Console, Exit};
use crate::disk::Disk;
use crate::failure::Failure;
use crate::finding::{Finding, Findings};
use crate::level::levels_of;
use crate::render::render;
use crate::selection::select;
use ringfence_lint::{CrateInput, Level, Levels, TargetKind, check_crate};
use ringfence_project::{Package, Target};

pub(crate) fn check(arguments: &CheckArguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let packages = select(arguments, &console.folder)?;
    let levels = all_levels(&packages, arguments)?;
    let findings = inspect(&packages, &levels);
    let sorted = findings.sorted();
    for finding in &sorted {
        let text = render(finding, console);
        console.say(&text);
        console.say("");
    }
    sum_up(&findings, &sorted, packages.len(), arguments.verbose, console);
    let denied = sorted.iter().any(|finding| finding.diagnostic.level == Level::Deny);
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

fn inspect(packages: &[Package], levels: &[Levels]) -> Findings {
    let mut findings = Findings::default();
    for (package, levels) in packages.iter().zip(levels) {
        for target in &package.targets {
            let disk = Disk::default();
            let report = check_crate(&crate_input(package, target, levels), &disk);
            findings.add(report, disk.into_unreadable());
        }
    }
    findings
}

fn crate_input(package: &Package, target: &Target, levels: &Levels) -> CrateInput {
    use ringfence_project::TargetKind as Kind;
    let kind = match target.kind {
        Kind::Lib => TargetKind::Lib,
        Kind::Bin => TargetKind::Bin,
        Kind::Example => TargetKind::Example,
        Kind::Test => TargetKind::Test,
        Kind::Bench => TargetKind::Bench,
        Kind::BuildScript => TargetKind::BuildScript,
    };
    CrateInput {
        name: target.name.clone(),
        root: target.root.clone(),
        kind,
        features: package.features.clone(),
        levels: levels.clone(),
    }
}

fn sum_up(
    findings: &Findings,
    sorted: &[Finding<'_>],
    packages: usize,
    verbose: bool,
    console: &mut Console<'_>,
) {
    let skipped = findings.skipped();
    if verbose {
        for (path, reason) in &skipped {
            let line = format!("skipped {}: {reason}", console.relative(path).display());
            console.say(&line);
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
    console.say(&format!(
        "{found}; {} in {} checked, {} skipped{why}",
        counted(findings.scanned(), "file"),
        counted(packages, "package"),
        skipped.len()
    ));
}

fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
