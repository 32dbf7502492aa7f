//! The arguments of `enforce`.

#[ringfence::enforce(allow(plain_http_url))]
fn allowed() {}

#[ringfence::enforce(deny(unretryed_call), wran(plain_http_url))]
fn misspelt() {}

#[ringfence::enforce(permit(plain_http_url))]
fn without_reason() {}

fn main() {
    allowed();
    misspelt();
    without_reason();
}
