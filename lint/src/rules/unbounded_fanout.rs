//! `unbounded_fanout`

use crate::Place;
use crate::facts::{Around, CalledBy, Event, EventKind, Facts, OperationCall, RegionKind};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};
use crate::sorted::Map;

declare_lint! {
    /// ## What it does
    ///
    /// Finds calls to Twilio of which as many run at once as there is work: `join_all` and `FuturesUnordered` over a collection,
    /// tasks and threads that a loop spawns, `for_each_concurrent(None, ..)`, `buffer_unordered(items.len())`, rayon.
    ///
    /// ## Why
    ///
    /// Twilio bounds how many requests of an account run at once and answers 429 beyond that: a spike of your own making.
    /// Practice P20, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// let sent = join_all(numbers.iter().map(|to| client.post(MESSAGES).form(&message(to)).send())).await;
    /// ```
    ///
    /// ## Use instead
    ///
    /// A generated function, which goes through the client's own limit; or a bound:
    ///
    /// ```text
    /// let sent: Vec<_> = stream::iter(numbers).map(|to| send(to)).buffer_unordered(10).collect().await;
    /// ```
    ///
    /// ## Known limits
    ///
    /// Calls of generated functions are silent: the client lets so many through as Twilio takes, and queues the rest. Arrays,
    /// ranges up to a number or a variable, `chunks(n)` and `take(n)` are bounds, and so is waiting for a task in the round that
    /// made it; so are semaphores and rate limiters, which are known by the names of their methods. `None` as a limit is seen
    /// where it is written, not through a variable. Other crates' collections that run what they hold are not known.
    unbounded_fanout, "limits", Warn, "P20", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    let mut together: Map<Place, bool> = Map::new();
    for event in &facts.events {
        if let EventKind::Together { region, is_bounded } = event.kind {
            *together.get_or_default(region) |= !is_bounded;
        }
    }
    facts.operation_calls().filter_map(|(event, call)| check_call(event, call, &together)).gather()
}

fn check_call(event: &Event, call: &OperationCall, together: &Map<Place, bool>) -> Option<Finding> {
    if matches!(call.by, CalledBy::Generated { .. }) {
        return None;
    }
    let is_bounded = |around: &&Around| around.has_room || around.has_rate;
    let comes_round = |around: &Around| {
        let is_round = matches!(around.kind, RegionKind::Each | RegionKind::Loop | RegionKind::Mapped);
        is_round && !around.is_few
    };
    let is_joined = |around: &Around| comes_round(around) && together.get(&around.place) == Some(&true);
    let task = call.around.iter().position(|around| around.kind == RegionKind::Task);
    let spawned = task.and_then(|task| call.around.iter().skip(task).find(|around| comes_round(around)));
    let around = call.around.iter().find(|around| is_joined(around)).or(spawned)?;
    let inner = call.around.iter().take_while(|other| *other != around).chain([around]);
    if inner.into_iter().any(|around| is_bounded(&around)) || around.waits.after_success.is_some() {
        return None;
    }
    let message = format!("as many `{}` run at once as there is work", call.operation.0.id);
    let help = "bound them: `buffer_unordered(10)`, a semaphore, or the generated function, which goes through the client's limit";
    let place = Some(around.place);
    Some(
        Finding::new(event.place, message, help)
            .explained_at(place, "they are put together here")
            .seen_in(event),
    )
}
