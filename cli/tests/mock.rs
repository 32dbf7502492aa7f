//! The command as a process: it says where it is, writes what it sees, and ends.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-ringfence"));
    command.args(["ringfence", "mock"]).args(arguments).current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn start(arguments: &[&str], folder: &Path) -> (Running, BufReader<ChildStdout>, String) {
    let mut child = command(arguments, folder).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    lines.read_line(&mut first).unwrap();
    let address = first.strip_prefix("listening on http://").and_then(|rest| rest.split(',').next());
    let address = address.unwrap_or_else(|| panic!("{first}")).to_owned();
    (Running(child), lines, address)
}

/// The line that holds a text, or a panic at the end.
fn line(lines: &mut impl BufRead, part: &str) -> String {
    let found = lines.lines().map(Result::unwrap).find(|line| line.contains(part));
    found.unwrap_or_else(|| panic!("no line with {part}"))
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn it_serves_and_writes_a_line_for_each_request() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("faults.yaml"),
        "- {do: status, status: 503, on: FetchBalance, name: down}\n",
    )
    .unwrap();
    let sid = format!("AC{}", "5".repeat(32));
    let arguments =
        ["--port", "0", "--spec", "api_v2010", "--faults", "faults.yaml", "--account", &sid, "--seed", "7"];
    let (_running, mut lines, address) = start(&arguments, folder.path());
    assert_eq!(line(&mut lines, "TWILIO_ACCOUNT_SID="), format!("TWILIO_ACCOUNT_SID={sid}"));
    line(&mut lines, "TWILIO_AUTH_TOKEN=");
    let answer = get(&address, &format!("/2010-04-01/Accounts/{sid}/Balance.json"));
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    let told = line(&mut lines, "FetchBalance");
    assert!(
        told.contains("503 20503") && told.contains(&format!("GET /2010-04-01/Accounts/{sid}/Balance.json")),
        "{told}"
    );
    assert!(told.ends_with(" ms  fault down") && !told.contains('\u{1b}'), "{told}");
    line(&mut lines, "the fault `down` was asked for");
    get(&address, &format!("/2010-04-01/Accounts/{sid}.json"));
    let told = line(&mut lines, "FetchAccount");
    assert!(told.ends_with(" ms  failed credentials"), "{told}");
    assert!(get(&address, "/_ringfence/state").contains(&sid));
    // The port is taken now.
    let port = address.rsplit(':').next().unwrap();
    let second = command(&["--port", port, "--spec", "api_v2010"], folder.path()).output().unwrap();
    let told = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(2), "{told}");
    assert!(
        told.contains(&format!("error: port {port} of 127.0.0.1")) && told.contains("`--port`"),
        "{told}"
    );
}

#[test]
fn each_line_that_the_readme_shows_serves() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("faults.yaml"), "- {do: truncate}\n").unwrap();
    let readme = include_str!("../../README.md").lines();
    let shown: Vec<&str> = readme.filter_map(|line| line.strip_prefix("cargo ringfence mock")).collect();
    assert_eq!(shown.len(), 2);
    for line in shown {
        let line = line.split(" #").next().unwrap();
        let arguments: Vec<&str> = line.split_whitespace().chain(["--port", "0"]).collect();
        let (_running, _lines, address) = start(&arguments, folder.path());
        assert!(get(&address, "/_ringfence").contains("<title>Ringfence mock</title>"), "{line}");
    }
}

/// The command on a terminal of its own, which `script` gives it: of the essential packages of Debian.
#[cfg(target_os = "linux")]
struct Terminal {
    script: Running,
    keys: std::process::ChildStdin,
    out: BufReader<ChildStdout>,
    told: Vec<u8>,
}

#[cfg(target_os = "linux")]
impl Terminal {
    fn start(options: &str) -> Terminal {
        let program = env!("CARGO_BIN_EXE_cargo-ringfence");
        let size = "stty cols 120 rows 30";
        let line = format!("{size}; exec {program} ringfence mock --port 0 --spec lookups_v2 {options}");
        let mut script = Command::new("script");
        script.args(["--quiet", "--return", "--command", &line, "/dev/null"]).env("TERM", "xterm");
        let mut child = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (keys, out) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Terminal { script: Running(child), keys, out, told: Vec::new() }
    }

    /// Reads until a text was told.
    fn wait_for(&mut self, part: &str) {
        while !self.told().contains(part) {
            let read = self.out.fill_buf().unwrap().to_vec();
            assert!(!read.is_empty(), "no {part} in {}", self.told());
            self.told.extend_from_slice(&read);
            self.out.consume(read.len());
        }
    }

    fn told(&self) -> String {
        String::from_utf8_lossy(&self.told).into_owned()
    }

    /// Types a key; all that was told, and how the command ended.
    fn end(mut self, key: &[u8]) -> (String, Option<i32>) {
        self.keys.write_all(key).unwrap();
        self.out.read_to_end(&mut self.told).unwrap();
        (self.told(), self.script.0.wait().unwrap().code())
    }
}

/// Switches a terminal to its other screen.
#[cfg(target_os = "linux")]
const OTHER_SCREEN: &str = "\u{1b}[?1049h";

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_shows_the_live_table() {
    let mut terminal = Terminal::start("");
    terminal.wait_for("callbacks");
    let (told, code) = terminal.end(b"q");
    assert!(told.contains(OTHER_SCREEN) && told.contains("checked"), "{told}");
    assert_eq!(code, Some(0), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_shows_plain_lines_where_they_are_asked_for() {
    let mut terminal = Terminal::start("--plain");
    terminal.wait_for("TWILIO_AUTH_TOKEN=");
    let told = terminal.told();
    let address = told.split("listening on http://").nth(1).and_then(|rest| rest.split(',').next()).unwrap();
    // After the second line it waits for Ctrl-C.
    for path in ["/one", "/two"] {
        get(address, path);
        terminal.wait_for(&format!(" GET {path} "));
    }
    let (told, code) = terminal.end(&[3]);
    assert!(!told.contains(OTHER_SCREEN) && !told.contains("checked"), "{told}");
    assert!(told.contains(" ms  failed credentials"), "{told}");
    assert_eq!(code, Some(0), "{told}");
}
