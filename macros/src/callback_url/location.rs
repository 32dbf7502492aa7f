//! The URL in front of the fragment.

use std::net::{Ipv4Addr, Ipv6Addr};

/// The parts of a URL that matter for a callback.
#[derive(Debug)]
pub(crate) struct Location<'a> {
    whole: &'a str,
    scheme: Option<&'a str>,
    host: &'a str,
    port: Option<&'a str>,
    pub(crate) fragment: Option<&'a str>,
}

impl<'a> Location<'a> {
    pub(crate) fn parse(whole: &'a str) -> Self {
        let (before, fragment) = match whole.split_once('#') {
            Some((before, fragment)) => (before, Some(fragment)),
            None => (whole, None),
        };
        let (scheme, rest) = match before.split_once("://") {
            Some((scheme, rest)) => (Some(scheme), rest),
            None => (None, before),
        };
        let end = rest.find(['/', '?', '\\']).unwrap_or(rest.len());
        let authority = rest.get(..end).unwrap_or_default();
        let host_and_port = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let (host, port) = split_port(host_and_port);
        Self { whole, scheme, host, port, fragment }
    }

    pub(crate) fn is_https(&self) -> bool {
        self.scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
    }

    /// Whether the host is this machine: `localhost`, 127.0.0.0/8 or `[::1]`.
    fn is_loopback(&self) -> bool {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        self.host.eq_ignore_ascii_case("localhost")
            || bare.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
            || bare.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback())
    }

    /// What keeps Twilio from calling the URL, all of it.
    pub(crate) fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.whole.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
            problems.push("the URL has white space in it\nhelp: write it as %20".to_owned());
        }
        match self.scheme {
            None => {
                let message =
                    "the URL has no scheme, and Twilio needs an absolute one\nhelp: begin it with `https://`";
                problems.push(message.to_owned());
                return problems;
            }
            Some(scheme) if scheme.eq_ignore_ascii_case("http") && !self.is_loopback() => {
                let message = "plain_http_url: a callback over plain http shows everyone on the way what Twilio sends\nhelp: write `https://` (http is for loopback alone)";
                problems.push(message.to_owned());
            }
            Some(scheme) if !self.is_https() && !scheme.eq_ignore_ascii_case("http") => {
                problems.push(format!("`{scheme}` is no scheme that Twilio calls\nhelp: write `https://`"));
            }
            Some(_) => {}
        }
        if self.host.is_empty() {
            problems.push("the URL has no host".to_owned());
        }
        if self.host.contains('_') {
            let message = format!(
                "Twilio refuses hosts with an underscore: `{}`\nhelp: use a dash, or another name for the host",
                self.host
            );
            problems.push(message);
        }
        if let Some(port) = self.port
            && !port.parse().is_ok_and(|port: u16| port > 0)
        {
            problems.push(format!("`{port}` is no port (1 to 65535)"));
        }
        problems
    }
}

/// Splits at the colon of the port, which is not one inside the brackets of an IPv6 address.
fn split_port(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (text, None),
    }
}
