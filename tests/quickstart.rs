//! What breaks a practice in the quickstart breaks its build: one error each, on the right span, with a help line.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::canonicalize(tests.join("..")).expect("the workspace is above the tests")
}

/// A copy of the quickstart as a workspace of its own, so that an edit touches nobody else.
struct Copy {
    folder: PathBuf,
}

impl Copy {
    fn new(name: &str) -> Self {
        let source = root().join("examples/quickstart");
        let folder = root().join("target/tests/quickstart").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("src")).expect("a folder for the copy");
        for file in ["build.rs", "src/lib.rs", "src/listener.rs", "src/main.rs"] {
            fs::copy(source.join(file), folder.join(file)).expect("the quickstart has the file");
        }
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("there is a lock file");
        fs::write(folder.join("Cargo.toml"), manifest(&source)).expect("a manifest for the copy");
        Self { folder }
    }

    /// Replaces `old`, which must stand in the file exactly once.
    fn edit(&self, file: &str, old: &str, new: &str) {
        let path = self.folder.join(file);
        let text = fs::read_to_string(&path).expect("the file is there");
        assert_eq!(text.matches(old).count(), 1, "`{old}` stands once in {file}");
        fs::write(&path, text.replace(old, new)).expect("the file can be written");
    }

    /// Line and column, from 1, of a text that stands in the file exactly once.
    fn place_of(&self, file: &str, wanted: &str) -> (u64, u64) {
        let text = fs::read_to_string(self.folder.join(file)).expect("the file is there");
        assert_eq!(text.matches(wanted).count(), 1, "`{wanted}` stands once in {file}");
        let before = text.split(wanted).next().unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line as u64, column as u64)
    }

    fn build(&self) -> Outcome {
        let output = Command::new(env!("CARGO"))
            .current_dir(&self.folder)
            .args(["build", "--offline", "--message-format=json"])
            .env("CARGO_TARGET_DIR", root().join("target/tests/quickstart/target"))
            .env("CARGO_INCREMENTAL", "0")
            .output()
            .expect("cargo runs");
        let lines = String::from_utf8_lossy(&output.stdout).into_owned();
        let messages = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let errors = messages
            .filter(|message| message["reason"] == "compiler-message")
            .map(|message| message["message"].clone())
            .filter(|message| message["level"] == "error")
            .filter(|message| message["spans"].as_array().is_some_and(|spans| !spans.is_empty()));
        Outcome {
            succeeded: output.status.success(),
            errors: errors.collect(),
            text: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

struct Outcome {
    succeeded: bool,
    errors: Vec<Value>,
    text: String,
}

/// The quickstart's manifest with its inherited values and paths written out, and reqwest beside them.
fn manifest(source: &Path) -> String {
    let original: toml::Table =
        fs::read_to_string(source.join("Cargo.toml")).expect("a manifest").parse().expect("TOML");
    let workspace: toml::Table =
        fs::read_to_string(root().join("Cargo.toml")).expect("a manifest").parse().expect("TOML");
    let mut copy = original.clone();
    let package = copy["package"].as_table_mut().expect("a package");
    for key in ["version", "edition", "rust-version", "license"] {
        package.insert(key.to_owned(), workspace["workspace"]["package"][key].clone());
    }
    let mut wanted = original["dependencies"].as_table().expect("dependencies").clone();
    wanted.insert("reqwest".to_owned(), toml::Table::from_iter([("workspace".to_owned(), true.into())]).into());
    copy.insert("dependencies".to_owned(), written_out(&wanted, &workspace).into());
    let build = original["build-dependencies"].as_table().expect("build-dependencies");
    copy.insert("build-dependencies".to_owned(), written_out(build, &workspace).into());
    copy.remove("dev-dependencies");
    copy.insert("workspace".to_owned(), toml::Table::new().into());
    copy.insert("profile".to_owned(), workspace["profile"].clone());
    toml::to_string(&copy).expect("a manifest can be written")
}

fn written_out(dependencies: &toml::Table, workspace: &toml::Table) -> toml::Table {
    let mut table = toml::Table::new();
    for (name, inherited) in dependencies {
        let mut stated = match &workspace["workspace"]["dependencies"][name] {
            toml::Value::Table(stated) => stated.clone(),
            version => toml::Table::from_iter([("version".to_owned(), version.clone())]),
        };
        if let Some(path) = stated.get("path").and_then(toml::Value::as_str) {
            let path = root().join(path).display().to_string();
            stated.insert("path".to_owned(), path.into());
        }
        if let Some(more) = inherited.get("features").and_then(toml::Value::as_array) {
            let mut features =
                stated.get("features").and_then(toml::Value::as_array).cloned().unwrap_or_default();
            features.extend(more.iter().cloned());
            stated.insert("features".to_owned(), features.into());
        }
        table.insert(name.clone(), stated.into());
    }
    table
}

/// The one error: its lint, the place, and a help line.
fn assert_one_error(outcome: &Outcome, lint: &str, file: &str, place: (u64, u64)) {
    assert!(!outcome.succeeded, "the build went through");
    let shown: Vec<String> = outcome.errors.iter().map(|error| error["message"].to_string()).collect();
    assert_eq!(outcome.errors.len(), 1, "one error, not {shown:#?}\n{}", outcome.text);
    let error = &outcome.errors[0];
    let message = error["message"].as_str().unwrap_or_default();
    assert!(message.starts_with(&format!("{lint}: ")), "{message}");
    assert!(message.contains("help: "), "no help line in {message}");
    let spans = error["spans"].as_array().expect("spans");
    let primary = spans.iter().find(|span| span["is_primary"] == true).expect("a primary span");
    assert!(primary["file_name"].as_str().is_some_and(|name| name.ends_with(file)), "{primary}");
    assert_eq!((primary["line_start"].as_u64(), primary["column_start"].as_u64()), (Some(place.0), Some(place.1)));
}

const GENERATED_CALL: &str = "    create_message(CUSTOMER, MessageSender::from_number(SENDER), MessageContent::body(\"Your table is ready\"))
        .status_callback(callback)";

/// One test, one target folder: the dependencies are built once, and the edits follow one another.
#[test]
fn what_breaks_a_practice_breaks_the_build() {
    let untouched = Copy::new("untouched");
    let outcome = untouched.build();
    assert!(outcome.succeeded, "the copy itself does not build:\n{}", outcome.text);
    bare_post();
    plain_http_constant();
    auth_token_as_password();
}

fn bare_post() {
    let copy = Copy::new("bare-post");
    let post = "    let url = \"https://api.twilio.com/2010-04-01/Accounts/account/Messages.json\";
    let bare = reqwest::Client::new().post(url).body(\"Body=Hi\").send().await;
    println!(\"{:?} {}\", bare.map(|answer| answer.status()), callback.as_str());
    fetch_message(\"MM\".parse::<ringfence::MessageSid>().unwrap_or_else(|problem| panic!(\"{problem}\")))";
    copy.edit("src/lib.rs", GENERATED_CALL, post);
    copy.edit("src/lib.rs", "MessageContent, MessageSender, create_message, ", "");
    let place = copy.place_of("src/lib.rs", "send().await;");
    assert_one_error(&copy.build(), "unretried_call", "src/lib.rs", place);
}

fn plain_http_constant() {
    let copy = Copy::new("plain-http");
    copy.edit("src/lib.rs", "const SENDER", "const API: &str = \"http://api.twilio.com\";\nconst SENDER");
    copy.edit("src/lib.rs", GENERATED_CALL, &format!("    println!(\"sending through {{}}\", API);\n{GENERATED_CALL}"));
    let place = copy.place_of("src/lib.rs", "API);");
    assert_one_error(&copy.build(), "plain_http_url", "src/lib.rs", place);
}

fn auth_token_as_password() {
    let copy = Copy::new("auth-token");
    let signing = "#[ringfence::enforce]
pub fn authenticate(request: reqwest::RequestBuilder, account: &str) -> reqwest::RequestBuilder {
    let token = std::env::var(\"TWILIO_AUTH_TOKEN\").ok();
    request.basic_auth(account, token)
}

fn sid(";
    copy.edit("src/lib.rs", "fn sid(", signing);
    let place = copy.place_of("src/lib.rs", "token)\n");
    assert_one_error(&copy.build(), "auth_token_outside_validation", "src/lib.rs", place);
}
