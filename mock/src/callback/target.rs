//! Callback URLs as text: what is requested, what is signed, and whether it is allowed.

use std::net::IpAddr;

/// Longest URL that Twilio takes.
const LONGEST: usize = 4000;

/// A callback URL, taken apart without changing a byte.
#[derive(Debug, PartialEq)]
pub(crate) struct Target {
    pub(crate) https: bool,
    /// The host without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Host and port as given, for the `Host` header.
    pub(crate) authority: String,
    /// Path and query; `/` at least.
    pub(crate) path: String,
    /// The URL without user info and fragment: what is signed.
    pub(crate) signed: String,
}

impl Target {
    pub(crate) fn parse(url: &str) -> Result<Target, String> {
        if url.len() > LONGEST {
            return Err(format!("it is longer than {LONGEST} characters"));
        }
        if let Some(odd) = url.chars().find(|letter| !letter.is_ascii_graphic()) {
            return Err(format!("{odd:?} must be percent-encoded"));
        }
        let (scheme, rest) = url.split_once("://").ok_or("it does not start with http:// or https://")?;
        let https = match scheme.to_ascii_lowercase().as_str() {
            "http" => false,
            "https" => true,
            _ => return Err(format!("`{scheme}` is neither http nor https")),
        };
        let rest = rest.split('#').next().unwrap_or(rest);
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (before, path) = rest.split_at(end);
        let authority = before.rsplit_once('@').map_or(before, |(_, authority)| authority);
        let (host, port) = host_and_port(authority, if https { 443 } else { 80 })?;
        Ok(Target {
            https,
            host,
            port,
            authority: authority.to_owned(),
            path: if path.starts_with('/') { path.to_owned() } else { format!("/{path}") },
            signed: format!("{scheme}://{authority}{path}"),
        })
    }

    /// What is signed; calls over https are signed without the port.
    pub(super) fn signed_for(&self, voice: bool) -> String {
        let split = self
            .signed
            .split_once("://")
            .and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix(self.authority.as_str())?)));
        let bare = match self.authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => &self.authority,
        };
        match split.filter(|_| voice && self.https) {
            Some((scheme, path)) => format!("{scheme}://{bare}{path}"),
            None => self.signed.clone(),
        }
    }

    /// Whether the host means this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        let address = self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        address || self.host.eq_ignore_ascii_case("localhost")
    }
}

fn host_and_port(authority: &str, default: u16) -> Result<(String, u16), String> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']').ok_or("the bracket of the host is not closed")?;
            (host, after.strip_prefix(':'))
        }
        None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
    };
    let named = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
    let numbered = authority.starts_with('[') && host.parse::<IpAddr>().is_ok();
    if host.is_empty() || !(named || numbered) {
        return Err(format!("`{host}` is not a host"));
    }
    let port = match port.filter(|port| !port.is_empty()) {
        Some(port) => port.parse().map_err(|_| format!("`{port}` is not a port"))?,
        None => default,
    };
    Ok((host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::Target;
    use proptest::prelude::*;

    #[test]
    fn fragment_and_user_info_are_neither_sent_nor_signed() {
        let target = Target::parse("http://user:pass@127.0.0.1:8080/sms?a=b#rc=2&rp=all").unwrap();
        assert_eq!(target.signed, "http://127.0.0.1:8080/sms?a=b");
        assert_eq!(target.path, "/sms?a=b");
        assert_eq!(
            (target.host.as_str(), target.port, target.authority.as_str()),
            ("127.0.0.1", 8080, "127.0.0.1:8080")
        );
        assert!(target.is_loopback());
        let bare = Target::parse("https://example.com").unwrap();
        assert_eq!((bare.port, bare.path.as_str(), bare.signed.as_str()), (443, "/", "https://example.com"));
        assert!(Target::parse("http://[::1]:9/x").unwrap().is_loopback());
        assert!(!Target::parse("http://localhost.example.com/").unwrap().is_loopback());
    }

    #[test]
    fn calls_over_https_are_signed_without_the_port() {
        for (url, voice, signed) in [
            ("https://a.example:8443/x?y", true, "https://a.example/x?y"),
            ("https://[::1]:8443", true, "https://[::1]"),
            ("https://[::1]/", true, "https://[::1]/"),
            ("https://h:443/", true, "https://h/"),
            ("https://a.example:8443/x", false, "https://a.example:8443/x"),
            ("http://a.example:8080/x", true, "http://a.example:8080/x"),
        ] {
            assert_eq!(Target::parse(url).unwrap().signed_for(voice), signed, "{url}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_url_or_refused(text in ".*", host in "[a-z0-9.:@\\[\\]-]{0,20}", rest in "[/?#a-z=&%]{0,20}") {
            let _ = Target::parse(&text);
            if let Ok(target) = Target::parse(&format!("http://{host}{rest}")) {
                prop_assert!(target.path.starts_with('/'));
                prop_assert!(!target.signed.contains('#') && !target.signed.contains('@'));
                prop_assert!(!target.host.is_empty());
            }
        }
    }

    #[test]
    fn what_is_no_url_is_refused() {
        for bad in
            ["", "x", "http://", "http://:80/", "http://a:99999/", "http://a_b/", "http://[::1/", "http://ü/"]
        {
            assert!(Target::parse(bad).is_err(), "{bad}");
        }
    }
}
