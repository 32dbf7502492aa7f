//! One look at all packages.

use crate::check::baseline::{Baseline, Rest};
use crate::check::progress::with_bar;
use crate::check::reach::Reach;
use crate::console::Console;
use crate::disk::Disk;
use crate::finding::{Finding, Findings, Origin};
use crate::stale::ages;
use jiff::civil::Date;
use ringfence_lint::{CrateInput, Levels, check_crates};
use ringfence_project::{Graph, Package};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What is looked at, and what of it is told.
pub(crate) struct Round<'p> {
    pub(crate) packages: &'p [Package],
    /// Of each package.
    pub(crate) levels: Vec<Levels>,
    pub(crate) today: Date,
    pub(crate) reach: Reach,
    pub(crate) baseline: Option<Baseline>,
}

impl<'p> Round<'p> {
    /// Checks every crate, those together that depend on one another; `changes` stand in for what the disk has.
    pub(crate) fn inspect(&self, changes: BTreeMap<PathBuf, String>, console: &Console<'_>) -> Findings<'p> {
        let graph = &Graph::of(self.packages);
        let crates = self.packages.iter().zip(&self.levels).flat_map(|(package, levels)| {
            package.targets.iter().map(move |target| {
                let input = CrateInput { levels: levels.clone(), ..graph.crate_input(package, target) };
                (Origin { package, target }, input)
            })
        });
        let (origins, crates): (Vec<Origin<'p>>, Vec<CrateInput>) = crates.unzip();
        let disk = Disk::with_changes(changes);
        let total = || self.packages.iter().map(|package| sources_below(&package.root)).sum();
        let reports = with_bar(console, disk.count(), total, || check_crates(&crates, &disk));
        let unlisted = self.packages.iter().flat_map(|package| package.unlisted.iter().cloned());
        let unreadable = disk.into_unreadable().into_iter().chain(unlisted);
        let mut findings = Findings::new(origins, reports, unreadable);
        for (package, levels) in self.packages.iter().zip(&self.levels) {
            let ages = ages(package, levels, self.today);
            if let (Some(report), Some(target)) = (ages.report, package.targets.first()) {
                findings.add(Origin { package, target }, report);
            }
            findings.undated.extend(ages.undated);
        }
        findings.undated.sort();
        findings.undated.dedup();
        findings
    }

    /// What is told of what was found: what is in reach and not known to the baseline.
    pub(crate) fn told<'a>(&self, findings: &'a Findings<'_>) -> Vec<Finding<'a>> {
        self.rest(findings).findings
    }

    /// The same, with what the baseline has to say.
    pub(crate) fn rest<'a>(&self, findings: &'a Findings<'_>) -> Rest<'a> {
        let found = self.within(findings);
        match &self.baseline {
            None => Rest { findings: found, known: 0, left: BTreeMap::new() },
            Some(baseline) => baseline.rest(found),
        }
    }

    /// What is in reach, known to the baseline or not.
    pub(crate) fn within<'a>(&self, findings: &'a Findings<'_>) -> Vec<Finding<'a>> {
        let mut found = findings.sorted();
        found.retain(|finding| self.reach.keeps(finding));
        found
    }
}

/// How many files of source there are below a folder, what is built and what is hidden aside.
fn sources_below(folder: &Path) -> usize {
    let (mut open, mut files) = (vec![folder.to_owned()], 0);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && name != "target" && !name.starts_with('.') => {
                    open.push(entry.path())
                }
                Ok(kind) if kind.is_file() && name.ends_with(".rs") => files += 1,
                _ => {}
            }
        }
    }
    files
}
