//! Permits in every place that takes an attribute.
#![allow(unused, clippy::all)]

use ringfence::{enforce, permit};

#[enforce]
fn positions(x: u8) -> Vec<&'static str> {
    #[permit(plain_http_url, reason = "statement")]
    let a = "http://api.twilio.com/a";
    let b = #[permit(plain_http_url, reason = "expression")] "http://api.twilio.com/b";
    #[permit(plain_http_url, reason = "loop")]
    for _ in 0..1 { drop("http://api.twilio.com/c"); }
    #[permit(plain_http_url, reason = "while")]
    while x > 200 { drop("http://api.twilio.com/d"); }
    let m = match x {
        #[permit(plain_http_url, reason = "arm")]
        0 => "http://api.twilio.com/e",
        _ => "http://api.twilio.com/marked1", //~ plain_http_url
    };
    struct S { f: &'static str }
    let s = S { #[permit(plain_http_url, reason = "field value")] f: "http://api.twilio.com/f" };
    let c = #[permit(plain_http_url, reason = "closure")] || "http://api.twilio.com/g";
    #[permit(plain_http_url, reason = "block")]
    { drop("http://api.twilio.com/h"); }
    #[permit(plain_http_url, reason = "call statement")]
    drop("http://api.twilio.com/i");
    #[permit(plain_http_url, reason = "macro statement")]
    println!("http://api.twilio.com/j");
    #[permit(plain_http_url, reason = "const item in fn")]
    const K: &str = "http://api.twilio.com/k";
    #[permit(plain_http_url, reason = "assign")]
    { let mut z = ""; z = "http://api.twilio.com/l"; }
    let v = vec![#[permit(plain_http_url, reason = "in a macro")] "http://api.twilio.com/m"];
    let arr = [#[permit(plain_http_url, reason = "array element")] "http://api.twilio.com/n", "http://api.twilio.com/marked2"]; //~ plain_http_url
    take(#[permit(plain_http_url, reason = "argument")] "http://api.twilio.com/o");
    let t = (1, #[permit(plain_http_url, reason = "tuple element")] "http://api.twilio.com/p");
    #[permit(plain_http_url, reason = "if")]
    if x > 3 { drop("http://api.twilio.com/q"); } else { drop("http://api.twilio.com/r"); }
    #[permit(plain_http_url, reason = "return")]
    return vec![a, b, m, "http://api.twilio.com/s"];
}
fn take(_: &str) {}

#[enforce]
impl Holder {
    #[permit(plain_http_url, reason = "const in impl")]
    const A: &'static str = "http://api.twilio.com/t";
    #[permit(plain_http_url, reason = "method")]
    fn method(&self) -> &str { "http://api.twilio.com/u" }
    fn bad(&self) -> &str { "http://api.twilio.com/marked3" } //~ plain_http_url
}
struct Holder;

#[enforce]
trait Tr {
    #[permit(plain_http_url, reason = "const in trait")]
    const A: &'static str = "http://api.twilio.com/v";
    fn required(&self);
    fn provided(&self) -> &str { "http://api.twilio.com/marked4" } //~ plain_http_url
}

#[enforce]
mod inner {
    use ringfence::permit;

    #[permit(plain_http_url, reason = "static")]
    static A: &str = "http://api.twilio.com/w";
    pub enum E { #[permit(plain_http_url, reason = "variant")] A, B }
    pub struct S { #[permit(plain_http_url, reason = "field of a struct")] pub a: u8 }
    pub fn params(#[permit(plain_http_url, reason = "parameter")] a: u8) -> u8 { a }
    #[permit(plain_http_url, reason = "module")]
    pub mod deeper { pub fn f() -> &'static str { "http://api.twilio.com/x" } }
    macro_rules! make { ($name:ident, $url:expr) => { pub fn $name() -> &'static str { $url } } }
    make!(made, "http://api.twilio.com/marked5"); //~ plain_http_url
}

#[enforce(deny(transport), warn(limits, warnings))]
fn groups() -> &'static str { "http://api.twilio.com/marked9" } //~ plain_http_url
#[permit(plain_http_url, reason = "above")]
#[enforce]
fn above() -> &'static str { "http://api.twilio.com/z" }

fn main() {}
