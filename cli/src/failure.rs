//! Why the command could not do its work.

use crate::console::{Console, Exit};
use ringfence_project::Problem;

/// Everything that is in the way, and what to do about it.
#[derive(Debug, Default)]
pub(crate) struct Failure {
    pub(crate) problems: Vec<Problem>,
    pub(crate) messages: Vec<String>,
}

impl Failure {
    pub(crate) fn message(message: impl Into<String>) -> Self {
        Self { problems: Vec::new(), messages: vec![message.into()] }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.problems.is_empty() && self.messages.is_empty()
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.problems.extend(other.problems);
        self.messages.extend(other.messages);
    }

    /// Nothing in the way, or this failure.
    pub(crate) fn or_ok<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }

    pub(crate) fn report(mut self, console: &mut Console<'_>) -> Exit {
        for problem in &mut self.problems {
            problem.file = console.relative(&problem.file);
        }
        let places = self.problems.iter().map(Problem::to_string);
        let mut said = Vec::new();
        for message in places.chain(self.messages.iter().cloned()) {
            // Members of a workspace share its manifest, and so its problems.
            if !said.contains(&message) {
                console.fail(&message);
                said.push(message);
            }
        }
        Exit::CouldNotRun
    }
}

/// Why something could not be written, and what helps.
pub(crate) fn unwritten(problem: &std::io::Error) -> String {
    use std::io::ErrorKind;
    let help = match problem.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "look at who may write there, or name another place"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "make room, then run it again"
        }
        ErrorKind::NotADirectory | ErrorKind::IsADirectory | ErrorKind::AlreadyExists => {
            "something else stands in the way; move it, or name another place"
        }
        ErrorKind::NotFound => "its folder is not there; make it, or name another place",
        _ => "name another place, or look at the disk",
    };
    format!("cannot be written: {problem}\n  help: {help}")
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Self {
        Self { problems, messages: Vec::new() }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        vec![problem].into()
    }
}
