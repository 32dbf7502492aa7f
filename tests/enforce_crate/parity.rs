//! The ui cases through the build-script door: what it says is what the markers say of a case as it lies there, and what the
//! engine says of the whole package wherever the case is spread over files and crates.

use super::spread::{Constants, Files, spread};
use ringfence_lint::{LINTS, Level, Lint, Sources, TargetKind, check_crates};
use ringfence_project::{Graph, Package, read_source};
use ringfence_tests::cases::{Case, cases};
use ringfence_tests::executable::build_executable;
use ringfence_tests::history::kept;
use ringfence_tests::markers::markers;
use ringfence_tests::sidelines::beside;
use ringfence_tests::templates::fill;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// Findings: file, line and lint.
type Found = BTreeSet<(String, usize, String)>;

/// A program that does what a build script does, and nothing else.
static DOOR: LazyLock<PathBuf> =
    LazyLock::new(|| build_executable(&["-p", "ringfence-codegen", "--example", "enforce"]));

struct Disk;

impl Sources for Disk {
    fn read(&self, path: &Path) -> Option<String> {
        read_source(path).ok()
    }
}

/// A package on disk that only a test builds.
struct Laid {
    folder: tempfile::TempDir,
}

impl Laid {
    /// Lays files down beside manifests; a crate beside the package is one that it depends on.
    fn down(files: &Files) -> Self {
        Self::with_levels(files, "")
    }

    /// The same, with levels of lints in its manifest.
    fn with_levels(files: &Files, levels: &str) -> Self {
        let laid = Self { folder: tempfile::tempdir().unwrap() };
        let manifest = |name: &str| format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n");
        let is_shared = |path: &Path| path.starts_with("shared");
        let mut own = manifest("case");
        if files.keys().any(|path| is_shared(path)) {
            laid.write("shared/Cargo.toml", &manifest("shared"));
            own.push_str("[dependencies]\nshared = { path = \"shared\" }\n");
        }
        laid.write("Cargo.toml", &format!("{own}[workspace]\n{levels}"));
        files.iter().for_each(|(path, text)| laid.write(path, text));
        laid
    }

