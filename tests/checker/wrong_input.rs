//! Every wrong input ends with exit code 2 and says what was wrong, where, and what to do.

use super::{BINARY, PLAIN, manifest, run_in, tree};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A folder with everything that can be wrong.
fn junk() -> TempDir {
    let folder = tree(&[
        ("p/Cargo.toml", &manifest("p")),
        ("p/src/lib.rs", PLAIN),
        ("f/Cargo.toml", &format!("{}[features]\nmore = []\nother = []\n", manifest("f"))),
        ("f/src/lib.rs", ""),
        ("dirs/Cargo.toml/note.txt", ""),
        ("empty/note.txt", ""),
        ("not-toml/Cargo.toml", "not toml ["),
        ("no-package/Cargo.toml", "[dependencies]\n"),
        ("virtual/Cargo.toml", "[workspace]\nmembers = [\"a\", \"missing\"]\n"),
        ("virtual/a/Cargo.toml", &manifest("a")),
        ("virtual/a/src/lib.rs", ""),
        ("no-members/Cargo.toml", "[workspace]\nmembers = []\n"),
        ("docs/readme.md", ""),
        ("bad.yaml", "a: ["),
        ("other.yaml", "x: 1\n"),
        ("document.txt", "openapi: 3.0.0\n"),
    ]);
    std::os::unix::fs::symlink("loop", folder.path().join("loop")).unwrap();
    std::fs::create_dir(folder.path().join("bytes")).unwrap();
    std::fs::write(folder.path().join("bytes/Cargo.toml"), b"# \xff\n").unwrap();
    folder
}

/// Asserts that each of these ends with 2, nothing in the report, and these words in the complaint.
fn assert_refused(folder: &Path, cases: &[(&str, &[&str])]) {
    for (line, expected) in cases {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let outcome = run_in(folder, &arguments);
        assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{line}: {}", outcome.err);
        for words in *expected {
            assert!(outcome.err.contains(words), "{line}: no `{words}` in {}", outcome.err);
        }
        assert!(!outcome.err.contains("panicked"), "{line}: {}", outcome.err);
        let folder = folder.to_str().unwrap();
        assert!(!outcome.err.contains(folder), "{line}: a path from here would do: {}", outcome.err);
    }
}

