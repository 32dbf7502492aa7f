//! `cargo ringfence`: the command alone; everything it does is in the library beside it.

use cargo_ringfence::{Console, run};
use std::io::{IsTerminal, stderr, stdout};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let is_plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let mut console = Console {
        out: &mut stdout().lock(),
        err: &mut stderr().lock(),
        colour: stdout().is_terminal() && !is_plain,
        folder: std::env::current_dir().unwrap_or_default(),
    };
    run(std::env::args_os(), &mut console).into()
}
