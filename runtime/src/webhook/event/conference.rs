//! Conferences.

use super::{Event, ResourceEvent};
use crate::webhook::{Parameters, Webhook};
use crate::{CallSid, ConferenceSid};

/// What happened in a conference.
///
/// Twilio's page: <https://www.twilio.com/docs/voice/api/conference-participant-resource>
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConferenceEvent {
    /// The conference.
    pub conference_sid: ConferenceSid,
    /// What happened, such as `conference-start`, `participant-join` or `conference-end`.
    pub event: String,
    /// The name that the conference was given.
    pub friendly_name: Option<String>,
    /// The call of the participant that it happened to.
    pub call_sid: Option<CallSid>,
    /// The place of this callback among those of the conference: they may come in another order.
    pub sequence_number: Option<u32>,
    /// All that came.
    pub parameters: Parameters,
}

impl ConferenceEvent {
    /// Whether the conference is over.
    pub fn is_end(&self) -> bool {
        self.event == "conference-end"
    }
}

impl Event for ConferenceEvent {
    fn read(webhook: &Webhook) -> Result<Self, String> {
        let parameters = webhook.parameters();
        Ok(Self {
            conference_sid: parameters.required("ConferenceSid")?,
            event: parameters.required("StatusCallbackEvent")?,
            friendly_name: parameters.text("FriendlyName"),
            call_sid: parameters.parsed("CallSid"),
            sequence_number: parameters.parsed("SequenceNumber"),
            parameters: parameters.clone(),
        })
    }
}

impl ResourceEvent for ConferenceEvent {
    fn resource_sid(&self) -> &str {
        self.conference_sid.as_str()
    }
}
