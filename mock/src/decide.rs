//! What becomes of a request: route, authenticate, throttle, check, act.

use crate::act::{Deed, act};
use crate::authentication;
use crate::catalog::{Address, Match, Routed};
use crate::check::{Given, check};
use crate::code;
use crate::error::DocumentProblem;
use crate::fault::{Played, meet};
use crate::limit::rate::Rate;
use crate::operation::{Failure, Security};
use crate::received::Received;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::world::World;

/// What was decided about a request.
pub(crate) struct Decision<'a> {
    /// The operation's name, where one was found.
    pub(crate) operation: Option<&'a str>,
    /// The product's host.
    pub(crate) host: Option<&'a str>,
    pub(crate) outcome: Result<Reply, Refusal>,
    pub(crate) throttled: bool,
    /// Where it stands in a limit that its operation tells of.
    pub(crate) rate: Option<Rate>,
    /// Headers that the operation's success declares, in lower case.
    pub(crate) declared: &'a [String],
    /// What the operation's errors look like.
    pub(crate) failures: &'a [Failure],
    /// What faults do to it.
    pub(crate) played: Option<Box<Played>>,
    /// How many of the checks it passed.
    pub(crate) passed: usize,
}

/// Decides in Twilio's order: who asks, how much, what, and with which inputs.
pub(crate) fn decide<'a>(world: &'a World, received: &Received, concurrent: usize) -> Decision<'a> {
    let address = world.catalog.address(&received.host, &received.segments);
    let routed = world.catalog.route(&received.method, &address);
    let found = match &routed {
        Routed::Found(found) => Some(found.clone()),
        _ => None,
    };
    let operation = found.as_ref().map(|found| found.operation);
    let mut decision = Decision {
        operation: operation.map(|operation| operation.id.as_str()),
        host: operation.map(|operation| operation.host.as_str()),
        declared: operation.map_or(&[], |operation| &operation.success.headers),
        failures: operation.map_or(&[], |operation| &operation.failures),
        throttled: false,
        rate: None,
        passed: 0,
        played: meet(world, received, found.as_ref(), concurrent),
        outcome: Err(Refusal::throttled()),
    };
    if received.ambiguous {
        decision.outcome = Err(Refusal::new(400, code::UNKNOWN_OR_INVALID, "More than one `Host` header"));
        return decision;
    }
    if let Some(refusal) = decision.played.as_ref().and_then(|played| played.refusal()) {
        decision.outcome = Err(refusal);
        return decision;
    }
    decision.passed = 1;
    let account = match identify(world, received, found.as_ref()) {
        Ok((account, rate)) => {
            decision.rate = rate;
            account
        }
        Err(refusal) => {
            decision.outcome = Err(refusal);
            return decision;
        }
    };
    decision.passed = 2;
    let crowded = world.settings.limits.concurrency.is_some_and(|most| concurrent > most);
    decision.throttled = crowded || world.takes_throttle() || decision.rate.is_some_and(Rate::is_exceeded);
    if decision.throttled {
        decision.played.as_deref_mut().into_iter().for_each(Played::work_nothing);
        return decision;
    }
    decision.passed = 3;
    decision.outcome = match routed {
        Routed::Found(found) => {
            let checked = check(&found, received, world.settings.strict);
            decision.passed = if checked.is_ok() { 5 } else { 4 };
            checked.and_then(|given| serve(world, received, &address, &found, &given, &account))
        }
        Routed::OtherMethod(allowed) => Err(Refusal::method(received.method.as_str(), &allowed)),
        Routed::Unknown => Err(unknown(world, received)),
        Routed::Ambiguous(hosts) => Err(ambiguous(received, &hosts)),
        Routed::Broken(problems) => Err(broken(problems)),
    };
    decision.passed += usize::from(decision.outcome.is_ok());
    decision
}

/// Whose things are asked for, and how many requests for them are taken yet.
fn identify(
    world: &World,
    received: &Received,
    found: Option<&Match<'_>>,
) -> Result<(String, Option<Rate>), Refusal> {
    if found.is_some_and(|found| found.operation.security == Security::None) {
        return Ok((world.account.sid.clone(), None));
    }
    let caller = authentication::caller(received, &world.keyring, world.time.now())?;
    let Some(found) = found else { return Ok((caller.account, None)) };
    authentication::permit(received, &caller, found)?;
    let rate = Rate::take(world, found.operation, &caller.account);
    Ok((caller.account, rate))
}

fn serve(
    world: &World,
    received: &Received,
    address: &Address<'_>,
    found: &Match<'_>,
    given: &Given,
    account: &str,
) -> Result<Reply, Refusal> {
    let no_pairs = Vec::new();
    let own = address.prefix.map_or(0, |prefix| prefix.len() + 1);
    let deed = Deed {
        world,
        account,
        found,
        given,
        origin: world.origin(address),
        path: received.path.get(own..).unwrap_or(&received.path),
        query: received.query.as_ref().unwrap_or(&no_pairs),
        headers: &received.headers,
        now: world.time.now(),
    };
    act(&deed)
}

fn unknown(world: &World, received: &Received) -> Refusal {
    let hosts: Vec<&str> = world.catalog.hosts().collect();
    let problem = format!(
        "no document has this path on the host `{}`; the documents' hosts: {}",
        received.host_text,
        hosts.join(", ")
    );
    Refusal::not_found(&received.path, &problem)
}

fn ambiguous(received: &Received, hosts: &[&str]) -> Refusal {
    let first = hosts.first().copied().unwrap_or_default();
    let problem = format!(
        "{} have this path; say which is meant in `Host`, or before the path: `/{first}{}`",
        hosts.join(", "),
        received.path
    );
    Refusal::not_found(&received.path, &problem)
}

/// A document that was only looked at for its paths turns out to be broken.
fn broken(problems: &[DocumentProblem]) -> Refusal {
    let mut refusal = Refusal::new(500, code::INTERNAL, "The document of this operation cannot be served");
    refusal.problems.extend(problems.iter().map(ToString::to_string));
    refusal
}
