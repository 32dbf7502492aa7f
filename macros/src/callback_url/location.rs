//! The URL in front of the fragment. The rules are those of `ringfence::CallbackUrl`, which cannot be called from here; a test of the workspace
//! holds the two against each other.

use ringfence_lint::gather::Gather;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The parts of a URL that matter for a callback.
#[derive(Debug)]
pub(crate) struct Location<'a> {
    whole: &'a str,
    /// `None` where there is no `://`.
    scheme: Option<&'a str>,
    userinfo: Option<&'a str>,
    /// With the brackets, where it is an IPv6 address.
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
        let (userinfo, host_and_port) = match authority.rsplit_once('@') {
            Some((userinfo, host)) => (Some(userinfo), host),
            None => (None, authority),
        };
        let (host, port) = split_port(host_and_port);
        Self { whole, scheme, userinfo, host, port, fragment }
    }

    /// What keeps Twilio from calling the URL, all of it.
    pub(crate) fn problems(&self) -> Vec<String> {
        let mut problems: Vec<String> = bad_character(self.whole).into_iter().gather();
        let Some(scheme) = self.scheme else {
            let message =
                "the URL has no scheme, and Twilio needs an absolute one\nhelp: begin it with `https://`";
            problems.push(message.to_owned());
            return problems;
        };
        let parts = [
            bad_scheme(scheme, self.host),
            self.userinfo.and_then(bad_userinfo),
            bad_host(self.host),
            self.port.and_then(bad_port),
        ];
        problems.extend(parts.into_iter().flatten());
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

fn bad_character(url: &str) -> Option<String> {
    let character = url.chars().find(|c| !c.is_ascii_graphic() || *c == '\\')?;
    Some(match character {
        ' ' => "the URL has white space in it\nhelp: write it as %20".to_owned(),
        '\\' => "the URL has a backslash in it, which programs read differently\nhelp: write `/`, or %5C where you mean a backslash".to_owned(),
        other => format!("{other:?} may not stand in a URL\nhelp: percent-encode it; a host has its ASCII form (`xn--...`)"),
    })
}

fn bad_scheme(scheme: &str, host: &str) -> Option<String> {
    if scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    if !scheme.eq_ignore_ascii_case("http") {
        return Some(format!("`{scheme}` is no scheme that Twilio calls\nhelp: write `https://`"));
    }
    let message = "plain_http_url: a callback over plain http shows everyone on the way what Twilio sends\nhelp: write `https://` (http is for loopback alone)";
    (!is_loopback(host)).then(|| message.to_owned())
}

/// Whether the host is this machine: `localhost`, 127.0.0.0/8 or `[::1]`.
fn is_loopback(host: &str) -> bool {
    if let Some(address) = bracketed(host) {
        return address.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback());
    }
    host.eq_ignore_ascii_case("localhost")
        || host.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
}

fn bracketed(host: &str) -> Option<&str> {
    host.strip_prefix('[')?.strip_suffix(']')
}

/// A second `@` or a bracket makes parsers disagree about where the host begins.
fn bad_userinfo(userinfo: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=%:".contains(&byte);
    let message =
        "the user name or password holds a character that belongs percent-encoded\nhelp: write `@` as %40";
    (!userinfo.bytes().all(is_plain)).then(|| message.to_owned())
}

fn bad_host(host: &str) -> Option<String> {
    if host.is_empty() {
        return Some("the URL has no host".to_owned());
    }
    if host.starts_with('[') {
        let is_address = bracketed(host).is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
        return (!is_address).then(|| format!("`{host}` is no IPv6 address"));
    }
    if host.contains('_') {
        return Some(format!(
            "Twilio refuses hosts with an underscore: `{host}`\nhelp: use a dash, or another name for the host"
        ));
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    let is_good = name.len() <= 253 && name.split('.').all(is_label) && !is_broken_address(name);
    // A character that no URL may hold has been spoken of.
    let is_said = !host.bytes().all(|byte| byte.is_ascii_graphic());
    (!is_good && !is_said).then(|| format!("`{host}` is no name of a host and no address"))
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// A name that ends in a number is an address to every resolver: then it must be a whole one.
fn is_broken_address(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    last.bytes().all(|byte| byte.is_ascii_digit()) && name.parse::<Ipv4Addr>().is_err()
}

fn bad_port(port: &str) -> Option<String> {
    let is_number = port.bytes().all(|byte| byte.is_ascii_digit());
    let is_good = is_number && port.parse().is_ok_and(|port: u16| port > 0);
    (!is_good).then(|| format!("`{port}` is no port (1 to 65535)"))
}
