//! `missing_status_callback`

use crate::facts::{CalledBy, Event, Facts, OperationCall, plain_name};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};

declare_lint! {
    /// ## What it does
    ///
    /// Finds calls, messages, recordings, conferences and rooms that are made without a callback.
    ///
    /// ## Why
    ///
    /// Without one nobody learns what became of it but by asking. Practice P10,
    /// <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// api_v2010::create_message(to, sender, content).send(&client).await?;
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```text
    /// let hook = callback_url!("https://example.com/status", rc = 3, rp = [all]);
    /// api_v2010::create_message(to, sender, content).status_callback(hook).send(&client).await?;
    /// ```
    ///
    /// ## Known limits
    ///
    /// It is off unless you turn it on. Any callback suffices, also one that is set on one of two ways; a Messaging Service
    /// or an application may hold one and is silent, and so is a sender whose kind is not seen. A form that cannot be read
    /// is silent, and so are calls of other crates for Twilio.
    missing_status_callback, "fetching", Allow, "P10", check
}

/// What is made, by the function that makes it.
const MADE: &[(&str, &str)] = &[
    ("api_v2010", "CreateCall"),
    ("api_v2010", "CreateCallRecording"),
    ("api_v2010", "CreateMessage"),
    ("api_v2010", "CreateParticipant"),
    ("video_v1", "CreateComposition"),
    ("video_v1", "CreateRoom"),
];

/// Inputs that name something which may hold a callback.
const HOLDERS: &[&str] = &["applicationsid", "messagingservicesid"];

fn check(facts: &Facts) -> Vec<Finding> {
    facts.operation_calls().filter_map(|(event, call)| check_call(event, call)).gather()
}

fn check_call(event: &Event, call: &OperationCall) -> Option<Finding> {
    let operation = call.operation.0;
    if !MADE.contains(&(operation.module, operation.id)) || call.by == CalledBy::Crate {
        return None;
    }
    let is_callback = |name: &String| {
        operation
            .callbacks
            .iter()
            .any(|input| plain_name(input.wire) == *name || plain_name(input.name) == *name)
    };
    let holds = |name: &String| name == "*" || HOLDERS.contains(&name.as_str()) || is_callback(name);
    let is_unread = call.by == CalledBy::Request && call.given.is_empty();
    if is_unread || call.given.iter().any(holds) {
        return None;
    }
    let callback = operation.callbacks.first()?;
    let message = format!("nobody is told what becomes of this `{}`", operation.id);
    let help = format!("set `{}` to a URL of yours", callback.name);
    Some(Finding::new(event.place, message, help).seen_in(event))
}
