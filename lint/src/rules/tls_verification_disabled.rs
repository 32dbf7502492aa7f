//! `tls_verification_disabled`

use crate::facts::{Facts, TlsKind};
use crate::lint::{Finding, declare_lint};

declare_lint! {
    /// ## What it does
    ///
    /// Finds clients that call Twilio and do not check whom they talk to: the accept-invalid switches of reqwest,
    /// native-tls, openssl, ureq, isahc and curl, a rustls verifier that accepts whatever it is shown, and certificates of
    /// one's own that are trusted beside, or instead of, the public authorities.
    ///
    /// ## Why
    ///
    /// Without the check anybody on the path answers in Twilio's name and reads the credentials that the request carries.
    /// Twilio's certificates come from public authorities, which every TLS library knows.
    /// Practice P3, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build()?;
    /// client.post("https://api.twilio.com/2010-04-01/Accounts").send().await?;
    /// ```
    ///
    /// ## Use instead
    ///
    /// The client as it comes:
    ///
    /// ```text
    /// let client = reqwest::Client::new();
    /// client.post("https://api.twilio.com/2010-04-01/Accounts").send().await?;
    /// ```
    ///
    /// A stand-in for Twilio in tests is reached over HTTP on loopback, as `ringfence-mock` is; a
    /// proxy that breaks TLS open gets a client of its own, which never calls Twilio.
    ///
    /// ## Known limits
    ///
    /// A client is reported where it is seen to call Twilio, or to be handed to a Twilio client. A switch whose value is
    /// read at run time is not known and not reported; one that `cfg!` decides counts where some build makes it so. A
    /// verifier of the crate's own counts where it answers yes without using the certificate, or has no other answer. Roots
    /// that a platform brings along, and bundles that are named by a path alone, are left alone.
    tls_verification_disabled, "transport", Deny, "P3", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    facts.find_tls(words)
}

fn words(kind: TlsKind) -> Option<(&'static str, &'static str)> {
    let words = match kind {
        TlsKind::AnyCertificate => (
            "this client calls Twilio and accepts any certificate",
            "leave the check of certificates on: anybody on the path can answer in Twilio's name",
        ),
        TlsKind::AnyHostname => (
            "this client calls Twilio and accepts a certificate for any host",
            "leave the check of host names on: anybody with a certificate can answer in Twilio's name",
        ),
        TlsKind::AnyVerified => (
            "this client calls Twilio with a verifier that accepts any certificate",
            "use the library's own verifier: anybody on the path can answer in Twilio's name",
        ),
        TlsKind::OwnRoot => (
            "this client calls Twilio and trusts a certificate of its own",
            "keep to the public authorities for Twilio, and build another client for hosts that need this certificate",
        ),
        TlsKind::Pinned | TlsKind::LowMinimum | TlsKind::LowMaximum | TlsKind::Ciphers | TlsKind::Suites => {
            return None;
        }
    };
    Some(words)
}
