//! `cargo ringfence` as people run it: the built binary, on packages on disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(test)]
#[path = "checker/action.rs"]
mod action;
#[cfg(test)]
#[path = "checker/baseline.rs"]
mod baseline;
#[cfg(all(test, unix))]
#[path = "checker/blind.rs"]
mod blind;
#[cfg(test)]
#[path = "checker/clippy.rs"]
mod clippy;
#[cfg(test)]
#[path = "checker/editor.rs"]
mod editor;
#[cfg(test)]
#[path = "checker/exits.rs"]
mod exits;
#[cfg(test)]
#[path = "checker/fix.rs"]
mod fix;
#[cfg(test)]
#[path = "checker/history.rs"]
mod history;
#[cfg(test)]
#[path = "checker/init.rs"]
mod init;
#[cfg(test)]
#[path = "checker/json.rs"]
mod json;
#[cfg(test)]
#[path = "checker/manual.rs"]
mod manual;
#[cfg(test)]
#[path = "checker/sarif.rs"]
mod sarif;
#[cfg(test)]
#[path = "checker/selection.rs"]
mod selection;
#[cfg(test)]
#[path = "checker/snapshots.rs"]
mod snapshots;
#[cfg(test)]
#[path = "checker/stale.rs"]
mod stale;
#[cfg(test)]
#[path = "checker/terminal.rs"]
mod terminal;
#[cfg(test)]
#[path = "checker/wrong_input.rs"]
mod wrong_input;

use ringfence_lint::{LINTS, Level};
use ringfence_tests::executable::build_executable;
use ringfence_tests::markers::markers;
use ringfence_tests::tree::tree;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

static BINARY: LazyLock<PathBuf> = LazyLock::new(|| build_executable(&["-p", "cargo-ringfence"]));

struct Outcome {
    code: i32,
    out: String,
    err: String,
}

/// The command in a folder, away from what a workflow that runs these tests says of itself.
fn command(folder: &Path) -> Command {
    let mut command = Command::new(&*BINARY);
    command.current_dir(folder).stdin(Stdio::null());
    command.env_remove("GITHUB_WORKSPACE").env_remove("GITHUB_STEP_SUMMARY");
    command
}