    fn write(&self, path: impl AsRef<Path>, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// What the build script leaves in the generated file.
    fn generated(&self) -> String {
        let output = Command::new(&*DOOR)
            .env("CARGO_MANIFEST_DIR", self.folder.path())
            .env("OUT_DIR", self.folder.path().join("out"))
            .env("TARGET", "none")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let told = String::from_utf8(output.stdout).unwrap();
        let watched = format!("rerun-if-changed={}\n", self.folder.path().join("src").display());
        assert!(told.contains(&watched), "{told}");
        let shared = self.folder.path().join("shared/Cargo.toml");
        let watched = format!("rerun-if-changed={}\n", shared.display());
        assert_eq!(shared.is_file(), told.contains(&watched), "{told}");
        fs::read_to_string(self.folder.path().join("out/twilio.rs")).unwrap()
    }

    /// What the engine finds in the whole package, as the command does.
    fn by_engine(&self) -> Found {
        let package = Package::read(self.folder.path()).unwrap();
        let graph = Graph::of(std::slice::from_ref(&package));
        let judged = |kind| matches!(kind, TargetKind::Lib | TargetKind::Bin);
        let targets = package.targets.iter().filter(|target| judged(target.kind));
        let inputs: Vec<_> = targets.map(|target| graph.crate_input(&package, target)).collect();
        let mut found = Found::new();
        for report in check_crates(&inputs, &Disk) {
            assert!(report.skipped.is_empty(), "{:?}", report.skipped);
            for diagnostic in report.diagnostics.iter().filter(|found| found.level > Level::Allow) {
                let source = report.source(diagnostic.primary).unwrap();
                let line = source.text[..diagnostic.primary.start as usize].matches('\n').count() + 1;
                let path = source.path.strip_prefix(self.folder.path()).unwrap();
                found.insert((path.display().to_string(), line, diagnostic.lint.name.to_owned()));
            }
        }
        found
    }
}

/// What the generated file says: `lint: ...\n --> file:line:column`, escaped as in a literal.
fn spoken(generated: &str) -> Found {
    let lines = generated.lines();
    let spoken = lines.filter(|line| line.contains("compile_error!(") || line.contains("note = \""));
    let read = |line: &str| {
        let (_, text) = line.split_once('"')?;
        let (lint, rest) = text.split_once(": ")?;
        let (place, _) = rest.split_once("\\n --> ")?.1.split_once("\\n")?;
        let (place, _) = place.rsplit_once(':')?;
        let (file, number) = place.rsplit_once(':')?;
        Some((file.to_owned(), number.parse().ok()?, lint.to_owned()))
    };
    spoken.map(|line| read(line).unwrap_or_else(|| panic!("{line}"))).collect()
}

fn in_src(case: &Case) -> Files {
    case.files().into_iter().map(|(path, text)| (Path::new("src").join(path), text)).collect()
}

/// What differs, a line each.
fn differences(name: &str, expected: &Found, told: &Found) -> Vec<String> {
    let line = |(file, line, lint): &(String, usize, String), what: &str| {
        format!("{name}: {file}:{line}: {lint} {what}")
    };
    let missing = expected.difference(told).map(|found| line(found, "is not told"));
    missing.chain(told.difference(expected).map(|found| line(found, "is told alone"))).collect()
}

/// A lint that nobody hears of unless they ask: in its own folder it is asked for.
fn own_level(case: &Path) -> String {
    let is_own = |lint: &&&Lint| case.iter().any(|folder| folder == lint.name) && lint.level == Level::Allow;
    let own = LINTS.iter().filter(is_own).map(|lint| format!("{} = \"warn\"\n", lint.name));
    format!("[package.metadata.ringfence.lints]\n{}", own.collect::<String>())
}

#[test]
fn the_build_script_says_what_the_markers_say() {
    let (mut faults, mut judged, mut steps) = (Vec::new(), 0, 0);
    for case in cases() {
        let files = in_src(&case);
        let generated = Laid::with_levels(&files, &own_level(&case.root)).generated();
        for secret in ["@TOKEN@", "@SECRET@"].map(fill) {
            assert!(!generated.contains(&secret), "{}: a secret is spoken", case.name);
        }
        let mut marked = Found::new();
        for (path, text) in &files {
            marked.extend(markers(text).map(|(line, lint)| (path.display().to_string(), line, lint)));
        }
        let is_meant = |lint: &str| !beside(&case.root).any(|other| other == lint);
        let mut told = spoken(&generated);
        told.retain(|found| is_meant(&found.2));
        marked.retain(|found| is_meant(&found.2));
        faults.extend(differences(&case.name, &marked, &told));
        // A history that leads through several files is the engine's own test's to read.
        let told = if files.len() == 1 { kept(&case.root) } else { Vec::new() };
        for (words, line) in told.into_iter().flat_map(|told| told.steps) {
            if !generated.contains(&format!("\\nnote: {words}: src/main.rs:{line}:")) {
                faults.push(format!("{}:{line}: {words:?} is not told", case.name));
            }
            steps += 1;
        }
        judged += 1;
    }
    assert!(judged > 60 && steps > 100, "only {judged} cases, and {steps} steps of histories");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_build_script_says_what_the_engine_says_of_files_and_crates() {
    let (mut faults, mut told) = (Vec::new(), BTreeMap::<&str, usize>::new());
    for case in cases() {
        let mut shapes = vec![("as it lies", in_src(&case))];
        if let [(_, text)] = case.files().as_slice() {
            shapes.push(("items in files", spread(text, Constants::Files)));
            shapes.push(("constants in a crate", spread(text, Constants::Crate)));
        }
        for (shape, files) in shapes {
            let laid = Laid::down(&files);
            let spoken = spoken(&laid.generated());
            *told.entry(shape).or_default() += spoken.len();
            faults.extend(differences(&format!("{} {shape}", case.name), &laid.by_engine(), &spoken));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(told.len() == 3 && told.values().all(|count| *count > 300), "{told:?}");
}
