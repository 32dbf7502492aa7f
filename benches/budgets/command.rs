//! What the command costs as people start it: the whole program, on a workspace on disk.

use crate::tree::{copy, fetched, shown};
use ringfence_benches::{Row, cost_of_command, peak_of_command, row, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The command, optimised.
fn built() -> Result<PathBuf, String> {
    let mut build = Command::new(env!("CARGO"));
    build
        .args(["build", "--release", "-p", "cargo-ringfence", "--message-format=json"])
        .current_dir(workspace());
    let output = build.output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let executable = text.split("\"executable\":\"").nth(1).and_then(|rest| rest.split('"').next());
    executable.map(PathBuf::from).ok_or_else(|| String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Half a million lines of other people's code as one workspace, with the text prefilter and without it.
pub fn command() -> Result<Vec<Row>, String> {
    let program = built()?;
    let call =
        "\npub fn notify() {\n    let _ = reqwest::blocking::get(\"http://api.twilio.com/2010-04-01\");\n}\n";
    let mut rows = Vec::new();
    for (name, mark, what) in
        [("command", "", "as it is"), ("command-marked", call, "every crate calls Twilio")]
    {
        let all = fetched()?;
        let (tree, lines) = half_a_million(name, mark, &all)?;
        let check = || {
            let mut check = Command::new(&program);
            check.args(["check", "--workspace", "--format", "short"]).current_dir(&tree);
            // A finding at deny would be an exit code that a benchmark takes for a failure.
            for lint in ringfence_lint::LINTS {
                check.args(["-W", lint.name]);
            }
            check
        };
        let cost = cost_of_command(3, || {}, check)?;
        let peak = peak_of_command(&check())? >> 20;
        let figure = format!("{}, {peak} MiB", shown(cost));
        rows.push(row(
            format!("`check` on a workspace of {lines} lines, {what}"),
            figure,
            "2 s wall, 500 MB",
        ));
    }
    Ok(rows)
}

/// Lines of source below a folder.
fn lines_below(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let lines = entries.map(|path| match path.extension() {
        _ if path.is_dir() => lines_below(&path),
        Some(extension) if extension == "rs" => {
            std::fs::read_to_string(&path).map_or(0, |text| text.lines().count())
        }
        _ => 0,
    });
    lines.sum()
}

/// The tree, from as many packages as it takes; some of their files belong to no crate.
fn half_a_million(name: &str, mark: &str, all: &[PathBuf]) -> Result<(PathBuf, usize), String> {
    let mut lines = 0;
    let enough = all.iter().position(|folder| {
        lines += lines_below(folder);
        lines > 520_000
    });
    let folders =
        all.get(..=enough.unwrap_or(all.len().saturating_sub(1))).ok_or("no packages are fetched")?;
    let (tree, _, lines) = copy(name, mark, folders)?;
    for folder in folders {
        let copied = tree.join(folder.file_name().unwrap_or_default()).join("Cargo.toml");
        std::fs::copy(folder.join("Cargo.toml"), copied).map_err(|error| error.to_string())?;
    }
    let root = "[workspace]\nmembers = [\"*\"]\nresolver = \"3\"\n";
    std::fs::write(tree.join("Cargo.toml"), root).map_err(|error| error.to_string())?;
    Ok((tree, lines))
}
