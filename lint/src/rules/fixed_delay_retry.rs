//! `fixed_delay_retry`

use crate::facts::{Around, Event, Facts, OperationCall, RegionKind};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};

declare_lint! {
    /// ## What it does
    ///
    /// Finds retries of calls to Twilio whose pauses do not grow or were not drawn by chance: hand-written loops, functions that
    /// call themselves, and constant strategies of libraries such as `FixedInterval` and `ConstantBuilder`.
    ///
    /// ## Why
    ///
    /// Clients that were refused together come back together; pauses that grow and differ spread them. Practice P14,
    /// <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// while let Err(error) = send().await {
    ///     sleep(Duration::from_secs(1)).await;
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// A generated function or `#[ringfence::retry]`, which do it right; or a pause that doubles, of which a random part is
    /// waited:
    ///
    /// ```text
    /// let mut pause = Duration::from_millis(200);
    /// while let Err(error) = send().await {
    ///     sleep(pause.mul_f64(random())).await;
    ///     pause *= 2;
    /// }
    /// ```
    ///
    /// ## Known limits
    ///
    /// Waiting as long as `Retry-After` says is right. Growth is seen where the pause hangs on something that the loop changes,
    /// itself or by a function that is lent it as `&mut`; what else changes is taken for growth, also where it shrinks. Chance is
    /// known by the names of what draws; what is drawn anew from the same range does not grow. Growing strategies of libraries
    /// are taken as they are, with or without jitter. A pause after a failure of somebody else's is none between attempts. A loop
    /// without any pause is not reported here.
    fixed_delay_retry, "limits", Warn, "P14", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    facts
        .operation_calls()
        .filter_map(|(event, call)| call.around.iter().find_map(|around| check_around(event, call, around)))
        .gather()
}

fn check_around(event: &Event, call: &OperationCall, around: &Around) -> Option<Finding> {
    let comes_round = matches!(around.kind, RegionKind::Loop | RegionKind::Recursion | RegionKind::Each);
    let (place, fault) = match around.kind {
        RegionKind::Retry(retry) if retry.is_constant => (around.place, "are always the same"),
        RegionKind::Retry(_) => return None,
        _ if around.varies || !comes_round || !around.rounds.has_failed() => return None,
        _ => (
            around.waits.after_failure?,
            match (around.waits.is_constant, around.waits.is_even) {
                (true, true) => "do not grow and are not random",
                (true, false) => "do not grow",
                (false, true) => "are not random",
                (false, false) => return None,
            },
        ),
    };
    let message = format!("the pauses between attempts of `{}` {fault}", call.operation.0.id);
    let help = "let them double and wait a random part of each, or use `#[ringfence::retry]`";
    Some(Finding::new(place, message, help).explained_at(event.place, "it is sent here").seen_in(event))
}
