//! `clippy-config`: what resolves by path alone, as a fragment of a `clippy.toml`; clippy sees types where we see text.

use crate::console::{Console, Exit};
use crate::failure::Failure;

/// Methods that switch the checking of certificates off, in whatever program: the lint that holds the practice, and why.
const LINT: &str = "tls_verification_disabled";
const REASON: &str = "whoever stands between could read the credentials; trust one more certificate instead";
const METHODS: [&str; 12] = [
    "native_tls::TlsConnectorBuilder::danger_accept_invalid_certs",
    "native_tls::TlsConnectorBuilder::danger_accept_invalid_hostnames",
    "reqwest::ClientBuilder::danger_accept_invalid_certs",
    "reqwest::ClientBuilder::danger_accept_invalid_hostnames",
    "reqwest::ClientBuilder::tls_danger_accept_invalid_certs",
    "reqwest::ClientBuilder::tls_danger_accept_invalid_hostnames",
    "reqwest::blocking::ClientBuilder::danger_accept_invalid_certs",
    "reqwest::blocking::ClientBuilder::danger_accept_invalid_hostnames",
    "reqwest::blocking::ClientBuilder::tls_danger_accept_invalid_certs",
    "reqwest::blocking::ClientBuilder::tls_danger_accept_invalid_hostnames",
    "rustls::ClientConfig::dangerous",
    "ureq::tls::TlsConfigBuilder::disable_verification",
];

/// Prints the fragment. Paths of crates that a workspace does not have are no mistake there.
pub(crate) fn clippy_config(console: &mut Console<'_>) -> Result<Exit, Failure> {
    console.say("# Made by `cargo ringfence clippy-config`; goes into `clippy.toml`, beside what stands there already.");
    console.say("disallowed-methods = [");
    for path in METHODS {
        console.say(&format!(
            "    {{ path = \"{path}\", reason = \"{LINT}: {REASON}\", allow-invalid = true }},"
        ));
    }
    console.say("]");
    Ok(Exit::Clean)
}
