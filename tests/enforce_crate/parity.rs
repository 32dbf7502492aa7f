//! The ui cases through the build-script door: what it says is what the markers say.

use super::WORKSPACE;
use ringfence_tests::executable::build_executable;
use ringfence_tests::history::kept;
use ringfence_tests::markers::markers;
use ringfence_tests::sidelines::beside;
use ringfence_tests::templates::fill;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What the generated file says: `lint: ...\n --> file:line:column`, escaped as in a literal.
fn spoken(generated: &str, file: &str) -> BTreeSet<(usize, String)> {
    let mut found = BTreeSet::new();
    for line in
        generated.lines().filter(|line| line.contains("compile_error!(") || line.contains("note = \""))
    {
        let (_, text) = line.split_once('"').unwrap();
        let (lint, rest) = text.split_once(": ").unwrap();
        let (_, place) = rest.split_once(&format!("\\n --> {file}:")).unwrap_or_else(|| panic!("{line}"));
        let (number, _) = place.split_once(':').unwrap();
        found.insert((number.parse().unwrap(), lint.to_owned()));
    }
    found
}

#[test]
fn the_build_script_says_what_the_markers_say() {
    // A program that does what a build script does, and nothing else.
    let door = build_executable(&["-p", "ringfence-codegen", "--example", "enforce"]);
    let mut faults = Vec::new();
    let mut judged = 0;
    let mut steps = 0;
    let ui = Path::new(WORKSPACE).join("tests/ui");
    let folders = fs::read_dir(ui).unwrap().map(|entry| entry.unwrap().path());
    let cases = folders.flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    for case in cases.filter(|case| case.extension().is_some_and(|extension| extension == "rs")) {
        let text = fill(&fs::read_to_string(&case).unwrap());
        let package = tempfile::tempdir().unwrap();
        fs::create_dir(package.path().join("src")).unwrap();
        fs::write(
            package.path().join("Cargo.toml"),
            "[package]\nname = \"case\"\nedition = \"2024\"\n[workspace]\n",
        )
        .unwrap();
        fs::write(package.path().join("src/main.rs"), &text).unwrap();
        let output = Command::new(&door)
            .env("CARGO_MANIFEST_DIR", package.path())
            .env("OUT_DIR", package.path().join("out"))
            .env("TARGET", "none")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}: {}", case.display(), String::from_utf8_lossy(&output.stderr));
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(
            told.contains(&format!("rerun-if-changed={}\n", package.path().join("src").display())),
            "{told}"
        );
        let generated = fs::read_to_string(package.path().join("out/twilio.rs")).unwrap();
        for secret in ["@TOKEN@", "@SECRET@"].map(fill) {
            assert!(!generated.contains(&secret), "{}: a secret is spoken", case.display());
        }
        let (marked, found) = (markers(&text).collect::<BTreeSet<_>>(), spoken(&generated, "src/main.rs"));
        let differing = marked.symmetric_difference(&found);
        for (line, lint) in differing.filter(|(_, lint)| !beside(&case).any(|other| other == lint)) {
            faults.push(format!("{}:{line}: {lint}", case.display()));
        }
        for (words, line) in kept(&case).into_iter().flat_map(|told| told.steps) {
            if !generated.contains(&format!("\\nnote: {words}: src/main.rs:{line}:")) {
                faults.push(format!("{}:{line}: {words:?} is not told", case.display()));
            }
            steps += 1;
        }
        judged += 1;
    }
    assert!(judged > 15 && steps > 100, "only {judged} cases, and {steps} steps of histories");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
