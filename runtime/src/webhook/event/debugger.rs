//! Errors and warnings that Twilio met.

use super::Event;
use crate::webhook::{Parameters, Webhook};
use crate::{AccountSid, Json};
use serde_json::Value;
use std::fmt;

/// An entry of the account's debugger, sent by the webhook that is set in the Console.
///
/// Twilio's page: <https://www.twilio.com/docs/usage/troubleshooting/debugging-event-webhooks>
#[derive(Clone)]
#[non_exhaustive]
pub struct DebuggerEvent {
    /// The entry (`NO...`).
    pub sid: String,
    /// The account that it happened in.
    pub account_sid: AccountSid,
    /// The account above it, for a subaccount.
    pub parent_account_sid: Option<AccountSid>,
    /// When, as Twilio writes it: ISO 8601.
    pub timestamp: Option<String>,
    /// How bad it is.
    pub level: DebuggerLevel,
    /// What went wrong: <https://www.twilio.com/docs/api/errors>.
    pub error_code: Option<u32>,
    /// What it went wrong with.
    pub resource_sid: Option<String>,
    /// The payload as it came: also the request and the answer of a webhook that failed.
    pub payload: Option<Json>,
    /// All that came.
    pub parameters: Parameters,
}

/// Without the payload, which holds what a webhook that failed was sent: numbers of people, and what they wrote.
impl fmt::Debug for DebuggerEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DebuggerEvent")
            .field("sid", &self.sid)
            .field("account_sid", &self.account_sid)
            .field("timestamp", &self.timestamp)
            .field("level", &self.level)
            .field("error_code", &self.error_code)
            .field("resource_sid", &self.resource_sid)
            .field("payload_bytes", &self.payload.as_ref().map(|payload| payload.as_str().len()))
            .field("parameters", &self.parameters)
            .finish_non_exhaustive()
    }
}

/// How bad an entry of the debugger is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DebuggerLevel {
    /// Something did not happen.
    Error,
    /// Something happened otherwise than it should.
    Warning,
    /// One that is not known here, as it came.
    Other(String),
}

impl Event for DebuggerEvent {
    fn read(webhook: &Webhook) -> Result<Self, String> {
        let parameters = webhook.parameters();
        let payload: Option<Json> = parameters.parsed("Payload");
        let value = payload.as_ref().and_then(Json::to_value);
        let field = |name: &str| value.as_ref().and_then(|value| value.get(name));
        let level: String = parameters.required("Level")?;
        Ok(Self {
            sid: parameters.required("Sid")?,
            account_sid: parameters.required("AccountSid")?,
            parent_account_sid: parameters.parsed("ParentAccountSid"),
            timestamp: parameters.text("Timestamp"),
            level: match level.to_ascii_lowercase().as_str() {
                "error" => DebuggerLevel::Error,
                "warning" => DebuggerLevel::Warning,
                _ => DebuggerLevel::Other(level),
            },
            // The code is a text there, and might become a number.
            error_code: field("error_code").and_then(|code| match code {
                Value::String(text) => text.parse().ok(),
                code => code.as_u64().and_then(|code| code.try_into().ok()),
            }),
            resource_sid: field("resource_sid").and_then(Value::as_str).map(str::to_owned),
            payload,
            parameters: parameters.clone(),
        })
    }
}
