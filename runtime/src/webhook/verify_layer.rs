//! Only what Twilio signed comes through.

use super::reading::read;
use super::verifier::{Verified, Webhook, WebhookError, WebhookVerifier};
use bytes::Bytes;
use http::request::Parts;
use http::{Request, Response, Uri};
use http_body_util::BodyExt;
use std::error::Error;
use std::future::Future;
use std::mem;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use tower_layer::Layer;
use tower_service::Service;

/// Lets only requests through that Twilio signed, for services of any kind: the others are answered with [`WebhookError::status`] and an empty
/// body. What comes through has its body as it was sent, and a [`Verified<Webhook>`](Verified) among its extensions, from which the extractor of
/// axum takes typed events.
///
/// A body that takes longer than 15 seconds is [`WebhookError::Cut`]. [`PublicUrl::behind`](super::PublicUrl::behind) asks where the connection comes from: put its
/// [`SocketAddr`] among the extensions, or serve axum with its `ConnectInfo`.
///
/// ```
/// use ringfence::webhook::{VerifyLayer, WebhookVerifier};
/// fn guarded(routes: axum::Router, verifier: WebhookVerifier) -> axum::Router {
///     routes.layer(VerifyLayer::new(verifier))
/// }
/// ```
#[derive(Clone)]
pub struct VerifyLayer {
    verifier: WebhookVerifier,
}

impl VerifyLayer {
    /// Lets through what this verifier takes.
    pub fn new(verifier: WebhookVerifier) -> Self {
        Self { verifier }
    }
}

impl<S> Layer<S> for VerifyLayer {
    type Service = Verify<S>;

    fn layer(&self, inner: S) -> Verify<S> {
        Verify { inner, verifier: self.verifier.clone() }
    }
}

/// A service that refuses what Twilio did not sign; see [`VerifyLayer`].
#[derive(Clone)]
pub struct Verify<S> {
    inner: S,
    verifier: WebhookVerifier,
}

impl<S, B, R> Service<Request<B>> for Verify<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    B: BodyExt + From<Bytes> + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
    R: Default,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<R>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // The one that is ready is called; its clone may not be.
        let next = self.inner.clone();
        let mut inner = mem::replace(&mut self.inner, next);
        let verifier = self.verifier.clone();
        Box::pin(async move {
            match signed(&verifier, request).await {
                Ok(request) => inner.call(request).await,
                Err(error) => {
                    let mut response = Response::new(R::default());
                    *response.status_mut() = error.status();
                    Ok(response)
                }
            }
        })
    }
}

async fn signed<B>(verifier: &WebhookVerifier, request: Request<B>) -> Result<Request<B>, WebhookError>
where
    B: BodyExt + From<Bytes>,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let (mut parts, body) = read(verifier, request).await?;
    let whole = whole_uri(&parts);
    let own = mem::replace(&mut parts.uri, whole);
    let verified: Verified<Webhook> = verifier.verify(&parts, body.clone(), peer(&parts))?;
    parts.uri = own;
    parts.extensions.insert(verified);
    Ok(Request::from_parts(parts, B::from(body)))
}

/// The path as it was sent: a nested router of axum takes its part away, which is signed all the same.
pub(super) fn whole_uri(parts: &Parts) -> Uri {
    #[cfg(feature = "axum")]
    if let Some(axum::extract::OriginalUri(whole)) = parts.extensions.get() {
        return whole.clone();
    }
    parts.uri.clone()
}

pub(super) fn peer(parts: &Parts) -> Option<IpAddr> {
    #[cfg(feature = "axum")]
    if let Some(peer) = parts.extensions.get::<axum::extract::ConnectInfo<SocketAddr>>() {
        return Some(peer.0.ip());
    }
    parts.extensions.get::<SocketAddr>().map(SocketAddr::ip)
}
