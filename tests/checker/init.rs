//! `init`: a diff, a question, files that cargo and clippy take, the same again for nothing, and the way back.

use super::{Outcome, command, manifest, run_in, tree};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;

const YES: [&str; 4] = ["init", "--operations", "CreateMessage,FetchMessage", "--yes"];

fn package() -> TempDir {
    tree(&[("Cargo.toml", &manifest("p")), ("src/main.rs", "fn main() {}\n")])
}

/// All files below a folder apart from what is built.
fn texts(folder: &Path) -> BTreeMap<PathBuf, String> {
    let (mut open, mut found) = (vec![folder.to_owned()], BTreeMap::new());
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            match entry.path().is_dir() {
                true if [".git", "target"].iter().any(|name| entry.file_name() == *name) => {}
                true => open.push(entry.path()),
                false => drop(found.insert(entry.path(), std::fs::read_to_string(entry.path()).unwrap())),
            }
        }
    }
    found
}

fn answered(folder: &Path, arguments: &[&str], answers: &str) -> Outcome {
    let mut command = command(folder);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Outcome {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_fresh_package_gets_all_it_needs_once_and_back() {
    let folder = package();
    let before = texts(folder.path());
    let shown = run_in(folder.path(), &["init", "--operations", "CreateMessage,FetchMessage", "--dry-run"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert_eq!(texts(folder.path()), before, "a dry run writes nothing");
    let outcome = run_in(folder.path(), &YES);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.out.starts_with(&shown.out), "the same diff comes first: {}", outcome.out);
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let settings = &manifest["package"]["metadata"]["ringfence"];
    assert_eq!(settings["documents"].as_array().unwrap(), &[toml::Value::from("api_v2010")]);
    assert_eq!(settings["operations"].as_array().map(Vec::len), Some(2));
    for (section, name) in [("dependencies", "ringfence"), ("build-dependencies", "ringfence-codegen")] {
        assert!(env!("CARGO_PKG_VERSION").starts_with(manifest[section][name].as_str().unwrap()));
    }
    assert!(read("build.rs").contains("Config::from_manifest().generate_or_exit()"));
    assert!(
        read("clippy.toml")
            .parse::<toml::Table>()
            .is_ok_and(|table| table.contains_key("disallowed-methods"))
    );
    let workflow: serde_yaml::Value = serde_yaml::from_str(&read(".github/workflows/ringfence.yml")).unwrap();
    let steps = workflow["jobs"]["check"]["steps"].as_sequence().unwrap();
    assert_eq!(
        steps.last().unwrap()["run"].as_str(),
        Some("cargo ringfence check --workspace --format github")
    );
    for line in ["--- /dev/null", "+++ b/build.rs", "+ringfence = ", "+documents = [\"api_v2010\"]"] {
        assert!(outcome.out.contains(line), "{line} in {}", outcome.out);
    }
    let after = texts(folder.path());
    let again = run_in(folder.path(), &YES);
    assert_eq!(
        (again.code, again.out.as_str()),
        (0, "nothing to do: everything is there\n"),
        "{}",
        again.err
    );
    let plain = run_in(folder.path(), &["init"]);
    assert_eq!(
        plain.out, "nothing to do: everything is there\n",
        "nothing is asked that is known: {}",
        plain.err
    );
    assert_eq!(texts(folder.path()), after);
    let undone = run_in(folder.path(), &["init", "--undo"]);
    assert_eq!(undone.code, 0, "{}", undone.err);
    assert_eq!(texts(folder.path()), before);
    assert!(!folder.path().join(".github").exists(), "folders that were made for it are gone");
    assert_eq!(run_in(folder.path(), &["init", "--undo"]).code, 2, "there is nothing more to take back");
}

#[test]
fn what_is_there_already_stays() {
    let own = [
        (
            "Cargo.toml",
            "[package]\nname = \"p\" # mine\nedition = \"2024\"\n\n[dependencies]\nringfence = { version = \"0.1\", default-features = false }\n",
        ),
        ("src/lib.rs", ""),
        ("build.rs", "fn main() {\n    println!(\"cargo::rerun-if-changed=x\");\n}\n"),
        (".vscode/settings.json", "// ours\n{\n    \"editor.tabSize\": 4, // spaces\n}\n"),
        ("clippy.toml", "disallowed-methods = [\n    \"std::env::set_var\",\n]\n"),
        (".github/workflows/ringfence.yml", "# ours\n"),
    ];
    let folder = tree(&own);
    let outcome = run_in(folder.path(), &YES);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    for (name, text) in own {
        let now = std::fs::read_to_string(folder.path().join(name)).unwrap();
        for line in text.lines().filter(|line| line.len() > 1) {
            assert!(
                now.lines().any(|kept| kept.trim_end_matches(',') == line.trim_end_matches(',')),
                "{name}: {line}: {now}"
            );
        }
    }
    assert!(!outcome.out.contains("ringfence.yml"), "{}", outcome.out);
    let again = run_in(folder.path(), &YES);
    assert_eq!(again.out, "nothing to do: everything is there\n");
    // What somebody has changed since is not taken back over their head.
    std::fs::write(folder.path().join("build.rs"), "fn main() {}\n").unwrap();
    let refused = run_in(folder.path(), &["init", "--undo"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("build.rs: somebody has changed it since"), "{}", refused.err);
    assert!(std::fs::read_to_string(folder.path().join("clippy.toml")).unwrap().contains("danger_accept"));
}

#[test]
fn documents_and_consent_are_asked_for() {
    let folder = package();
    let before = texts(folder.path());
    let outcome = answered(folder.path(), &["init"], "1\nn\n");
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.err.contains("  1  ") && outcome.err.contains("Which documents?"), "{}", outcome.err);
    assert!(outcome.out.ends_with("nothing written\n"), "{}", outcome.out);
    assert_eq!(texts(folder.path()), before);
    let nobody = answered(folder.path(), &["init"], "");
    assert!(
        nobody.code == 2 && nobody.err.contains("--spec") && nobody.err.contains("--operations"),
        "{}",
        nobody.err
    );
    let silent = answered(folder.path(), &["init", "--spec", "api_v2010"], "");
    assert!(silent.code == 2 && silent.err.contains("`--yes`"), "{}", silent.err);
    let wrong = answered(folder.path(), &["init"], "99, api_v2011\n");
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("`99` is no document of the list"), "{}", wrong.err);
    assert!(
        wrong.err.contains("`api_v2011` is no document of the list; did you mean `api_v2010`?"),
        "{}",
        wrong.err
    );
    assert_eq!(texts(folder.path()), before);
    let outcome = answered(folder.path(), &["init"], "api_v2010\ny\n");
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(
        std::fs::read_to_string(folder.path().join("Cargo.toml"))
            .unwrap()
            .contains("documents = [\"api_v2010\"]")
    );
}

#[test]
fn what_lies_around_a_workspace_lies_around_it() {
    let folder = tree(&[
        ("rust/Cargo.toml", "[workspace]\nmembers = [\"a\"]\nresolver = \"3\"\n"),
        ("rust/a/Cargo.toml", &manifest("a")),
        ("rust/a/src/lib.rs", ""),
    ]);
    ringfence_tests::repository::git(folder.path(), &["init", "--quiet"]);
    let outcome = run_in(&folder.path().join("rust/a"), &YES);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    for file in [
        "rust/a/build.rs",
        "rust/clippy.toml",
        "rust/.vscode/settings.json",
        ".github/workflows/ringfence.yml",
    ] {
        assert!(folder.path().join(file).is_file(), "{file}: {:?}", texts(folder.path()).keys());
    }
    let workflow = std::fs::read_to_string(folder.path().join(".github/workflows/ringfence.yml")).unwrap();
    assert!(workflow.contains("working-directory: \"rust\""), "{workflow}");
    let undone = run_in(&folder.path().join("rust/a"), &["init", "--undo"]);
    assert_eq!(undone.code, 0, "{}", undone.err);
    assert!(!folder.path().join(".github").exists());
}

#[test]
fn what_a_workspace_excludes_lies_for_itself() {
    let folder = tree(&[
        ("Cargo.toml", "[workspace]\nmembers = []\nexclude = [\"p\"]\n"),
        ("p/Cargo.toml", &manifest("p")),
        ("p/src/lib.rs", ""),
        (
            "lk.yaml",
            "openapi: 3.0.1\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://api.twilio.com'}]\npaths: {/x: {get: {operationId: FetchX, responses: {'200': {description: ok}}}}}\n",
        ),
    ]);
    let line = ["init", "--manifest-path", "p", "--spec", "lk.yaml", "--yes"];
    let outcome = run_in(folder.path(), &line);
    assert_eq!(outcome.code, 0, "{}{}", outcome.out, outcome.err);
    for file in ["p/clippy.toml", "p/.vscode/settings.json", "p/.github/workflows/ringfence.yml"] {
        assert!(folder.path().join(file).is_file(), "{file}: {}", outcome.out);
    }
    let text = std::fs::read_to_string(folder.path().join("p/Cargo.toml")).unwrap();
    assert!(text.contains("documents = [\"../lk.yaml\"]"), "{text}");
    assert_eq!(run_in(folder.path(), &["init", "--manifest-path", "p", "--undo"]).code, 0);
    assert!(!folder.path().join("p/target").exists(), "nothing is left of it");
}

#[test]
fn lines_end_as_they_did() {
    let text = manifest("p").replace('\n', "\r\n");
    let folder = tree(&[("Cargo.toml", &text), ("src/lib.rs", ""), ("clippy.toml", "msrv = \"1.90\"\r\n")]);
    assert_eq!(run_in(folder.path(), &YES).code, 0);
    for file in ["Cargo.toml", "clippy.toml"] {
        let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(
            text.contains("\r\n") && text.replace("\r\n", "").matches('\n').count() == 0,
            "{file}: {text:?}"
        );
    }
    assert!(run_in(folder.path(), &YES).out.contains("nothing to do: everything is there"));
}

#[test]
fn what_is_left_by_hand_is_not_there() {
    let folder =
        tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", ""), (".vscode/settings.json", "[]\n")]);
    assert_eq!(run_in(folder.path(), &YES).code, 0);
    let again = run_in(folder.path(), &YES);
    assert!(
        again.out.contains("by hand: .vscode/settings.json") && !again.out.contains("everything is there"),
        "{}",
        again.out
    );
}

#[test]
fn a_record_takes_nothing_back_outside_of_the_repository() {
    let folder = tree(&[("p/Cargo.toml", &manifest("p")), ("p/src/lib.rs", ""), ("victim", "now\n")]);
    let record = folder.path().join("p/target/ringfence/init.json");
    std::fs::create_dir_all(record.parent().unwrap()).unwrap();
    let victim = folder.path().join("victim");
    for path in ["../victim".to_owned(), victim.display().to_string()] {
        let text = serde_json::json!([{ "path": path, "old": "owned\n", "new": "now\n" }]).to_string();
        std::fs::write(&record, text).unwrap();
        let outcome = run_in(&folder.path().join("p"), &["init", "--undo"]);
        assert_eq!(outcome.code, 2, "{}", outcome.out);
        assert!(outcome.err.contains("outside of the repository"), "{}", outcome.err);
        assert_eq!(std::fs::read_to_string(&victim).unwrap(), "now\n");
    }
}
