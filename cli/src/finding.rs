//! What was found in all crates, each finding once, in the order of files and places.

use ringfence_lint::{Diagnostic, Level, Place, Report, Waiver};
use ringfence_project::{Package, Target, line_and_column};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The reports of all crates together.
pub(crate) struct Findings<'p> {
    /// The crates that were checked.
    origins: Vec<Origin<'p>>,
    reports: Vec<Report>,
    unreadable: BTreeMap<PathBuf, String>,
    /// Documents that nobody recorded a date of.
    pub(crate) undated: Vec<String>,
    /// What was read and understood, as the disk has it: asked of the disk once.
    resolved: OnceCell<BTreeSet<PathBuf>>,
}

/// The crate that a finding is about.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'p> {
    pub(crate) package: &'p Package,
    pub(crate) target: &'p Target,
}

/// One finding and the report that its places belong to.
#[derive(Clone, Copy)]
pub(crate) struct Finding<'a> {
    pub(crate) origin: Origin<'a>,
    pub(crate) report: &'a Report,
    pub(crate) diagnostic: &'a Diagnostic,
}

impl<'a> Finding<'a> {
    /// The path and the text of a place's file.
    pub(crate) fn source(&self, place: Place) -> Option<(&'a Path, &'a str)> {
        let source = self.report.source(place)?;
        Some((&source.path, &source.text))
    }

    fn key(&self) -> (&'a Path, u32, u32, &'static str) {
        let primary = self.diagnostic.primary;
        let path = self.source(primary).map_or(Path::new(""), |(path, _)| path);
        (path, primary.start, primary.end, self.diagnostic.lint.name)
    }
}

/// Whether something is told at level deny.
pub(crate) fn is_denied(told: &[Finding<'_>]) -> bool {
    told.iter().any(|finding| finding.diagnostic.level == Level::Deny)
}

impl<'p> Findings<'p> {
    pub(crate) fn new(
        origins: Vec<Origin<'p>>,
        reports: Vec<Report>,
        problems: impl IntoIterator<Item = ringfence_project::Problem>,
    ) -> Self {
        let mut unreadable = BTreeMap::new();
        for problem in problems {
            let reason = match problem.place {
                Some((line, column)) => format!("{line}:{column}: {}", problem.message),
                None => problem.message,
            };
            unreadable.insert(problem.file, reason);
        }
        Self { origins, reports, unreadable, undated: Vec::new(), resolved: OnceCell::new() }
    }

    /// Adds a report that is about one crate.
    pub(crate) fn add(&mut self, origin: Origin<'p>, mut report: Report) {
        let at = self.origins.len();
        self.origins.push(origin);
        report.inputs.iter_mut().for_each(|input| *input = at);
        self.reports.push(report);
        self.resolved.take();
    }

    /// All findings that are not allowed. A file that several crates share is reported once.
    pub(crate) fn sorted(&self) -> Vec<Finding<'_>> {
        let all = self.reports.iter().flat_map(|report| {
            report.diagnostics.iter().filter_map(move |diagnostic| {
                let input = report.inputs.get(usize::try_from(diagnostic.primary.file.0).ok()?)?;
                Some(Finding { origin: *self.origins.get(*input)?, report, diagnostic })
            })
        });
        let mut findings: Vec<Finding<'_>> =
            all.filter(|finding| finding.diagnostic.level > Level::Allow).collect();
        findings.sort_by(|a, b| a.key().cmp(&b.key()));
        findings.dedup_by(|a, b| a.key() == b.key());
        findings
    }

    /// The files that were not understood, with the reason.
    pub(crate) fn skipped(&self) -> BTreeMap<&Path, &str> {
        let said = self.reports.iter().flat_map(|report| &report.skipped);
        let mut skipped: BTreeMap<&Path, &str> =
            said.map(|(path, reason)| (path.as_path(), reason.as_str())).collect();
        // Why a file could not be read says more than that there was no text.
        skipped.extend(self.unreadable.iter().map(|(path, reason)| (path.as_path(), reason.as_str())));
        skipped
    }

    /// Where a bound of the engine ended the search: by file and reason, the first line and how many places there are.
    pub(crate) fn not_followed(&self) -> BTreeMap<(&Path, &str), (usize, usize)> {
        let mut places: BTreeMap<(&Path, &str), BTreeSet<(usize, usize)>> = BTreeMap::new();
        for report in &self.reports {
            for (place, reason) in &report.not_followed {
                let Some((path, at)) = located(report, *place) else { continue };
                places.entry((path, reason)).or_default().insert(at);
            }
        }
        let counted = places.into_iter().filter_map(|(key, places)| {
            let (line, _) = places.first()?;
            Some((key, (*line, places.len())))
        });
        counted.collect()
    }

    /// Every written exit from lints, once, with the path and the text of its file.
    pub(crate) fn waivers(&self) -> Vec<(&Path, &str, &Waiver)> {
        let mut all: Vec<(&Path, &str, &Waiver)> = self
            .reports
            .iter()
            .flat_map(|report| report.waivers.iter().map(move |waiver| (report, waiver)))
            .filter_map(|(report, waiver)| {
                let source = report.source(waiver.place)?;
                Some((source.path.as_path(), source.text.as_str(), waiver))
            })
            .collect();
        all.sort_by_key(|(path, _, waiver)| (*path, waiver.place.start, waiver.place.end));
        all.dedup_by_key(|(path, _, waiver)| (*path, waiver.place.start, waiver.place.end));
        all
    }

    /// How many files were read and understood.
    pub(crate) fn scanned(&self) -> usize {
        self.understood().len()
    }

    /// The same, as the disk has them.
    pub(crate) fn resolved(&self) -> &BTreeSet<PathBuf> {
        let resolve = || self.understood().iter().filter_map(|path| path.canonicalize().ok()).collect();
        self.resolved.get_or_init(resolve)
    }

    /// The files that were read and understood, as the disk has them, each with the packages whose crates read it.
    pub(crate) fn readers(&self, packages: &[Package]) -> BTreeMap<PathBuf, BTreeSet<usize>> {
        let understood = self.understood();
        let mut readers: BTreeMap<&Path, BTreeSet<usize>> = BTreeMap::new();
        for report in &self.reports {
            for (source, input) in report.sources.iter().zip(&report.inputs) {
                let Some(origin) = self.origins.get(*input) else { continue };
                let is_its = |package: &Package| package.manifest == origin.package.manifest;
                let at = packages.iter().position(is_its);
                if understood.contains(source.path.as_path()) {
                    readers.entry(&source.path).or_default().extend(at);
                }
            }
        }
        let real = readers.into_iter().filter_map(|(path, at)| Some((path.canonicalize().ok()?, at)));
        let mut by_file: BTreeMap<PathBuf, BTreeSet<usize>> = BTreeMap::new();
        real.for_each(|(path, at)| by_file.entry(path).or_default().extend(at));
        by_file
    }

    /// The files that were read and understood.
    pub(crate) fn understood(&self) -> BTreeSet<&Path> {
        let skipped = self.skipped();
        let read = self.reports.iter().flat_map(|report| &report.sources);
        let paths = read.map(|source| source.path.as_path());
        // A manifest that is reported on was read for its documents.
        let paths = paths.filter(|path| path.extension().is_none_or(|of| of != "toml"));
        paths.filter(|path| !skipped.contains_key(path)).collect()
    }
}

/// The file of a place, with line and column.
fn located(report: &Report, place: Place) -> Option<(&Path, (usize, usize))> {
    let source = report.source(place)?;
    let at = line_and_column(&source.text, usize::try_from(place.start).ok()?);
    Some((source.path.as_path(), at))
}
