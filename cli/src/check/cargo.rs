//! `--then-cargo`: cargo's own findings behind ours, as one stream: editors run one command.

use crate::check::{CargoCommand, CheckArguments};
use crate::console::Console;
use crate::failure::Failure;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Runs cargo and passes on what it says, apart from how it ended: that is what this gives.
pub(crate) fn follow(
    command: CargoCommand,
    arguments: &CheckArguments,
    console: &mut Console<'_>,
) -> Result<bool, Failure> {
    let failed =
        |problem: std::io::Error| Failure::message(format!("--then-cargo: cargo cannot be run: {problem}"));
    let mut child = line(command, arguments).current_dir(&console.folder).spawn().map_err(failed)?;
    let mut is_finished = false;
    for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
        let line = line.map_err(failed)?;
        match line.starts_with("{\"reason\":\"build-finished\"") {
            true => is_finished = true,
            false => console.say(&line),
        }
    }
    let status = child.wait().map_err(failed)?;
    // Cargo that cannot begin, for want of a dependency or a lock, ends without it.
    match is_finished || status.success() {
        true => Ok(status.success()),
        false => Err(Failure::message(
            "--then-cargo: cargo could not begin to build; what it said is above\n  help: run it by itself until it does",
        )),
    }
}

fn line(command: CargoCommand, arguments: &CheckArguments) -> Command {
    // Cargo says to its subcommands which cargo it is.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut line = Command::new(cargo);
    line.arg(match command {
        CargoCommand::Check => "check",
        CargoCommand::Clippy => "clippy",
    });
    line.args(["--message-format=json", "--all-targets", "--keep-going"]);
    if let Some(path) = &arguments.manifest_path {
        let is_folder = path.is_dir();
        line.arg("--manifest-path").arg(if is_folder { path.join("Cargo.toml") } else { path.clone() });
    }
    if arguments.workspace {
        line.arg("--workspace");
    }
    for (option, names) in [("--package", &arguments.packages), ("--exclude", &arguments.exclude)] {
        names.iter().for_each(|name| {
            line.arg(option).arg(name);
        });
    }
    for list in &arguments.features {
        line.arg("--features").arg(list);
    }
    if arguments.all_features {
        line.arg("--all-features");
    }
    line.stdin(Stdio::null()).stdout(Stdio::piped());
    line
}
