//! `generate` into a repository, by the manifest and by the command line, and `--check`.

use super::{document, done, refused, run};
use ringfence_tests::tree::tree;
use std::fs;

fn package() -> tempfile::TempDir {
    let manifest = "[package]\nname = \"p\"\nedition = \"2024\"\n[package.metadata.ringfence]\ndocuments = [\"twilio_things_v1.yaml\"]\n\
                    [package.metadata.ringfence.renames]\nCreateThing = \"BakeThing\"\n";
    tree(&[
        ("Cargo.toml", manifest),
        ("src/lib.rs", ""),
        ("twilio_things_v1.yaml", &document("CreateThing")),
        ("twilio_others_v1.yaml", &document("MakeOther")),
    ])
}

#[test]
fn files_follow_the_manifest_and_check_tells_when_they_do_not() {
    let folder = package();
    let here = folder.path();
    let generate = ["generate", "--out", "src/twilio"];
    let check = ["generate", "--out", "src/twilio", "--check"];
    let missing = run(here, &check);
    assert_eq!(missing.code, 1);
    assert!(missing.out.contains("--- /dev/null\n+++ b/src/twilio/mod.rs\n"), "{}", missing.out);
    assert!(!here.join("src/twilio").exists(), "a check writes nothing");
    assert_eq!(done(here, &generate), "1 operation written to src/twilio: mod.rs, things_v1.rs\n");
    assert_eq!(done(here, &check), "1 operation unchanged in src/twilio\n");
    let path = here.join("src/twilio/things_v1.rs");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("pub fn bake_thing("), "the manifest's renames hold");

    fs::write(&path, text.replace('\n', "\r\n")).unwrap();
    assert_eq!(
        done(here, &check),
        "1 operation unchanged in src/twilio\n",
        "as git checks it out on Windows"
    );

    fs::write(&path, text.replace("pub fn bake_thing(", "pub fn burn_thing(")).unwrap();
    let changed = run(here, &check);
    assert_eq!((changed.code, changed.err.lines().count()), (1, 2), "{}", changed.err);
    assert!(changed.err.starts_with("error: 1 file out of date in src/twilio\n  help: "), "{}", changed.err);
    for line in [
        "--- a/src/twilio/things_v1.rs",
        "+++ b/src/twilio/things_v1.rs",
        "-pub fn burn_thing(",
        "+pub fn bake_thing(",
    ] {
        assert!(changed.out.lines().any(|known| known.starts_with(line)), "no `{line}` in {}", changed.out);
    }
    assert!(changed.out.lines().count() < 15, "a diff of what differs alone: {}", changed.out);

    let manifest = fs::read_to_string(here.join("Cargo.toml"))
        .unwrap()
        .replace("things_v1", "others_v1")
        .replace("CreateThing", "MakeOther");
    fs::write(here.join("Cargo.toml"), manifest).unwrap();
    let stale = run(here, &check);
    assert!(
        stale.code == 1 && stale.out.contains("--- a/src/twilio/things_v1.rs\n+++ /dev/null\n"),
        "{}",
        stale.out
    );
    assert!(done(here, &generate).ends_with("mod.rs, others_v1.rs, things_v1.rs removed\n"));
}

/// What git makes of the diff is what would be generated.
#[test]
fn the_diff_of_a_check_is_a_patch() {
    let folder = package();
    let here = folder.path();
    done(here, &["generate", "--out", "src/twilio"]);
    let path = here.join("src/twilio/things_v1.rs");
    let good = fs::read_to_string(&path).unwrap();
    let bad: String =
        good.lines().filter(|line| !line.contains("impl Thing")).map(|line| format!("{line}\n")).collect();
    fs::write(&path, bad.replace("sid", "side")).unwrap();
    fs::remove_file(here.join("src/twilio/mod.rs")).unwrap();
    fs::write(here.join("patch"), run(here, &["generate", "--out", "src/twilio", "--check"]).out).unwrap();
    let applied =
        std::process::Command::new("git").args(["apply", "patch"]).current_dir(here).output().unwrap();
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    assert_eq!(fs::read_to_string(&path).unwrap(), good);
    done(here, &["generate", "--out", "src/twilio", "--check"]);
}

#[test]
fn options_come_over_the_manifest() {
    let folder = package();
    let here = folder.path();
    let out = ["generate", "--out", "out", "--spec", "twilio_others_v1.yaml"];
    let line: Vec<&str> = out
        .iter()
        .copied()
        .chain([
            "--module",
            "others_v1=mine",
            "--derive",
            "Thing=PartialEq",
            "--rename",
            "MakeOther=BakeOther",
            "--override",
            "MakeOther.Name:required=false",
            "--tags",
            "Tag",
        ])
        .collect();
    assert_eq!(done(here, &line), "1 operation written to out: mine.rs, mod.rs\n");
    let text = fs::read_to_string(here.join("out/mine.rs")).unwrap();
    for snippet in [
        "pub fn bake_other() -> BakeOther",
        "#[derive(PartialEq)]",
        "pub fn name(self, value: impl Into<String>)",
    ] {
        assert!(text.contains(snippet), "no `{snippet}` in {text}");
    }
    let both = [
        "generate",
        "--out",
        "both",
        "--manifest-path",
        ".",
        "--rename",
        "CreateThing=FryThing",
        "--paths",
        "/v1/*",
    ];
    done(here, &both);
    assert!(fs::read_to_string(here.join("both/things_v1.rs")).unwrap().contains("pub fn fry_thing("));
    refused(
        here,
        &["generate", "--out", "x", "--operations", "Create"],
        "--operations: no document has an operation `Create`",
    );
}
