//! URLs that Twilio calls back.

mod authority;
mod builder;
mod check;
mod overrides;
mod plain;

#[cfg(test)]
mod tests;

pub(crate) use authority::{Authority, is_loopback};
pub use builder::CallbackUrlBuilder;
pub use overrides::{ConnectionOverrides, Edge, RetryOn};
pub use plain::PlainUrl;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A URL that Twilio may call: https, or http on loopback (`127.0.0.0/8`, `::1`, `localhost`).
///
/// Connection overrides (time-outs, retries, egress edges) stand in the fragment and are checked:
///
/// ```
/// use ringfence::{CallbackUrl, RetryOn};
/// let url = CallbackUrl::builder("https://example.com/sms")
///     .retries(2)
///     .retry_on([RetryOn::Connect, RetryOn::Status5xx])
///     .build()?;
/// assert_eq!(url.as_str(), "https://example.com/sms#rc=2&rp=ct,5xx");
/// # Ok::<(), ringfence::CallbackUrlError>(())
/// ```
///
/// A user name and password in the URL are allowed (Twilio answers a 401 of yours with them); `Debug` and `Display`
/// hide them, [`CallbackUrl::as_str`] has the URL as it is sent.
///
/// Twilio's pages: <https://www.twilio.com/docs/usage/webhooks/webhooks-security> and
/// <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CallbackUrl(Cow<'static, str>);

/// Why a text is no callback URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackUrlError {
    /// Neither `https://` nor `http://` at the beginning.
    Scheme,
    /// Plain http to a host that is not this machine.
    PlainHttp,
    /// [`CallbackUrl::for_development`] with plain http in a release build.
    DevelopmentInRelease,
    /// A user name or password with a character that belongs percent-encoded.
    Userinfo,
    /// No host, or one that is no host name and no address.
    Host,
    /// An underscore in the host, which Twilio refuses.
    UnderscoreInHost,
    /// A port that is no number from 1 to 65535.
    Port,
    /// A space, a control character, a backslash or a character outside ASCII.
    Character(char),
    /// Overrides for a URL that has a fragment already.
    FragmentTwice,
    /// Overrides for a product that ignores them.
    IgnoredOverrides,
    /// A part of the fragment that is no `key=value` of Twilio's.
    UnknownOverride(String),
    /// The same override twice.
    RepeatedOverride(&'static str),
    /// A value out of its range or not among its words: the key, and what is allowed.
    OverrideValue(&'static str, &'static str),
}

impl CallbackUrl {
    /// Takes an https URL, or an http one on loopback.
    ///
    /// # Errors
    ///
    /// See [`CallbackUrlError`]; a fragment must consist of connection overrides within their ranges.
    pub fn new(url: impl Into<String>) -> Result<Self, CallbackUrlError> {
        Self::checked(url.into(), check::Plain::Loopback)
    }

    /// Starts a URL with connection overrides; `build` checks both.
    pub fn builder(url: impl Into<String>) -> CallbackUrlBuilder {
        CallbackUrlBuilder::new(url.into())
    }

    /// Takes any http URL as well, for development and testing alone.
    ///
    /// # Errors
    ///
    /// As [`CallbackUrl::new`]; and in a release build plain http outside loopback is refused, so a callback for
    /// development never leaves with a request in production.
    pub fn for_development(url: impl Into<String>) -> Result<Self, CallbackUrlError> {
        let plain = if cfg!(debug_assertions) { check::Plain::Anywhere } else { check::Plain::NotInRelease };
        Self::checked(url.into(), plain)
    }

    /// No callback: an update that sends it clears the one that is set.
    pub const fn none() -> Self {
        Self(Cow::Borrowed(""))
    }

    /// For `callback_url!`, which has checked the literal while compiling.
    #[doc(hidden)]
    pub const fn from_checked(url: &'static str) -> Self {
        Self(Cow::Borrowed(url))
    }

    /// Adds connection overrides as the fragment.
    ///
    /// # Errors
    ///
    /// A URL that has a fragment already, and values out of their ranges. Conversations and Frontline ignore overrides, and take a
    /// [`PlainUrl`].
    pub fn with_overrides(self, overrides: ConnectionOverrides) -> Result<Self, CallbackUrlError> {
        if self.0.contains('#') {
            return Err(CallbackUrlError::FragmentTwice);
        }
        let fragment = overrides.fragment()?;
        if fragment.is_empty() {
            return Ok(self);
        }
        Ok(Self(Cow::Owned(format!("{}#{fragment}", self.0))))
    }

    /// The URL with its connection overrides, as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn checked(url: String, plain: check::Plain) -> Result<Self, CallbackUrlError> {
        check::check(&url, plain)?;
        Ok(Self(Cow::Owned(url)))
    }
}

impl FromStr for CallbackUrl {
    type Err = CallbackUrlError;

    fn from_str(url: &str) -> Result<Self, CallbackUrlError> {
        Self::new(url)
    }
}

impl TryFrom<&str> for CallbackUrl {
    type Error = CallbackUrlError;

    fn try_from(url: &str) -> Result<Self, CallbackUrlError> {
        Self::new(url)
    }
}

impl TryFrom<String> for CallbackUrl {
    type Error = CallbackUrlError;

    fn try_from(url: String) -> Result<Self, CallbackUrlError> {
        Self::new(url)
    }
}

impl From<&CallbackUrl> for CallbackUrl {
    fn from(url: &CallbackUrl) -> Self {
        url.clone()
    }
}

/// With `***` in the place of a user name and password.
impl fmt::Display for CallbackUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Authority::of(&self.0) {
            Some(authority) if authority.userinfo.is_some() => {
                write!(f, "{}://***@{}", authority.scheme, authority.after_userinfo)
            }
            _ => f.write_str(&self.0),
        }
    }
}

impl fmt::Debug for CallbackUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallbackUrl({self})")
    }
}

impl fmt::Display for CallbackUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme => f.write_str("a callback URL begins with https://"),
            Self::PlainHttp => f.write_str(
                "a callback URL over plain http can be read and forged on its way: use https (for development and \
                 testing there is `CallbackUrl::for_development`)",
            ),
            Self::DevelopmentInRelease => {
                f.write_str("a callback URL for development over plain http is refused in a release build: use https")
            }
            Self::Userinfo => f.write_str("the user name or password holds a character that must be percent-encoded"),
            Self::Host => f.write_str("the host is no host name and no address"),
            Self::UnderscoreInHost => f.write_str("Twilio refuses hosts with an underscore"),
            Self::Port => f.write_str("the port is no number from 1 to 65535"),
            Self::Character(character) => {
                write!(f, "{character:?} may not stand in a URL: percent-encode it, in a host use its ASCII form")
            }
            Self::FragmentTwice => {
                f.write_str("the URL has a fragment already: give the overrides in one place, not in two")
            }
            Self::IgnoredOverrides => f.write_str(
                "this product ignores connection overrides: leave the fragment away, and be ready for what is not sent again",
            ),
            Self::UnknownOverride(part) => write!(
                f,
                "{part:?} in the fragment is no connection override: they are ct, rt, tt, rc, rp, sni and e"
            ),
            Self::RepeatedOverride(key) => write!(f, "the connection override {key} is there twice"),
            Self::OverrideValue(key, allowed) => write!(f, "the connection override {key} must be {allowed}"),
        }
    }
}

impl std::error::Error for CallbackUrlError {}

/// Milliseconds of a duration, where they are whole.
fn whole_milliseconds(time: Duration) -> Option<u128> {
    let milliseconds = time.as_millis();
    time.subsec_nanos().is_multiple_of(1_000_000).then_some(milliseconds)
}
