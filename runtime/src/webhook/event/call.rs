//! Calls.

use super::state::states;
use super::{Event, ResourceEvent};
use crate::CallSid;
use crate::webhook::{Parameters, Webhook};
use std::time::Duration;

states! {
    /// How far a call has come.
    ///
    /// Twilio's page: <https://www.twilio.com/docs/voice/api/call-resource#call-status-values>
    CallState {
        /// It waits to be placed.
        Queued = "queued",
        /// Twilio has begun to place it.
        Initiated = "initiated",
        /// It rings.
        Ringing = "ringing",
        /// Somebody, or something, has answered.
        InProgress = "in-progress",
        /// It was answered and is over.
        Completed = "completed" last,
        /// The line was busy.
        Busy = "busy" last,
        /// It could not be placed.
        Failed = "failed" last,
        /// Nobody answered.
        NoAnswer = "no-answer" last,
        /// It was ended before it was answered.
        Canceled = "canceled" last,
    }
}

/// A status callback of a call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CallStatus {
    /// The call.
    pub call_sid: CallSid,
    /// How far it has come.
    pub status: CallState,
    /// The place of this callback among those of the call, from 0: they may come in another order.
    pub sequence_number: Option<u32>,
    /// How long it took, in whole seconds, once it is over.
    pub duration: Option<Duration>,
    /// All that came.
    pub parameters: Parameters,
}

impl CallStatus {
    /// A status that was found out by a fetch, for [`WaitFor::reconcile`](crate::webhook::WaitFor::reconcile).
    pub fn fetched(call_sid: CallSid, status: &str, duration: Option<Duration>) -> Self {
        let parameters = Parameters::default();
        Self { call_sid, status: CallState::from(status), sequence_number: None, duration, parameters }
    }
}

impl Event for CallStatus {
    fn read(webhook: &Webhook) -> Result<Self, String> {
        let parameters = webhook.parameters();
        Ok(Self {
            call_sid: parameters.required("CallSid")?,
            status: CallState::from(parameters.required::<String>("CallStatus")?.as_str()),
            sequence_number: parameters.parsed("SequenceNumber"),
            duration: parameters.parsed("CallDuration").map(Duration::from_secs),
            parameters: parameters.clone(),
        })
    }
}

impl ResourceEvent for CallStatus {
    fn resource_sid(&self) -> &str {
        self.call_sid.as_str()
    }
}