fn run_in(folder: &Path, arguments: &[&str]) -> Outcome {
    let output = command(folder).args(arguments).output().unwrap();
    Outcome {
        code: output.status.code().expect("an exit code, not a signal"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn run(arguments: &[&str]) -> Outcome {
    run_in(Path::new(WORKSPACE), arguments)
}

fn manifest(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n")
}

const PLAIN: &str = "pub const HOST: &str = \"http://api.twilio.com\";\n";

/// A finding as the report names it: file, line, column, lint.
type Found = (String, usize, usize, String);

/// Reads `error[lint]: ...` and the ` --> file:line:column` under it.
fn findings(report: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut lint = None;
    for line in report.lines() {
        if let Some((level, rest)) = line.split_once('[')
            && ["error", "warning"].contains(&level)
        {
            lint = rest.split_once(']').map(|(lint, _)| lint.to_owned());
        } else if let Some((_, place)) = line.split_once("--> ")
            && let Some(lint) = lint.take()
        {
            let mut parts = place.rsplitn(3, ':');
            let mut number = || parts.next().unwrap().parse().unwrap();
            let (column, line) = (number(), number());
            found.push((parts.next().unwrap().to_owned(), line, column, lint));
        }
    }
    found
}

#[test]
fn every_violation_is_named_with_file_line_and_column() {
    let sources = Path::new(WORKSPACE).join("examples/violations/src");
    let mut marked = BTreeSet::new();
    for entry in std::fs::read_dir(&sources).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("examples/violations/src/{}", path.file_name().unwrap().to_str().unwrap());
        let text = std::fs::read_to_string(&path).unwrap();
        marked.extend(markers(&text).map(|(line, lint)| (name.clone(), line, lint)));
    }
    // A manifest has comments of its own kind.
    let manifest = Path::new(WORKSPACE).join("examples/violations/Cargo.toml");
    let manifest = std::fs::read_to_string(manifest).unwrap().replace("#~", "//~");
    let name = "examples/violations/Cargo.toml";
    marked.extend(markers(&manifest).map(|(line, lint)| (name.to_owned(), line, lint)));
    let lints: BTreeSet<&str> = marked.iter().map(|(_, _, lint)| lint.as_str()).collect();
    let all: BTreeSet<&str> = ringfence_lint::LINTS.iter().map(|lint| lint.name).collect();
    assert_eq!(lints, all, "the package breaks every lint");

    let outcome = run(&["check", "--manifest-path", "examples/violations/Cargo.toml"]);
    assert_eq!(outcome.code, 1, "{}", outcome.err);
    let found = findings(&outcome.out);
    let lines: BTreeSet<_> =
        found.iter().map(|(file, line, _, lint)| (file.clone(), *line, lint.clone())).collect();
    assert_eq!(lines, marked, "{}", outcome.out);
    assert_eq!(found.len(), marked.len(), "each once");
    for (file, line, column, lint) in found {
        let text = std::fs::read_to_string(Path::new(WORKSPACE).join(&file)).unwrap();
        let place = &text.lines().nth(line - 1).unwrap()[column - 1..];
        let starts: &[&str] = match lint.as_str() {
            "plain_http_url" => &["\"http://", "\"HTTP://", "http://"],
            "unretried_call" => &["send()"],
            "auth_token_outside_validation" => &["token", "Some(", "read(", "format!("],
            "credential_in_url" => &["@api.twilio.com", "format!(", "\"https://"],
            "credential_logged" => &["{token}", "\"starting", "config()"],
            "hardcoded_credential" => &["\"correct", "\"battery"],
            "invalid_region_host" => &["\"https://", "\"ie1", "\"sydney"],
            "request_id_discarded" => &["ok()", "accounts(client)", "map_err(", "Err(_)"],
            "invalid_connection_override" => &["\"https://example.com/"],
            "unfulfilled_permit" => &["// ringfence: permit(", "unretried_call, reason"],
            "missing_reason" => &["// ringfence: permit("],
            "tls_verification_disabled" => &[
                "danger_accept_invalid_certs(",
                "tls_danger_accept_invalid_hostnames(",
                "add_root_certificate(",
            ],
            "certificate_pinning" => &["tls_certs_only("],
            "blind_create_retry"
            | "fetch_after_list"
            | "missing_status_callback"
            | "polling_loop"
            | "unbounded_fanout"
            | "unbounded_list"
            | "unpaced_delete" => &["send()"],
            "callback_without_retry" => &["\"https://example.com/"],
            "fixed_delay_retry" => &["tokio::time::sleep(", "sleep("],
            "stale_spec" => &["\"old.yaml\""],
            "unvalidated_webhook" => &["status.message_sid", "fields.get("],
            "weak_tls" => &["min_tls_version(", "max_tls_version("],
            other => panic!("say where {other} points"),
        };
        assert!(starts.iter().any(|start| place.starts_with(start)), "{file}:{line}:{column}: {place}");
    }
    let said = |level: &str| outcome.out.lines().filter(|line| line.starts_with(level)).count();
    let (errors, warnings) = (said("error["), said("warning["));
    assert_eq!(errors + warnings, marked.len());
    let files = std::fs::read_dir(&sources).unwrap().count();
    let counted =
        |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    let found = format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"));
    let summary = format!("{found}; {files} files in 1 package checked, 0 skipped");
    assert_eq!(outcome.out.lines().last(), Some(summary.as_str()));
}

#[test]
fn the_violations_compile_without_us() {
    let text = std::fs::read_to_string(Path::new(WORKSPACE).join("examples/violations/Cargo.toml"));
    let manifest = text.unwrap();
    let dependencies = manifest.split_once("[dependencies]").unwrap().1;
    assert!(!dependencies.contains("ringfence"), "it depends on nothing of ours");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--locked", "--manifest-path", "examples/violations/Cargo.toml"])
        .current_dir(WORKSPACE)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("violations"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_clean_package_exits_0_with_and_without_the_word_of_cargo() {
    let quickstart = ["check", "--manifest-path", "examples/quickstart/Cargo.toml"];
    let outcome = run(&quickstart);
    assert_eq!(outcome.code, 0, "{}{}", outcome.out, outcome.err);
    assert!(outcome.out.starts_with("no findings; "), "{}", outcome.out);
    let with_word: Vec<&str> = ["ringfence"].into_iter().chain(quickstart).collect();
    assert_eq!(run(&with_word).out, outcome.out);
}

#[test]
fn no_manifest_is_2_and_says_what_to_do() {
    let nowhere = tempfile::tempdir().unwrap();
    let outcome = run_in(nowhere.path(), &["check"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (2, ""));
    assert!(outcome.err.contains("no `Cargo.toml` here or in a folder above"), "{}", outcome.err);
    assert!(outcome.err.contains("--manifest-path"), "{}", outcome.err);
    let outcome = run_in(nowhere.path(), &["check", "--manifest-path", "gone/Cargo.toml"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.contains("gone/Cargo.toml: there is no such manifest"), "{}", outcome.err);
}

#[test]
fn a_virtual_workspace_is_checked_whole() {
    let root = "[workspace]\nmembers = [\"crates/*\"]\n";
    let folder = tree(&[
        ("Cargo.toml", root),
        ("crates/a/Cargo.toml", &manifest("a")),
        ("crates/a/src/lib.rs", PLAIN),
        ("crates/b/Cargo.toml", &manifest("billing")),
        ("crates/b/src/main.rs", "mod part;\nfn main() {}\n"),
        ("crates/b/src/part.rs", PLAIN),
        ("crates/c/Cargo.toml", &manifest("c")),
        ("crates/c/src/lib.rs", "pub fn clean() {}\n"),
    ]);
    let files = |outcome: &Outcome| -> Vec<String> {
        findings(&outcome.out).into_iter().map(|(file, ..)| file).collect()
    };
    let outcome = run_in(folder.path(), &["check"]);
    assert_eq!(files(&outcome), ["crates/a/src/lib.rs", "crates/b/src/part.rs"], "{}", outcome.out);
    assert_eq!(outcome.code, 1);
    assert!(outcome.out.contains("2 errors; 4 files in 3 packages checked"), "{}", outcome.out);

    let member = folder.path().join("crates/c");
    let outcome = run_in(&member, &["check"]);
    assert_eq!(outcome.code, 0, "one member alone: {}", outcome.out);
    assert_eq!(run_in(&member, &["check", "--workspace"]).code, 1);
    let outcome = run_in(&member, &["check", "-p", "billing"]);
    assert_eq!(findings(&outcome.out).len(), 1, "{}", outcome.out);
    let outcome = run_in(&member, &["check", "-p", "biling", "-p", "zzz"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.contains("no package `biling`; did you mean `billing`"), "{}", outcome.err);
    assert!(outcome.err.contains("no package `zzz`"), "{}", outcome.err);
}

#[test]
fn levels_come_from_the_manifest_and_the_command_line() {
    let settings = "[package.metadata.ringfence.lints]\nplain_http_url = \"warn\"\n";
    let text = format!("{}{settings}", manifest("p"));
    let folder = tree(&[("Cargo.toml", &text), ("src/lib.rs", PLAIN)]);
    let check = |flags: &[&str]| {
        let arguments: Vec<&str> = ["check"].into_iter().chain(flags.iter().copied()).collect();
        run_in(folder.path(), &arguments)
    };
    let outcome = check(&[]);
    assert_eq!(outcome.code, 0);
    assert!(outcome.out.starts_with("warning[plain_http_url]"), "{}", outcome.out);
    assert!(outcome.out.contains("1 warning; "), "{}", outcome.out);
    assert_eq!(check(&["-D", "plain_http_url"]).code, 1);
    assert_eq!(check(&["-D", "transport"]).code, 1, "a group");
    assert_eq!(check(&["-D", "warnings"]).code, 1);
    assert_eq!(check(&["-D", "plain_http_url", "-A", "plain_http_url"]).code, 0, "the last one wins");
    assert!(check(&["-A", "plain_http_url"]).out.starts_with("no findings; "));
}

#[test]
fn a_mild_shape_warns_where_nobody_set_its_lint() {
    let source = "pub const HOST: &str = \"https://api.dublin.us1.twilio.com\";\n";
    let check = |settings: &str, flags: &[&str]| {
        let text = format!("{}{settings}", manifest("p"));
        let folder = tree(&[("Cargo.toml", &text), ("src/lib.rs", source)]);
        run_in(folder.path(), &[&["check"], flags].concat())
    };
    let outcome = check("", &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.out);
    assert!(outcome.out.starts_with("warning[invalid_region_host]"), "{}", outcome.out);
    assert_eq!(check("", &["-D", "warnings"]).code, 1);
    assert_eq!(check("", &["-D", "invalid_region_host"]).code, 1);
    assert_eq!(check("", &["-W", "invalid_region_host"]).code, 0);
    assert!(check("", &["-A", "location"]).out.starts_with("no findings; "));
    let denied = "[package.metadata.ringfence.lints]\ninvalid_region_host = \"deny\"\n";
    assert_eq!(check(denied, &[]).code, 1, "what is set is what holds");
}

#[test]
fn wrong_names_are_2_with_the_nearest() {
    let outcome = run(&["check", "-D", "plain_htp_url", "-W", "unretried_cal"]);
    assert_eq!(outcome.code, 2);
    for words in ["`plain_htp_url`; did you mean `plain_http_url`?", "did you mean `unretried_call`?"] {
        assert_eq!(outcome.err.matches(words).count(), 1, "{words} in {}", outcome.err);
    }
    let outcome = run(&["chek"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.contains("check"), "{}", outcome.err);
    let outcome = run(&["explain", "unretryed_call"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.contains("did you mean `unretried_call`?"), "{}", outcome.err);
}

#[test]
fn a_manifest_that_cannot_be_read_is_2_with_all_places() {
    let folder = tree(&[("Cargo.toml", "[package]\nname = \nedition == \"2024\"\n")]);
    let outcome = run_in(folder.path(), &["check"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (2, ""));
    assert!(outcome.err.contains("error: Cargo.toml:2:"), "{}", outcome.err);
    assert!(outcome.err.contains("error: Cargo.toml:3:"), "{}", outcome.err);

    let settings = "[package.metadata.ringfence]\nlint = {}\n[package.metadata.ringfence.lints]\nplain_http_ulr = \"deny\"\n";
    let text = format!("{}{settings}", manifest("p"));
    let folder = tree(&[("Cargo.toml", &text), ("src/lib.rs", "")]);
    let outcome = run_in(folder.path(), &["check"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.contains("Cargo.toml:5:1: `lint` is no setting of Ringfence"), "{}", outcome.err);
    let words =
        "Cargo.toml:7:1: no lint or group of lints is named `plain_http_ulr`; did you mean `plain_http_url`?";
    assert!(outcome.err.contains(words), "{}", outcome.err);
}

#[test]
fn a_file_that_cannot_be_understood_is_skipped_and_counted() {
    let folder = tree(&[
        ("Cargo.toml", &manifest("p")),
        ("src/lib.rs", "mod broken;\nmod bytes;\npub mod plain;\n"),
        ("src/broken.rs", "fn broken( {\n"),
        ("src/plain.rs", PLAIN),
    ]);
    std::fs::write(folder.path().join("src/bytes.rs"), b"// \xff\n").unwrap();
    let outcome = run_in(folder.path(), &["check"]);
    assert_eq!(outcome.code, 1, "{}{}", outcome.out, outcome.err);
    assert_eq!(findings(&outcome.out).len(), 1);
    let summary = "1 error; 2 files in 1 package checked, 2 skipped";
    assert_eq!(outcome.out.lines().last(), Some(summary));
    let outcome = run_in(folder.path(), &["check", "--verbose"]);
    assert!(outcome.out.contains("skipped src/broken.rs: "), "{}", outcome.out);
    assert!(outcome.out.contains("skipped src/bytes.rs: 1:4: not UTF-8"), "{}", outcome.out);
}

#[test]
fn features_decide_what_is_judged() {
    let text = format!("{}[features]\nplain = []\n", manifest("p"));
    let source = format!("#[cfg(feature = \"plain\")]\n{PLAIN}");
    let folder = tree(&[("Cargo.toml", &text), ("src/lib.rs", &source)]);
    assert_eq!(run_in(folder.path(), &["check"]).code, 0);
    assert_eq!(run_in(folder.path(), &["check", "--features", "plain"]).code, 1);
    assert_eq!(run_in(folder.path(), &["check", "--features", "p/plain"]).code, 1);
    assert_eq!(run_in(folder.path(), &["check", "--all-features"]).code, 1);
    let outcome = run_in(folder.path(), &["check", "--features", "plane"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.contains("no feature `plane`; did you mean `plain`?"), "{}", outcome.err);
}

#[test]
fn where_the_search_ended_is_shown_on_request() {
    let mut source =
        "pub async fn f0(url: &str) { let _ = reqwest::Client::new().get(url).send().await; }\n".to_owned();
    // Far beyond what anybody writes: a chain of a few hundred calls is followed to its end.
    for depth in 1..1_200 {
        source.push_str(&format!("pub async fn f{depth}(url: &str) {{ f{}(url).await }}\n", depth - 1));
    }
    source.push_str("pub async fn top() { f1199(\"https://api.twilio.com\").await }\n");
    let folder = tree(&[("Cargo.toml", &manifest("deep")), ("src/lib.rs", &source)]);
    let quiet = run_in(folder.path(), &["check"]);
    assert!(!quiet.out.contains("not followed"), "{}", quiet.out);
    let outcome = run_in(folder.path(), &["check", "--verbose"]);
    let told = outcome.out + &outcome.err;
    assert!(told.contains("not followed src/lib.rs:") && told.contains("calls nest deeper"), "{told}");
}

#[test]
fn what_include_brings_in_is_shown_on_request() {
    let source = "include!(\"calls.rs\");\npub const API: &str = \"https://api.twilio.com\";\n\
                  pub fn url() -> String { format!(\"https://api.twilio.com/{}\", include!(\"path.in\")) }\n";
    let calls = "pub const PLAIN: &str = \"http://api.twilio.com\";\n";
    let folder = tree(&[
        ("Cargo.toml", &*manifest("included")),
        ("src/lib.rs", source),
        ("src/calls.rs", calls),
        ("src/path.in", "\"2010-04-01\""),
    ]);
    let quiet = run_in(folder.path(), &["check"]);
    assert!(quiet.out.starts_with("no findings; ") && !quiet.out.contains("include!"), "{}", quiet.out);
    let outcome = run_in(folder.path(), &["check", "--verbose"]);
    let told = outcome.out + &outcome.err;
    let words =
        "not followed src/lib.rs:1: what `include!` brings in is not read (2 such places in this file)";
    assert!(told.contains(words), "{told}");
}

#[test]
fn secrets_in_excerpts_are_masked_and_places_stay() {
    let token = "0123456789abcdef".repeat(2);
    // ringfence: permit(credential_in_url, reason = "a finding for the command to mask")
    let source = format!(
        "pub const URL: &str = \"http://user:{token}@api.twilio.com\"; // {token}\n\
         pub fn get(auth_token: &str) -> [&str; 2] {{ let auth_token = \"hunter2x\"; [auth_token, \"http://api.twilio.com\"] }}\n"
    );
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", &source)]);
    let outcome = run_in(folder.path(), &["check", "--verbose"]);
    assert_eq!(outcome.code, 1, "{}{}", outcome.out, outcome.err);
    for secret in [token.as_str(), "user:", "hunter2x"] {
        assert!(!outcome.out.contains(secret), "{secret} in {}", outcome.out);
    }
    let masked = format!("\"http://{}@api.twilio.com\"; // {}", "*".repeat(37), "*".repeat(32));
    assert!(outcome.out.contains(&masked), "{}", outcome.out);
    for (_, line, column, _) in findings(&outcome.out) {
        let place = &source.lines().nth(line - 1).unwrap()[column - 1..];
        assert!(place.starts_with("\"http://"), "{line}:{column}: {place}");
    }
}

#[test]
fn what_is_found_in_the_source_is_masked_whatever_it_is_called() {
    let source = "pub fn call(client: &reqwest::Client) {\n\
        \x20   client.get(\"https://api.twilio.com\").basic_auth(\"key\", Some(\"horse\"));\n}\n";
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", source)]);
    let outcome = run_in(folder.path(), &["check"]);
    assert!(outcome.out.contains("error[hardcoded_credential]"), "{}", outcome.out);
    assert!(!outcome.out.contains("horse"), "{}", outcome.out);
    assert!(outcome.out.contains("Some(\"*****\")"), "{}", outcome.out);
}

#[test]
fn colours_are_for_terminals() {
    let outcome = run(&["check", "--manifest-path", "examples/violations/Cargo.toml"]);
    assert!(!outcome.out.contains('\x1b'), "no escape codes in a pipe");
    let red = "\x1b[1;31merror\x1b[0m: ";
    let coloured = run(&["check", "--color", "always", "--manifest-path", "gone"]);
    assert!(coloured.err.starts_with(red), "{:?}", coloured.err);
    let wrong = run(&["check", "--colour", "--color=always"]);
    assert!(wrong.code == 2 && wrong.err.contains('\x1b'), "{:?}", wrong.err);
    assert!(run(&["--color", "always", "--help"]).out.contains('\x1b'), "help as well");
    assert!(!run(&["check", "--color", "never", "--manifest-path", "gone"]).err.contains('\x1b'));
}

#[test]
fn lints_are_listed_and_explained() {
    let listed = run(&["lints"]);
    assert_eq!(listed.code, 0);
    for lint in ringfence_lint::LINTS {
        assert!(listed.out.lines().any(|line| line.starts_with(lint.name)), "{}", listed.out);
        let page = run(&["explain", lint.name]);
        assert_eq!(page.code, 0);
        assert!(page.out.contains(lint.practice.page), "{}", page.out);
        assert!(page.out.contains("\n## Why\n\n"), "{}", page.out);
    }
}

#[test]
fn generate_writes_files_and_says_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["generate", "--spec", "api_v2010", "--operations", "CreateMessage,FetchMessage"];
    let arguments: Vec<&str> = arguments.into_iter().chain(["--out", "new/generated"]).collect();
    let outcome = run_in(folder.path(), &arguments);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert_eq!(outcome.out, "2 operations written to new/generated: api_v2010.rs, mod.rs\n");
    let text = std::fs::read_to_string(folder.path().join("new/generated/api_v2010.rs")).unwrap();
    assert!(text.contains("fn create_message") && text.contains("fn fetch_message"));
    let again = run_in(folder.path(), &arguments);
    assert_eq!(again.out, "2 operations unchanged in new/generated\n");

    let wrong = ["generate", "--spec", "api_v2010", "--out", ".", "--operations", "CreateMesage,Nonsense"];
    let outcome = run_in(folder.path(), &wrong);
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.contains("`CreateMesage`; did you mean `CreateMessage`"), "{}", outcome.err);
    assert!(outcome.err.contains("`Nonsense`"), "{}", outcome.err);
    std::fs::write(folder.path().join("broken.yaml"), "openapi: [").unwrap();
    let outcome = run_in(folder.path(), &["generate", "--spec", "broken.yaml", "--out", "."]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.err.contains("broken.yaml"), "{}", outcome.err);
    assert!(!folder.path().join("mod.rs").exists(), "nothing is written");
}

/// With all lints on, but for written exits.
#[test]
fn the_project_itself_is_clean() {
    for manifest in ["Cargo.toml", "examples/webhooks/Cargo.toml"] {
        let text = std::fs::read_to_string(Path::new(WORKSPACE).join(manifest)).unwrap();
        for lint in LINTS.iter().filter(|lint| lint.level == Level::Allow) {
            assert!(
                text.contains(&format!("\n{} = \"warn\"\n", lint.name)),
                "{manifest} leaves {} off",
                lint.name
            );
        }
    }
    let outcome = run(&["check", "--workspace"]);
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{}", outcome.out);
    assert!(outcome.out.starts_with("no findings; "), "{}", outcome.out);
}
