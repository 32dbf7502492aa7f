//! Recordings.

use super::resource::{resource_event, states};
use crate::webhook::Parameters;
use crate::{CallSid, RecordingSid};
use std::time::Duration;

states! {
    /// How far a recording has come.
    RecordingState {
        /// It runs.
        InProgress = "in-progress",
        /// It is over and can be fetched.
        Completed = "completed" last,
        /// There was nothing to record.
        Absent = "absent" last,
        /// It was not kept.
        Failed = "failed" last,
    }
}

resource_event! {
    /// A status callback of a recording.
    RecordingStatus(parameters) by recording_sid {
        /// The recording.
        recording_sid: RecordingSid = parameters.required("RecordingSid")?,
        /// The call that was recorded; none for some recordings of conferences.
        call_sid: Option<CallSid> = parameters.parsed("CallSid"),
        /// How far it has come.
        status: RecordingState = parameters.required("RecordingStatus")?,
        /// Where it is fetched, with the credentials of the account.
        url: Option<String> = parameters.text("RecordingUrl"),
        /// How long it is, in whole seconds.
        duration: Option<Duration> = parameters.parsed("RecordingDuration").map(Duration::from_secs),
    }
}
