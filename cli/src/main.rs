//! `cargo ringfence`: the command alone; everything it does is in the library beside it.

use cargo_ringfence::{Console, run};
use std::io::{IsTerminal, stderr, stdout};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let is_plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    // The bar of a long run writes to the same place, from another thread.
    let (mut out, mut err) = (stdout().lock(), stderr());
    let folder = match std::env::current_dir() {
        Ok(folder) => folder,
        Err(problem) => {
            eprintln!(
                "error: the current folder cannot be found: {problem}\n  help: change to one that is there"
            );
            return ExitCode::from(2);
        }
    };
    let mut console = Console::new(&mut out, &mut err, folder);
    console.colour = stdout().is_terminal() && !is_plain;
    console.colour_err = stderr().is_terminal() && !is_plain;
    console.hyperlinks = supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
    console.progress = stderr().is_terminal();
    run(std::env::args_os(), &mut console).into()
}
