//! `unpaced_delete`

use crate::Effect;
use crate::Place;
use crate::facts::{Around, Ends, Event, EventKind, Facts, OperationCall, RegionKind};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};
use crate::sorted::Set;

declare_lint! {
    /// ## What it does
    ///
    /// Finds deletes of stored data, such as messages and recordings, that come one after the other or all at once without a
    /// pace: in a loop, in a closure that is run for each element, in tasks.
    ///
    /// ## Why
    ///
    /// Deletes take from the same limits as the calls and messages that somebody waits for. Twilio asks for them off-peak and
    /// at a controlled rate. Practice P12, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// for sid in recordings {
    ///     api_v2010::delete_recording(sid).send(&client).await?;
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// `Purge`, which deletes in a window and at a rate and goes on after a crash; or a pause for each delete:
    ///
    /// ```text
    /// let mut pace = tokio::time::interval(Duration::from_millis(200));
    /// for sid in recordings {
    ///     pace.tick().await;
    ///     api_v2010::delete_recording(sid).send(&client).await?;
    /// }
    /// ```
    ///
    /// ## Known limits
    ///
    /// A bound on how many run at once is no pace; nor is a pause in an outer loop only, or after an error only. How long a pause
    /// is does not matter. A rate limiter is known by the names of its methods, such as `until_ready` and `throttle`; one around
    /// the client, such as a layer, is not seen. An array of few is a loop like others. Which data is stored is what Twilio's
    /// documents list.
    unpaced_delete, "limits", Deny, "P12", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    let together: Set<Place> = facts.events.iter().filter_map(run_together).gather();
    facts.operation_calls().filter_map(|(event, call)| check_call(event, call, &together)).gather()
}

fn run_together(event: &Event) -> Option<Place> {
    match event.kind {
        EventKind::Together { region, .. } => Some(region),
        _ => None,
    }
}

fn check_call(event: &Event, call: &OperationCall, together: &Set<Place>) -> Option<Finding> {
    if call.effect() != Effect::DeleteStored {
        return None;
    }
    let goes_on = |around: &&Around| match around.kind {
        RegionKind::Each => true,
        // What comes round after failures alone is tried again, also where it is sent as a copy.
        RegionKind::Loop => around.varies && around.rounds.has(Ends::FINE),
        RegionKind::Ticks | RegionKind::Recursion => around.varies,
        RegionKind::Mapped => together.contains(&around.place),
        RegionKind::Task | RegionKind::Retry(_) => false,
    };
    let around = call.around.iter().find(goes_on)?;
    if around.waits.after_success.is_some() || around.has_rate {
        return None;
    }
    let message = format!("`{}` deletes again and again without a pace", call.operation.0.id);
    let help = "delete with `Purge`, which keeps a rate, or wait for a tick before each";
    Some(Finding::new(event.place, message, help).seen_in(event))
}
