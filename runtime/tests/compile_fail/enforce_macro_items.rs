//! Items that `macro_rules!` make: each finding is where the text stands.

struct Holder;

macro_rules! items {
    ($($item:item)*) => { $( #[ringfence::enforce] $item )* };
}

items! {
    fn function() -> &'static str { "http://api.twilio.com/function" }
    impl Holder { fn method() -> &'static str { "http://api.twilio.com/method" } }
    #[ringfence::permit(plain_http_url, reason = "a test double stands in for the host")]
    fn permitted() -> &'static str { "http://api.twilio.com/permitted" }
}

macro_rules! named {
    ($name:ident) => { #[ringfence::enforce] fn $name() -> &'static str { "http://api.twilio.com/named" } };
}

named!(generated);

fn main() {
    let _ = (function(), Holder::method(), permitted(), generated());
}
