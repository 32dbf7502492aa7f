//! The default transport: hyper with rustls.

use super::body::Taken;
use super::dial::Dial;
use super::{BodyStream, Limits, Opening, Sending, Transport, TransportError};
use crate::callback_url::is_loopback;
use ::hyper::body::{Body, Frame, Incoming, SizeHint};
use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response};
use hyper_util::client::legacy::{Client, Error};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::convert::Infallible;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::timeout;

/// Twilio's side closes idle connections after about a minute: drop ours before that, so that no request is written
/// into a connection that is going away.
const IDLE: Duration = Duration::from_secs(30);

/// hyper, with nothing open that a client with credentials does not need: TLS 1.2 or later with Mozilla's roots, no redirects, nothing
/// sent twice, no plain http except to loopback, and no proxy for that.
///
/// A proxy for https is taken from `HTTPS_PROXY` (or `ALL_PROXY`) and `NO_PROXY`: it sees a tunnel, not the request.
#[derive(Clone)]
pub struct Hyper {
    client: Client<Dial, Once>,
}

impl Hyper {
    /// A transport that gives up on a connection after `connect_timeout`, TLS included.
    ///
    /// # Errors
    ///
    /// Where the TLS configuration cannot be made; nothing a caller does leads there.
    pub fn new(connect_timeout: Duration) -> Result<Self, TransportError> {
        let tls = super::tls::client_config(super::tls::roots()).map_err(TransportError::not_sent)?;
        Ok(Self::over(Dial::new(tls, connect_timeout)))
    }

    /// The same, which trusts the certificates of a PEM text besides Mozilla's roots.
    ///
    /// # Errors
    ///
    /// Where the text holds no certificate, or one that is none.
    pub fn trusting(connect_timeout: Duration, pem: &[u8]) -> Result<Self, TransportError> {
        let roots = super::tls::roots_and(pem).map_err(TransportError::not_sent)?;
        let tls = super::tls::client_config(roots).map_err(TransportError::not_sent)?;
        Ok(Self::over(Dial::new(tls, connect_timeout)))
    }

    pub(super) fn over(dial: Dial) -> Self {
        let mut builder = Client::builder(TokioExecutor::new());
        builder.pool_timer(TokioTimer::new()).pool_idle_timeout(IDLE);
        Self { client: builder.build(dial) }
    }

    async fn exchange(
        &self,
        mut request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        super::body::offer(request.headers_mut());
        let patience = limits.read_timeout;
        let (mut parts, mut body) = self.answer(request, patience).await?.into_parts();
        let mut taken = Taken::new(&mut parts.headers, limits.body_bytes);
        while !taken.is_full()
            && let Some(piece) = timeout(patience, poll_fn(|context| next(&mut body, context)))
                .await
                .unwrap_or_else(|_| Some(Err(silent(patience))))
        {
            taken.take(&piece?)?;
        }
        let (body, is_whole) = taken.finish()?;
        // A success that is longer cannot be used, an error that is longer can be cut.
        if !is_whole && parts.status.is_success() {
            let most = limits.body_bytes;
            return Err(TransportError::unreadable(format!("the body is longer than {most} bytes")));
        }
        Ok(Response::from_parts(parts, body))
    }

    /// Pauses of the body are for whoever reads it to bound.
    async fn begin(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<BodyStream>, TransportError> {
        let answer = self.answer(request, limits.read_timeout).await?;
        Ok(answer.map(|body| Box::pin(Pieces(body)) as BodyStream))
    }

    /// The answer without its body.
    async fn answer(
        &self,
        request: Request<Bytes>,
        patience: Duration,
    ) -> Result<Response<Incoming>, TransportError> {
        let secure = request.uri().scheme() == Some(&http::uri::Scheme::HTTPS);
        if !secure && !request.uri().host().is_some_and(is_loopback) {
            return Err(TransportError::not_sent("plain http goes to this machine alone"));
        }
        let asking = self.client.request(request.map(|body| Once(Some(body))));
        timeout(patience, asking).await.map_err(|_| silent(patience))?.map_err(failure)
    }
}

impl Transport for Hyper {
    fn send(&self, request: Request<Bytes>, limits: Limits) -> Sending<'_> {
        Box::pin(self.exchange(request, limits))
    }

    fn open(&self, request: Request<Bytes>, limits: Limits) -> Opening<'_> {
        Box::pin(self.begin(request, limits))
    }
}

impl fmt::Debug for Hyper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hyper").finish_non_exhaustive()
    }
}

/// A body that is sent in one piece.
struct Once(Option<Bytes>);

impl Body for Once {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().filter(|body| !body.is_empty()).map(|body| Ok(Frame::data(body))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |body| body.len() as u64))
    }
}

/// A body that is read while it is asked for.
struct Pieces(Incoming);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        next(&mut self.0, context)
    }
}

fn next(body: &mut Incoming, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
    loop {
        match ready!(Pin::new(&mut *body).poll_frame(context)) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(TransportError::lost(error)))),
            // Trailers tell nothing.
            Some(Ok(frame)) => {
                if let Ok(piece) = frame.into_data() {
                    return Poll::Ready(Some(Ok(piece)));
                }
            }
        }
    }
}

/// It left, as far as can be told.
fn silent(patience: Duration) -> TransportError {
    TransportError::lost(format!("nothing came within {patience:?}"))
}

/// With all that lies behind it: by itself hyper's error says no more than which part failed.
fn failure(error: Error) -> TransportError {
    let never_left = error.is_connect();
    let error = Told::of(error);
    if never_left { TransportError::not_sent(error) } else { TransportError::lost(error) }
}

/// An error and its sources in one text.
struct Told {
    text: String,
    error: Error,
}

impl Told {
    fn of(error: Error) -> Self {
        let mut text = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(why) = source {
            let why_text = why.to_string();
            // Some say what their source says.
            if !text.contains(&why_text) {
                text.push_str(": ");
                text.push_str(&why_text);
            }
            source = why.source();
        }
        Self { text, error }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.error, f)
    }
}

impl std::error::Error for Told {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.error)
    }
}
