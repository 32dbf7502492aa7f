//! Every wrong input ends with exit code 2 and says what was wrong, where, and what to do.

use super::{BINARY, Outcome, PLAIN, command, manifest, run_in, tree};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use tempfile::TempDir;

/// Where all of these lines are listed with their answers.
const TRIED: &str = include_str!("../../docs/proof.md");

/// No line that is wrong takes as long.
const PATIENCE: Duration = Duration::from_secs(60);

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
        ("deep.yaml", &format!("openapi: 3.0.0\na: {}", "[".repeat(200_000))),
        ("document.txt", "openapi: 3.0.0\n"),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("loop", folder.path().join("loop")).unwrap();
    std::fs::create_dir(folder.path().join("bytes")).unwrap();
    std::fs::write(folder.path().join("bytes/Cargo.toml"), b"# \xff\n").unwrap();
    folder
}

/// What a line comes to; one that goes on, as a mock does that takes its options, is ended.
fn ended(folder: &Path, arguments: &[&str]) -> Outcome {
    let mut command = command(folder);
    let child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let id = child.id().to_string();
    let (done, wait) = channel::<()>();
    let guard = std::thread::spawn(move || {
        if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            Command::new("kill").arg(id).status().unwrap();
        }
    });
    let output = child.wait_with_output().unwrap();
    drop(done);
    guard.join().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Outcome { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// Asserts that each of these ends with 2, nothing in the report, and these words in the complaint.
fn assert_refused(folder: &Path, cases: &[(&str, &[&str])]) {
    for (line, expected) in cases {
        assert!(TRIED.contains(&format!("| `{line}` | ")), "docs/proof.md does not list `{line}`");
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let outcome = ended(folder, &arguments);
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
            (
                "generate --out out --manifest-path p",
                &["error: p/Cargo.toml: names no document", "`--spec`", "documents = ["],
            ),
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
            ("generate --out out --spec=", &["'--spec <SPEC>'"]),
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
            (
                "init --manifest-path p --yes",
                &["error: --yes: nobody is asked", "`--spec`", "`--operations`"],
            ),
            (
                "init --manifest-path p --spec api_v2010 --spec api_v2010",
                &["--spec: `api_v2010` is given twice"],
            ),
            ("init --manifest-path p --spec=", &["'--spec <SPEC>'"]),
            ("init --manifest-path p --undo", &["--undo: nothing is recorded"]),
            ("init --manifest-path p --undo --spec api_v2010", &["cannot be used with"]),
            ("init --manifest-path p --operatoins x", &["--operations"]),
        ],
    );
    assert!(!folder.path().join("p/build.rs").exists(), "nothing is written");
}

#[test]
fn of_specs() {
    let folder = junk();
    assert_refused(
        folder.path(),
        &[
            ("specs", &["Usage: cargo ringfence specs [OPTIONS] <COMMAND>"]),
            ("specs lst", &["'lst'", "'list'"]),
            ("specs list --spec api_v2011", &["error: --spec: ", "did you mean `api_v2010`"]),
            ("specs list --spec gone.yaml", &["error: gone.yaml: cannot be read"]),
            ("specs list --spec docs", &["error: docs: has no document", ".yaml"]),
            ("specs list --spec bad.yaml", &["error: bad.yaml:2:1: not YAML"]),
            ("specs list --spec api_v2010 --spec api_v2010", &["--spec: `api_v2010` is given twice"]),
            ("specs list --spec=", &["'--spec <SPEC>'"]),
            ("specs list --manifest-path gone", &["error: gone: there is no such manifest"]),
            ("specs list --format yaml", &["'yaml'", "human, json"]),
            ("specs show CreateMesage", &["`CreateMesage`", "did you mean `CreateMessage`"]),
            ("specs show", &["<OPERATION>"]),
            ("specs search", &["<WORDS>"]),
            ("specs search status --limit x", &["'x'", "--limit"]),
            (
                "specs fetch docs --out out",
                &["error: docs: has no OpenAPI document", "help: name the folder"],
            ),
            ("specs fetch gone --out out", &["error: gone: cannot be read"]),
            ("specs fetch http://example.com/a.tar.gz --out out", &["`http` is not fetched", "https"]),
            ("specs fetch docs", &["--out <FOLDER>"]),
            ("specs fetch docs --out out --revision x", &["--revision: `docs` is no git checkout"]),
            ("specs fetch docs --out out --max-size 0", &["'0'", "1..=4096"]),
            (
                "specs diff bad.yaml gone.yaml",
                &["error: bad.yaml:2:1: not YAML", "error: gone.yaml: cannot be read"],
            ),
            ("specs diff bad.yaml", &["<NEW>"]),
            (
                "specs diff deep.yaml deep.yaml",
                &["error: deep.yaml:2:1: not YAML: brackets nest deeper than 256"],
            ),
        ],
    );
    let empty = |line: &[&str]| run_in(folder.path(), line);
    for line in
        [&["specs", "search", ""][..], &["specs", "diff", "", ""], &["specs", "fetch", "", "--out", "out"]]
    {
        let outcome = empty(line);
        assert!(
            outcome.code == 2 && outcome.err.contains("a value is required"),
            "{line:?}: {}",
            outcome.err
        );
    }
}

