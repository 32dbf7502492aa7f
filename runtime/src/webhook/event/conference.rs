//! Conferences.

use super::resource::resource_event;
use crate::webhook::Parameters;
use crate::{CallSid, ConferenceSid};

resource_event! {
    /// What happened in a conference.
    ///
    /// Twilio's page: <https://www.twilio.com/docs/voice/api/conference-participant-resource>
    ConferenceEvent(parameters) by conference_sid {
        /// The conference.
        conference_sid: ConferenceSid = parameters.required("ConferenceSid")?,
        /// What happened, such as `conference-start`, `participant-join` or `conference-end`.
        event: String = parameters.required("StatusCallbackEvent")?,
        /// The name that the conference was given.
        friendly_name: Option<String> = parameters.text("FriendlyName"),
        /// The call of the participant that it happened to.
        call_sid: Option<CallSid> = parameters.parsed("CallSid"),
        /// The place of this callback among those of the conference: they may come in another order.
        sequence_number: Option<u32> = parameters.parsed("SequenceNumber"),
    }
}

impl ConferenceEvent {
    /// Whether the conference is over.
    pub fn is_end(&self) -> bool {
        self.event == "conference-end"
    }
}
