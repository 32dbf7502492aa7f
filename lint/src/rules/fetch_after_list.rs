//! `fetch_after_list`

use crate::Effect;
use crate::facts::{Event, Facts, OperationCall, RegionKind};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};

declare_lint! {
    /// ## What it does
    ///
    /// Finds a fetch for each element of a list of the same resource: the list holds each of them whole already.
    ///
    /// ## Why
    ///
    /// It makes one request into as many as there are elements, for what was already answered. Practice P11,
    /// <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// let mut calls = api_v2010::list_call().items(&client);
    /// while let Some(call) = calls.next().await {
    ///     let Some(sid) = call?.sid else { continue };
    ///     println!("{:?}", api_v2010::fetch_call(sid).send(&client).await?.status);
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// The element itself:
    ///
    /// ```text
    /// let mut calls = api_v2010::list_call().items(&client);
    /// while let Some(call) = calls.next().await {
    ///     println!("{:?}", call?.status);
    /// }
    /// ```
    ///
    /// ## Known limits
    ///
    /// The SID must be seen to come out of the list: one that was stored elsewhere in between is not followed. A fetch of the
    /// first element only is left alone, and so is the fetch of another resource, or of what another SID of the element
    /// names: `call.parent_call_sid`.
    fetch_after_list, "fetching", Warn, "P11", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    facts.operation_calls().filter_map(|(event, call)| check_call(event, call)).gather()
}

fn check_call(event: &Event, call: &OperationCall) -> Option<Finding> {
    let fetch = call.operation.0;
    let listed = call.listed.iter().find(|listed| listed.operation.0.shares_resource_with(fetch));
    let listed = listed.filter(|_| call.effect() == Effect::Fetch)?;
    let is_each = |kind: RegionKind| matches!(kind, RegionKind::Each | RegionKind::Loop | RegionKind::Mapped);
    if !call.around.iter().any(|around| is_each(around.kind) && around.varies) {
        return None;
    }
    let list = listed.operation.0.id;
    let message = format!("`{}` asks for each element of `{list}`, which has answered it already", fetch.id);
    let help = "read what you need from the element of the list";
    let finding = Finding::new(event.place, message, help);
    Some(finding.explained_at(listed.place, "the list is asked for here").seen_in(event))
}