#[test]
fn of_check() {
    let folder = junk();
    assert_refused(
        folder.path(),
        &[
            ("check --manifest-path gone", &["error: gone: there is no such manifest", "folder"]),
            (
                "check --manifest-path empty",
                &["error: empty/Cargo.toml: there is no such manifest", "folder"],
            ),
            (
                "check --manifest-path p/src/lib.rs",
                &["p/src/lib.rs: no manifest by its name", "`Cargo.toml`"],
            ),
            ("check --manifest-path not-toml", &["not-toml/Cargo.toml:1:5: not TOML"]),
            ("check --manifest-path bytes", &["bytes/Cargo.toml:1:3: not UTF-8"]),
            ("check --manifest-path no-package", &["no-package/Cargo.toml: no `[package]` section"]),
            ("check --manifest-path virtual", &["virtual/Cargo.toml:2:17: the member `missing`"]),
            ("check --manifest-path no-members", &["no-members/Cargo.toml: the workspace has no members"]),
            ("check --manifest-path p -p q", &["no package `q`", "it has `p`"]),
            ("check --manifest-path p -F more", &["`p` has no feature `more`", "it has no feature at all"]),
            (
                "check --manifest-path f -F mroe",
                &["`f` has no feature `mroe`; did you mean `more`", "it has `more`, `other`"],
            ),
            (
                "check --manifest-path dirs",
                &["error: dirs/Cargo.toml: is a folder, not a manifest", "`Cargo.toml`"],
            ),
            ("check --manifest-path loop", &["error: loop: cannot be looked at"]),
            ("check loop", &["error: loop: cannot be looked at"]),
            ("check", &["error: .: no `Cargo.toml` here or in a folder above", "--manifest-path"]),
            ("check --manifest-path p -D no_such_lint", &["`no_such_lint`", "cargo ringfence lints"]),
            ("check --manifest-path", &["--manifest-path"]),
            ("check --manifst-path p", &["--manifest-path"]),
            ("check --manifest-path p --format htlm", &["'htlm'", "human, short, json, sarif, github"]),
            ("check --manifest-path p --color sometimes", &["'sometimes'", "auto, always, never"]),
            ("check --manifest-path p --changed-since main", &["--changed-since: p: no git repository here"]),
            ("check p/src/gone.rs", &["error: p/src/gone.rs: there is no such file or folder"]),
            ("check empty/note.txt", &["no `Cargo.toml` here or in a folder above"]),
            ("check --manifest-path p --exclude p", &["--workspace"]),
            (
                "check --manifest-path p --baseline gone/x.json",
                &["error: gone/x.json: there is no such folder"],
            ),
            (
                "check --manifest-path p --baseline x.json",
                &["error: x.json: cannot be read", "`--write-baseline`"],
            ),
            ("check --manifest-path p --baseline bad.yaml", &["error: bad.yaml:1:1: not a baseline"]),
            ("check --manifest-path p --write-baseline", &["--baseline <FILE>"]),
            ("check --manifest-path p --prune-baseline", &["--baseline <FILE>"]),
            ("check --manifest-path p --owners", &["--exits"]),
            ("check --manifest-path p --allow-dirty", &["--fix"]),
            ("check --manifest-path p --fix", &["--fix: p: no git repository here", "--allow-no-vcs"]),
            ("check --manifest-path p --fix --exits", &["cannot be used with"]),
            ("check --manifest-path p --exits --format sarif", &["--format: `--exits` is told as"]),
            ("check --manifest-path p --statistics --format json", &["--format: `--statistics`"]),
            ("check --manifest-path p --then-cargo check", &["--then-cargo: ", "--format json"]),
            ("check --manifest-path p --then-cargo biuld --format json", &["'biuld'", "check, clippy"]),
            ("ringfence chek", &["check"]),
        ],
    );
}

#[test]
fn of_generate() {
    let folder = junk();
    assert_refused(
        folder.path(),
        &[
            ("generate --out out", &["Cargo.toml"]),
            ("generate --out out --manifest-path p", &["--spec: is empty"]),
            ("generate --out out --manifest-path gone", &["error: gone: there is no such manifest"]),
            ("generate --out out --spec api_v2010 --module a", &["--module <DOCUMENT=NAME>", "`=`"]),
            ("generate --out out --spec api_v2010 --override A:requird=1", &["did you mean `required`?"]),
            ("generate --out out --spec api_v2010 --override A.B:required=1", &["must be true or false"]),
            (
                "generate --out out --spec api_v2010 --override CreateMesage:security=none",
                &["--override: ", "did you mean `CreateMessage`"],
            ),
            (
                "generate --out out --spec api_v2010 --rename CreateMessage.Too=x",
                &["--rename: ", "did you mean `CreateMessage.To`"],
            ),
            (
                "generate --out out --spec api_v2010 --paths /v9/*",
                &["--paths: no path of the documents matches"],
            ),
            ("generate --out out --spec api_v2010 --tags Messages", &["--tags: no document has a tag"]),
            ("generate --spec api_v2010", &["--out <FOLDER>"]),
            ("generate --spec gone.yaml --out out", &["error: gone.yaml: "]),
            ("generate --spec docs --out out", &["error: docs: has no document", ".yaml"]),
            ("generate --spec bad.yaml --out out", &["error: bad.yaml:2:1: not YAML"]),
            ("generate --spec other.yaml --out out", &["error: other.yaml: not OpenAPI", "3.0"]),
            ("generate --spec document.txt --out out", &["error: document.txt: ", ".yaml, .yml or .json"]),
            ("generate --spec . --out out", &["bad.yaml:2:1", "other.yaml: not OpenAPI"]),
            ("generate --spec api_v2011 --out out", &["error: --spec: ", "did you mean `api_v2010`"]),
            ("generate --spec api_v2010 --spec api_v2010 --out out", &["--spec: `api_v2010` is given twice"]),
            (
                "generate --spec api_v2010 --operations FetchMesage --out out",
                &["error: --operations", "did you mean `FetchMessage`"],
            ),
            (
                "generate --spec api_v2010 --operations FetchMessage --out bad.yaml",
                &["--out: `bad.yaml` is a file", "folder"],
            ),
            (
                "generate --spec api_v2010 --operations FetchMessage --out bad.yaml/x",
                &["bad.yaml/x/api_v2010.rs: cannot be "],
            ),
        ],
    );
    assert!(!folder.path().join("out").exists(), "no folder is made for documents that are bad");
}

