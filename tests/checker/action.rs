//! The GitHub Action and the pre-commit hook, each run through its own commands.

use super::{BINARY, PLAIN, WORKSPACE, manifest, run_in, tree};
use ringfence_tests::repository::{commit_all, git};
use serde_yaml::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

fn yaml(name: &str) -> Value {
    serde_yaml::from_str(&std::fs::read_to_string(Path::new(WORKSPACE).join(name)).unwrap()).unwrap()
}

/// The folder of the command, for a `PATH` on which cargo finds it.
fn path() -> String {
    let folder = BINARY.parent().unwrap().display();
    format!("{folder}:{}", std::env::var("PATH").unwrap())
}

fn package() -> TempDir {
    tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", PLAIN)])
}

/// What a runner puts in the place of `${{ inputs.x }}`.
fn filled(text: &str, inputs: &[(&str, &str)]) -> String {
    let filled = inputs.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("${{{{ inputs.{name} }}}}"), value)
    });
    assert!(!filled.contains("${{"), "{filled}");
    filled
}

/// Runs the steps as a runner does, until one fails: `bash -eo pipefail`, in its folder, with its environment.
fn act(folder: &Path, given: &[(&str, &str)]) -> Vec<Output> {
    let action = yaml("action.yml");
    let defaults = action["inputs"].as_mapping().unwrap().iter().map(|(name, input)| {
        let name = name.as_str().unwrap();
        assert!(input["description"].as_str().is_some_and(|text| text.len() > 10), "{name}");
        (name, input["default"].as_str().unwrap())
    });
    let mut inputs: Vec<(&str, &str)> = defaults.collect();
    for (name, value) in given {
        inputs.iter_mut().find(|(known, _)| known == name).unwrap().1 = value;
    }
    assert_eq!(action["runs"]["using"], Value::from("composite"));
    let mut outputs: Vec<Output> = Vec::new();
    for step in action["runs"]["steps"].as_sequence().unwrap() {
        assert_eq!(step["shell"].as_str(), Some("bash"));
        let script = step["run"].as_str().unwrap();
        assert!(!script.contains("${{"), "what users write goes through the environment: {script}");
        let below =
            step["working-directory"].as_str().map_or_else(|| ".".to_owned(), |text| filled(text, &inputs));
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]);
        command.current_dir(folder.join(below)).env("PATH", path());
        command.env("GITHUB_WORKSPACE", folder).env("GITHUB_STEP_SUMMARY", folder.join("summary.md"));
        for (name, value) in step["env"].as_mapping().into_iter().flatten() {
            command.env(name.as_str().unwrap(), filled(value.as_str().unwrap(), &inputs));
        }
        outputs.push(command.output().unwrap());
        if !outputs.last().unwrap().status.success() {
            break;
        }
    }
    outputs
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn the_action_annotates_and_fails_on_findings() {
    let folder = package();
    let outputs = act(folder.path(), &[]);
    assert_eq!(outputs.len(), 3);
    assert!(
        said(&outputs[0]).contains("cargo-ringfence is there: cargo-ringfence 0."),
        "{}",
        said(&outputs[0])
    );
    assert_eq!(outputs[2].status.code(), Some(1));
    let told = said(&outputs[2]);
    assert!(told.contains("::error file=src/lib.rs,line=1,endLine=1,col=24,"), "{told}");
    let summary = std::fs::read_to_string(folder.path().join("summary.md")).unwrap();
    assert!(summary.contains("1 error; 1 file in 1 package checked"), "{summary}");
    assert!(summary.contains("| error | `plain_http_url` | `src/lib.rs:1` |"), "{summary}");
}

