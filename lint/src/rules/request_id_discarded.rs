//! `request_id_discarded`

use crate::Place;
use crate::facts::{Discard, Event, EventKind, Facts};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};
use crate::resolve::FunctionId;
use crate::sorted::{Map, Set};

declare_lint! {
    /// ## What it does
    ///
    /// Finds errors of calls to Twilio that are thrown away, or turned into errors without the id of the request: `.ok()`,
    /// `let _ =`, `unwrap_or_default()` and its like, `is_ok()` as the only question, `map_err` with a closure that does not
    /// read the error or reads no more than its status, `Err(_)` and `_` arms, and `if let Ok(..)` where nothing else looks
    /// at the error. The call may be a generated function, a request to a Twilio host, or one of another crate for Twilio,
    /// and may lie in another function.
    ///
    /// ## Why
    ///
    /// Every answer of Twilio carries a `Twilio-Request-Id`. Support finds a request by that id and by little else, so an
    /// error without it cannot be looked into. Practice P23, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// let message = create_message(to, from, body).send(&client).await.ok();
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```text
    /// let message = create_message(to, from, body).send(&client).await?;
    /// ```
    ///
    /// or log the error: our errors show the id in their text, so `tracing::warn!("{error}")` keeps it.
    ///
    /// ## Known limits
    ///
    /// An error that is logged, wrapped, stored or handed to a function counts as kept, whatever becomes of it there. An arm
    /// with a guard, and a pattern for one error in particular, are taken for errors that were expected. reqwest's
    /// `error_for_status` is left alone.
    request_id_discarded, "monitoring", Warn, "P23", check
}

/// What was kept of the errors of one function: by the call that they came from, the patterns that name them.
type Kept = Map<(Option<FunctionId>, Place), Set<Option<Place>>>;

fn check(facts: &Facts) -> Vec<Finding> {
    let mut kept = Kept::new();
    for event in &facts.events {
        if let EventKind::ErrorKept { from, bound } = &event.kind {
            kept.get_or_default((event.entry, *from)).insert(*bound);
        }
    }
    facts.events.iter().filter_map(|event| check_event(event, &kept)).gather()
}

fn check_event(event: &Event, kept: &Kept) -> Option<Finding> {
    let EventKind::ErrorDropped { outcome, how, arms } = &event.kind else { return None };
    let elsewhere = |bound: &Place| arms.is_none_or(|arms| !arms.contains(*bound));
    let excuses = |bound: &Option<Place>| match (bound, how) {
        (None, _) => true,
        (Some(bound), Discard::Bound(here)) => bound == here || elsewhere(bound),
        (Some(bound), _) => elsewhere(bound),
    };
    if kept.get(&(event.entry, outcome.from)).is_some_and(|kept| kept.iter().any(excuses)) {
        return None;
    }
    let message = match how {
        Discard::Asked => "the error of this call to Twilio is asked for and never read",
        Discard::Ignored => "what comes of this call to Twilio is thrown away, errors and all",
        Discard::Replaced => "this throws away the error of a call to Twilio, and the id of its request",
        Discard::Unmatched => "the error of a call to Twilio is not looked at here",
        Discard::Bound(_) => "the error of a call to Twilio loses the id of its request here",
    };
    let help = "log the error or hand it on whole: it carries the `Twilio-Request-Id` that support asks for";
    Some(
        Finding::new(event.place, message, help)
            .explained_at(outcome.origin, "the request is sent here")
            .seen_in(event),
    )
}
