//! `completions` and `man`: what shells and readers of manuals want to know, from the definition of the options.

use crate::argument::definition;
use crate::console::{Console, Exit, counted};
use crate::failure::{Failure, unwritten};
use std::path::Path;

/// The name of the program, under which cargo finds it, too.
const PROGRAM: &str = "cargo-ringfence";

/// Prints the completions for a shell.
pub(crate) fn completions(shell: clap_complete::Shell, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut definition().bin_name(PROGRAM), PROGRAM, &mut text);
    console.say(String::from_utf8_lossy(&text).trim_end());
    Ok(Exit::Clean)
}

/// Writes the pages into a folder, which is made where it is missing.
pub(crate) fn pages(out: &Path, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let folder = console.folder.join(out);
    let failed = |problem: std::io::Error| {
        Failure::message(format!("--out: {}: {}", out.display(), unwritten(&problem)))
    };
    std::fs::create_dir_all(&folder).map_err(failed)?;
    clap_mangen::generate_to(definition().name(PROGRAM).bin_name(PROGRAM), &folder).map_err(failed)?;
    let names = std::fs::read_dir(&folder).map_err(failed)?.flatten().map(|entry| entry.file_name());
    let written = names.filter(|name| name.to_string_lossy().starts_with(PROGRAM)).count();
    console.say(&format!("{} in {}", counted(written, "page"), out.display()));
    Ok(Exit::Clean)
}
