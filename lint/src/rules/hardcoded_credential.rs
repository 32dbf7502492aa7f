//! `hardcoded_credential`

use crate::facts::{Event, EventKind, Facts, Given, Shape};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};

declare_lint! {
    /// ## What it does
    ///
    /// Finds an Auth Token or an API key secret that is written into the source: as a literal, a const or a static, put
    /// together by `concat!`, as what stands in where the environment has none (`unwrap_or`, clap's `default_value`), or
    /// beside the SID of an account or key. A literal of 32 letters and digits counts by the name it is given or the SID
    /// beside it; any literal does that is handed to what takes credentials, or set as a field for one.
    ///
    /// ## Why
    ///
    /// Whoever can read the repository, its history or the binary can act for the account, and the credential cannot be
    /// replaced without a release. Practices P6 and P7, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// let secret = std::env::var("TWILIO_API_SECRET").unwrap_or("correct-horse".to_owned());
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```text
    /// let client = ringfence::Client::from_env()?; // fails where TWILIO_API_SECRET is not set
    /// ```
    ///
    /// ## Known limits
    ///
    /// A placeholder (`your_auth_token`, `<token>`, `changeme`, `xxxxx`) is no credential. In tests only what has the shape of
    /// a credential counts, and a run of one character does not. A credential inside a URL is `credential_in_url` alone.
    /// SIDs are no secrets. Files that are read at build time are not looked into.
    hardcoded_credential, "credentials", Deny, "P6", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    facts.events.iter().filter_map(|event| check_event(facts, event)).gather()
}

fn check_event(facts: &Facts, event: &Event) -> Option<Finding> {
    let EventKind::CredentialGiven { kind, literal, shape, given } = &event.kind else { return None };
    let is_test = facts.is_test(*literal) || facts.is_test(event.place);
    if is_test && *shape != Shape::Credential {
        return None;
    }
    let message = match given {
        Given::Default => format!("a literal stands in for {}", kind.phrase()),
        Given::Named | Given::Passed => format!("{} is written into the source", kind.phrase()),
    };
    let help = match given {
        Given::Default => {
            "fail where it is not set: a default in the source is a credential that everybody has"
        }
        Given::Named | Given::Passed => {
            "read it when the program runs: `ringfence::Client::from_env()`, `std::env::var`"
        }
    };
    Some(Finding::new(*literal, message, help).seen_in(event))
}
