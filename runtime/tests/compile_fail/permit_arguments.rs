//! A permit names lints that exist and says why, wherever it stands.

#[ringfence::permit(plain_http_url)]
fn without_reason() {}

#[ringfence::permit(plain_http_url, reason = "  ")]
fn blank_reason() {}

#[ringfence::permit(plain_htp_url, reason = "a test double")]
fn unknown_lint() {}

#[ringfence::permit]
struct Nothing;

struct Methods;

impl Methods {
    #[ringfence::permit(unretried_call, reason = CONST)]
    fn reason_elsewhere(&self) -> u8 {
        1
    }
}

#[ringfence::enforce]
fn inside() {
    #[ringfence::permit(unretried_call)]
    loop {
        break;
    }
}

fn main() {
    without_reason();
    blank_reason();
    unknown_lint();
    let _ = Nothing;
    Methods.reason_elsewhere();
    inside();
}
