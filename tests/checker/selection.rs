//! What is checked, and what of it is told: packages, paths, and what has changed since a revision.

use super::{Outcome, PLAIN, command, findings, manifest, run_in, tree};
use ringfence_tests::repository::{commit_all, git};
use tempfile::TempDir;

fn workspace() -> TempDir {
    tree(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        ("a/Cargo.toml", &manifest("alpha")),
        ("a/src/lib.rs", &format!("pub mod deep;\n{PLAIN}")),
        ("a/src/deep.rs", PLAIN),
        ("b/Cargo.toml", &manifest("beta")),
        ("b/src/lib.rs", PLAIN),
        ("b/src/alone.rs", PLAIN),
    ])
}

fn files(outcome: &Outcome) -> Vec<String> {
    findings(&outcome.out).into_iter().map(|(file, ..)| file).collect()
}

#[test]
fn packages_are_left_out_by_name() {
    let folder = workspace();
    let outcome = run_in(folder.path(), &["check", "--workspace", "--exclude", "alpha"]);
    assert_eq!(files(&outcome), ["b/src/lib.rs"], "{}", outcome.err);
    for (line, words) in [
        (&["check", "--exclude", "alpha"][..], "--workspace"),
        (
            &["check", "--workspace", "--exclude", "alpa"],
            "--exclude: the workspace has no package `alpa`; did you mean `alpha`",
        ),
        (&["check", "--workspace", "--exclude", "alpha", "--exclude", "beta"], "no package is left"),
    ] {
        let outcome = run_in(folder.path(), line);
        assert_eq!(outcome.code, 2, "{line:?}");
        assert!(outcome.err.contains(words), "{line:?}: {}", outcome.err);
    }
}

#[test]
fn paths_choose_packages_and_what_is_told_of_them() {
    let folder = workspace();
    let told = |paths: &[&str]| {
        let outcome = run_in(folder.path(), &[&["check"], paths].concat());
        (files(&outcome), outcome.out.lines().last().unwrap_or_default().to_owned())
    };
    let (found, last) = told(&["a/src/deep.rs"]);
    assert_eq!(found, ["a/src/deep.rs"]);
    assert!(last.contains("in 1 package checked"), "{last}");
    assert_eq!(told(&["a"]).0, ["a/src/deep.rs", "a/src/lib.rs"]);
    assert_eq!(told(&["a/src/deep.rs", "b"]).0, ["a/src/deep.rs", "b/src/lib.rs"]);
    assert_eq!(told(&["."]).0.len(), 3);
    let inside = run_in(&folder.path().join("a"), &["check", "src/deep.rs"]);
    assert_eq!(files(&inside), ["src/deep.rs"]);
    let alone = run_in(folder.path(), &["check", "b/src/alone.rs"]);
    assert_eq!(alone.code, 0);
    assert!(alone.out.contains("note: b/src/alone.rs is in no crate"), "{}", alone.out);
    let gone = run_in(folder.path(), &["check", "a/src/gone.rs", "c"]);
    assert_eq!(gone.code, 2);
    for words in ["a/src/gone.rs: there is no such file or folder", "c: there is no such file or folder"] {
        assert_eq!(gone.err.matches(words).count(), 1, "{}", gone.err);
    }
}

#[test]
fn what_has_changed_since_a_revision_is_told_alone() {
    let folder = workspace();
    let root = folder.path();
    git(root, &["init", "--quiet", "--initial-branch=main"]);
    commit_all(root, "first");
    let changed = |revision: &str| run_in(root, &["check", "--changed-since", revision]);
    assert_eq!(files(&changed("main")), Vec::<String>::new());
    git(root, &["checkout", "--quiet", "-b", "topic"]);
    std::fs::write(root.join("a/src/deep.rs"), format!("{PLAIN}// more\n")).unwrap();
    assert_eq!(files(&changed("main")), ["a/src/deep.rs"], "not committed yet");
    commit_all(root, "second");
    assert_eq!(files(&changed("main")), ["a/src/deep.rs"]);
    assert_eq!(files(&changed("HEAD")), Vec::<String>::new());
    // What others do on the other branch is not this branch's change.
    git(root, &["checkout", "--quiet", "main"]);
    std::fs::write(root.join("b/src/lib.rs"), format!("{PLAIN}// more\n")).unwrap();
    commit_all(root, "third");
    git(root, &["checkout", "--quiet", "topic"]);
    assert_eq!(files(&changed("main")), ["a/src/deep.rs"]);
    // A new file counts before git knows it, and so does one that a finding only leads through.
    std::fs::write(root.join("a/src/new.rs"), "pub const BASE: &str = crate::HOST;\n").unwrap();
    std::fs::write(root.join("a/src/lib.rs"), format!("pub mod deep;\npub mod new;\n{PLAIN}")).unwrap();
    assert_eq!(files(&changed("main")), ["a/src/deep.rs", "a/src/lib.rs"]);
    for revision in ["gone", "--output=x", ""] {
        let outcome = command(root).arg("check").arg(format!("--changed-since={revision}")).output().unwrap();
        assert_eq!(outcome.status.code(), Some(2), "{revision}");
        let err = String::from_utf8(outcome.stderr).unwrap();
        assert!(err.contains("--changed-since") && err.contains("help: "), "{err}");
    }
    assert!(!root.join("x").exists());
}

