//! What is known of an exchange besides its body.

/// Facts about one answered call: on every response, and on every error that has an answer.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Meta {
    /// The status of the last answer.
    pub status: u16,
    /// `Twilio-Request-Id`: what Twilio's support asks for.
    pub request_id: Option<String>,
}
