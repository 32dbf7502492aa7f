//! Recordings.

use super::state::states;
use super::{Event, ResourceEvent};
use crate::webhook::{Parameters, Webhook};
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

/// A status callback of a recording.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordingStatus {
    /// The recording.
    pub recording_sid: RecordingSid,
    /// The call that was recorded; none for some recordings of conferences.
    pub call_sid: Option<CallSid>,
    /// How far it has come.
    pub status: RecordingState,
    /// Where it is fetched, with the credentials of the account.
    pub url: Option<String>,
    /// How long it is, in whole seconds.
    pub duration: Option<Duration>,
    /// All that came.
    pub parameters: Parameters,
}

impl Event for RecordingStatus {
    fn read(webhook: &Webhook) -> Result<Self, String> {
        let parameters = webhook.parameters();
        Ok(Self {
            recording_sid: parameters.required("RecordingSid")?,
            call_sid: parameters.parsed("CallSid"),
            status: RecordingState::from(parameters.required::<String>("RecordingStatus")?.as_str()),
            url: parameters.text("RecordingUrl"),
            duration: parameters.parsed("RecordingDuration").map(Duration::from_secs),
            parameters: parameters.clone(),
        })
    }
}

impl ResourceEvent for RecordingStatus {
    fn resource_sid(&self) -> &str {
        self.recording_sid.as_str()
    }
}
