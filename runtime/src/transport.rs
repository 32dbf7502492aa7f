//! How requests leave the process.
//!
//! The default is `Hyper` behind the feature `hyper`; any other HTTP client fits behind the
//! [`Transport`] trait in a few lines:
//!
//! ```
//! use bytes::Bytes;
//! use ringfence::transport::{Limits, Sending, Transport};
//!
//! /// Answers every request itself, with nothing.
//! struct Null;
//!
//! impl Transport for Null {
//!     fn send(&self, _request: http::Request<Bytes>, _limits: Limits) -> Sending<'_> {
//!         Box::pin(async { Ok(http::Response::new(Bytes::from_static(b"{}"))) })
//!     }
//! }
//! ```

#[cfg(feature = "hyper")]
mod body;
#[cfg(feature = "conformance")]
pub mod conformance;
#[cfg(feature = "hyper")]
mod dial;
#[cfg(feature = "hyper")]
mod hyper;
#[cfg(test)]
#[cfg(feature = "hyper")]
mod tests;
#[cfg(feature = "hyper")]
mod tls;

#[cfg(feature = "hyper")]
pub use self::hyper::Hyper;

use bytes::Bytes;
use futures_core::Stream;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// The future of one sending.
pub type Sending<'t> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 't>>;

/// The future of an answer whose body is still to come.
pub type Opening<'t> =
    Pin<Box<dyn Future<Output = Result<http::Response<BodyStream>, TransportError>> + Send + 't>>;

/// A body, piece by piece.
pub type BodyStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// Sends one request and brings its answer back.
///
/// A transport decides nothing: every status is an answer, 3xx included. It must not
///
/// - follow redirects: the request carries credentials;
/// - send anything twice, whatever happens: the send loop knows what may be repeated;
/// - add, drop or rewrite headers that the request has (`Host` and `Authorization` above all).
///
/// It says by [`TransportError`] whether the request left: that alone decides whether a create may be sent again.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request: its URI is absolute, and `https` except for a loopback address.
    ///
    /// The client itself drops the future when [`Limits::timeout`] is over, so a transport need not watch that time.
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Sending<'_>;

    /// Sends the request, and gives the answer as soon as its headers are there: for bytes that are not to be held in memory. The body is
    /// not bounded. A transport that does not write this reads the body as [`Transport::send`] does.
    fn open(&self, request: http::Request<Bytes>, limits: Limits) -> Opening<'_> {
        let sending = self.send(request, limits);
        Box::pin(async { sending.await.map(|answer| answer.map(whole)) })
    }
}

/// A body that is there already.
fn whole(body: Bytes) -> BodyStream {
    struct Whole(Option<Bytes>);

    impl Stream for Whole {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.take().map(Ok))
        }
    }

    Box::pin(Whole(Some(body)))
}

/// What one sending may take.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// From the connection to the last byte of the answer.
    pub timeout: Duration,
    /// How long the server may be silent: until its answer begins, and in each pause of it. A request whose answer stops is
    /// [`TransportError::lost`].
    pub read_timeout: Duration,
    /// The longest body: a longer one with a 2xx status is [`TransportError::unreadable`], with another status it is
    /// cut here.
    pub body_bytes: usize,
}

impl Limits {
    pub(crate) fn new(timeout: Duration, read_timeout: Duration, body_bytes: usize) -> Self {
        Self { timeout, read_timeout, body_bytes }
    }
}

/// Why there is no answer, and whether the request left.
pub struct TransportError {
    fate: Fate,
    source: Box<dyn std::error::Error + Send + Sync>,
}

/// What became of a request that has no readable answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// It never left: no DNS answer, no connection, no TLS. It is safe to send it again.
    NotSent,
    /// It left, or may have left, and no answer came.
    Lost,
    /// It was answered, and the answer cannot be read, now or the next time.
    Unreadable,
}

impl TransportError {
    /// The request never left: only where this is certain.
    pub fn not_sent(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { fate: Fate::NotSent, source: source.into() }
    }

    /// The request left, or may have left, and no answer came.
    pub fn lost(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { fate: Fate::Lost, source: source.into() }
    }

    /// An answer came that cannot be read, now or the next time.
    pub fn unreadable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { fate: Fate::Unreadable, source: source.into() }
    }

    /// What became of the request.
    pub fn fate(&self) -> Fate {
        self.fate
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fate = match self.fate {
            Fate::NotSent => "the request was not sent",
            Fate::Lost => "no answer came",
            Fate::Unreadable => "the answer cannot be read",
        };
        write!(f, "{fate}: {}", self.source)
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError").field("fate", &self.fate).field("source", &self.source).finish()
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
