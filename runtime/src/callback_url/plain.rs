//! URLs of products that ignore connection overrides.

use super::{CallbackUrl, CallbackUrlError};
use std::fmt;
use std::str::FromStr;

/// A URL that Twilio may call, for the products that ignore connection overrides, Conversations and Frontline: what [`CallbackUrl`] takes, and no
/// fragment, since retries and time-outs in one would be no more than a wish.
///
/// ```
/// use ringfence::PlainUrl;
/// assert!(PlainUrl::new("https://example.com/chat").is_ok());
/// assert!(PlainUrl::new("https://example.com/chat#rc=2").is_err());
/// ```
///
/// Twilio's page: <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PlainUrl(CallbackUrl);

impl PlainUrl {
    /// Takes an https URL, or an http one on loopback, without a fragment.
    ///
    /// # Errors
    ///
    /// As [`CallbackUrl::new`], and [`CallbackUrlError::IgnoredOverrides`].
    pub fn new(url: impl Into<String>) -> Result<Self, CallbackUrlError> {
        CallbackUrl::new(url)?.try_into()
    }

    /// No callback: an update that sends it clears the one that is set.
    pub const fn none() -> Self {
        Self(CallbackUrl::none())
    }

    /// The URL, as it is sent.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl TryFrom<CallbackUrl> for PlainUrl {
    type Error = CallbackUrlError;

    fn try_from(url: CallbackUrl) -> Result<Self, CallbackUrlError> {
        if url.as_str().contains('#') { Err(CallbackUrlError::IgnoredOverrides) } else { Ok(Self(url)) }
    }
}

impl FromStr for PlainUrl {
    type Err = CallbackUrlError;

    fn from_str(url: &str) -> Result<Self, CallbackUrlError> {
        Self::new(url)
    }
}

impl TryFrom<&str> for PlainUrl {
    type Error = CallbackUrlError;

    fn try_from(url: &str) -> Result<Self, CallbackUrlError> {
        Self::new(url)
    }
}

impl From<&PlainUrl> for PlainUrl {
    fn from(url: &PlainUrl) -> Self {
        url.clone()
    }
}

impl fmt::Display for PlainUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for PlainUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlainUrl({self})")
    }
}
