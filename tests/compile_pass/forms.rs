//! Every form of item that `#[enforce]` stands on or in, beside other attributes: no word from us, and no warning of rustc's that is ours.
#![deny(warnings, missing_docs, unused_lifetimes, unused_qualifications)]
#![allow(dead_code)]

use ringfence::{enforce, permit};
use std::fmt::{self, Display};

#[enforce]
async fn asynchronous(client_url: &str) -> usize {
    client_url.len()
}

#[enforce]
fn generic<T: Display, const N: usize>(token: &[T; N]) -> String
where
    T: Clone,
{
    token.iter().map(T::to_string).collect()
}

#[enforce]
const fn constant() -> &'static str {
    const API_HOST: &str = "https://api.twilio.com";
    API_HOST
}

#[enforce]
extern "C" fn external(url: i32) -> i32 {
    url
}

#[enforce]
#[must_use]
fn implied(url: impl Into<String>, call: impl Fn(&str) -> usize) -> impl Display {
    let url: String = url.into();
    call(&url)
}

#[derive(Debug, Default)]
struct Host {
    url: String,
}

#[enforce]
impl Host {
    const URL: &'static str = "https://api.twilio.com";

    fn url(&self) -> &str {
        if self.url.is_empty() { Self::URL } else { &self.url }
    }
}

impl Display for Host {
    #[enforce]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url())
    }
}

trait Required {
    #[enforce]
    fn send(&self, url: &str);

    #[enforce]
    fn provided(&self) -> &str {
        "https://api.twilio.com"
    }
}

#[enforce]
trait Bounded {
    fn url(&self, url: &str) -> usize;
    fn host()
    where
        Self: Sized,
    {
    }
}

#[enforce]
mod outer {
    use super::*;

    const API: &str = "https://api.twilio.com";

    pub(super) mod inner {
        use super::*;

        pub(crate) fn host() -> Host {
            Host { url: API.to_owned() }
        }
    }
}

macro_rules! functions {
    (of $name:ident, $url:expr, $type:ty, $body:block) => {
        #[enforce]
        fn $name(url: $type) -> &'static str {
            let _ = url;
            $body;
            $url
        }
    };
    (item $item:item) => {
        #[enforce]
        $item
    };
    (module $name:ident $url:literal) => {
        #[enforce]
        mod $name {
            pub(super) const URL: &str = $url;
        }
    };
}

functions!(of substituted, "https://api.twilio.com", u8, { assert!(1 < 2) });
functions!(item fn whole(url: &str) -> usize { url.len() });
functions!(module generated "https://api.twilio.com");

#[cfg(any())]
#[enforce]
fn absent(url: Missing) {}

#[enforce]
#[cfg(any())]
fn also_absent(url: Missing) -> &'static str {
    "http://api.twilio.com"
}

#[cfg_attr(all(), enforce)]
fn conditional(url: &str) -> usize {
    url.len()
}

#[allow(unused_variables)]
#[enforce]
fn allowed_above() {
    let url = 1;
}

#[enforce]
#[allow(unused_variables)]
fn allowed_below() {
    let url = 1;
}

#[permit(plain_http_url, reason = "above")]
#[enforce]
fn permitted_above() -> &'static str {
    "http://api.twilio.com"
}

#[enforce]
#[permit(plain_http_url, reason = "below")]
fn permitted_below() -> &'static str {
    "http://api.twilio.com"
}

#[enforce]
#[enforce]
fn twice(url: &str) -> usize {
    #[enforce]
    fn nested(host: &str) -> usize {
        host.len()
    }
    nested(url)
}

#[enforce]
fn literals(r#type: &str) -> usize {
    let (letter, bytes, raw, c) = ('c', b"http", r#"https "x""#, c"https://x");
    letter.len_utf8() + bytes.len() + raw.len() + c.count_bytes() + r#type.len()
}

#[enforce]
#[tokio::main(flavor = "current_thread")]
async fn below() -> usize {
    asynchronous("https://api.twilio.com").await
}

#[permit(plain_http_url, reason = "above what other macros make of the function")]
#[tokio::main(flavor = "current_thread")]
#[enforce]
async fn main() {
    let url = "https://api.twilio.com";
    println!("{} {}", asynchronous(url).await, outer::inner::host());
}
