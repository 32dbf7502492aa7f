//! Types that cannot be attempted again or say nothing of a 429.

use ringfence::{Error, retry};

struct Request;

#[retry]
async fn not_clone(name: String, request: Request) -> Result<(), Error> {
    let _ = (name, request);
    Ok(())
}

#[retry]
fn generic<T: Into<String>>(text: T) -> Result<String, Error> {
    Ok(text.into())
}

struct Refused;

#[retry]
async fn silent_error(name: &str) -> Result<usize, Refused> {
    if name.is_empty() { Err(Refused) } else { Ok(name.len()) }
}

#[retry]
fn silent_output(name: &str) -> usize {
    name.len()
}

#[retry]
fn nothing() {}

fn main() {
    let _ = (not_clone(String::new(), Request), generic("x"), silent_error("x"), silent_output("x"));
    nothing();
}
