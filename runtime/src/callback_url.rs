//! URLs that Twilio calls back.

/// A URL that Twilio may call: https, or http on loopback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackUrl(String);

/// Why a text is no callback URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackUrlError {
    /// Placeholder of the skeleton.
    Stub,
}

impl CallbackUrl {
    /// The URL with its connection overrides, as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
