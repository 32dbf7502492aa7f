//! Clean code comes back as it was, in every form.

use ringfence::{enforce, permit, signature_validation};

#[enforce]
fn function<T: Default>() -> T {
    #![allow(unused_variables)]
    let message = "http://www.w3.org/ is no host of Twilio";
    T::default()
}

#[enforce]
async fn asynchronous() -> u8 {
    function()
}

struct Methods;

#[enforce]
impl Methods {
    const LIMIT: u8 = 1;

    fn method(&self) -> u8 {
        Self::LIMIT
    }
}

impl Methods {
    #[enforce]
    fn one(&self) -> u8 {
        1
    }
}

#[enforce]
trait Trait {
    fn provided(&self) -> u8 {
        1
    }
    fn required(&self) -> u8;
}

impl Trait for Methods {
    fn required(&self) -> u8 {
        2
    }
}

#[enforce]
mod outer {
    pub mod inner {
        pub fn three() -> u8 {
            3
        }
    }
}

#[signature_validation]
fn validates(auth_token: &str) -> usize {
    auth_token.len()
}

#[enforce(warn(unretried_call))]
fn permits() -> usize {
    let mut count = 0;
    #[permit(unretried_call, reason = "a permit may stand on a loop")]
    loop {
        #[ringfence::permit(unretried_call, reason = "and on a statement")]
        let step = 1;
        count += #[permit(unretried_call, reason = "and on an expression")]
        step;
        if count > 2 {
            break count;
        }
    }
}

#[permit(unretried_call, reason = "above")]
#[enforce]
#[permit(plain_http_url, reason = "and below")]
fn on_both_sides() {}

fn main() {
    let _ = (function::<u8>(), asynchronous(), Methods.method(), Methods.one());
    let _ = (Methods.provided(), Methods.required(), outer::inner::three());
    let _ = (validates("x"), permits());
    on_both_sides();
}
