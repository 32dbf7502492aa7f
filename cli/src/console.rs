//! Where the command speaks, and how it ends.

use crate::location::way;
use std::io::{Error, ErrorKind, Write};
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
    /// Whether what kept the command from its work is coloured.
    pub colour_err: bool,
    /// Whether names of lints are links, where the report is coloured.
    pub hyperlinks: bool,
    /// Whether somebody looks on who wants to see how far a long run is.
    pub progress: bool,
    /// The current folder.
    pub folder: PathBuf,
    /// Why the report did not get through, at first.
    unwritten: Option<Error>,
}

impl<'a> Console<'a> {
    /// A console that is no terminal: nothing is coloured, nothing moves.
    pub fn new(out: &'a mut dyn Write, err: &'a mut dyn Write, folder: PathBuf) -> Self {
        let (colour, colour_err, hyperlinks, progress) = (false, false, false, false);
        Self { out, err, colour, colour_err, hyperlinks, progress, folder, unwritten: None }
    }

    /// Writes a line of the report.
    pub(crate) fn say(&mut self, line: &str) {
        let written = writeln!(self.out, "{line}");
        self.keep(written);
    }

    /// A reader that has gone away (`| head`) is no error of ours; a report that gets lost in any other way is.
    fn keep(&mut self, written: std::io::Result<()>) {
        if let Err(problem) = written
            && problem.kind() != ErrorKind::BrokenPipe
        {
            self.unwritten.get_or_insert(problem);
        }
    }

    /// How the run ends, once the report is out.
    pub(crate) fn finish(&mut self, exit: Exit) -> Exit {
        let flushed = self.out.flush();
        self.keep(flushed);
        match self.unwritten.take() {
            None => exit,
            Some(problem) => {
                self.fail(&format!(
                    "the report cannot be written: {problem}\n  help: what was found is not told; look at where the output goes"
                ));
                Exit::CouldNotRun
            }
        }
    }

    /// Writes what kept the command from its work.
    pub(crate) fn fail(&mut self, message: &str) {
        let error = if self.colour_err { "\x1b[1;31merror\x1b[0m" } else { "error" };
        self.complain(&format!("{error}: {message}"));
    }

    /// Writes a line about what went wrong.
    pub(crate) fn complain(&mut self, line: &str) {
        let _ = writeln!(self.err, "{line}");
    }

    /// A path as people read it: from the current folder, where more than the root of the disk is common to both.
    pub(crate) fn relative(&self, path: &Path) -> PathBuf {
        way(&self.folder, path)
    }

    /// A path as other programs read it: from the current folder where it lies below, else whole.
    pub(crate) fn below<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.folder).unwrap_or(path)
    }

    /// Help and version go to the report, a wrong command line does not.
    pub(crate) fn usage(&mut self, error: &clap::Error) -> Exit {
        let text = error.render();
        let is_coloured = if error.use_stderr() { self.colour_err } else { self.colour };
        let text = if is_coloured { text.ansi().to_string() } else { text.to_string() };
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

#[cfg(test)]
mod tests {
    use super::Console;
    use std::path::Path;

    #[test]
    fn paths_are_told_from_the_current_folder() {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let console = Console::new(&mut out, &mut err, "/w/a/src".into());
        for (path, told) in [
            ("/w/a/src/lib.rs", "lib.rs"),
            ("/w/a/src", "."),
            ("/w/a/Cargo.toml", "../Cargo.toml"),
            ("/w/a", ".."),
            ("/w/b/src/lib.rs", "../../b/src/lib.rs"),
            ("/x/lib.rs", "/x/lib.rs"),
            ("src/lib.rs", "src/lib.rs"),
        ] {
            assert_eq!(console.relative(Path::new(path)), Path::new(told), "{path}");
        }
    }
}
