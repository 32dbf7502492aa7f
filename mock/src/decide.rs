//! What becomes of a request: route, authenticate, throttle, check, act.

use jiff::Timestamp;

use crate::act::{Deed, act};
use crate::authentication;
use crate::catalog::{Match, Routed};
use crate::check::check;
use crate::code;
use crate::received::Received;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::world::World;

/// What was decided about a request.
pub(crate) struct Decision<'a> {
    /// The operation's name, where one was found.
    pub(crate) operation: Option<&'a str>,
    pub(crate) outcome: Result<Reply, Refusal>,
    pub(crate) throttled: bool,
}

/// Decides in Twilio's order: who asks, how much, what, and with which inputs.
pub(crate) fn decide<'a>(world: &'a World, received: &Received) -> Decision<'a> {
    let routed = world.catalog.route(&received.method, &received.host, &received.segments);
    let found = match &routed {
        Routed::Found(found) => Some(found.clone()),
        _ => None,
    };
    let mut decision = Decision {
        operation: found.as_ref().map(|found| found.operation.id.as_str()),
        throttled: false,
        outcome: Err(Refusal::throttled()),
    };
    if received.ambiguous {
        decision.outcome = Err(Refusal::new(400, code::UNKNOWN_OR_INVALID, "More than one `Host` header"));
        return decision;
    }
    if found.as_ref().is_none_or(|found| found.operation.secured)
        && let Err(refusal) = authentication::check(&received.headers, &world.account)
    {
        decision.outcome = Err(refusal);
        return decision;
    }
    if world.takes_throttle() {
        decision.throttled = true;
        return decision;
    }
    decision.outcome = match routed {
        Routed::Found(found) => serve(world, received, &found),
        Routed::OtherMethod(allowed) => Err(Refusal::method(received.method.as_str(), &allowed)),
        Routed::Unknown => Err(unknown(world, received)),
    };
    decision
}

fn serve(world: &World, received: &Received, found: &Match<'_>) -> Result<Reply, Refusal> {
    let given = check(found, received, world.settings.strict)?;
    let no_pairs = Vec::new();
    let deed = Deed {
        world,
        found,
        given: &given,
        origin: world.origin(&received.host),
        path: &received.path,
        query: received.query.as_ref().unwrap_or(&no_pairs),
        now: Timestamp::now(),
    };
    act(&deed)
}

fn unknown(world: &World, received: &Received) -> Refusal {
    let hosts = world.catalog.hosts().join(", ");
    let problem = format!(
        "no document has this path on the host `{}`; the documents' hosts: {hosts}",
        received.host_text
    );
    Refusal::not_found(&received.path, &problem)
}
