//! A check that looked at nothing, or whose report got lost, is no success.

use super::{PLAIN, command, manifest, run_in, tree};
use std::fs::File;
use std::os::unix::fs::symlink;
use std::process::Command;

/// What does not speak of Twilio is not parsed, and may be broken.
const BROKEN: &str = "pub fn a() { \"http://api.twilio.com\";\n    if true {\n}\n";

#[test]
fn a_package_that_nothing_was_read_of_is_2() {
    for (source, words) in [
        (None, "error: Cargo.toml: the package has no crate to check"),
        (Some(&b"// \xff\n"[..]), "\n  src/lib.rs: 1:4: not UTF-8"),
        (Some(BROKEN.as_bytes()), "\n  src/lib.rs: 1:12: this `{` is never closed"),
        (
            Some(b"// twilio\npub fn a() { ) }\n"),
            "\n  src/lib.rs: 2:14: this `)` does not close the `{` of 2:12",
        ),
        (Some(b"// twilio\npub fn a() {} }\n"), "\n  src/lib.rs: 2:15: this `}` closes nothing"),
    ] {
        let folder = tree(&[("Cargo.toml", &manifest("p"))]);
        std::fs::create_dir(folder.path().join("src")).unwrap();
        if let Some(source) = source {
            std::fs::write(folder.path().join("src/lib.rs"), source).unwrap();
        }
        for format in ["human", "json", "sarif", "github"] {
            let outcome = run_in(folder.path(), &["check", "--format", format]);
            assert_eq!(outcome.code, 2, "{format}: {}", outcome.out);
            assert!(outcome.err.contains(words), "{format}: {}", outcome.err);
            assert!(!outcome.out.contains("\"success\":true"), "{}", outcome.out);
        }
        assert_eq!(run_in(folder.path(), &["check", "--exits"]).code, 2);
    }
}

#[test]
fn what_is_there_and_cannot_be_read_is_not_taken_for_absent() {
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/main.rs", "mod part;\nfn main() {}\n")]);
    symlink("lib.rs", folder.path().join("src/lib.rs")).unwrap();
    symlink("part.rs", folder.path().join("src/part.rs")).unwrap();
    symlink("tests", folder.path().join("tests")).unwrap();
    let outcome = run_in(folder.path(), &["check"]);
    for file in ["src/lib.rs", "src/part.rs", "tests"] {
        assert!(outcome.out.contains(&format!("skipped {file}: could not be ")), "{file}: {}", outcome.out);
    }
    assert!(outcome.out.contains("1 file in 1 package checked, 3 skipped"), "{}", outcome.out);
    std::fs::remove_file(folder.path().join("src/lib.rs")).unwrap();
    std::fs::create_dir(folder.path().join("src/lib.rs")).unwrap();
    std::fs::remove_file(folder.path().join("src/main.rs")).unwrap();
    std::fs::remove_file(folder.path().join("tests")).unwrap();
    assert!(
        run_in(folder.path(), &["check"]).err.contains("no crate to check"),
        "a folder named lib.rs is no file"
    );
    for path in ["src/part.rs", "src/part.rs/x.rs"] {
        let outcome = run_in(folder.path(), &["check", path]);
        assert!(outcome.code == 2 && outcome.err.contains("cannot be looked at"), "{}", outcome.err);
    }
}

#[test]
fn what_was_skipped_is_told_and_annotated() {
    let source = format!("pub mod broken;\n{PLAIN}");
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", &source), ("src/broken.rs", BROKEN)]);
    let check = |line: &[&str]| run_in(folder.path(), &[&["check"], line].concat());
    let told = "src/broken.rs: 1:12: this `{` is never closed";
    assert!(check(&[]).out.contains(&format!("skipped {told}")), "{}", check(&[]).out);
    assert!(check(&["--format", "short"]).err.contains(&format!("skipped {told}")));
    let github = check(&["--format", "github"]).out;
    assert!(github.contains("::warning file=src/broken.rs,title=ringfence::skipped, so nothing"), "{github}");
    let named = check(&["src/broken.rs"]);
    assert_eq!(named.code, 2, "all that is named: {}", named.out);
    assert!(named.err.contains(told) && !named.out.contains("is in no crate"), "{}{}", named.out, named.err);
}

#[test]
fn a_report_that_gets_lost_is_2() {
    let Ok(_) = File::options().write(true).open("/dev/full") else { return };
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", "")]);
    for line in [
        "check",
        "check --format sarif",
        "check --format json",
        "completions bash",
        "lints",
        "explain polling_loop",
        "--help",
        "specs list --format json",
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = command(folder.path()).args(line.split(' ')).stdout(full).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{line}: {err}");
        assert!(err.contains("error: the report cannot be written: "), "{line}: {err}");
    }
}

#[test]
fn cargo_that_cannot_begin_is_2_and_the_stream_ends_as_it_should() {
    let broken = format!("{}[dependencies]\ngone = {{ path = \"gone\" }}\n", manifest("p"));
    let folder = tree(&[("Cargo.toml", &broken), ("src/lib.rs", "")]);
    let end = "{\"reason\":\"build-finished\",\"success\":false}";
    let line = ["check", "--format", "json", "--then-cargo", "check"];
    let outcome = run_in(folder.path(), &line);
    assert_eq!(outcome.code, 2, "{}", outcome.err);
    assert!(outcome.err.contains("error: --then-cargo: cargo could not begin to build"), "{}", outcome.err);
    assert_eq!(outcome.out.lines().last(), Some(end));
    let output = command(folder.path()).args(line).env("CARGO", "/nope").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().last(), Some(end));
    // Whoever writes code sees what the compiler says of a file that we cannot read.
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", BROKEN)]);
    let outcome = run_in(folder.path(), &line);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.out.contains("unclosed delimiter") && outcome.out.trim_end().ends_with(end),
        "{}",
        outcome.out
    );
}

#[test]
fn a_folder_that_is_gone_is_said() {
    let folder = tree(&[("gone/note", "")]);
    let script = "cd gone && rm -r ../gone && exec \"$0\" check";
    let mut shell = Command::new("bash");
    let output = shell.args(["-c", script]).arg(&*super::BINARY).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("error: the current folder cannot be found: "), "{err}");
}
