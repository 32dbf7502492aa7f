//! Whom a request is meant for, by its `Host` or by the first part of its path.

use std::net::IpAddr;

/// Whom a request was meant for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// The mock's own address: any product.
    Loopback,
    /// A product's host without port, lower case.
    Product(String),
}

impl Host {
    /// From the text of a `Host` header; none means the mock itself.
    pub(crate) fn parse(text: Option<&str>) -> Host {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return Host::Loopback };
        let name = match text.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => text,
        };
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        let address = bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        match address || bare.eq_ignore_ascii_case("localhost") {
            true => Host::Loopback,
            false => Host::Product(name.to_ascii_lowercase()),
        }
    }
}

/// The product's host that a host is, in whatever region: `api.dublin.ie1.twilio.com` is `api.twilio.com`. Hosts with a
/// region and no edge are gone since 2026-04-28, but for `us1`.
/// <https://www.twilio.com/docs/global-infrastructure/api-domain-migration-guide>
pub(super) fn product(host: &str) -> Option<String> {
    let labels: Vec<&str> = host.strip_suffix(".twilio.com")?.split('.').collect();
    match labels.as_slice() {
        [product] | [product, "us1"] | [product, _, _] if !product.is_empty() => {
            Some(format!("{product}.twilio.com"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Host, product};

    #[test]
    fn the_own_address_is_no_product() {
        for own in ["127.0.0.1:4010", "[::1]:4010", "LocalHost", ""] {
            assert_eq!(Host::parse(Some(own)), Host::Loopback, "{own}");
        }
        assert_eq!(Host::parse(None), Host::Loopback);
        assert_eq!(Host::parse(Some("API.twilio.com:443")), Host::Product("api.twilio.com".into()));
    }

    #[test]
    fn hosts_name_products_also_in_regions() {
        for host in
            ["api.twilio.com", "api.us1.twilio.com", "api.dublin.ie1.twilio.com", "api.sydney.au1.twilio.com"]
        {
            assert_eq!(product(host).as_deref(), Some("api.twilio.com"), "{host}");
        }
        // ringfence: permit(invalid_region_host, reason = "hosts that must not be taken for products")
        for host in ["api.ie1.twilio.com", "api.evil.com", "twilio.com", ".twilio.com", "a.b.c.d.twilio.com"]
        {
            assert_eq!(product(host), None, "{host}");
        }
    }
}
