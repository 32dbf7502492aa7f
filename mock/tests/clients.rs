//! Clients that nobody here wrote: Twilio's own libraries, from their registries, against the mock.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use hyper::StatusCode;
use ringfence_mock::Mock;
use serde_json::json;
use support::corpus;
use support::receiver::{Received, decoded, receiver};

const PYTHON: &str = "twilio==9.13.0";
const NODE: &str = "twilio@6.2.0";

/// A folder that is kept between runs.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("clients").join(name)
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients")
}

/// Whether a program is there; where it is not, that is said, and fails under `RINGFENCE_NO_SKIP`.
fn is_there(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        assert!(std::env::var_os("RINGFENCE_NO_SKIP").is_none(), "`{program}` is not installed");
        println!("SKIPPED: Twilio's own libraries against the mock, `{program}` is not installed");
    }
    found
}

fn succeeded(output: &Output, what: &str) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{what} failed:\n{out}\n{err}");
    out.into_owned()
}

/// Installs a pinned version, once for all runs.
fn install(name: &str, version: &str, command: impl FnOnce(&Path) -> Command) -> PathBuf {
    let folder = folder(name);
    let mark = folder.join("installed");
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == version) {
        return folder;
    }
    std::fs::create_dir_all(&folder).unwrap();
    succeeded(&command(&folder).output().unwrap(), version);
    std::fs::write(mark, version).unwrap();
    folder
}

fn python() -> Option<PathBuf> {
    let there = is_there("python3") && is_there("pip3");
    there.then(|| {
        install("python", PYTHON, |folder| {
            let mut pip = Command::new("pip3");
            pip.args(["install", "--quiet", "--upgrade", "--target"]).arg(folder).arg(PYTHON);
            pip
        })
    })
}

fn node() -> Option<PathBuf> {
    let there = is_there("node") && is_there("npm");
    there.then(|| {
        let folder = install("node", NODE, |folder| {
            let mut npm = Command::new("npm");
            npm.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"]).arg(folder).arg(NODE);
            npm
        });
        folder.join("node_modules/twilio")
    })
}

/// Runs a script with its library away from the runtime, which serves the mock meanwhile.
async fn run(mut command: Command, input: String) -> Output {
    let run = move || {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

/// What serves organizations, which no bundled document does.
const ORGANIZATIONS: &str = "specs/json/twilio_iam_organizations.json";

/// A mock of everything bundled and, where the corpus is there, of organizations, and a receiver for its callbacks.
async fn mock() -> (Mock, String, Received) {
    let names = ringfence_specs::DOCUMENTS.iter().map(|document| document.name);
    let mut builder = names.fold(Mock::builder(), |builder, name| builder.document_bundled(name));
    if let Some(corpus) = corpus() {
        builder = builder.document_file(corpus.join(ORGANIZATIONS));
    }
    let mock = builder.start().await.unwrap();
    let (port, received) = receiver(StatusCode::NO_CONTENT).await;
    (mock, format!("http://127.0.0.1:{port}/hook?tenant=7&name=%C3%A9"), received)
}

/// What the receiver got, as lines for the libraries' validators; a body of JSON is among it.
async fn webhooks(mock: &Mock, url: &str, received: &Received) -> String {
    mock.send_json(url, &json!({"EventType": "onMessageAdded", "Body": "é & =", "Index": 7}));
    mock.callbacks_settled().await;
    let origin = url.split("/hook").next().unwrap();
    let one = |(_, path, headers, body): &(hyper::Method, String, hyper::HeaderMap, String)| {
        let signature = headers["x-twilio-signature"].to_str().unwrap();
        let mut told =
            json!({"token": mock.auth_token(), "url": format!("{origin}{path}"), "signature": signature});
        if headers["content-type"] == "application/json" {
            assert!(path.contains("bodySHA256="), "{path}");
            told["body"] = json!(body);
        } else {
            assert!(url.ends_with(path.as_str()), "{path}");
            told["form"] = json!(decoded(body));
        }
        told.to_string()
    };
    received.lock().unwrap().iter().map(one).collect::<Vec<_>>().join("\n")
}

/// What a script is told.
fn of(mock: &Mock, receiver: &str) -> Vec<String> {
    let organization = if corpus().is_some() { format!("OR{}", "0".repeat(32)) } else { String::new() };
    let keys = [mock.account_sid(), mock.api_key_sid(), mock.api_key_secret()];
    let app = [mock.client_id(), mock.client_secret(), &organization];
    [mock.base_url().as_str()]
        .into_iter()
        .chain(keys)
        .chain([receiver])
        .chain(app)
        .map(str::to_owned)
        .collect()
}

const STEPS: [&str; 7] =
    ["messages", "calls", "verifications", "conversations", "documents", "rooms", "tokens"];

fn all_done(output: &Output) {
    let out = succeeded(output, "the client");
    assert_eq!(out.lines().collect::<Vec<_>>(), STEPS.map(|step| format!("done {step}")));
}

fn all_valid(output: &Output, count: usize) {
    let out = succeeded(output, "the validator");
    assert!(count >= 3, "a message and a call report: {count}");
    let (bodies, forms): (Vec<_>, Vec<_>) = out.lines().partition(|line| *line == "valid body");
    assert_eq!((bodies.len(), forms), (1, vec!["valid"; count - 1]));
}

/// Lists of which the client asked for a page by what the page before it told.
fn all_paged(mock: &Mock) {
    let requests = mock.requests();
    for (host, list) in [
        ("api.twilio.com", "ListMessage"),
        ("api.twilio.com", "ListCall"),
        ("verify.twilio.com", "ListService"),
        ("conversations.twilio.com", "ListConversation"),
        ("sync.twilio.com", "ListDocument"),
        ("video.twilio.com", "ListRoom"),
    ] {
        let further = requests.iter().filter(|request| {
            let of = request.path.starts_with(&format!("/{host}/"));
            of && request.operation.as_deref() == Some(list) && request.query_value("PageToken").is_some()
        });
        assert!(further.count() >= 2, "{host} {list}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twilio_python_works_against_the_mock() {
    let Some(library) = python() else { return };
    let (mock, url, received) = mock().await;
    let script = |name: &str| {
        let mut command = Command::new("python3");
        command.arg(scripts().join(name)).env("PYTHONPATH", &library).env("PYTHONDONTWRITEBYTECODE", "1");
        command
    };
    let mut client = script("client.py");
    client.args(of(&mock, &url));
    all_done(&run(client, String::new()).await);
    all_paged(&mock);
    let webhooks = webhooks(&mock, &url, &received).await;
    all_valid(&run(script("validate.py"), webhooks.clone()).await, webhooks.lines().count());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twilio_node_works_against_the_mock() {
    let Some(library) = node() else { return };
    let (mock, url, received) = mock().await;
    let script = |name: &str| {
        let mut command = Command::new("node");
        command.arg(scripts().join(name)).arg(&library);
        command
    };
    let mut client = script("client.js");
    client.args(of(&mock, &url));
    all_done(&run(client, String::new()).await);
    all_paged(&mock);
    let webhooks = webhooks(&mock, &url, &received).await;
    all_valid(&run(script("validate.js"), webhooks.clone()).await, webhooks.lines().count());
}
