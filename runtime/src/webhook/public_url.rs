//! The URL of a request as Twilio was given it, which is what is signed.

use crate::callback_url::Authority;
use http::HeaderMap;
use http::request::Parts;
use std::net::IpAddr;

/// How the public sees this program: scheme, host and port cannot be read from a request, since whoever sends it writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    source: Source,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    Base(String),
    Proxies(Vec<IpAddr>),
    Loopback,
}

/// Why a base is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPublicUrl;

impl PublicUrl {
    /// A fixed base, such as `https://example.com`: what Twilio was given before the path that this program sees. Where a proxy
    /// takes a part of the path away, that part belongs to the base.
    ///
    /// # Errors
    ///
    /// Where it is no `http` or `https` URL with a host, or has a query or a fragment.
    pub fn base(base: &str) -> Result<Self, InvalidPublicUrl> {
        let authority = Authority::of(base).ok_or(InvalidPublicUrl)?;
        let is_http = ["http", "https", "ws", "wss"].contains(&authority.scheme);
        if !is_http || authority.host.is_empty() || base.contains(['?', '#', ' ']) {
            return Err(InvalidPublicUrl);
        }
        Ok(Self { source: Source::Base(base.trim_end_matches('/').to_owned()) })
    }

    /// From `X-Forwarded-Proto` and `X-Forwarded-Host`, where the request comes from one of these proxies; nobody else is believed.
    pub fn behind(proxies: impl IntoIterator<Item = IpAddr>) -> Self {
        Self { source: Source::Proxies(proxies.into_iter().collect()) }
    }

    /// From `Host`, where that is this machine: for tests against a mock on loopback.
    pub const fn loopback() -> Self {
        Self { source: Source::Loopback }
    }

    /// The URL of a request from `peer`; the error says what is missing.
    pub(super) fn of(&self, parts: &Parts, peer: Option<IpAddr>) -> Result<String, &'static str> {
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let root = match &self.source {
            Source::Base(base) => base.clone(),
            Source::Proxies(proxies) => {
                if !peer.is_some_and(|peer| proxies.contains(&peer.to_canonical())) {
                    return Err(
                        "the request does not come from one of the proxies that are named (or the server does not tell from where: \
                                `into_make_service_with_connect_info`)",
                    );
                }
                let scheme = only(&parts.headers, "x-forwarded-proto")
                    .filter(|scheme| matches!(*scheme, "http" | "https"));
                let host = only(&parts.headers, "x-forwarded-host").filter(|host| is_host(host));
                match (scheme, host) {
                    (Some(scheme), Some(host)) => format!("{scheme}://{host}"),
                    _ => {
                        return Err(
                            "the proxy sent not exactly one X-Forwarded-Proto and one X-Forwarded-Host",
                        );
                    }
                }
            }
            Source::Loopback => {
                let host =
                    only(&parts.headers, "host").or_else(|| parts.uri.authority().map(|own| own.as_str()));
                match host.filter(|host| is_loopback(host)) {
                    Some(host) => format!("http://{host}"),
                    None => {
                        return Err(
                            "the request is not for this machine: say how the public sees it with `PublicUrl::base`",
                        );
                    }
                }
            }
        };
        Ok(format!("{root}{path}"))
    }
}

/// The value of a header that stands there once and holds one value.
fn only<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?.trim();
    (values.next().is_none() && !value.is_empty() && !value.contains(',')).then_some(value)
}

fn is_host(host: &str) -> bool {
    host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']'))
}

fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl std::fmt::Display for InvalidPublicUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("is no base of URLs: scheme and host, such as https://example.com, and a path where a proxy takes one away")
    }
}

impl std::error::Error for InvalidPublicUrl {}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(target: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = http::Request::builder().uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn a_base_is_put_before_the_path_as_it_came() {
        let parts =
            parts("/sms?a=%2B1&b=", &[("host", "evil.example"), ("x-forwarded-host", "evil.example")]);
        let url = |base: &str| PublicUrl::base(base).unwrap().of(&parts, None).unwrap();
        assert_eq!(url("https://example.com"), "https://example.com/sms?a=%2B1&b=");
        assert_eq!(url("https://example.com:8443/twilio/"), "https://example.com:8443/twilio/sms?a=%2B1&b=");
        for base in [
            "",
            "example.com",
            "ftp://example.com",
            "https://",
            "https://example.com?x=1",
            "https://example.com#a",
        ] {
            assert!(PublicUrl::base(base).is_err(), "{base}");
        }
    }

    #[test]
    fn only_named_proxies_are_believed_and_only_when_they_are_clear() {
        let proxy: IpAddr = "10.0.0.7".parse().unwrap();
        let public = PublicUrl::behind([proxy]);
        let forwarded = [("x-forwarded-proto", "https"), ("x-forwarded-host", "example.com")];
        let whole = parts("/sms", &forwarded);
        assert_eq!(public.of(&whole, Some(proxy)).unwrap(), "https://example.com/sms");
        assert_eq!(
            public.of(&whole, Some("::ffff:10.0.0.7".parse().unwrap())).unwrap(),
            "https://example.com/sms"
        );
        assert!(public.of(&whole, Some("10.0.0.8".parse().unwrap())).is_err());
        assert!(public.of(&whole, None).is_err());
        for headers in [
            vec![("x-forwarded-proto", "https")],
            vec![("x-forwarded-proto", "https, http"), ("x-forwarded-host", "example.com")],
            vec![
                ("x-forwarded-proto", "https"),
                ("x-forwarded-host", "a.example"),
                ("x-forwarded-host", "b.example"),
            ],
            vec![("x-forwarded-proto", "https"), ("x-forwarded-host", "evil.example/x?")],
            vec![("x-forwarded-proto", "gopher"), ("x-forwarded-host", "example.com")],
        ] {
            assert!(public.of(&parts("/sms", &headers), Some(proxy)).is_err(), "{headers:?}");
        }
    }

    #[test]
    fn the_host_counts_on_this_machine_alone() {
        let of = |host: &str| PublicUrl::loopback().of(&parts("/sms", &[("host", host)]), None);
        assert_eq!(of("127.0.0.1:4010").unwrap(), "http://127.0.0.1:4010/sms");
        assert!(of("localhost:1").is_ok() && of("[::1]:1").is_ok());
        assert!(of("example.com").is_err() && of("127.0.0.1.example.com").is_err() && of("").is_err());
    }
}
