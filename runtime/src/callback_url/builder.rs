//! A URL and its connection overrides in one go.

use super::{CallbackUrl, CallbackUrlError, ConnectionOverrides, Edge, RetryOn};
use std::time::Duration;

/// A [`CallbackUrl`] and its [`ConnectionOverrides`], made in one go; see [`CallbackUrl::builder`].
#[derive(Clone)]
#[must_use = "a URL comes of it by `build`"]
pub struct CallbackUrlBuilder {
    url: String,
    overrides: ConnectionOverrides,
}

impl CallbackUrlBuilder {
    pub(super) fn new(url: String) -> Self {
        Self { url, overrides: ConnectionOverrides::new() }
    }

    fn with(self, change: impl FnOnce(ConnectionOverrides) -> ConnectionOverrides) -> Self {
        Self { url: self.url, overrides: change(self.overrides) }
    }

    /// See [`ConnectionOverrides::connect_timeout`].
    pub fn connect_timeout(self, time: Duration) -> Self {
        self.with(|overrides| overrides.connect_timeout(time))
    }

    /// See [`ConnectionOverrides::read_timeout`].
    pub fn read_timeout(self, time: Duration) -> Self {
        self.with(|overrides| overrides.read_timeout(time))
    }

    /// See [`ConnectionOverrides::total_time`].
    pub fn total_time(self, time: Duration) -> Self {
        self.with(|overrides| overrides.total_time(time))
    }

    /// See [`ConnectionOverrides::retries`].
    pub fn retries(self, retries: u8) -> Self {
        self.with(|overrides| overrides.retries(retries))
    }

    /// See [`ConnectionOverrides::retry_on`].
    pub fn retry_on(self, causes: impl IntoIterator<Item = RetryOn>) -> Self {
        self.with(|overrides| overrides.retry_on(causes))
    }

    /// See [`ConnectionOverrides::sni`].
    pub fn sni(self, sni: bool) -> Self {
        self.with(|overrides| overrides.sni(sni))
    }

    /// See [`ConnectionOverrides::edges`].
    pub fn edges(self, edges: impl IntoIterator<Item = Edge>) -> Self {
        self.with(|overrides| overrides.edges(edges))
    }

    /// The URL with its overrides.
    ///
    /// # Errors
    ///
    /// As [`CallbackUrl::new`] and [`CallbackUrl::with_overrides`].
    pub fn build(self) -> Result<CallbackUrl, CallbackUrlError> {
        CallbackUrl::new(self.url)?.with_overrides(self.overrides)
    }
}

/// Without a user name and password, which the URL may have.
impl std::fmt::Debug for CallbackUrlBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallbackUrlBuilder").field("overrides", &self.overrides).finish_non_exhaustive()
    }
}