#[test]
fn of_mock() {
    let folder = junk();
    for (name, text) in [
        ("f1.yaml", "- {do: truncate}\n- [\n"),
        ("f2.yaml", "- {do: statsu}\n- {do: truncate, share: 7}\n"),
        ("f3.yaml", ""),
        ("f4.yaml", "do: truncate\n"),
        ("f6.yaml", "- {do: sleep}\n- {do: status, status: 9}\n"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    std::fs::write(folder.path().join("f5.yaml"), b"# \xff\n- {do: truncate}\n").unwrap();
    assert_refused(
        folder.path(),
        &[
            (
                "mock --spec api_v2011",
                &["error: --spec: there is no bundled document", "did you mean `api_v2010`"],
            ),
            ("mock --spec gone.yaml", &["error: gone.yaml: cannot be read: there is no such file"]),
            ("mock --spec docs", &["error: docs: has no document", ".yaml"]),
            ("mock --spec bad.yaml", &["error: bad.yaml:2:1: not YAML: did not find expected node content"]),
            ("mock --spec other.yaml", &["error: other.yaml#/openapi: not an OpenAPI 3 document"]),
            ("mock --spec api_v2010 --spec api_v2010", &["--spec: `api_v2010` is given twice"]),
            ("mock --spec=", &["'--spec <SPEC>'"]),
            ("mock --faults gone.yaml", &["error: gone.yaml: could not be read"]),
            ("mock --faults docs", &["error: docs: could not be read"]),
            ("mock --faults f1.yaml", &["error: f1.yaml:3:1: not YAML: did not find"]),
            (
                "mock --faults f2.yaml",
                &["error: f2.yaml#/0/do: ", "near it: `status`", "error: f2.yaml#/1/share: "],
            ),
            ("mock --faults f3.yaml", &["error: f3.yaml: a list of rules is needed"]),
            ("mock --faults f4.yaml", &["error: f4.yaml: a list of rules is needed"]),
            ("mock --faults f5.yaml", &["error: f5.yaml:1:3: not UTF-8"]),
            (
                "mock --ca-file docs/readme.md",
                &["error: --ca-file: docs/readme.md: it holds no certificate", "BEGIN CERTIFICATE"],
            ),
            ("mock --ca-file gone.pem", &["error: --ca-file: gone.pem: cannot be read"]),
            ("mock --port 70000", &["'70000'", "0..=65535"]),
            ("mock --account AC1", &["'AC1'", "32 hex digits"]),
            ("mock --seed x", &["'x'", "--seed"]),
            ("mock --page-size 0", &["'0'", "1 to 1000"]),
            ("mock --page-size 100000", &["'100000'", "1 to 1000"]),
            ("mock --concurrency 0", &["'0'", "from 1 on"]),
            ("mock --calls-per-second 0", &["'0'", "from 1 on"]),
            ("mock --requests-per-second 0", &["'0'", "from 1 on"]),
            ("mock --verification-starts 0", &["'0'", "from 1 on"]),
            ("mock --keep 0", &["'0'", "from 1 on"]),
            ("mock --keep-things 0", &["'0'", "from 1 on"]),
            ("mock --keep-mebibytes 5000", &["'5000'", "1 to 4096"]),
            ("mock --callback-copies 11", &["'11'", "1..=10"]),
            ("mock --phone-number xyz", &["'xyz'", "E.164"]),
            ("mock --phone-number=", &["''", "E.164"]),
            ("mock --debugger-url nonsense", &["'nonsense'", "http or https URL"]),
            ("mock --debugger-url=", &["''", "http or https URL"]),
            (
                "mock --debugger-url http://10.0.0.1/x",
                &["--debugger-url: `10.0.0.1` is not this machine", "--allow-callback-host 10.0.0.1"],
            ),
            ("mock --allow-callback-host http://x", &["'http://x'", "name of a host"]),
            ("mock --allow-callback-host=", &["''", "name of a host"]),
            ("mock --keep-mebibytes 0", &["'0'", "1 to 4096"]),
            ("mock --faults f6.yaml", &["f6.yaml#/0/do: `sleep` is none of", "f6.yaml#/1/status: "]),
            ("mock --fautls x", &["'--fautls'", "'--faults'"]),
            ("mock --prot 1", &["'--port'"]),
            ("mock --spec deep.yaml", &["error: deep.yaml:2:1: not YAML: brackets nest deeper than 256"]),
            ("mock extra", &["'extra'"]),
        ],
    );
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
