//! Downloads: https alone, also along redirects, and no more than was agreed.

use super::entry::{Limits, read_bounded, too_large};
use std::path::Path;
use std::time::Duration;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Error};

const REDIRECTS: u32 = 5;
const CONNECT: Duration = Duration::from_secs(20);
const WHOLE: Duration = Duration::from_secs(600);
/// A file of certificates is text of a few kilobytes.
const CERTIFICATES: u64 = 4 * 1024 * 1024;

/// Downloads what a URL names.
pub(super) fn download(url: &str, authority: Option<&Path>, limits: Limits) -> Result<Vec<u8>, String> {
    check_url(url)?;
    let roots = authority.map(roots).transpose()?.unwrap_or(RootCerts::WebPki);
    let agent: Agent = Agent::config_builder()
        .https_only(true)
        .max_redirects(REDIRECTS)
        .timeout_connect(Some(CONNECT))
        .timeout_global(Some(WHOLE))
        .user_agent(concat!("cargo-ringfence/", env!("CARGO_PKG_VERSION")))
        .tls_config(TlsConfig::builder().root_certs(roots).build())
        .build()
        .into();
    let mut answer = agent.get(url).call().map_err(|error| told(&error, limits))?;
    if answer.body().content_length().is_some_and(|length| length > limits.packed) {
        return Err(too_large(limits.packed));
    }
    let body = answer.body_mut().with_config().limit(limits.packed).read_to_vec();
    body.map_err(|error| told(&error, limits))
}

/// A URL is recorded beside the documents, and must hold nothing that others may not see.
pub(super) fn check_url(url: &str) -> Result<(), String> {
    let host = url.trim_start_matches("https://").split(['/', '?', '#']).next().unwrap_or_default();
    if host.contains('@') {
        return Err("a URL must not hold a credential; it would be recorded beside the documents".to_owned());
    }
    Ok(())
}

fn told(error: &Error, limits: Limits) -> String {
    match error {
        Error::StatusCode(status) => format!("the server answered with status {status}"),
        Error::BodyExceedsLimit(_) => too_large(limits.packed),
        Error::RequireHttpsOnly(to) => {
            let to = to.split(['?', '#']).next().unwrap_or_default();
            format!("leads to `{to}`, which is not https")
        }
        Error::TooManyRedirects => format!("leads on and on: more than {REDIRECTS} redirects"),
        other => format!("cannot be fetched: {other}"),
    }
}

fn roots(path: &Path) -> Result<RootCerts, String> {
    let told = |message: String| format!("--ca-file: {message}");
    let bytes = read_bounded(path, CERTIFICATES).map_err(told)?;
    let certificates: Vec<Certificate<'static>> = parse_pem(&bytes)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(told("holds no PEM certificate".to_owned()));
    }
    Ok(RootCerts::new_with_certs(&certificates))
}
