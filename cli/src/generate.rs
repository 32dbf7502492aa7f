//! `generate`: the build script's work, by hand.

use crate::argument::GenerateArguments;
use crate::console::{Console, Exit};
use crate::failure::Failure;

pub(crate) fn generate(_arguments: &GenerateArguments, _console: &mut Console<'_>) -> Result<Exit, Failure> {
    Err(Failure::message("not yet"))
}