#[test]
fn the_action_takes_arguments_a_folder_and_a_file_for_sarif() {
    let folder = tree(&[("below/Cargo.toml", &manifest("p")), ("below/src/lib.rs", PLAIN)]);
    let given = [("arguments", "-A transport"), ("working-directory", "below"), ("sarif", "found.sarif")];
    let outputs = act(folder.path(), &given);
    assert!(outputs.iter().all(|output| output.status.success()), "{}", said(outputs.last().unwrap()));
    let sarif = |arguments: &str| -> serde_json::Value {
        act(folder.path(), &[("arguments", arguments), given[1], given[2]]);
        let file = folder.path().join("below/found.sarif");
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
    };
    assert_eq!(sarif("-A transport")["runs"][0]["results"].as_array().map(Vec::len), Some(0));
    let found = sarif("-D warnings");
    let place = &found["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(place["uri"], "below/src/lib.rs", "from the root of the repository");
    let wrong = act(folder.path(), &[("arguments", "--wrokspace"), given[1], given[2]]);
    assert_eq!((wrong.len(), wrong[1].status.code()), (2, Some(1)), "what could not run is no success");
    assert!(said(&wrong[1]).contains("--workspace"), "{}", said(&wrong[1]));
    let shell = act(folder.path(), &[("arguments", "$(touch owned) ; touch owned"), given[1]]);
    assert!(!shell.last().unwrap().status.success());
    assert!(!folder.path().join("below/owned").exists(), "arguments are words, no script");
}

#[test]
fn annotations_are_capped_with_a_word_on_the_rest() {
    let source: String = (0..25).map(|at| PLAIN.replace("HOST", &format!("H{at}"))).collect();
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", &source)]);
    let outputs = act(folder.path(), &[]);
    let told = said(outputs.last().unwrap());
    assert_eq!(told.matches("::error ").count(), 10, "{told}");
    assert!(told.contains("::notice title=ringfence::15 more errors in the log"), "{told}");
    let summary = std::fs::read_to_string(folder.path().join("summary.md")).unwrap();
    assert_eq!(summary.matches("| `plain_http_url` |").count(), 25);
    assert!(told.contains("in the log and the job summary: "), "{told}");
    let alone = run_in(folder.path(), &["check", "--format", "github"]).out;
    assert!(alone.contains("15 more errors in the log: "), "no summary is written: {alone}");
}

#[test]
fn what_source_says_is_no_command_to_the_runner() {
    let source = "pub const A: &str = \"\n::error::owned\nhttp://api.twilio.com\";\n";
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", source)]);
    let outputs = act(folder.path(), &[]);
    let told = said(outputs.last().unwrap());
    let mut stopped = None;
    for line in told.lines() {
        match &stopped {
            None => stopped = line.strip_prefix("::stop-commands::").map(str::to_owned),
            Some(end) if line == format!("::{end}::") => stopped = None,
            Some(_) => continue,
        }
        assert!(!line.starts_with("::error::owned"), "{told}");
    }
    assert!(stopped.is_none(), "{told}");
}

#[test]
fn the_hook_tells_what_stands_in_the_files_of_a_commit() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hook = &hooks.as_sequence().unwrap()[0];
    for key in ["id", "name", "description", "entry", "language"] {
        assert!(hook[key].as_str().is_some_and(|text| !text.is_empty()), "{key}");
    }
    let entry: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').collect();
    let folder = tree(&[
        ("Cargo.toml", &manifest("p")),
        ("src/lib.rs", &format!("pub mod clean;\n{PLAIN}")),
        ("src/clean.rs", "pub fn clean() {}\n"),
        ("other/loose.rs", PLAIN),
    ]);
    let run = |files: &[&str]| {
        let mut command = Command::new(entry[0]);
        command.args(&entry[1..]).args(files).current_dir(folder.path()).env("PATH", path());
        command.output().unwrap()
    };
    let found = run(&["src/lib.rs", "other/loose.rs"]);
    assert_eq!(found.status.code(), Some(1), "{}", said(&found));
    assert!(said(&found).contains("src/lib.rs:2:24: error[plain_http_url]"), "{}", said(&found));
    assert!(run(&["src/clean.rs"]).status.success());
}

/// As `pre-commit` itself does it, where it is installed or can be.
#[test]
fn pre_commit_stops_a_commit() {
    let Some(tool) = pre_commit() else {
        ringfence_tests::corpus::pass_over(
            "no `pre-commit` (pip package): the hook was run by its own command alone",
        );
        return;
    };
    let hooks = tree(&[]);
    std::fs::copy(
        Path::new(WORKSPACE).join(".pre-commit-hooks.yaml"),
        hooks.path().join(".pre-commit-hooks.yaml"),
    )
    .unwrap();
    git(hooks.path(), &["init", "--quiet"]);
    commit_all(hooks.path(), "hooks");
    let revision = git(hooks.path(), &["rev-parse", "HEAD"]);
    let folder = package();
    let config = format!(
        "repos:\n  - repo: {}\n    rev: {revision}    hooks: [{{id: ringfence}}]\n",
        hooks.path().display()
    );
    std::fs::write(folder.path().join(".pre-commit-config.yaml"), config).unwrap();
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "--all"]);
    let run = || {
        let mut command = Command::new(&tool);
        command.args(["run", "--all-files"]).current_dir(folder.path()).env("PATH", path());
        command.env("PRE_COMMIT_HOME", hooks.path().join("cache")).output().unwrap()
    };
    let found = run();
    assert_eq!(found.status.code(), Some(1), "{}", said(&found));
    assert!(said(&found).contains("src/lib.rs:1:24: error[plain_http_url]"), "{}", said(&found));
    std::fs::write(folder.path().join("src/lib.rs"), PLAIN.replace("http:", "https:")).unwrap();
    git(folder.path(), &["add", "--all"]);
    let clean = run();
    assert!(clean.status.success(), "{}", said(&clean));
}

/// The tool, put into a folder of the tests where there is a pip.
fn pre_commit() -> Option<PathBuf> {
    let runs = |tool: &Path| {
        Command::new(tool).arg("--version").output().is_ok_and(|output| output.status.success())
    };
    let installed = PathBuf::from("pre-commit");
    if runs(&installed) {
        return Some(installed);
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pre-commit");
    let tool = folder.join("bin/pre-commit");
    if !runs(&tool) {
        let made = Command::new("python3").args(["-m", "venv"]).arg(&folder).output();
        made.ok().filter(|output| output.status.success())?;
        let pip = folder.join("bin/pip");
        let _ = Command::new(pip).args(["install", "--quiet", "pre-commit==4.3.0"]).output();
    }
    runs(&tool).then_some(tool)
}
