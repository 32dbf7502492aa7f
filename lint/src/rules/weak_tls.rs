//! `weak_tls`

use crate::facts::{Facts, TlsKind};
use crate::lint::{Finding, declare_lint};

declare_lint! {
    /// ## What it does
    ///
    /// Finds clients that call Twilio with TLS below 1.2 allowed, with nothing above it allowed, or with cipher suites that
    /// are not on Twilio's list.
    ///
    /// ## Why
    ///
    /// Twilio speaks TLS 1.2 and later, with suites that keep what was sent secret when a key is lost later. What allows
    /// less gains nothing and can be talked down; what allows only less cannot connect (error 20011).
    /// Practice P4, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// let client = reqwest::Client::builder().min_tls_version(reqwest::tls::Version::TLS_1_0).build()?;
    /// client.post("https://api.twilio.com/2010-04-01/Accounts").send().await?;
    /// ```
    ///
    /// ## Use instead
    ///
    /// The client as it comes, or no less than TLS 1.2:
    ///
    /// ```text
    /// let client = reqwest::Client::builder().min_tls_version(reqwest::tls::Version::TLS_1_2).build()?;
    /// client.post("https://api.twilio.com/2010-04-01/Accounts").send().await?;
    /// ```
    ///
    /// Suites, where they must be named: those of TLS 1.3
    /// with GCM or ChaCha20, and of TLS 1.2 `ECDHE` with AES-GCM, AES-SHA256, AES-SHA384 or ChaCha20.
    ///
    /// ## Known limits
    ///
    /// A client is reported where it is seen to call Twilio, or to be handed to a Twilio client. A version that is read at
    /// run time is not known. Of OpenSSL's keywords those that let in what is broken are reported (`ALL`, `RC4`, `NULL` and
    /// their like); `HIGH` and `DEFAULT` hold suites of both kinds and are left alone.
    weak_tls, "transport", Deny, "P4", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    facts.find_tls(words)
}

fn words(kind: TlsKind) -> Option<(&'static str, &'static str)> {
    match kind {
        TlsKind::LowMinimum => Some((
            "this client calls Twilio and allows TLS below 1.2",
            "ask for TLS 1.2 at least, or leave the minimum to the library",
        )),
        TlsKind::LowMaximum => Some((
            "this client calls Twilio and allows no TLS above 1.1",
            "remove the maximum: Twilio speaks TLS 1.2 and later",
        )),
        TlsKind::Ciphers | TlsKind::Suites => Some((
            "this client calls Twilio with cipher suites that are not on Twilio's list",
            "leave the suites to the library, or name those of Twilio's list: ECDHE with AES-GCM or ChaCha20",
        )),
        _ => None,
    }
}
