//! A language server's session: rust-analyzer with the setting that `init` writes shows our findings in the file, with their fix.

use super::{BINARY, PLAIN, command, manifest, run_in, tree};
use ringfence_tests::corpus::pass_over;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Longest time between two messages: it may have to read a workspace first.
const PATIENCE: Duration = Duration::from_secs(120);

struct Server {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    last: u64,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    /// `$RUST_ANALYZER`, or the one that is installed; none where that does not run.
    fn start(folder: &Path) -> Option<Self> {
        let program = std::env::var_os("RUST_ANALYZER").map_or_else(|| "rust-analyzer".into(), PathBuf::from);
        let says = Command::new(&program).arg("--version").output();
        says.ok().filter(|output| output.status.success())?;
        let mut server = Command::new(&program);
        server.current_dir(folder).env("PATH", path());
        server.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = server.spawn().ok()?;
        let (input, output) = (process.stdin.take()?, process.stdout.take()?);
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Some(Self { process, input, messages, last: 0 })
    }

    fn write(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.write(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks and waits for the answer; what the server asks meanwhile is answered with nothing.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.write(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        let answer = self.wait(|message| message["id"] == id && message["method"].is_null());
        assert!(answer["error"].is_null(), "{answer}");
        answer["result"].clone()
    }

    fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("the server goes on talking");
            if is_it(&message) {
                return message;
            }
            if !message["id"].is_null() && !message["method"].is_null() {
                let id = message["id"].clone();
                self.write(&json!({ "jsonrpc": "2.0", "id": id, "result": null }));
            }
        }
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().strip_prefix("Content-Length: ") {
            Some(number) => length = number.parse().ok()?,
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    let mut bytes = vec![0; length];
    output.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// A `PATH` on which cargo finds our command.
fn path() -> String {
    format!("{}:{}", BINARY.parent().unwrap().display(), std::env::var("PATH").unwrap())
}

/// The setting that `init` writes.
fn setting() -> Value {
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", "")]);
    let line = ["init", "--operations", "CreateMessage", "--no-ci", "--no-clippy", "--yes"];
    let outcome = run_in(folder.path(), &line);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let text = std::fs::read_to_string(folder.path().join(".vscode/settings.json")).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()["rust-analyzer.check.overrideCommand"].clone()
}

const BROKEN: &str = "pub fn number() -> u8 { \"text\" }\n";

#[test]
fn the_language_server_shows_findings_and_errors_of_types_and_offers_the_fix() {
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", &format!("{PLAIN}{BROKEN}"))]);
    let root = folder.path().canonicalize().unwrap();
    let Some(mut server) = Server::start(&root) else {
        pass_over(
            "no `rust-analyzer` (`rustup component add rust-analyzer`): the setting for editors is not tested in one",
        );
        return;
    };
    let uri = format!("file://{}", root.join("src/lib.rs").display());
    server.ask("initialize", json!({
        "processId": std::process::id(),
        "rootUri": format!("file://{}", root.display()),
        "workspaceFolders": [{ "uri": format!("file://{}", root.display()), "name": "p" }],
        "capabilities": { "textDocument": {
            "publishDiagnostics": { "relatedInformation": true, "codeDescriptionSupport": true },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
        } },
        "initializationOptions": {
            "checkOnSave": true,
            "check": { "overrideCommand": setting() },
            "cargo": { "buildScripts": { "enable": false }, "sysroot": null },
            "procMacro": { "enable": false },
        },
    }));
    server.notify("initialized", json!({}));
    let text = format!("{PLAIN}{BROKEN}");
    let document = json!({ "uri": uri, "languageId": "rust", "version": 1, "text": text });
    server.notify("textDocument/didOpen", json!({ "textDocument": document }));
    server.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    let has = |message: &Value, code: &str| {
        let diagnostics = message["params"]["diagnostics"].as_array().cloned().unwrap_or_default();
        diagnostics.into_iter().find(|diagnostic| diagnostic["code"] == code)
    };
    let both = |message: &Value| {
        message["method"] == "textDocument/publishDiagnostics"
            && message["params"]["uri"] == uri.as_str()
            && has(message, "plain_http_url").is_some()
            && has(message, "E0308").is_some()
    };
    let published = server.wait(both);
    let found = has(&published, "plain_http_url").unwrap();
    assert_eq!(found["severity"], 1, "an error: {found}");
    assert_eq!(found["range"]["start"], json!({ "line": 0, "character": PLAIN.find('"').unwrap() }));
    let actions = server.ask(
        "textDocument/codeAction",
        json!({
            "textDocument": { "uri": uri },
            "range": found["range"],
            "context": { "diagnostics": [found], "only": ["quickfix"] },
        }),
    );
    let changes: Vec<&Value> = actions
        .as_array()
        .unwrap()
        .iter()
        .filter(|action| action["title"].as_str().is_some_and(|title| title.starts_with("speak TLS")))
        .map(|action| &action["edit"])
        .collect();
    assert_eq!(changes.len(), 1, "{actions}");
    assert_eq!(changes[0]["changes"][&uri][0]["newText"], "https", "{}", changes[0]);
}

#[test]
fn cargo_speaks_behind_us_in_one_stream() {
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", BROKEN)]);
    let words: Vec<String> =
        setting().as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect();
    assert_eq!(words[..2], ["cargo", "ringfence"]);
    let output = command(folder.path()).args(&words[2..]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = cargo_metadata::Message::parse_stream(output.stdout.as_slice()).map(Result::unwrap);
    let mut ends = Vec::new();
    let mut codes = Vec::new();
    for message in lines {
        match message {
            cargo_metadata::Message::CompilerMessage(message) => {
                codes.extend(message.message.code.map(|code| code.code));
            }
            cargo_metadata::Message::BuildFinished(finished) => ends.push(finished.success),
            cargo_metadata::Message::TextLine(line) => panic!("{line}"),
            _ => {}
        }
    }
    assert!(codes.contains(&"E0308".to_owned()), "{codes:?}");
    assert_eq!(ends, [false], "one end for both");
    let alone = run_in(folder.path(), &["check", "--format", "json"]);
    assert_eq!(alone.code, 0, "code that does not compile is no finding of ours");
}
