//! Plain HTTP to Twilio, however the URL is put together.

#[ringfence::enforce]
fn direct() -> &'static str {
    "http://api.twilio.com/2010-04-01/Accounts.json" //~ plain_http_url
}

#[ringfence::enforce]
mod const_in_another_module {
    mod config {
        pub const BASE: &str = "http://api.twilio.com"; //~ plain_http_url
        pub static SHOUTED: &str = "HTTP://Lookups.Twilio.COM/v2"; //~ plain_http_url
    }

    use config::BASE as ROOT;

    pub fn url() -> String {
        format!("{ROOT}/2010-04-01/Accounts.json {}", config::SHOUTED)
    }
}

mod hosts {
    pub const VERIFY: &str = "verify.twilio.com";
}

#[ringfence::enforce]
fn scheme_and_host_apart() -> String {
    format!("http://{}/v2/Services", hosts::VERIFY) //~ plain_http_url
}

#[ringfence::enforce]
fn inline_argument() -> String {
    let host = hosts::VERIFY;
    format!("http://{host}/v2/Services") //~ plain_http_url
}

#[ringfence::enforce]
fn concatenated() -> &'static str {
    concat!("http", "://", "api.twilio.com/2010-04-01") //~ plain_http_url
}

#[ringfence::enforce]
fn pushed() -> String {
    let mut url = String::from("http://"); //~ plain_http_url
    url.push_str(hosts::VERIFY);
    url
}

#[ringfence::enforce]
fn added() -> String {
    let scheme = "http://"; //~ plain_http_url
    scheme.to_string() + hosts::VERIFY
}

#[ringfence::enforce]
mod two_helpers_away {
    fn scheme() -> &'static str {
        "http://" //~ plain_http_url
    }

    fn with_scheme(host: &str) -> String {
        format!("{}{host}/v1", scheme())
    }

    pub fn url() -> String {
        with_scheme(crate::hosts::VERIFY)
    }
}

#[ringfence::enforce]
mod field {
    pub struct Endpoint {
        scheme: &'static str,
        host: &'static str,
    }

    impl Endpoint {
        pub fn new() -> Self {
            Self { scheme: "http", host: super::hosts::VERIFY } //~ plain_http_url
        }

        pub fn url(&self) -> String {
            format!("{}://{}/v2", self.scheme, self.host)
        }
    }
}

#[ringfence::enforce]
fn in_a_macro_argument() {
    let urls = vec!["http://voice.twilio.com/v1", "https://voice.twilio.com/v1"]; //~ plain_http_url
    drop(urls);
}

#[ringfence::enforce]
fn in_a_closure() -> impl Fn(&str) -> String {
    |path| format!("http://api.twilio.com/{path}") //~ plain_http_url
}

#[ringfence::enforce]
async fn in_an_async_block() -> String {
    async { "http://api.twilio.com:80/".to_owned() }.await //~ plain_http_url
}

#[ringfence::enforce]
mod branches {
    pub fn url(secure: bool) -> String {
        let scheme = if secure { "https" } else { "http" }; //~ plain_http_url
        format!("{scheme}://api.twilio.com")
    }

    pub fn matched(product: Option<&str>) -> String {
        let host = match product {
            Some(product) => format!("http://{product}.twilio.com"), //~ plain_http_url
            None => "https://api.twilio.com".to_owned(),
        };
        host + "/v1"
    }
}

#[ringfence::enforce]
fn parsed() -> Option<reqwest::Url> {
    let base = reqwest::Url::parse("http://api.twilio.com").ok()?; //~ plain_http_url
    base.join("2010-04-01/Accounts.json").ok()
}

#[ringfence::enforce]
fn raw() -> [&'static str; 2] {
    [
        r"http://api.twilio.com/2010-04-01", //~ plain_http_url
        r#"curl "http://api.twilio.com/2010-04-01""#, //~ plain_http_url
    ]
}

#[ringfence::enforce]
fn escaped() -> &'static str {
    "http:\u{2f}/api.twilio.com" //~ plain_http_url
}

#[ringfence::enforce]
mod scheme_of_others_too {
    fn with_scheme(host: &str) -> String {
        format!("http://{host}/v1") //~ plain_http_url
    }

    pub fn urls() -> [String; 2] {
        [with_scheme("printer.example.org"), with_scheme(super::hosts::VERIFY)]
    }
}

#[ringfence::enforce]
fn braces_and_pieces(product: &str, sid: &str) -> String {
    format!("{{\"url\":\"http://{product}.twilio.com/v1/{sid}\"}} http://{product}.twilio.com/v2") //~ plain_http_url
}

#[ringfence::enforce]
#[ringfence::permit(invalid_region_host, reason = "another lint is not this one")]
fn permitted_for_another_lint() -> &'static str {
    "http://api.ie1.twilio.com" //~ plain_http_url
}

fn main() {
    drop((direct(), const_in_another_module::url(), scheme_and_host_apart(), inline_argument(), concatenated()));
    drop((pushed(), added(), two_helpers_away::url(), field::Endpoint::new().url(), in_a_closure()));
    drop((in_an_async_block(), branches::url(true), branches::matched(None), parsed()));
    drop(permitted_for_another_lint());
    drop((raw(), escaped(), scheme_of_others_too::urls(), braces_and_pieces("api", "a")));
    in_a_macro_argument();
}
