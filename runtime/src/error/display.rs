//! An error on one line, without secrets.

use super::{Error, Failure};
use std::borrow::Cow;
use std::fmt::{Formatter, Result, Write};

/// Longer texts of others are cut: an error is a line, and the body is there to be read.
const LONGEST_MESSAGE: usize = 400;

/// Writes `<operation>: <what happened> (<facts>)`, with the page of Twilio's code at the end.
pub(super) fn write(error: &Error, f: &mut Formatter<'_>) -> Result {
    let failure = error.failure();
    if let Some(operation) = failure.operation {
        write!(f, "{operation}: ")?;
    }
    match error {
        Error::Api(_) => write_answer(error, f)?,
        Error::OutcomeUnknown(_) => {
            f.write_str("sent, and it is not known whether it was processed: ")?;
            write_cause(error, f)?;
        }
        Error::Transport(_) => write_cause(error, f)?,
        Error::Decode(_) => write_problems("the answer does not decode", failure, f)?,
        Error::Input(_) => write_problems("nothing was sent", failure, f)?,
        Error::Configuration(_) => {
            write_problems("the client cannot be made or used as it is set up", failure, f)?
        }
    }
    write_facts(error, f)?;
    match error.more_info() {
        Some(page) => write!(f, "; see {}", Line(page)),
        None => Ok(()),
    }
}

fn write_cause(error: &Error, f: &mut Formatter<'_>) -> Result {
    match error.transport() {
        Some(cause) => write!(f, "{}", Line(&cause.to_string())),
        None => write_answer(error, f),
    }
}

fn write_answer(error: &Error, f: &mut Formatter<'_>) -> Result {
    match error.status() {
        Some(status) => write!(f, "status {status}")?,
        None => f.write_str("no answer")?,
    }
    if let Some(code) = error.code() {
        write!(f, ", code {code}")?;
    }
    if let Some(message) = error.message() {
        write!(f, ": {}", Line(&masked(message)))?;
    }
    error.problems().iter().try_for_each(|problem| write!(f, "; {} {}", problem.name(), problem.text()))
}

fn write_problems(what: &str, failure: &Failure, f: &mut Formatter<'_>) -> Result {
    f.write_str(what)?;
    for (index, problem) in failure.problems.iter().enumerate() {
        f.write_str(if index == 0 { ": " } else { "; " })?;
        write!(f, "{}", Line(&problem.to_string()))?;
    }
    Ok(())
}

fn write_facts(error: &Error, f: &mut Formatter<'_>) -> Result {
    let Some(meta) = error.meta() else { return Ok(()) };
    let mut separator = " (";
    if let Some(id) = &meta.request_id {
        write!(f, "{separator}request {}", Line(id))?;
        separator = ", ";
    }
    if meta.attempts > 0 {
        let plural = if meta.attempts == 1 { "" } else { "s" };
        write!(f, "{separator}{} attempt{plural}", meta.attempts)?;
        separator = ", ";
    }
    if let Some(host) = error.failure().host() {
        write!(f, "{separator}{host}")?;
        separator = ", ";
    }
    if separator == ", " { f.write_str(")") } else { Ok(()) }
}

/// Twilio's words without what is somebody's: numbers of seven digits and more, and addresses with an `@`.
pub(super) fn masked(message: &str) -> Cow<'_, str> {
    let is_end = |character: char| !(character.is_alphanumeric() || "+@._-%".contains(character));
    let is_somebodys = |word: &str| {
        let number = word.trim_end_matches(['.', '-']).trim_start_matches('+');
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let is_number =
            digits >= 7 && number.bytes().all(|byte| byte.is_ascii_digit() || b".-".contains(&byte));
        is_number && !is_date(number) || word.contains('@')
    };
    if !message.split(is_end).any(is_somebodys) {
        return Cow::Borrowed(message);
    }
    let mut shown = String::new();
    for piece in message.split_inclusive(is_end) {
        let word = piece.trim_end_matches(is_end);
        shown.push_str(if is_somebodys(word) { "<hidden>" } else { word });
        shown.push_str(piece.get(word.len()..).unwrap_or_default());
    }
    Cow::Owned(shown)
}

fn is_date(number: &str) -> bool {
    let lengths: Vec<usize> = number.split('-').map(str::len).collect();
    lengths == [4, 2, 2]
}

/// A text of others on one line: control characters escaped, and cut where it is long.
struct Line<'t>(&'t str);

impl std::fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (index, character) in self.0.chars().enumerate() {
            match character {
                _ if index == LONGEST_MESSAGE => return f.write_str("..."),
                _ if character.is_control() => write!(f, "{}", character.escape_default())?,
                _ => f.write_char(character)?,
            }
        }
        Ok(())
    }
}
