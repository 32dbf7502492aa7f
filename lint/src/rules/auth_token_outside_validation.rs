//! `auth_token_outside_validation`

use crate::facts::{Event, EventKind, Facts, SecretKind, Sink};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};

declare_lint! {
    /// ## What it does
    ///
    /// Follows Auth Tokens (read from `TWILIO_AUTH_TOKEN` or a variant of it, a field or parameter named `auth_token` on
    /// its way to Twilio, or an `AuthToken`) and reports where one reaches anything but a signature validator: basic
    /// authentication, an `Authorization` header, a client of any crate for Twilio, a request, another process, a file, a
    /// struct of another crate, or a keyed hash outside a function marked `#[ringfence::signature_validation]`. A token that
    /// is logged is `credential_logged` alone.
    ///
    /// ## Why
    ///
    /// The Auth Token is the account's master key: it cannot be limited, and rotating it breaks everything that uses it.
    /// Requests are authenticated with an API key, which can be revoked alone. The token's one use is the validation of
    /// webhook signatures. Practices P6 and P8, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// let token = std::env::var("TWILIO_AUTH_TOKEN")?;
    /// client.post(url).basic_auth(account, Some(token)).send().await?;
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```text
    /// let client = ringfence::Client::from_env()?; // TWILIO_API_KEY and TWILIO_API_SECRET
    /// ```
    ///
    /// ## Known limits
    ///
    /// A token that is read under another name, or comes out of a configuration library, is not known as one. Functions of
    /// other crates are taken to do no harm, except those named above.
    auth_token_outside_validation, "credentials", Deny, "P6", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    facts.events.iter().filter_map(check_event).gather()
}

fn check_event(event: &Event) -> Option<Finding> {
    let EventKind::SecretUsed { secret, sink, is_validating } = &event.kind else { return None };
    let is_at_home = *sink == Sink::Hmac && *is_validating;
    // A logged token is `credential_logged`.
    if secret.kind != SecretKind::AuthToken || is_at_home || *sink == Sink::Log {
        return None;
    }
    let help = match sink {
        Sink::Hmac => {
            "use `ringfence::webhook::SignatureValidator`, or mark the function `#[ringfence::signature_validation]`"
        }
        _ => {
            "authenticate with an API key (`TWILIO_API_KEY`, `TWILIO_API_SECRET`) through `ringfence::Client`"
        }
    };
    let message = format!("the Auth Token from {} reaches {}", secret.what, sink.phrase());
    Some(Finding::new(event.place, message, help).read_from(secret).seen_in(event))
}
