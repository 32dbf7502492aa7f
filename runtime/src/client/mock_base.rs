//! The base URL of a mock: plain http, and on this machine only.

use crate::callback_url::{Authority, is_loopback};
use crate::error::Problem;

/// `http://<loopback>[:port][/path]`, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MockBase(String);

impl MockBase {
    pub(crate) fn parse(url: &str) -> Result<Self, Problem> {
        let refuse = |text| Err(Problem::new("mock_base_url", text));
        let Some(authority) = Authority::of(url) else {
            return refuse("is no URL: it is http://127.0.0.1:PORT");
        };
        if authority.scheme != "http" {
            return refuse(
                "must be http: a mock on this machine has no certificate, and no other host may be given",
            );
        }
        if authority.userinfo.is_some() || !is_loopback(authority.host) {
            return refuse(
                "must be on loopback (127.0.0.1, [::1] or localhost): the API key is sent there in the clear",
            );
        }
        if authority.port.is_some_and(|port| port.parse::<u16>().is_err()) {
            return refuse("has a port that is no number from 0 to 65535");
        }
        if !authority.rest.bytes().all(|b| b.is_ascii_graphic() && !b"?#\\".contains(&b)) {
            return refuse("must end with its port or a path, without query and fragment");
        }
        Ok(Self(url.trim_end_matches('/').to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_alone_is_taken() {
        for url in ["http://127.0.0.1:4010", "http://localhost/", "http://[::1]:1/base", "http://127.9.9.9"] {
            assert!(MockBase::parse(url).is_ok(), "{url}");
        }
        assert_eq!(MockBase::parse("http://localhost:1/").unwrap().as_str(), "http://localhost:1");
    }

    #[test]
    fn everything_else_is_refused() {
        for url in [
            "",
            "127.0.0.1:4010",
            "https://127.0.0.1:4010",
            "http://api.twilio.com",
            "http://127.0.0.1@evil.example",
            "http://user:pass@127.0.0.1",
            "http://127.0.0.1.evil.example",
            "http://0.0.0.0:1",
            "http://127.0.0.1\\@evil.example",
            "http://localhost:1?x",
            "http://localhost:1#x",
            "http://localhost:99999",
            "http://localhost:1/a b",
        ] {
            assert!(MockBase::parse(url).is_err(), "{url}");
        }
    }
}
