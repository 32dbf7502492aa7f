//! The build-script door: a client whose build script holds the lints over it, built by cargo.
//!
//! One package and one target folder: its dependencies are built once, and the edits follow one another.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(test)]
#[path = "enforce_crate/parity.rs"]
mod parity;
#[cfg(test)]
#[path = "enforce_crate/slices.rs"]
mod slices;
#[cfg(test)]
#[path = "enforce_crate/spread.rs"]
mod spread;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// A client; its build script writes down how many crates it analysed.
struct Client {
    folder: PathBuf,
}

/// What a build said.
struct Outcome {
    succeeded: bool,
    messages: Vec<Value>,
    stderr: String,
    /// Crates that were analysed for the lints; none where the build script was not run or failed.
    analysed: Option<usize>,
}

const FROM_MANIFEST: &str = "from_manifest()";
const WITHOUT_DOCUMENTS: &str = "new()";
const NET: &str = "pub const API: &str = \"http://api.twilio.com\";\n";
const PLACE: &str = "--> src/net.rs:1:23";

impl Client {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("enforce_crate").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::copy(Path::new(WORKSPACE).join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        let client = Self { folder };
        client.build_script(FROM_MANIFEST);
        client.settings("documents = [\"api_v2010\"]\noperations = [\"FetchMessage\"]\n");
        client.write("src/main.rs", "mod net;\nmod other;\nringfence::include_api!();\nfn main() {\n    let _ = (net::API, other::add(1));\n}\n");
        client.write("src/net.rs", NET);
        client.write("src/other.rs", "pub fn add(to: u8) -> u8 {\n    to + 1\n}\n");
        client
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.join(file), text).unwrap();
    }

    fn build_script(&self, constructor: &str) {
        self.write(
            "build.rs",
            &format!(
                "fn main() {{\n    let generated = ringfence_codegen::Config::{constructor}.enforce_crate().generate_or_exit();\n    \
                 std::fs::write(\"analysed.txt\", generated.analysed.to_string()).unwrap();\n}}\n"
            ),
        );
    }

    fn settings(&self, settings: &str) {
        let path = |package: &str| Path::new(WORKSPACE).join(package).canonicalize().unwrap();
        self.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"client\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
                 ringfence = {{ path = {:?}, default-features = false }}\n\n[build-dependencies]\nringfence-codegen = {{ path = {:?} }}\n\n\
                 [features]\nplain = []\n\n[package.metadata.ringfence]\n{settings}",
                path("runtime"),
                path("codegen"),
            ),
        );
    }

    fn check(&self, arguments: &[&str]) -> Outcome {
        let _ = fs::remove_file(self.folder.join("analysed.txt"));
        let output = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--message-format=json"])
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("enforce_crate/target"))
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let analysed = fs::read_to_string(self.folder.join("analysed.txt")).ok();
        Outcome {
            succeeded: output.status.success(),
            messages: text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            analysed: analysed.map(|count| count.parse().unwrap()),
        }
    }
}

impl Outcome {
    /// The texts of the compiler's messages of a level, in this package.
    fn texts(&self, level: &str) -> Vec<&str> {
        let messages = self.messages.iter().map(|message| &message["message"]);
        let ours = messages.filter(|message| message["level"] == level && message["spans"][0].is_object());
        ours.map(|message| message["message"].as_str().unwrap()).collect()
    }

    fn generated(&self) -> String {
        let script = self.messages.iter().rfind(|message| {
            message["reason"] == "build-script-executed"
                && message["package_id"].as_str().unwrap().contains("client")
        });
        let folder =
            script.unwrap_or_else(|| panic!("no build script ran: {}", self.stderr))["out_dir"].clone();
        fs::read_to_string(Path::new(folder.as_str().unwrap()).join("twilio.rs")).unwrap()
    }

    fn assert_clean(&self) {
        assert!(self.succeeded, "{:?}\n{}", self.texts("error"), self.stderr);
        assert!(
            !self.texts("warning").iter().any(|text| text.contains("plain_http_url")),
            "{:?}",
            self.texts("warning")
        );
    }

    fn assert_one_error(&self, place: &str) {
        let errors = self.texts("error");
        assert!(!self.succeeded && errors.len() == 1, "{errors:?}\n{}", self.stderr);
        assert!(errors[0].starts_with("plain_http_url: ") && errors[0].contains(place), "{}", errors[0]);
        for line in ["\nhelp: ", "\nnote: practice P", "cargo ringfence explain plain_http_url"] {
            assert!(errors[0].contains(line), "{line} in {}", errors[0]);
        }
    }
}

#[test]
fn findings_stand_in_the_build_until_they_are_mended() {
    let client = Client::new("client");
    findings_are_errors_and_leave_the_functions(&client);
    levels_rebuild(&client);
    an_edit_that_cannot_bear_on_them_keeps_them(&client);
    permits_are_obeyed(&client);
    features_count(&client);
    a_file_that_does_not_parse_is_rustcs_to_report(&client);
    no_document_is_needed(&client);
    wrong_names_stop_the_build(&client);
    a_package_of_somebody_else_is_left_alone(&client);
}

const DOCUMENTS: &str = "documents = [\"api_v2010\"]\noperations = [\"FetchMessage\"]\n";

