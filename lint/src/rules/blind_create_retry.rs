//! `blind_create_retry`

use crate::Effect;
use crate::facts::{Around, Ends, Event, Facts, OperationCall, RegionKind};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};

declare_lint! {
    /// ## What it does
    ///
    /// Finds creates that are sent again whatever went wrong: after a timeout, a broken connection or a 5xx, by a loop, a
    /// library or the client.
    ///
    /// ## Why
    ///
    /// After any of these nobody knows whether Twilio did it; sent again, a message goes out twice and a call rings twice. A 429
    /// was never processed and may be repeated. Practice P15, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// while client.post(MESSAGES).form(&message).send().await.is_err() {
    ///     sleep(pause).await;
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// A generated function, which repeats a create after 429 only and says `OutcomeUnknown` otherwise:
    ///
    /// ```text
    /// api_v2010::create_message(to, sender, content).send(&client).await?;
    /// ```
    ///
    /// or a condition, as in `create.retry(policy).when(|error| error.status() == Some(429))`.
    ///
    /// ## Known limits
    ///
    /// A condition is followed into closures and functions of the crate, and so are the strategies, policies and classifiers of
    /// its own that reqwest-retry, tower and reqwest's own retry are given; what is not understood is trusted. A create that is
    /// another one in each round is no retry. Updates by POST are left alone, and the two creates that Twilio knows again by their
    /// `IdempotencyKey`; a header of that name on other creates is one that Twilio does not know.
    blind_create_retry, "limits", Deny, "P15", check
}

/// The creates that take a key by which Twilio knows them again; it must be given.
const KEYED: &[&str] = &["CreatePayments", "CreateUserDefinedMessageSubscription"];

fn check(facts: &Facts) -> Vec<Finding> {
    facts.operation_calls().filter_map(|(event, call)| check_call(event, call)).gather()
}

fn check_call(event: &Event, call: &OperationCall) -> Option<Finding> {
    let id = call.operation.0.id;
    if call.effect() != Effect::Create || KEYED.contains(&id) {
        return None;
    }
    let around = call.around.iter().find(|around| repeats_blindly(around)).map(|around| around.place);
    if around.is_none() && !call.is_blind {
        return None;
    }
    let message = format!("`{id}` is sent again whatever went wrong, and may be done twice");
    let help =
        "repeat it after a 429 or where nothing was sent; after anything else find out what became of it";
    Some(
        Finding::new(event.place, message, help)
            .explained_at(around, "it is tried again here")
            .seen_in(event),
    )
}

fn repeats_blindly(around: &Around) -> bool {
    match around.kind {
        RegionKind::Retry(retry) => !retry.is_limited,
        RegionKind::Loop | RegionKind::Each | RegionKind::Recursion => {
            !around.varies && around.rounds.has(Ends::UNCLEAR) && !around.rounds.has(Ends::FINE)
        }
        RegionKind::Mapped | RegionKind::Ticks | RegionKind::Task => false,
    }
}
