//! Scheme, user, host and port of a URL, taken apart as text.

use std::net::{Ipv4Addr, Ipv6Addr};

/// The parts of a URL up to its path. Nothing is decoded or normalised.
#[derive(Debug, PartialEq)]
pub(crate) struct Authority<'u> {
    pub(crate) scheme: &'u str,
    pub(crate) userinfo: Option<&'u str>,
    /// With the brackets, where it is an IPv6 address.
    pub(crate) host: &'u str,
    /// What follows the colon after the host, where there is one.
    pub(crate) port: Option<&'u str>,
    /// Path, query and fragment.
    pub(crate) rest: &'u str,
    /// All that follows the user name and password.
    pub(crate) after_userinfo: &'u str,
}

impl<'u> Authority<'u> {
    /// Splits `scheme://[user@]host[:port][rest]`; `None` where there is no `://`.
    pub(crate) fn of(url: &'u str) -> Option<Self> {
        let (scheme, after) = url.split_once("://")?;
        let end = after.find(['/', '?', '#', '\\']).unwrap_or(after.len());
        let (authority, rest) = after.split_at(end);
        let (userinfo, host_and_port) = match authority.rsplit_once('@') {
            Some((userinfo, host)) => (Some(userinfo), host),
            None => (None, authority),
        };
        let (host, port) = split_port(host_and_port);
        let after_userinfo = userinfo.and_then(|userinfo| after.get(userinfo.len() + 1..)).unwrap_or(after);
        Some(Self { scheme, userinfo, host, port, rest, after_userinfo })
    }
}

/// Splits at the colon after the host; those inside brackets belong to the address.
pub(crate) fn split_port(host_and_port: &str) -> (&str, Option<&str>) {
    let after_address = host_and_port.rfind(']').map_or(0, |bracket| bracket + 1);
    let tail = host_and_port.get(after_address..).unwrap_or_default();
    match tail.rfind(':') {
        Some(colon) => {
            let (host, port) = host_and_port.split_at(after_address + colon);
            (host, port.strip_prefix(':'))
        }
        None => (host_and_port, None),
    }
}

/// Whether a host is this machine: `localhost`, `127.0.0.0/8` or `[::1]`.
pub(crate) fn is_loopback(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return address.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback());
    }
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}
