//! The cargo subcommand of Ringfence: `check`, `generate`, `specs`, `mock`, `explain`, `lints` and `clippy-config`.
//!
//! ```
//! use cargo_ringfence::{Console, Exit, run};
//!
//! let (mut out, mut err) = (Vec::new(), Vec::new());
//! let mut console = Console { out: &mut out, err: &mut err, colour: false, folder: ".".into() };
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
mod generate;
mod json;
mod level;
mod mask;
mod mock;
mod render;
mod selection;
mod specs;
mod stale;
mod suggestion;

pub use console::{Console, Exit};

use argument::{Command, parse};
use failure::Failure;
use std::ffi::OsString;

/// Runs the command line, the program's name first, with or without the `ringfence` that cargo puts behind it.
pub fn run(arguments: impl IntoIterator<Item = OsString>, console: &mut Console<'_>) -> Exit {
    let command = match parse(arguments.into_iter().collect()) {
        Ok(command) => command,
        Err(error) => return console.usage(&error),
    };
    let outcome = match command {
        Command::Check(arguments) => check::check(&arguments, console),
        Command::Generate(arguments) => generate::generate(&arguments, console),
        Command::Specs(command) => specs::specs(&command, console),
        Command::Explain { lint } => explain::explain(&lint, console),
        Command::ClippyConfig => clippy::clippy_config(console),
        Command::Mock(arguments) => mock::mock(&arguments, console),
        Command::Lints => explain::list(console),
    };
    outcome.unwrap_or_else(|failure: Failure| failure.report(console))
}
