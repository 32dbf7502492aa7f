//! Messages.

use super::Event;
use super::resource::{resource_event, states};
use crate::MessageSid;
use crate::webhook::{Parameters, Webhook};
use std::fmt;

states! {
    /// How far a message has come. Callbacks come in any order, and `delivered` may come before `sent`.
    ///
    /// Twilio's page: <https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks>
    MessageState {
        /// A messaging service has taken it and looks for a sender.
        Accepted = "accepted",
        /// It waits for its time.
        Scheduled = "scheduled",
        /// It waits for its turn at its sender.
        Queued = "queued",
        /// It is on its way to the carrier.
        Sending = "sending",
        /// The carrier has taken it.
        Sent = "sent",
        /// The carrier says that it arrived.
        Delivered = "delivered" last,
        /// The carrier says that it did not arrive.
        Undelivered = "undelivered" last,
        /// It was not sent.
        Failed = "failed" last,
        /// It was canceled before its time.
        Canceled = "canceled" last,
        /// It was read, where the channel tells.
        Read = "read" last,
        /// An inbound message is being taken.
        Receiving = "receiving",
        /// An inbound message was taken.
        Received = "received" last,
        /// Some of its recipients have it.
        PartiallyDelivered = "partially_delivered",
    }
}

resource_event! {
    /// A status callback of a message.
    MessageStatus(parameters) by message_sid {
        /// The message.
        message_sid: MessageSid = parameters.required("MessageSid")?,
        /// How far it has come.
        status: MessageState = parameters.required("MessageStatus")?,
        /// Why it failed or did not arrive: <https://www.twilio.com/docs/api/errors>.
        error_code: Option<u32> = parameters.parsed("ErrorCode"),
    }
}

impl MessageStatus {
    /// A status that was found out by a fetch, for [`WaitFor::reconcile`](crate::webhook::WaitFor::reconcile).
    pub fn fetched(message_sid: MessageSid, status: &str, error_code: Option<u32>) -> Self {
        Self {
            message_sid,
            status: MessageState::from(status),
            error_code,
            parameters: Parameters::default(),
        }
    }
}

/// A message that somebody sent to a number of the account. `Debug` hides whose it is and what it says.
#[derive(Clone)]
#[non_exhaustive]
pub struct InboundMessage {
    /// The message.
    pub message_sid: MessageSid,
    /// Who sent it: a number in E.164 form, or an address of a channel (`whatsapp:+15558675310`).
    pub from: String,
    /// The number or address that it was sent to.
    pub to: String,
    /// The text; empty for media alone.
    pub body: String,
    /// What came along.
    pub media: Vec<InboundMedia>,
    /// All that came.
    pub parameters: Parameters,
}

impl fmt::Debug for InboundMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboundMessage")
            .field("message_sid", &self.message_sid)
            .field("media", &self.media.len())
            .field("parameters", &self.parameters)
            .finish_non_exhaustive()
    }
}

/// A picture or another file of an inbound message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InboundMedia {
    /// Where Twilio keeps it.
    pub url: String,
    /// Its MIME type.
    pub content_type: Option<String>,
}

impl Event for InboundMessage {
    fn read(webhook: &Webhook) -> Result<Self, String> {
        let parameters = webhook.parameters();
        let count = parameters.parsed::<usize>("NumMedia").unwrap_or(0).min(MOST_MEDIA);
        let media = (0..count).filter_map(|index| {
            let url = parameters.text(&format!("MediaUrl{index}"))?;
            Some(InboundMedia { url, content_type: parameters.text(&format!("MediaContentType{index}")) })
        });
        Ok(Self {
            message_sid: parameters.required("MessageSid")?,
            from: parameters.required("From")?,
            to: parameters.required("To")?,
            body: parameters.get("Body").unwrap_or_default().to_owned(),
            media: media.collect(),
            parameters: parameters.clone(),
        })
    }
}

/// More than Twilio sends with any message: ten.
const MOST_MEDIA: usize = 100;
