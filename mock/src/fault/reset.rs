//! What ends a connection without an answer, or with less than the whole of one.

use std::fmt;

/// There is no answer, or no more of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reset;

impl fmt::Display for Reset {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a fault ends the connection")
    }
}

impl std::error::Error for Reset {}
