//! `certificate_pinning`

use crate::facts::{Facts, TlsKind};
use crate::lint::{Finding, declare_lint};

declare_lint! {
    /// ## What it does
    ///
    /// Finds clients that call Twilio and take one certificate or one key alone: pinned fingerprints, a verifier that
    /// compares the certificate with a known one, and Twilio's own certificate among the trusted roots.
    ///
    /// ## Why
    ///
    /// Twilio changes its certificates without notice, and moves to others with lifetimes of weeks. On that day a pinned
    /// client stops. Practice P3, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// let leaf = reqwest::Certificate::from_pem(&std::fs::read("api.twilio.com.pem")?)?;
    /// let client = reqwest::Client::builder().add_root_certificate(leaf).build()?;
    /// client.post("https://api.twilio.com/2010-04-01/Accounts").send().await?;
    /// ```
    ///
    /// ## Use instead
    ///
    /// The client as it comes: it checks the certificate against the public authorities.
    ///
    /// ```text
    /// let client = reqwest::Client::new();
    /// client.post("https://api.twilio.com/2010-04-01/Accounts").send().await?;
    /// ```
    /// `https://tls-test.twilio.com` shows a month ahead what will change.
    ///
    /// ## Known limits
    ///
    /// A certificate's kind is read from its PEM text where it stands in the source, else from the name of its file: one
    /// that names Twilio and no authority is taken for Twilio's own. A verifier counts where it compares the whole
    /// certificate or a hash of it.
    certificate_pinning, "transport", Warn, "P3", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    facts.find_tls(words)
}

fn words(kind: TlsKind) -> Option<(&'static str, &'static str)> {
    let words = (
        "this client calls Twilio and takes one certificate alone",
        "trust the public authorities: Twilio changes its certificates without notice",
    );
    (kind == TlsKind::Pinned).then_some(words)
}