#[test]
fn what_is_no_member_is_a_package_nevertheless() {
    let folder = tree(&[
        (
            "ws/Cargo.toml",
            &format!("{}[workspace]\n[dependencies]\nk = {{ path = \"k\" }}\n", manifest("root")),
        ),
        ("ws/src/lib.rs", ""),
        ("ws/k/Cargo.toml", &manifest("k")),
        ("ws/k/src/lib.rs", PLAIN),
        ("ws/stray/Cargo.toml", &manifest("stray")),
        ("ws/stray/src/lib.rs", PLAIN),
        ("mo/Cargo.toml", "[workspace]\nmembers = [\"../out\"]\n"),
        ("out/Cargo.toml", &manifest("out")),
        ("out/src/lib.rs", PLAIN),
    ]);
    let ws = folder.path().join("ws");
    for line in [&["check", "--workspace"][..], &["check", "k/src/lib.rs"], &["check", "-p", "k"]] {
        assert_eq!(files(&run_in(&ws, line)), ["k/src/lib.rs"], "{line:?}: by what depends on it");
    }
    assert_eq!(files(&run_in(&ws, &["check"])), Vec::<String>::new(), "the root's own package");
    assert_eq!(files(&run_in(&ws, &["check", "stray/src/lib.rs"])), ["stray/src/lib.rs"]);
    assert_eq!(files(&run_in(&ws.join("stray"), &["check"])), ["src/lib.rs"]);
    assert_eq!(
        files(&run_in(&folder.path().join("mo"), &["check"])),
        ["../out/src/lib.rs"],
        "without detours"
    );
    assert_eq!(files(&run_in(&folder.path().join("out"), &["check", "src/lib.rs"])), ["src/lib.rs"]);
}

#[test]
fn what_is_in_no_package_is_a_note_beside_what_is() {
    let folder = tree(&[
        ("app/Cargo.toml", &manifest("app")),
        ("app/src/lib.rs", PLAIN),
        ("app/empty/note.txt", ""),
        ("app/tests/ui/case.rs", ""),
        ("other/Cargo.toml", &manifest("other")),
        ("other/src/lib.rs", PLAIN),
        ("scripts/x.rs", PLAIN),
    ]);
    let check = |line: &[&str]| run_in(folder.path(), &[&["check"], line].concat());
    let beside = check(&["app/src/lib.rs", "scripts/x.rs", "app/empty"]);
    assert_eq!((beside.code, files(&beside)), (1, vec!["app/src/lib.rs".to_owned()]), "{}", beside.err);
    assert!(beside.out.contains("note: scripts/x.rs is in no crate that is checked"), "{}", beside.out);
    assert!(
        beside.out.contains("note: app/empty: no crate that is checked reads a file in it"),
        "{}",
        beside.out
    );
    assert_eq!(check(&["app/tests/ui/case.rs"]).code, 0, "a fixture of a package");
    for (line, words) in [
        (&["scripts/x.rs"][..], "error: scripts/x.rs: no `Cargo.toml` here or in a folder above"),
        (&["app/empty"], "app/empty: no crate that is checked"),
        (&["--manifest-path", "app", "other"], "other: no crate that is checked"),
        (&["--manifest-path", "app", "other/src/lib.rs"], "other/src/lib.rs is in no crate that is checked"),
    ] {
        let outcome = check(line);
        assert_eq!(outcome.code, 2, "{line:?}: {}", outcome.out);
        assert!(
            outcome.err.contains(words) && outcome.err.contains("--manifest-path"),
            "{line:?}: {}",
            outcome.err
        );
    }
}

#[test]
fn changes_are_asked_of_the_repository_of_the_package() {
    let folder = tree(&[
        ("clean/Cargo.toml", &manifest("clean")),
        ("clean/src/lib.rs", ""),
        ("here/Cargo.toml", &manifest("here")),
        ("here/src/lib.rs", ""),
        ("bare/Cargo.toml", &manifest("bare")),
        ("bare/src/lib.rs", ""),
    ]);
    for name in ["clean", "here"] {
        let root = folder.path().join(name);
        git(&root, &["init", "--quiet", "--initial-branch=main"]);
        commit_all(&root, "first");
    }
    std::fs::write(folder.path().join("here/src/lib.rs"), PLAIN).unwrap();
    for below in ["clean", "here/src", "bare", "."] {
        let root = folder.path().join("here");
        let mut command = command(&folder.path().join(below));
        command.args(["check", "--changed-since", "main", "--manifest-path"]).arg(&root);
        // As a hook of another repository leaves it.
        command.env("GIT_DIR", folder.path().join("clean/.git"));
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{below}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let bare = folder.path().join("bare");
    let outcome = run_in(
        &folder.path().join("clean"),
        &["check", "--changed-since", "main", "--manifest-path", "../bare"],
    );
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.err.contains("error: --changed-since: ../bare: no git repository here"),
        "{}",
        outcome.err
    );
    let mut command = command(&bare);
    command.args(["check", "--changed-since", "main"]).env("PATH", "/nowhere");
    let err = String::from_utf8(command.output().unwrap().stderr).unwrap();
    assert!(err.contains("git cannot be run"), "{err}");
    let mut foreign = super::command(&folder.path().join("here"));
    foreign.args(["check", "--changed-since", "main"]).env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    foreign.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let err = String::from_utf8(foreign.output().unwrap().stderr).unwrap();
    assert!(err.contains("dubious ownership"), "in git's words: {err}");
}
