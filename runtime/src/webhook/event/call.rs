//! Calls.

use super::resource::{resource_event, states};
use crate::CallSid;
use crate::webhook::Parameters;
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

resource_event! {
    /// A status callback of a call.
    CallStatus(parameters) by call_sid {
        /// The call.
        call_sid: CallSid = parameters.required("CallSid")?,
        /// How far it has come.
        status: CallState = parameters.required("CallStatus")?,
        /// The place of this callback among those of the call, from 0: they may come in another order.
        sequence_number: Option<u32> = parameters.parsed("SequenceNumber"),
        /// How long it took, in whole seconds, once it is over.
        duration: Option<Duration> = parameters.parsed("CallDuration").map(Duration::from_secs),
    }
}

impl CallStatus {
    /// A status that was found out by a fetch, for [`WaitFor::reconcile`](crate::webhook::WaitFor::reconcile).
    pub fn fetched(call_sid: CallSid, status: &str, duration: Option<Duration>) -> Self {
        let parameters = Parameters::default();
        Self { call_sid, status: CallState::from(status), sequence_number: None, duration, parameters }
    }
}
