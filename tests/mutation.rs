//! Violations planted and undone: what share of them is caught, and whether anything is reported that is right.
//!
//! The scope is the product of `mutation/plantings/` (a violation, its undoing, and the code of each library where it
//! matters) and `mutation/carrier.rs` (the ways there, and the shapes around it), without what does not fit together.
//! With `RINGFENCE_MUTATIONS` naming a folder, a sample of the programs is written there, for `prove/mutations.sh` to compile.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[cfg(test)]
#[path = "mutation/carrier.rs"]
mod carrier;
#[cfg(test)]
#[path = "mutation/planting.rs"]
mod planting;
#[cfg(test)]
#[path = "mutation/plantings.rs"]
mod plantings;
#[cfg(test)]
#[path = "mutation/program.rs"]
mod program;

use carrier::CARRIERS;
use program::{Program, fits, program};
use ringfence_lint::{CrateInput, LINTS, Level, Levels, Lint, Report, Sources, TargetKind, check_crate};
use ringfence_tests::sidelines::COMMAND_ONLY;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

struct Memory<'p>(&'p Program);

impl Sources for Memory<'_> {
    fn read(&self, path: &Path) -> Option<String> {
        self.0.get(path).cloned()
    }
}

/// Checks a program; a lint that nobody hears of unless they ask is asked for where it is planted.
fn check(program: &Program, lint: &str) -> Report {
    let mut levels = Levels::default();
    let is_quiet = |known: &&&Lint| known.name == lint && known.level == Level::Allow;
    LINTS.iter().filter(is_quiet).for_each(|lint| levels.set(lint.name, Level::Warn).unwrap());
    let input = CrateInput { levels, ..CrateInput::new("planted", "main.rs", TargetKind::Bin) };
    check_crate(&input, &Memory(program))
}

/// A violation in one piece of code, in one carrier.
struct Cell {
    lint: &'static str,
    name: String,
    bad: Program,
    good: Program,
}

fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for (number, planting) in plantings::plantings().iter().enumerate() {
        for sink in &planting.sinks {
            for carrier in CARRIERS.iter().filter(|carrier| fits(planting, sink, carrier)) {
                cells.push(Cell {
                    lint: planting.lint,
                    name: format!("{number}: {} / {} / {}", planting.lint, sink.name, carrier.name),
                    bad: program(planting, sink, carrier, true),
                    good: program(planting, sink, carrier, false),
                });
            }
        }
    }
    cells
}

#[derive(Default)]
struct Tally {
    cells: usize,
    missed: Vec<String>,
    wrong: Vec<String>,
}

/// What came of a cell; the names are those of cells, with what was said of the undone one.
struct Verdict {
    lint: &'static str,
    missed: Option<String>,
    wrong: Option<String>,
}

fn judge(cell: &Cell) -> Verdict {
    let (bad, good) = (check(&cell.bad, cell.lint), check(&cell.good, cell.lint));
    for report in [&bad, &good] {
        assert!(report.skipped.is_empty(), "{}: {:?}\n{:?}", cell.name, report.skipped, cell.bad);
    }
    let is_caught = bad.diagnostics.iter().any(|found| found.lint.name == cell.lint);
    let wrong = good.diagnostics.first();
    Verdict {
        lint: cell.lint,
        missed: (!is_caught).then(|| cell.name.clone()),
        wrong: wrong.map(|found| format!("{}: {}: {}", cell.name, found.lint.name, found.message)),
    }
}

/// Judges the cells on all cores.
fn judge_all(cells: &[Cell]) -> BTreeMap<&'static str, Tally> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let judged = std::thread::scope(|scope| {
        let work = || {
            let mut verdicts = Vec::new();
            while let Some(cell) = cells.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                verdicts.push(judge(cell));
            }
            verdicts
        };
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<Verdict>>()
    });
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for verdict in judged {
        let tally = tallies.entry(verdict.lint).or_default();
        tally.cells += 1;
        tally.missed.extend(verdict.missed);
        tally.wrong.extend(verdict.wrong);
    }
    for tally in tallies.values_mut() {
        tally.missed.sort();
        tally.wrong.sort();
    }
    tallies
}

#[test]
fn what_is_planted_is_caught_and_what_is_undone_is_not_reported() {
    let cells = cells();
    if let Some(folder) = std::env::var_os("RINGFENCE_MUTATIONS") {
        write_programs(Path::new(&folder), &cells);
    }
    let tallies = judge_all(&cells);
    let mut report = String::new();
    let mut is_good = true;
    for (lint, tally) in &tallies {
        let caught = tally.cells - tally.missed.len();
        is_good &= tally.cells >= 20 && caught * 100 >= tally.cells * 95 && tally.wrong.is_empty();
        let _ = writeln!(
            report,
            "{lint}: {caught} of {} caught, {} undone ones reported",
            tally.cells,
            tally.wrong.len()
        );
        tally.missed.iter().for_each(|name| _ = writeln!(report, "  missed {name}"));
        tally.wrong.iter().for_each(|name| _ = writeln!(report, "  reported {name}"));
    }
    println!("{report}");
    let planted = tallies.keys().copied().collect::<Vec<_>>();
    let names = LINTS.iter().map(|lint| lint.name).filter(|name| !COMMAND_ONLY.contains(name));
    assert_eq!(planted, names.collect::<Vec<_>>(), "each lint has plantings");
    assert!(is_good, "\n{report}");
}

/// Writes programs as binaries of one package, and a list that names them: every piece of code once, and here and there a carrier.
fn write_programs(folder: &Path, cells: &[Cell]) {
    let mut names = String::new();
    let sample = |(number, cell): &(usize, &Cell)| cell.name.ends_with("/ direct") || number % 211 == 0;
    for (number, cell) in cells.iter().enumerate().filter(sample) {
        for (kind, program) in [("bad", &cell.bad), ("good", &cell.good)] {
            if kind == "bad" && is_refused_by_its_attribute(cell) {
                continue;
            }
            let place = folder.join(format!("src/bin/{kind}_{number:04}"));
            std::fs::create_dir_all(&place).unwrap();
            for (path, text) in program {
                std::fs::write(place.join(path), text).unwrap();
            }
        }
        let _ = writeln!(names, "{number:04}\t{}", cell.name);
    }
    std::fs::write(folder.join("cells.tsv"), names).unwrap();
}

/// Whether the attribute that is planted is itself an error where it stands: `#[ringfence::permit]` without a reason.
fn is_refused_by_its_attribute(cell: &Cell) -> bool {
    cell.lint == "missing_reason" && cell.bad.values().any(|text| text.contains("#[ringfence::permit"))
}
