//! Where the command speaks, and how it ends.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing was found at level deny: exit code 0.
    Clean,
    /// Something was found at level deny: exit code 1.
    Findings,
    /// The command could not do its work: exit code 2.
    CouldNotRun,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => Self::from(0),
            Exit::Findings => Self::from(1),
            Exit::CouldNotRun => Self::from(2),
        }
    }
}

/// What the command writes to and where it stands.
pub struct Console<'a> {
    /// Takes the report.
    pub out: &'a mut dyn Write,
    /// Takes what kept the command from its work.
    pub err: &'a mut dyn Write,
    /// Whether the report is coloured.
    pub colour: bool,
    /// Whether names of lints are links, where the report is coloured.
    pub hyperlinks: bool,
    /// Whether somebody looks on who wants to see how far a long run is.
    pub progress: bool,
    /// The current folder.
    pub folder: PathBuf,
}

impl<'a> Console<'a> {
    /// A console that is no terminal: nothing is coloured, nothing moves.
    pub fn new(out: &'a mut dyn Write, err: &'a mut dyn Write, folder: PathBuf) -> Self {
        Self { out, err, colour: false, hyperlinks: false, progress: false, folder }
    }

    /// Writes a line of the report. A reader that has gone away (`| head`) is no error of ours.
    pub(crate) fn say(&mut self, line: &str) {
        let _ = writeln!(self.out, "{line}");
    }

    /// Writes a line about what went wrong.
    pub(crate) fn complain(&mut self, line: &str) {
        let _ = writeln!(self.err, "{line}");
    }

    /// A path as people read it: from the current folder.
    pub(crate) fn relative<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.folder).unwrap_or(path)
    }

    /// Help and version go to the report, a wrong command line does not.
    pub(crate) fn usage(&mut self, error: &clap::Error) -> Exit {
        let text = error.render();
        let text = if self.colour { text.ansi().to_string() } else { text.to_string() };
        if error.use_stderr() {
            self.complain(text.trim_end());
            return Exit::CouldNotRun;
        }
        self.say(text.trim_end());
        Exit::Clean
    }
}

/// A number of things, in words.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
