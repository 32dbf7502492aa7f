//! The lints' pages: what each shows before and after compiles, the lint finds what is before, and nothing in what is after.
//!
//! The code is taken from the page as it is; what a reader would have around it is in `pages/frames.rs`. All of it is one package, with the functions
//! that are generated from our own documents, so that it is compiled once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(test)]
#[path = "pages/frames.rs"]
mod frames;

use frames::{FRAMES, Frame};
use ringfence_codegen::{Format, Source, render};
use ringfence_lint::{CrateInput, LINTS, Level, Levels, Report, Sources, TargetKind, check_crate};
use ringfence_tests::sidelines::COMMAND_ONLY;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// What the examples use besides `ringfence`, in the versions of the workspace.
const DEPENDENCIES: &str = "\
    axum = { version = \"0.8\", default-features = false, features = [\"form\"] }\n\
    futures-util = { version = \"0.3\", default-features = false, features = [\"std\"] }\n\
    reqwest = { version = \"0.13\", default-features = false, features = [\"form\", \"query\", \"rustls-no-provider\"] }\n\
    serde = { version = \"1\", features = [\"derive\"] }\n\
    tokio = { version = \"1\", features = [\"macros\", \"rt\", \"time\"] }\n\
    tracing = { version = \"0.1\", default-features = false }\n";

struct Disk;

impl Sources for Disk {
    fn read(&self, path: &Path) -> Option<String> {
        fs::read_to_string(path).ok()
    }
}

/// The code under a heading of a page, all of it.
fn code(page: &str, heading: &str) -> String {
    let (_, below) = page.split_once(&format!("## {heading}")).unwrap();
    let section = below.split("\n## ").next().unwrap_or_default();
    let fence = |line: &&str| line.trim_start().starts_with("```");
    let mut code = String::new();
    let mut is_code = false;
    for line in section.lines() {
        match fence(&line) {
            true => is_code = !is_code,
            false if is_code => code.push_str(&format!("{line}\n")),
            false => {}
        }
    }
    code
}

/// The programs: a module for each, by its name.
fn modules() -> BTreeMap<String, String> {
    let mut modules = BTreeMap::new();
    for lint in LINTS.iter().filter(|lint| !COMMAND_ONLY.contains(&lint.name)) {
        let frame = FRAMES.iter().find(|frame| frame.lint == lint.name);
        let Frame { before, after, .. } = frame.unwrap_or_else(|| panic!("{} has no frame", lint.name));
        for (kind, frame, heading) in [("before", before, "Example"), ("after", after, "Use instead")] {
            let code = code(&lint.page(), heading);
            assert!(!code.trim().is_empty(), "{}: no code under {heading:?}", lint.name);
            let known = modules.insert(format!("{}_{kind}", lint.name), frame.replace("@PAGE@", &code));
            assert_eq!(known, None);
        }
    }
    modules
}

/// Writes the package and gives its folder.
fn package() -> io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(folder.join("src"))?;
    let document = ringfence_specs::document("api_v2010").unwrap();
    let source = Source {
        name: document.name.to_owned(),
        file: document.file.to_owned(),
        format: Format::Yaml,
        bytes: document.yaml.as_bytes().to_vec(),
    };
    let generated = render(&[source], &[]).unwrap_or_else(|problems| panic!("{problems}"));
    fs::write(folder.join("generated.rs"), generated.text)?;
    let build = "fn main() {\n    let out = std::env::var_os(\"OUT_DIR\").unwrap();\n    \
                 std::fs::copy(\"generated.rs\", std::path::Path::new(&out).join(\"twilio.rs\")).unwrap();\n}\n";
    fs::write(folder.join("build.rs"), build)?;
    let runtime = Path::new(WORKSPACE).join("runtime").canonicalize()?;
    let manifest = format!(
        "[package]\nname = \"pages\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
         [package.metadata.ringfence.lints]\nmissing_status_callback = \"warn\"\n\
         [dependencies]\nringfence = {{ path = {runtime:?} }}\n{DEPENDENCIES}"
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(Path::new(WORKSPACE).join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let modules = modules();
    let names: String = modules.keys().map(|name| format!("mod {name};\n")).collect();
    fs::write(
        folder.join("src/lib.rs"),
        format!(
            "#![allow(warnings)]\nringfence::include_api!();\ntype Outcome = Result<(), Box<dyn std::error::Error>>;\n{names}"
        ),
    )?;
    for (name, text) in &modules {
        fs::write(folder.join("src").join(format!("{name}.rs")), text)?;
    }
    Ok(folder)
}

/// What the engine finds, all lints on: the lints of each file.
fn found(root: &Path) -> BTreeMap<String, Vec<&'static str>> {
    let mut levels = Levels::default();
    LINTS.iter().for_each(|lint| levels.set(lint.name, Level::Warn).unwrap());
    let input = CrateInput { levels, ..CrateInput::new("pages", root, TargetKind::Lib) };
    let report: Report = check_crate(&input, &Disk);
    assert!(report.skipped.is_empty(), "{:?}", report.skipped);
    let mut found: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    for diagnostic in &report.diagnostics {
        let source = report.source(diagnostic.primary).unwrap();
        let name = source.path.file_stem().unwrap().to_string_lossy().into_owned();
        found.entry(name).or_default().push(diagnostic.lint.name);
    }
    found
}

#[test]
fn each_page_shows_code_that_compiles_a_finding_before_and_none_after() {
    let folder = package().unwrap();
    let found = found(&folder.join("src/lib.rs"));
    let mut faults = String::new();
    for lint in LINTS.iter().filter(|lint| !COMMAND_ONLY.contains(&lint.name)) {
        for (kind, expected) in [("before", 1), ("after", 0)] {
            let name = format!("{}_{kind}", lint.name);
            let lints = found.get(&name).map(Vec::as_slice).unwrap_or_default();
            let own = lints.iter().filter(|found| **found == lint.name).count();
            if own != expected {
                faults.push_str(&format!(
                    "{name}: {own} findings of its lint, not {expected}; all: {lints:?}\n"
                ));
            }
        }
    }
    let output = Command::new(env!("CARGO"))
        .args(["check", "--lib", "--offline", "--quiet"])
        .current_dir(&folder)
        // What the cases of the macros are compiled with is there already.
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("macro_ui/target"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    if !output.status.success() {
        faults.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    assert!(faults.is_empty(), "\n{faults}");
}
