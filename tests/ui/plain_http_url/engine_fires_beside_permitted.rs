//! An attribute that a macro adds does not stretch the permit of one of its items over the others.

struct Holder;

macro_rules! items {
    ($($item:item)*) => { $( #[allow(dead_code)] $item )* };
}

items! {
    fn function() -> &'static str { "http://api.twilio.com/function" } //~ plain_http_url
    impl Holder { fn method() -> &'static str { "http://api.twilio.com/method" } } //~ plain_http_url
    #[ringfence::permit(plain_http_url, reason = "a test double stands in for the host")]
    fn permitted() -> &'static str { "http://api.twilio.com/permitted" }
}

fn main() {
    let _ = (function(), Holder::method(), permitted());
}
