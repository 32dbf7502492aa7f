//! Who may look: programs of this machine and the mock's own page, but no page from elsewhere.

use std::net::IpAddr;

use hyper::Method;
use hyper::header::{HeaderName, ORIGIN};

use crate::received::Received;

/// Says why a request is none of its business. A page elsewhere is betrayed by `Origin` and `Sec-Fetch-Site`; one whose name
/// was made to lead here (DNS rebinding) is betrayed by `Host`.
pub(super) fn check(received: &Received, port: u16) -> Result<(), String> {
    if received.ambiguous {
        return Err("more than one `Host` header".to_owned());
    }
    if !is_here(&received.host_text, port) {
        let host = &received.host_text;
        return Err(format!("`{host}` is not this mock; use http://127.0.0.1:{port}/_ringfence"));
    }
    if received.headers.get_all(ORIGIN).iter().any(|origin| {
        let origin = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
        !origin.is_some_and(|host| is_here(host, port))
    }) {
        return Err("a page of another origin may not look or switch here".to_owned());
    }
    let site = received.headers.get_all(HeaderName::from_static("sec-fetch-site"));
    if site.iter().any(|site| site != "same-origin" && site != "none") {
        return Err("a page of another site may not look or switch here".to_owned());
    }
    let writes = received.method == Method::POST || received.method == Method::PUT;
    if writes && received.content_type.as_deref() != Some("application/json") {
        return Err("a body of the content type `application/json` is needed".to_owned());
    }
    Ok(())
}

/// Whether a host and port are the mock's own.
fn is_here(text: &str, port: u16) -> bool {
    let Some((host, given)) = text.rsplit_once(':') else { return false };
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    let loopback = bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    given == port.to_string() && (loopback || host.eq_ignore_ascii_case("localhost"))
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn only_loopback_with_the_own_port_is_here() {
        for host in ["127.0.0.1:80", "localhost:80", "LOCALHOST:80", "[::1]:80", "127.0.0.2:80"] {
            assert!(is_here(host, 80), "{host}");
        }
        for host in [
            "127.0.0.1",
            "127.0.0.1:81",
            "127.0.0.1:080",
            "localhost.example.com:80",
            "example.com:80",
            "10.0.0.1:80",
            "",
            ":80",
            "[::2]:80",
            "127.0.0.1:80@example.com:80",
        ] {
            assert!(!is_here(host, 80), "{host}");
        }
    }
}
