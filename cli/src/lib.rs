//! The cargo subcommand of Ringfence: `check`, `init`, `generate`, `specs`, `mock`, `explain`, `lints`, `clippy-config`,
//! `completions` and `man`.
//!
//! ```
//! use cargo_ringfence::{Console, Exit, run};
//!
//! let (mut out, mut err) = (Vec::new(), Vec::new());
//! let mut console = Console::new(&mut out, &mut err, ".".into());
//! assert_eq!(run(["cargo-ringfence", "ringfence", "lints"].map(Into::into), &mut console), Exit::Clean);
//! ```
#![deny(missing_docs)]

mod argument;
mod check;
mod clippy;
mod console;
mod difference;
mod disk;
mod explain;
mod failure;
mod finding;
mod fingerprint;
mod generate;
mod git;
mod github;
mod init;
mod json;
mod level;
mod location;
mod manual;
mod mask;
mod mock;
mod render;
mod sarif;
mod selection;
mod short;
mod specs;
mod stale;
mod suggestion;

pub use console::{Console, Exit};

use argument::{Colour, Command, colour, parse};
use failure::Failure;
use std::ffi::OsString;

/// Runs the command line, the program's name first, with or without the `ringfence` that cargo puts behind it.
pub fn run(arguments: impl IntoIterator<Item = OsString>, console: &mut Console<'_>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    match colour(&arguments) {
        Colour::Auto => {}
        when => {
            console.colour = when == Colour::Always;
            console.colour_err = console.colour;
        }
    }
    let command = match parse(arguments) {
        Ok(command) => command,
        Err(error) => {
            let exit = console.usage(&error);
            return console.finish(exit);
        }
    };
    let outcome = match command {
        Command::Check(arguments) => check::check(&arguments, console),
        Command::Init(arguments) => init::init(&arguments, console),
        Command::Generate(arguments) => generate::generate(&arguments, console),
        Command::Specs(command) => specs::specs(&command, console),
        Command::Explain { lint } => explain::explain(&lint, console),
        Command::ClippyConfig => clippy::clippy_config(console),
        Command::Mock(arguments) => mock::mock(&arguments, console),
        Command::Lints { format } => explain::list(format, console),
        Command::Completions { shell } => manual::completions(shell, console),
        Command::Man { out } => manual::pages(&out, console),
    };
    let exit = outcome.unwrap_or_else(|failure: Failure| failure.report(console));
    console.finish(exit)
}