#[test]
fn of_init() {
    let folder = junk();
    assert_refused(
        folder.path(),
        &[
            ("init", &["error: .: no `Cargo.toml` here or in a folder above", "--manifest-path"]),
            ("init --manifest-path gone", &["error: gone: there is no such manifest"]),
            ("init --manifest-path not-toml", &["not-toml/Cargo.toml:1:5: not TOML"]),
            ("init --manifest-path virtual", &["virtual/Cargo.toml: a virtual manifest", "name a member"]),
            ("init --manifest-path p", &["error: nobody answers", "`--spec`", "`--operations`"]),
            ("init --manifest-path p --spec api_v2011", &["error: --spec: ", "did you mean `api_v2010`"]),
            ("init --manifest-path p --spec bad.yaml", &["error: bad.yaml:2:1: not YAML"]),
            (
                "init --manifest-path p --operations CreateMesage",
                &["error: --operations", "did you mean `CreateMessage`"],
            ),
            ("init --manifest-path p --undo", &["--undo: nothing is recorded"]),
            ("init --manifest-path p --undo --spec api_v2010", &["cannot be used with"]),
            ("init --manifest-path p --operatoins x", &["--operations"]),
        ],
    );
    assert!(!folder.path().join("p/build.rs").exists(), "nothing is written");
}

#[test]
fn of_completions_and_man() {
    let folder = junk();
    assert_refused(
        folder.path(),
        &[
            ("completions", &["<SHELL>"]),
            ("completions basj", &["'basj'", "a similar value exists: 'bash'"]),
            ("man", &["--out <FOLDER>"]),
            ("man --out bad.yaml", &["error: --out: bad.yaml: cannot be written"]),
            ("lints --format html", &["'html'", "text, json, markdown"]),
            ("comletions bash", &["completions"]),
        ],
    );
}

#[test]
fn of_explain() {
    let folder = junk();
    assert_refused(
        folder.path(),
        &[
            ("explain", &["<LINT>"]),
            ("explain zzzzz", &["no lint is named `zzzzz`", "cargo ringfence lints"]),
            ("explain transport", &["`transport` is a group", "`plain_http_url`"]),
            ("lints more", &["'more'"]),
        ],
    );
}

#[test]
#[cfg(unix)]
fn folders_that_hold_themselves_end() {
    let source = "#[path = \"lib.rs\"]\nmod again;\nmod deep;\n";
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", &format!("{source}{PLAIN}"))]);
    std::fs::write(folder.path().join("src/deep.rs"), "mod deep;\n").unwrap();
    std::os::unix::fs::symlink("../src", folder.path().join("src/deep")).unwrap();
    std::os::unix::fs::symlink("gone.rs", folder.path().join("src/dangling.rs")).unwrap();
    let outcome = run_in(folder.path(), &["check", "--verbose"]);
    assert_eq!(outcome.code, 1, "{}{}", outcome.out, outcome.err);
    assert_eq!(outcome.out.matches("error[").count(), 1, "{}", outcome.out);
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let source = PLAIN.replace("HOST", "H");
    let many: String = (0..2000).map(|at| source.replace("H:", &format!("H{at}:"))).collect();
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", &many)]);
    let mut command = Command::new(&*BINARY);
    command.arg("check").current_dir(folder.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "what was found decides");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
