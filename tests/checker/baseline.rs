//! `--baseline`: what was there before is known by lint, path and content, and nothing else is.

use super::{Outcome, PLAIN, manifest, run_in, tree};
use std::path::Path;
use tempfile::TempDir;

const BASELINE: [&str; 3] = ["check", "--baseline", "known.json"];

fn check(folder: &TempDir, more: &[&str]) -> Outcome {
    run_in(folder.path(), &[&BASELINE[..], more].concat())
}

fn package() -> TempDir {
    let folder = tree(&[
        ("Cargo.toml", &manifest("p")),
        ("src/lib.rs", &format!("pub mod deep;\n{PLAIN}")),
        ("src/deep.rs", PLAIN),
    ]);
    let outcome = check(&folder, &["--write-baseline"]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.out, outcome.err);
    assert!(outcome.out.contains("2 findings written to known.json"), "{}", outcome.out);
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

#[test]
fn what_is_known_is_silent_also_when_it_moves() {
    let folder = package();
    let outcome = check(&folder, &[]);
    assert_eq!(outcome.code, 0);
    assert!(outcome.out.starts_with("2 findings known to known.json\nno findings; "), "{}", outcome.out);
    write(folder.path(), "src/deep.rs", &format!("// moved\n\npub mod inner {{\n        {PLAIN}}}\n"));
    assert_eq!(check(&folder, &[]).code, 0, "lines and spaces do not matter");
    write(folder.path(), "src/deep.rs", &format!("{PLAIN}{}", PLAIN.replace("HOST", "MORE")));
    let outcome = check(&folder, &[]);
    assert_eq!((outcome.code, outcome.out.matches("error[").count()), (1, 1), "{}", outcome.out);
    assert!(outcome.out.contains("src/deep.rs:2:"), "{}", outcome.out);
    write(folder.path(), "src/deep.rs", &format!("{PLAIN}pub mod again {{\n{PLAIN}}}\n"));
    assert_eq!(check(&folder, &[]).out.matches("error[").count(), 1, "as often as it was there");
    let elsewhere = run_in(&folder.path().join("src"), &["check", "--baseline", "../known.json"]);
    assert_eq!(elsewhere.out.matches("error[").count(), 1, "{}", elsewhere.out);
}

#[test]
fn fewer_findings_never_fail_and_can_be_struck_out() {
    let folder = package();
    write(folder.path(), "src/deep.rs", "");
    let outcome = check(&folder, &[]);
    assert_eq!(outcome.code, 0);
    assert!(outcome.out.contains("note: 1 finding of known.json no longer found"), "{}", outcome.out);
    let pruned = check(&folder, &["--prune-baseline"]);
    assert!(pruned.out.contains("1 finding written to known.json"), "{}", pruned.out);
    assert!(!check(&folder, &[]).out.contains("no longer found"));
    write(folder.path(), "src/deep.rs", PLAIN);
    assert_eq!(check(&folder, &[]).code, 1, "what was struck out is new");
    assert_eq!(check(&folder, &["--prune-baseline"]).code, 1, "pruning takes nothing in");
    assert_eq!(check(&folder, &["--write-baseline"]).code, 0);
}

#[test]
fn what_was_not_looked_at_stays() {
    let folder = package();
    let before = std::fs::read_to_string(folder.path().join("known.json")).unwrap();
    for how in ["--write-baseline", "--prune-baseline"] {
        let outcome = check(&folder, &["src/deep.rs", how]);
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        assert_eq!(std::fs::read_to_string(folder.path().join("known.json")).unwrap(), before, "{how}");
    }
    write(folder.path(), "src/deep.rs", "fn broken( {");
    let outcome = check(&folder, &["--prune-baseline"]);
    assert_eq!(outcome.code, 0, "{}", outcome.out);
    assert_eq!(std::fs::read_to_string(folder.path().join("known.json")).unwrap(), before, "not understood");
    std::fs::remove_file(folder.path().join("src/deep.rs")).unwrap();
    write(folder.path(), "src/lib.rs", PLAIN);
    check(&folder, &["--prune-baseline"]);
    let after = std::fs::read_to_string(folder.path().join("known.json")).unwrap();
    assert_eq!(after.matches("\"lint\"").count(), 1, "gone is gone: {after}");
}

#[test]
fn it_holds_no_hint_at_a_secret() {
    let known = |secret: &str| {
        let source = format!("pub const URL: &str = \"https://ops7:{secret}@api.twilio.com\";\n");
        let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", &source)]);
        let outcome = check(&folder, &["--write-baseline"]);
        assert!(outcome.out.contains("written to"), "{}", outcome.out);
        std::fs::read_to_string(folder.path().join("known.json")).unwrap()
    };
    let one = known("hunter2x");
    assert!(one.contains("credential_in_url") && !one.contains("hunter2x") && !one.contains("ops7"), "{one}");
    assert_eq!(known("another1"), one, "nothing of it depends on the secret");
}

#[test]
fn a_file_that_is_none_is_2() {
    let folder = package();
    for (text, words) in [
        (
            "{",
            "known.json:1:1: not a baseline: EOF while parsing an object\n  help: remove or rename the file",
        ),
        ("[]", "it has no `version`"),
        ("{}", "and `--write-baseline` writes a new one"),
        ("{\"version\": 9}", "of another version"),
        ("{\"version\": 1}", "no list of `findings`"),
        (
            "{\"version\": 1, \"findings\": [{\"lint\": \"x\"}]}",
            "finding 1 needs `path`, `lint` and `content`",
        ),
    ] {
        write(folder.path(), "known.json", text);
        for how in [&[][..], &["--write-baseline"]] {
            let outcome = check(&folder, how);
            assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{text}");
            assert!(outcome.err.contains(words), "{text}: {}", outcome.err);
        }
        let kept = std::fs::read_to_string(folder.path().join("known.json")).unwrap();
        assert_eq!(kept, text, "what is no baseline is somebody's");
    }
    std::fs::create_dir(folder.path().join("docs")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("loop.json", folder.path().join("loop.json")).unwrap();
    for (file, words) in [
        ("docs", "error: docs: is a folder\n  help: name a file"),
        ("loop.json", "error: loop.json: cannot be read"),
    ] {
        let outcome = run_in(folder.path(), &["check", "--write-baseline", "--baseline", file]);
        assert_eq!(outcome.code, 2, "{file}");
        assert!(outcome.err.contains(words) && !outcome.err.contains("makes it"), "{file}: {}", outcome.err);
    }
    std::fs::remove_file(folder.path().join("known.json")).unwrap();
    let outcome = check(&folder, &[]);
    assert!(outcome.code == 2 && outcome.err.contains("`--write-baseline` makes it"), "{}", outcome.err);
    let outcome = run_in(folder.path(), &["check", "--write-baseline"]);
    assert!(outcome.code == 2 && outcome.err.contains("--baseline"), "{}", outcome.err);
}

#[test]
fn a_baseline_in_a_folder_names_no_machine() {
    let folder = tree(&[("p/Cargo.toml", &manifest("p")), ("p/src/lib.rs", PLAIN), ("p/cfg/note", "")]);
    let root = folder.path().join("p");
    let outcome = run_in(&root, &["check", "--baseline", "cfg/b.json", "--write-baseline"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let text = std::fs::read_to_string(root.join("cfg/b.json")).unwrap();
    assert!(text.contains("\"path\": \"../src/lib.rs\""), "{text}");
    let moved = folder.path().join("q");
    std::fs::rename(&root, &moved).unwrap();
    let known = run_in(&moved.join("src"), &["check", "--baseline", "../cfg/b.json"]);
    assert!(known.out.contains("1 finding known to ../cfg/b.json"), "{}", known.out);
    std::fs::write(moved.join("src/lib.rs"), "").unwrap();
    let pruned = run_in(&moved, &["check", "--baseline", "cfg/b.json", "--prune-baseline"]);
    assert!(pruned.out.contains("0 findings written"), "{}", pruned.out);
}

#[test]
fn what_was_not_judged_is_not_struck_out() {
    let text = format!("{}[features]\nmore = []\n", manifest("p"));
    let source = format!("{PLAIN}#[cfg(feature = \"more\")]\n{}", PLAIN.replace("HOST", "MORE"));
    let folder = tree(&[("Cargo.toml", &text), ("src/lib.rs", &source)]);
    check(&folder, &["-F", "more", "--write-baseline"]);
    let read = || std::fs::read_to_string(folder.path().join("known.json")).unwrap();
    let whole = read();
    assert_eq!(whole.matches("\"lint\"").count(), 2, "{whole}");
    for how in ["--prune-baseline", "--write-baseline"] {
        for given in [&["-A", "transport"][..], &[], &["-F", "more"]] {
            let outcome = check(&folder, &[&[how], given].concat());
            assert_eq!(outcome.code, 0, "{}", outcome.err);
            assert!(!outcome.out.contains("no longer found"), "{how} {given:?}: {}", outcome.out);
            assert_eq!(read(), whole, "{how} {given:?}");
        }
    }
    write(folder.path(), "src/lib.rs", PLAIN);
    assert!(check(&folder, &[]).out.contains("note: 1 finding of known.json no longer found"));
    check(&folder, &["--prune-baseline"]);
    assert_eq!(read().matches("\"lint\"").count(), 1, "mended under every feature");
}
