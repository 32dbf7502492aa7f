//! What `retry` cannot wrap, and why.

use ringfence::{Error, retry};

#[retry(base = "fast")]
const fn constant(counter: &mut u32) -> Result<(), Error> {
    *counter += 1;
    Ok(())
}

#[retry]
fn hidden() -> Result<impl Iterator<Item = u8>, Error> {
    Ok([1].into_iter())
}

#[retry]
fn future() -> impl Future<Output = Result<(), Error>> {
    async { Ok(()) }
}

#[retry]
struct NoFunction;

struct Caller;

trait Calling {
    #[retry]
    fn required(&self) -> Result<(), Error>;
}

impl Caller {
    #[retry]
    async fn changing(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {}