fn findings_are_errors_and_leave_the_functions(client: &Client) {
    let outcome = client.check(&[]);
    outcome.assert_one_error(PLACE);
    assert_eq!(outcome.analysed, Some(1));
    let generated = outcome.generated();
    assert!(generated.contains("pub fn fetch_message("), "{generated}");
    client.write("src/net.rs", &NET.replace("http:", "https:"));
    let outcome = client.check(&[]);
    outcome.assert_clean();
    assert_eq!(outcome.analysed, Some(1), "the file matters");
    client.write("src/net.rs", NET);
    client.check(&[]).assert_one_error(PLACE);
}

fn levels_rebuild(client: &Client) {
    client.settings(&format!("{DOCUMENTS}[package.metadata.ringfence.lints]\ntransport = \"warn\"\n"));
    let outcome = client.check(&[]);
    assert!(outcome.succeeded, "{:?}", outcome.texts("error"));
    let warnings = outcome.texts("warning");
    let told = warnings.iter().find(|text| text.contains(PLACE)).unwrap_or_else(|| panic!("{warnings:?}"));
    assert!(told.contains("plain_http_url`: plain_http_url: ") && told.contains("\nhelp: "), "{told}");
    client.settings(&format!("{DOCUMENTS}[package.metadata.ringfence.lints]\nplain_http_url = \"allow\"\n"));
    client.check(&[]).assert_clean();
    client.settings(DOCUMENTS);
    client.check(&[]).assert_one_error(PLACE);
}

fn an_edit_that_cannot_bear_on_them_keeps_them(client: &Client) {
    client.write("src/other.rs", "pub fn add(to: u8) -> u8 {\n    to + 2\n}\n");
    let outcome = client.check(&[]);
    outcome.assert_one_error(PLACE);
    assert_eq!(outcome.analysed, Some(0), "the kept result is used");
    client.write(
        "src/other.rs",
        "pub fn add(to: u8) -> u8 {\n    let _ = \"http://verify.twilio.com\";\n    to + 2\n}\n",
    );
    let outcome = client.check(&[]);
    assert_eq!(
        (outcome.analysed, outcome.texts("error").len()),
        (Some(1), 2),
        "{:?}",
        outcome.texts("error")
    );
    client.write("src/other.rs", "pub fn add(to: u8) -> u8 {\n    to + 1\n}\n");
    let outcome = client.check(&[]);
    outcome.assert_one_error(PLACE);
    assert_eq!(outcome.analysed, Some(1), "it mattered until now");
}

fn permits_are_obeyed(client: &Client) {
    let permit = "// ringfence: permit(plain_http_url, reason = \"a test of ours\")\n";
    client.write("src/net.rs", &format!("{permit}{NET}"));
    client.check(&[]).assert_clean();
    client.write("src/net.rs", NET);
}

fn features_count(client: &Client) {
    client.write("src/net.rs", &format!("#[cfg(feature = \"plain\")]\n{NET}#[cfg(not(feature = \"plain\"))]\npub const API: &str = \"\";\n"));
    client.check(&[]).assert_clean();
    client.check(&["--features", "plain"]).assert_one_error("--> src/net.rs:2:23");
    client.write("src/net.rs", NET);
}

fn a_file_that_does_not_parse_is_rustcs_to_report(client: &Client) {
    client.write("src/net.rs", "pub const API: &str = \"http://api.twilio.com\"\n");
    let outcome = client.check(&[]);
    assert_eq!(outcome.analysed, Some(1), "the build script came to its end: {}", outcome.stderr);
    assert!(outcome.stderr.contains("ringfence: src/net.rs was not checked: "), "{}", outcome.stderr);
    assert!(!outcome.succeeded && !outcome.texts("error").is_empty(), "rustc says why");
    client.write("src/net.rs", NET);
}

fn no_document_is_needed(client: &Client) {
    client.settings("");
    for constructor in [WITHOUT_DOCUMENTS, FROM_MANIFEST] {
        client.build_script(constructor);
        let outcome = client.check(&[]);
        outcome.assert_one_error(PLACE);
        assert!(!outcome.generated().contains("pub mod"), "findings alone");
    }
    client.write("src/net.rs", &NET.replace("http:", "https:"));
    client.check(&[]).assert_clean();
    client.write("src/net.rs", NET);
}

fn wrong_names_stop_the_build(client: &Client) {
    client.settings("lint = {}\n[package.metadata.ringfence.lints]\nplain_http_ulr = \"warn\"\n");
    for constructor in [WITHOUT_DOCUMENTS, FROM_MANIFEST] {
        client.build_script(constructor);
        let outcome = client.check(&[]);
        assert!(!outcome.succeeded);
        for words in [
            "`lint` is no setting of Ringfence; did you mean `lints`?",
            "`plain_http_ulr`; did you mean `plain_http_url`?",
        ] {
            assert!(outcome.stderr.contains(words), "{words} in {}", outcome.stderr);
        }
        assert!(outcome.stderr.contains("Cargo.toml:"), "{}", outcome.stderr);
    }
    client.settings("");
}

fn a_package_of_somebody_else_is_left_alone(client: &Client) {
    client.write(".cargo-checksum.json", "{}");
    client.settings("[package.metadata.ringfence.lints]\na_lint_of_tomorrow = \"deny\"\n");
    let outcome = client.check(&[]);
    outcome.assert_clean();
    assert_eq!(outcome.analysed, Some(0));
}
