//! `credential_logged`

use crate::Place;
use crate::facts::{Event, EventKind, Facts, SecretKind, Sink};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};
use crate::sorted::Set;

declare_lint! {
    /// ## What it does
    ///
    /// Finds Auth Tokens and API key secrets that are written to a log, to the terminal, or into a panic: by `println!` and
    /// its like, `dbg!`, the macros of `log`, `tracing`, `slog` and `defmt`, a field of a span, `#[tracing::instrument]` that
    /// does not skip the argument, `expect`, the message of an `assert!`, a string that is logged later, and a struct that
    /// holds the secret as plain text, where its `Debug` is derived, or its own `Debug` or `Display` writes the secret.
    ///
    /// ## Why
    ///
    /// Logs are copied, shipped, indexed and kept, and read by people who may not act for the account. Whoever finds the
    /// credential there is the account. Practices P6, P7 and P8,
    /// <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// let token = std::env::var("TWILIO_AUTH_TOKEN")?;
    /// tracing::info!(%token, "starting");
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```text
    /// tracing::info!(account = %account_sid, "starting");
    /// ```
    ///
    /// Hold secrets in `ringfence::AuthToken`, `ringfence::ApiKey` or `secrecy::SecretString`, whose `Debug` shows nothing.
    ///
    /// ## Known limits
    ///
    /// Hashes, the last four characters and the length are no secret; any other part of one is. A secret that is only named like one counts where the
    /// name says Twilio, and a parameter where something authenticates to Twilio with it.
    credential_logged, "credentials", Deny, "P6", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    // What only its name makes a secret is Twilio's where something authenticates with it there.
    let mut given = Set::new();
    for event in &facts.events {
        if let EventKind::SecretUsed { secret, sink, .. } = &event.kind
            && authenticates(sink, secret.kind)
        {
            given.insert(secret.origin);
        }
    }
    facts.events.iter().filter_map(|event| check_event(event, &given)).gather()
}

fn authenticates(sink: &Sink, kind: SecretKind) -> bool {
    match sink {
        Sink::BasicAuth | Sink::BearerAuth | Sink::Client(_) => true,
        // Headers carry many tokens.
        Sink::Header => kind != SecretKind::Either,
        _ => false,
    }
}

fn check_event(event: &Event, given: &Set<Place>) -> Option<Finding> {
    let EventKind::SecretUsed { secret, sink: Sink::Log, .. } = &event.kind else { return None };
    if !secret.is_certain && !given.contains(&secret.origin) {
        return None;
    }
    let message = format!("{} from {} is logged", secret.kind.phrase(), secret.what);
    let help = "leave it out, or log the SID it belongs to: whoever reads the log could act for the account";
    Some(Finding::new(event.place, message, help).read_from(secret).seen_in(event))
}
