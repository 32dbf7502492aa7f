//! What webhooks say, by type.

mod call;
mod conference;
mod debugger;
mod message;
mod recording;
mod resource;

pub use call::{CallState, CallStatus};
pub use conference::ConferenceEvent;
pub use debugger::{DebuggerEvent, DebuggerLevel};
pub use message::{InboundMedia, InboundMessage, MessageState, MessageStatus};
pub use recording::{RecordingState, RecordingStatus};

use super::{Parameters, Webhook};

/// What a signed request is read as.
///
/// Implement it for the webhooks that have no type here; [`Parameters`] implements it for all forms.
///
/// ```
/// use ringfence::webhook::{Event, Webhook};
///
/// /// What a caller pressed.
/// struct Digits(String);
///
/// impl Event for Digits {
///     fn read(webhook: &Webhook) -> Result<Self, String> {
///         let digits = webhook.parameters().get("Digits").ok_or("it has no `Digits`")?;
///         Ok(Self(digits.to_owned()))
///     }
/// }
/// ```
pub trait Event: Sized {
    /// Reads a request that is known to be Twilio's.
    ///
    /// # Errors
    ///
    /// What is missing for the request to be this event.
    fn read(webhook: &Webhook) -> Result<Self, String>;
}

/// An event about one resource, by whose SID it is waited for.
pub trait ResourceEvent: Event + Clone + Send + Sync + 'static {
    /// The SID of the resource.
    fn resource_sid(&self) -> &str;
}

impl Event for Parameters {
    fn read(webhook: &Webhook) -> Result<Self, String> {
        Ok(webhook.parameters().clone())
    }
}

/// The request as it is, for bodies that are no form.
impl Event for Webhook {
    fn read(webhook: &Webhook) -> Result<Self, String> {
        Ok(webhook.clone())
    }
}
