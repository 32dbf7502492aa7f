//! `polling_loop`

use crate::facts::{Around, Ends, Event, EventKind, Facts, OperationCall, RegionKind};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};
use crate::sorted::Set;
use crate::{Effect, Place};

declare_lint! {
    /// ## What it does
    ///
    /// Finds code that asks Twilio for the same thing again and again: a fetch or a list in a loop with a pause, in a stream
    /// that ticks or unfolds, or in a function that calls itself after a pause. The pause, the loop and the call may lie in
    /// different functions.
    ///
    /// ## Why
    ///
    /// Twilio calls a URL of yours as soon as something happens; asking costs requests of the account's limit and is late all
    /// the same. Practice P10, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// loop {
    ///     let message = api_v2010::fetch_message(&sid).send(&client).await?;
    ///     if message.status == Some(MessageStatus::Delivered) {
    ///         break;
    ///     }
    ///     sleep(Duration::from_secs(1)).await;
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```text
    /// let hook = callback_url!("https://example.com/status", rc = 3, rp = [all]);
    /// let message = api_v2010::create_message(to, sender, content).status_callback(hook).send(&client).await?;
    /// let sid = message.sid.clone().ok_or("a message without a SID")?;
    /// let event = statuses.wait_for(sid, |event| event.status.is_final()).await?;
    /// ```
    ///
    /// Where no callback tells what you want to know, the finding is a warning: ask rarely, and write down why.
    ///
    /// ## Known limits
    ///
    /// A loop that pauses only after an error or a 429 tries again and is no polling; nor is going through pages, through
    /// different SIDs once or through the elements of a list, or a period of an hour or more. A library that tries again polls
    /// where an error is made of an answer that was none. What is asked for must be seen to
    /// be the same in each round: a SID that another crate's function makes in the loop is taken for another one. A loop
    /// that asks without a pause is not looked at.
    polling_loop, "fetching", Deny, "P10", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    let iterated: Set<Place> = facts.events.iter().filter_map(gone_through).gather();
    // A call and what it comes round in, where somebody makes that rare.
    let rare: Set<(Place, Place)> = facts
        .operation_calls()
        .flat_map(|(event, call)| call.around.iter().map(move |around| (event, around)))
        .filter(|(_, around)| around.waits.is_long)
        .map(|(event, around)| (event.place, around.place))
        .gather();
    facts.operation_calls().filter_map(|(event, call)| check_call(event, call, &iterated, &rare)).gather()
}

fn gone_through(event: &Event) -> Option<Place> {
    match &event.kind {
        EventKind::Iterated(listed) => Some(listed.place),
        _ => None,
    }
}

fn check_call(
    event: &Event,
    call: &OperationCall,
    iterated: &Set<Place>,
    rare: &Set<(Place, Place)>,
) -> Option<Finding> {
    let reads = match call.effect() {
        Effect::Fetch => true,
        Effect::List => !iterated.contains(&event.place),
        _ => false,
    };
    // How long it waits may be said by callers alone: what they say is looked at where they call.
    let is_rare = |around: &Around| around.waits.is_given && rare.contains(&(event.place, around.place));
    let mut again = call.around.iter().filter(|around| asks_again(around) && !is_rare(around));
    let around = again.next().filter(|_| reads)?;
    let id = call.operation.0.id;
    let message = format!("this asks Twilio for the same again and again: `{id}` in a loop that waits");
    // A list is asked for what becomes of its elements.
    let asked = call.operation.0.fetch_of_list().unwrap_or(call.operation.0);
    let instead = asked.instead_of_polling.first();
    let help = match instead {
        Some(instead) => format!(
            "give `{}` to `{}::{}`, and wait for what Twilio calls it with: `StatusStream::wait_for`",
            instead.callback, instead.module, instead.function
        ),
        None => "no callback tells this: ask rarely, and permit it with the reason".to_owned(),
    };
    let finding = Finding::new(event.place, message, help).mild(instead.is_none());
    let waits = match around.kind {
        RegionKind::Retry(_) => Some(around.place),
        _ => around.waits.after_success,
    };
    Some(finding.explained_at(waits, "it waits here, and asks again").seen_in(event))
}

/// Whether something asks for the same in each round, with pauses shorter than an hour.
fn asks_again(around: &Around) -> bool {
    let comes_round = match around.kind {
        // A library waits, too.
        RegionKind::Retry(retry) => return retry.awaits && !around.varies,
        RegionKind::Loop | RegionKind::Ticks | RegionKind::Recursion => true,
        // Through the elements of something one goes for their sake, unless they are the waits themselves.
        RegionKind::Each => around.waits.differs,
        _ => false,
    };
    let waits = around.waits.after_success.is_some() && !around.waits.is_long;
    let may_be_fine = around.rounds.has(Ends::FINE) || around.rounds.has(Ends::ELSEWHERE);
    comes_round && waits && !around.varies && may_be_fine
}
