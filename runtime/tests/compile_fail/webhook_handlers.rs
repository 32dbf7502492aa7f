//! Handlers that `webhook` refuses, and why.

use ringfence::webhook;
use ringfence::webhook::{InboundMessage, Verified};
use std::collections::BTreeMap;

#[webhook]
async fn a_form(fields: BTreeMap<String, String>) -> Option<String> {
    fields.get("Body").cloned()
}

#[ringfence::webhook]
fn nothing() {}

#[webhook]
async fn optional(message: Option<Verified<InboundMessage>>) -> bool {
    message.is_some()
}

#[webhook(InboundMessage)]
async fn named(message: Verified<InboundMessage>) -> bool {
    !message.body.is_empty()
}

#[webhook]
struct NoHandler;

#[webhook]
async fn right(message: Verified<InboundMessage>) -> bool {
    !message.body.is_empty()
}

fn main() {}
