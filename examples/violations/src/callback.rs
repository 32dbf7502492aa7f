//! Connection overrides that Twilio does not take.

use crate::hosts::API;
use reqwest::Url;

const HOOK: &str = "https://example.com/calls#rc=9"; //~ invalid_connection_override

/// Out of range, through a const.
pub fn out_of_range() -> Option<Url> {
    Url::parse_with_params(API, &[("StatusCallback", HOOK)]).ok()
}

/// Unknown.
pub fn unknown() -> Option<Url> {
    let hook = "https://example.com/calls#rp=timeout"; //~ invalid_connection_override
    Url::parse_with_params(API, &[("StatusCallback", hook)]).ok()
}

/// Known and ignored: Conversations takes none.
pub fn ignored() -> Option<Url> {
    let hook = "https://example.com/chats#rc=2"; //~ invalid_connection_override
    let url = "https://conversations.twilio.com/v1/Configuration/Webhooks";
    Url::parse_with_params(url, &[("PostWebhookUrl", hook)]).ok()
}
