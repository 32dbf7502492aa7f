//! The same source gives the same lints through every door: the engine over a crate, which is what the command and the build script ask, and
//! `#[enforce]` through rustc.
//!
//! Each case is put into one enforced module, line by line; a folder's files become modules of it. What the case imports need not be there:
//! macros are expanded all the same, and rustc's own errors are not looked at. Every lint is denied, since a warning waits for types.

use super::{Reported, WORKSPACE, cargo_check, manifest, read_message};
use ringfence_lint::{CrateInput, LINTS, Level, Levels, Sources, TargetKind, check_crate};
use ringfence_tests::cases::{Case, cases};
use ringfence_tests::templates::fill;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Cases that the doors see with different eyes, each with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("missing_reason-engine_fires_comments", "a macro is given no comments, and points at the line below"),
    ("unfulfilled_permit-engine_fires", "an item sees too little to say that a permit silences nothing"),
    (
        "unretried_call-engine_fires_macros",
        "laid into one file, a call that a macro makes is shown in the macro, and not where another file calls it",
    ),
];

/// Lines in files, each with a lint.
type Found = BTreeSet<(PathBuf, usize, String)>;

struct Disk;

impl Sources for Disk {
    fn read(&self, path: &Path) -> Option<String> {
        read(path)
    }
}

fn read(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok().map(|text| fill(&text))
}

/// What the engine finds in a case as it lies there.
fn by_engine(case: &Case) -> Found {
    let mut levels = Levels::default();
    for lint in LINTS {
        levels.set(lint.name, Level::Deny).unwrap();
    }
    let input = CrateInput { levels, ..CrateInput::new("case", &case.root, TargetKind::Bin) };
    let report = check_crate(&input, &Disk);
    let found = report.diagnostics.iter().map(|diagnostic| {
        let source = report.source(diagnostic.primary).unwrap();
        let line = source.text[..diagnostic.primary.start as usize].matches('\n').count() + 1;
        (source.path.clone(), line, diagnostic.lint.name.to_owned())
    });
    found.collect()
}

/// A case as one file, and where each of its lines comes from.
#[derive(Default)]
struct Flat {
    text: String,
    lines: Vec<(PathBuf, usize)>,
}

impl Flat {
    fn of(case: &Case) -> Self {
        let mut flat = Self::default();
        let folder = case.root.parent().unwrap();
        flat.push_file(&case.root, folder, folder);
        flat
    }

    /// Takes over a file; `#[path]`s lead from `beside`, the files of its modules lie in `below`.
    fn push_file(&mut self, file: &Path, beside: &Path, below: &Path) {
        let text = read(file).unwrap_or_else(|| panic!("{}", file.display()));
        let mut named = None;
        for (index, line) in text.lines().enumerate() {
            let path = line.trim().strip_prefix("#[path = \"").and_then(|rest| rest.strip_suffix("\"]"));
            let module =
                line.strip_suffix(';').and_then(|line| line.rsplit_once("mod ")).map(|(_, name)| name);
            // The case's own module is where `crate` was.
            let line = line.replace("crate::", "crate::case::");
            match (path, module) {
                (Some(path), _) => {
                    named = Some(beside.join(path));
                    self.push("", file, index);
                }
                (None, Some(module)) => {
                    self.push(&format!("{} {{", line.trim_end_matches(';')), file, index);
                    let flat = below.join(format!("{module}.rs"));
                    let found = named.take().unwrap_or(flat);
                    let found = if found.is_file() { found } else { below.join(module).join("mod.rs") };
                    self.push_file(&found, found.parent().unwrap(), &below.join(module));
                    self.push("}", file, index);
                }
                _ => self.push(&line, file, index),
            }
        }
    }

    fn push(&mut self, line: &str, file: &Path, index: usize) {
        self.text.push_str(line);
        self.text.push('\n');
        self.lines.push((file.to_path_buf(), index + 1));
    }

    /// The file for rustc: the first line keeps its number. The function at the end tells that the macro was there.
    fn enforced(&self) -> String {
        let canary = "#[ringfence::enforce] fn canary() -> &'static str { \"http://api.twilio.com\" }";
        format!("#[ringfence::enforce] pub mod case {{ {}}}\n{canary} fn main() {{ canary(); }}\n", self.text)
    }
}

/// What rustc says of each case, by its name.
fn by_macro(cases: &[(&Case, Flat)]) -> BTreeMap<String, Reported> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("macro_parity");
    let _ = std::fs::remove_dir_all(folder.join("src"));
    std::fs::create_dir_all(folder.join("src/bin")).unwrap();
    std::fs::copy(Path::new(WORKSPACE).join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut settings = String::from("[package.metadata.ringfence.lints]\n");
    for lint in LINTS {
        let _ = writeln!(settings, "{} = \"deny\"", lint.name);
    }
    std::fs::write(folder.join("Cargo.toml"), manifest(&[]) + &settings).unwrap();
    for (case, flat) in cases {
        std::fs::write(folder.join("src/bin").join(format!("{}.rs", case.name)), flat.enforced()).unwrap();
    }
    let mut reported: BTreeMap<String, Reported> = BTreeMap::new();
    for message in cargo_check(&folder) {
        let name = message["target"]["name"].as_str().unwrap_or_default().to_owned();
        read_message(&message["message"], reported.entry(name).or_default());
    }
    reported
}

#[test]
fn every_door_finds_the_same() {
    let cases = cases();
    let flattened: Vec<(&Case, Flat)> = cases.iter().map(|case| (case, Flat::of(case))).collect();
    let reported = by_macro(&flattened);
    let mut differences = String::new();
    let mut differing = BTreeSet::new();
    for (case, flat) in &flattened {
        let lints = reported.get(&case.name).map(|reported| reported.lints.clone()).unwrap_or_default();
        let canary = flat.lines.len() + 2;
        assert!(lints.contains(&(canary, "plain_http_url".to_owned())), "{}: no macro was there", case.name);
        let inside = lints.into_iter().filter(|(line, _)| *line != canary);
        let by_macro: Found = inside
            .map(|(line, lint)| {
                let (file, line) = flat.lines.get(line - 1).cloned().unwrap_or((case.root.clone(), 0));
                (file, line, lint)
            })
            .collect();
        let by_engine = by_engine(case);
        for (file, line, lint) in by_engine.symmetric_difference(&by_macro) {
            differing.insert(case.name.as_str());
            let by =
                if by_engine.contains(&(file.clone(), *line, lint.clone())) { "engine" } else { "macro" };
            let excepted = EXCEPTIONS.iter().any(|(name, _)| *name == case.name);
            if !excepted {
                let _ = writeln!(differences, "{}:{line}: {lint} is found by the {by} alone", file.display());
            }
        }
    }
    assert!(differences.is_empty(), "\n{differences}");
    for (name, reason) in EXCEPTIONS {
        assert!(differing.contains(name), "{name} is no exception any more: {reason}");
    }
    let (exceptions, all) = (EXCEPTIONS.len(), cases.len());
    assert!(exceptions * 20 <= all, "{exceptions} exceptions among {all} cases: one in twenty is the most");
}
