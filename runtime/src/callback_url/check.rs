//! What a callback URL must be.

use super::overrides::check_fragment;
use super::{Authority, CallbackUrlError, is_loopback};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Where plain http may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// To this machine.
    Loopback,
    /// To any host: for development.
    Anywhere,
    /// To this machine, and the caller asked for more in a release build.
    NotInRelease,
}

pub(super) fn check(url: &str, plain: Plain) -> Result<(), CallbackUrlError> {
    check_characters(url)?;
    let authority = Authority::of(url).ok_or(CallbackUrlError::Scheme)?;
    check_userinfo(authority.userinfo)?;
    check_host(authority.host)?;
    check_port(authority.port)?;
    check_scheme(&authority, plain)?;
    match authority.rest.split_once('#') {
        Some((_, fragment)) => check_fragment(fragment),
        None => Ok(()),
    }
}

fn check_characters(url: &str) -> Result<(), CallbackUrlError> {
    // A backslash ends the host for some parsers and not for others.
    match url.chars().find(|c| !c.is_ascii_graphic() || *c == '\\') {
        Some(character) => Err(CallbackUrlError::Character(character)),
        None => Ok(()),
    }
}

/// A second `@` or a bracket makes parsers disagree about where the host begins.
fn check_userinfo(userinfo: Option<&str>) -> Result<(), CallbackUrlError> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=%:".contains(&b);
    match userinfo {
        Some(userinfo) if !userinfo.bytes().all(plain) => Err(CallbackUrlError::Userinfo),
        _ => Ok(()),
    }
}

fn check_scheme(authority: &Authority<'_>, plain: Plain) -> Result<(), CallbackUrlError> {
    if authority.scheme.eq_ignore_ascii_case("https") {
        return Ok(());
    }
    if !authority.scheme.eq_ignore_ascii_case("http") {
        return Err(CallbackUrlError::Scheme);
    }
    match plain {
        _ if is_loopback(authority.host) => Ok(()),
        Plain::Anywhere => Ok(()),
        Plain::Loopback => Err(CallbackUrlError::PlainHttp),
        Plain::NotInRelease => Err(CallbackUrlError::DevelopmentInRelease),
    }
}

fn check_host(host: &str) -> Result<(), CallbackUrlError> {
    if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']').ok_or(CallbackUrlError::Host)?;
        return address.parse::<Ipv6Addr>().map(drop).map_err(|_| CallbackUrlError::Host);
    }
    if host.contains('_') {
        return Err(CallbackUrlError::UnderscoreInHost);
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    if name.len() > 253 || !name.split('.').all(is_label) || is_broken_address(name) {
        return Err(CallbackUrlError::Host);
    }
    Ok(())
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// A name that ends in a number is an address to every resolver: then it must be a whole one.
fn is_broken_address(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    last.bytes().all(|b| b.is_ascii_digit()) && name.parse::<Ipv4Addr>().is_err()
}

fn check_port(port: Option<&str>) -> Result<(), CallbackUrlError> {
    match port {
        None => Ok(()),
        Some(port) if port.bytes().all(|b| b.is_ascii_digit()) && port.parse().is_ok_and(|n: u16| n > 0) => {
            Ok(())
        }
        Some(_) => Err(CallbackUrlError::Port),
    }
}
