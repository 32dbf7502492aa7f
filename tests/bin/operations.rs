//! Writes the lints' table of operations from Twilio's documents: `cargo run -p ringfence-tests --bin operations`.
//!
//! With `--check` nothing is written, and a table that is not up to date is a failure.

use ringfence_tests::corpus::corpus;
use ringfence_tests::operations::{TABLE, table};
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(corpus) = corpus() else {
        eprintln!("Twilio's documents are not beside the workspace; name their folder in RINGFENCE_CORPUS");
        return ExitCode::FAILURE;
    };
    let made = table(&corpus);
    let is_current = std::fs::read_to_string(TABLE).is_ok_and(|known| known == made);
    if is_current {
        println!("{TABLE} is up to date");
        return ExitCode::SUCCESS;
    }
    if std::env::args().any(|argument| argument == "--check") {
        eprintln!(
            "{TABLE} is not what Twilio's documents give; run this without --check and read the difference"
        );
        return ExitCode::FAILURE;
    }
    std::fs::write(TABLE, made).expect("the table can be written");
    println!("{TABLE} is written");
    ExitCode::SUCCESS
}
