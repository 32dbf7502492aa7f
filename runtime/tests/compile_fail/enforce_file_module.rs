//! Stable Rust keeps file modules from macros; the text says what to do instead.

#[ringfence::enforce]
mod elsewhere;

fn main() {}
