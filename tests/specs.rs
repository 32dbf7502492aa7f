//! `cargo ringfence specs` and `generate --check` as people run them: the built binary, on real folders, archives,
//! repositories and an https server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(test)]
#[path = "specs/diff.rs"]
mod diff;
#[cfg(test)]
#[path = "specs/diff_calls.rs"]
mod diff_calls;
#[cfg(test)]
#[path = "specs/fetch.rs"]
mod fetch;
#[cfg(test)]
#[path = "specs/generate.rs"]
mod generate;
#[cfg(test)]
#[path = "specs/look.rs"]
mod look;
#[cfg(test)]
#[path = "specs/readme.rs"]
mod readme;
#[cfg(test)]
#[path = "specs/server.rs"]
mod server;

use ringfence_tests::executable::build_executable;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

static BINARY: LazyLock<PathBuf> = LazyLock::new(|| build_executable(&["-p", "cargo-ringfence"]));

#[derive(Debug)]
struct Outcome {
    code: i32,
    out: String,
    err: String,
}

/// Runs the command in a folder, away from proxies.
fn run(folder: &Path, arguments: &[&str]) -> Outcome {
    let mut command = Command::new(&*BINARY);
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"] {
        command.env_remove(name);
    }
    let output = command.args(arguments).current_dir(folder).output().unwrap();
    Outcome {
        code: output.status.code().expect("an exit code, not a signal"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs what must end well; gives what it said.
fn done(folder: &Path, arguments: &[&str]) -> String {
    let outcome = run(folder, arguments);
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{arguments:?}: {}", outcome.out);
    outcome.out
}

/// Runs what must be refused, with these words and without a trace of this machine.
fn refused(folder: &Path, arguments: &[&str], words: &str) {
    let outcome = run(folder, arguments);
    assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{arguments:?}: {}", outcome.err);
    assert!(outcome.err.contains(words), "{arguments:?}: no `{words}` in {}", outcome.err);
    assert!(outcome.err.starts_with("error: ") && !outcome.err.contains("panicked"), "{}", outcome.err);
    assert!(!outcome.err.contains(folder.to_str().unwrap()), "a path from here would do: {}", outcome.err);
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--format", "json"]).collect();
    serde_json::from_str(&done(folder, &arguments)).unwrap()
}

/// A document with one operation.
fn document(operation: &str) -> String {
    format!(
        "openapi: 3.0.1\ninfo: {{title: Things, version: 1.2.3}}\nservers: [{{url: 'https://things.twilio.com'}}]\n\
         paths:\n  /v1/Things:\n    post:\n      operationId: {operation}\n      tags: [Tag]\n      description: Makes a thing out of dough.\n      \
         requestBody: {{content: {{application/x-www-form-urlencoded: {{schema: {{type: object, required: [Name], properties: {{\
         Name: {{type: string, minLength: 2}}, StatusCallback: {{type: string, format: uri}}}}}}}}}}}}\n      \
         responses: {{'201': {{description: OK, content: {{application/json: {{schema: {{$ref: '#/components/schemas/v1.thing'}}}}}}}}}}\n\
         components: {{schemas: {{v1.thing: {{type: object, properties: {{sid: {{type: string}}}}}}}}}}\n"
    )
}
