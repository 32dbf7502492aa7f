//! What the benchmarks share: CPU time of this process and of the ones it starts, and a table to print it in.

pub mod growing;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// What a piece of work cost.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// User and system time, of all threads or child processes.
    pub cpu: Duration,
    /// What a clock on the wall says.
    pub wall: Duration,
}

fn cpu(who: UsageWho) -> Duration {
    let Ok(usage) = getrusage(who) else { return Duration::ZERO };
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Duration::from_micros(micros.unsigned_abs())
}

fn measure<T>(who: UsageWho, work: impl FnOnce() -> T) -> (Cost, T) {
    let (cpu_before, started) = (cpu(who), Instant::now());
    let result = work();
    (Cost { cpu: cpu(who).saturating_sub(cpu_before), wall: started.elapsed() }, result)
}

/// The cost of work in this process.
pub fn cost_of<T>(work: impl FnOnce() -> T) -> (Cost, T) {
    measure(UsageWho::RUSAGE_SELF, work)
}

/// The cheapest of three runs of a command, each after `prepare`; an error holds what the command printed.
pub fn cost_of_command(
    runs: usize,
    mut prepare: impl FnMut(),
    mut command: impl FnMut() -> Command,
) -> Result<Cost, String> {
    let mut best: Option<Cost> = None;
    for _ in 0..runs {
        prepare();
        let (cost, output) = measure(UsageWho::RUSAGE_CHILDREN, || command().output());
        let output = output.map_err(|error| error.to_string())?;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(text.lines().rev().take(12).collect::<Vec<_>>().join(" / "));
        }
        best = Some(best.map_or(cost, |best| if cost.cpu < best.cpu { cost } else { best }));
    }
    best.ok_or_else(|| "no run".to_owned())
}

/// What a benchmark is called with to run a command and print the peak of its memory.
const PEAK_OF: &str = "--peak-of";

/// The most memory that one process of a command held, in bytes. A kernel counts this for all children of a process
/// together, so another process of ours runs the command, which has no others.
pub fn peak_of_command(command: &Command) -> Result<u64, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut relay = Command::new(own);
    relay.arg(PEAK_OF).arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        relay.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => relay.env(name, value),
            None => relay.env_remove(name),
        };
    }
    let output = relay.output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let kib: Option<u64> = text.lines().last().and_then(|line| line.parse().ok());
    kib.map(|kib| kib * 1024).ok_or_else(|| String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The other side of [`peak_of_command`].
fn print_peak_of(command: &[String]) {
    let [program, arguments @ ..] = command else { return };
    let is_done = Command::new(program).args(arguments).status().is_ok_and(|status| status.success());
    if let (true, Ok(usage)) = (is_done, getrusage(UsageWho::RUSAGE_CHILDREN)) {
        println!("{}", usage.max_rss());
    }
}

/// The root of the workspace.
pub fn workspace() -> PathBuf {
    // Cargo hands build scripts paths without detours, and so do we.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("/")).to_owned()
}

/// Twilio's own document of a name and an ending (`yaml`, `json`), where the corpus lies beside the workspace.
pub fn corpus_document(name: &str, ending: &str) -> Option<PathBuf> {
    let corpus =
        std::env::var_os("RINGFENCE_CORPUS").map_or_else(|| workspace().join("../shared"), PathBuf::from);
    let path = corpus.join("specs").join(ending).join(format!("twilio_{name}.{ending}"));
    path.is_file().then_some(path)
}

/// A package in the target folder that a benchmark builds.
pub struct Scratch {
    /// Its folder.
    pub root: PathBuf,
}

impl Scratch {
    /// Writes a package with a manifest and sources; a name used before is replaced.
    pub fn new(name: &str, manifest_tail: &str, files: &[(&str, String)]) -> std::io::Result<Self> {
        let root = workspace().join("target/benches").join(name);
        std::fs::create_dir_all(root.join("src"))?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n{manifest_tail}"
        );
        std::fs::write(root.join("Cargo.toml"), manifest)?;
        for (path, text) in files {
            std::fs::write(root.join(path), text)?;
        }
        Ok(Self { root })
    }
    /// `cargo <arguments>` in the package, in the default profile and without incremental compilation.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&self.root).args(arguments);
        command.env("CARGO_INCREMENTAL", "0").env("CARGO_TARGET_DIR", self.root.join("target"));
        // Cargo's own settings for this process are not the benchmark's.
        for (name, _) in std::env::vars() {
            if name.starts_with("CARGO_PKG") || name.starts_with("CARGO_MANIFEST") {
                command.env_remove(name);
            }
        }
        command
    }
    /// Removes what was built.
    pub fn clean(&self) {
        let _ = std::fs::remove_dir_all(self.root.join("target"));
    }
    /// Gives a source file a new time, so that it is built again.
    pub fn touch(&self, file: &str) {
        if let Ok(text) = std::fs::read(self.root.join(file)) {
            let _ = std::fs::write(self.root.join(file), text);
        }
    }
}

/// A line of the table: what was measured, the figure, and the budget or the peer.
pub struct Row {
    /// What was measured.
    pub what: String,
    /// The figure with its unit.
    pub figure: String,
    /// What it is held against.
    pub against: String,
}

/// Makes a row.
pub fn row(what: impl Into<String>, figure: impl Into<String>, against: impl Into<String>) -> Row {
    Row { what: what.into(), figure: figure.into(), against: against.into() }
}

/// Seconds with the digits that mean something.
pub fn seconds(duration: Duration) -> String {
    match duration.as_secs_f64() {
        long if long >= 10.0 => format!("{long:.1} s"),
        short if short >= 0.1 => format!("{short:.2} s"),
        tiny => format!("{:.1} ms", tiny * 1000.0),
    }
}

/// Memory in the unit of the budgets.
pub fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}

/// What measures something: rows of the table, or why it could not be measured.
pub type Bench = fn() -> Result<Vec<Row>, String>;

/// Runs the benchmarks whose names hold one of the words of the command line, or all, and prints the table.
pub fn run(benches: &[(&str, Bench)]) {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some((PEAK_OF, command)) = words.split_first().map(|(word, rest)| (word.as_str(), rest)) {
        return print_peak_of(command);
    }
    // `cargo bench` adds `--bench`; words without dashes choose what runs.
    let chosen: Vec<String> = words.into_iter().filter(|word| !word.starts_with('-')).collect();
    let is_chosen = |name: &str| chosen.is_empty() || chosen.iter().any(|word| name.contains(word.as_str()));
    let benches: Vec<_> = benches.iter().filter(|(name, _)| is_chosen(name)).collect();
    if benches.is_empty() {
        return;
    }
    println!("| what | figure | budget or peer |\n|---|---|---|");
    for (name, bench) in benches {
        match bench() {
            Ok(rows) => {
                for row in rows {
                    println!("| {} | {} | {} |", row.what, row.figure, row.against);
                }
            }
            Err(problem) => println!("| {name} | not measured | {problem} |"),
        }
    }
}
