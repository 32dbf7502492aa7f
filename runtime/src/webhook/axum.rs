//! The extractor for axum.

use super::event::Event;
use super::signature::Signature;
use super::verifier::{Verified, WebhookError, WebhookVerifier};
use axum::body::Body;
use axum::extract::{ConnectInfo, FromRef, FromRequest, OriginalUri, Request};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::time::timeout;

/// How long a body may take: Twilio itself waits no longer for an answer.
const LONGEST: Duration = Duration::from_secs(15);

/// Takes the whole request, so that it stands last among a handler's arguments. The state must hold a [`WebhookVerifier`]. A body that takes
/// longer than 15 seconds is [`WebhookError::Cut`].
impl<S, E> FromRequest<S> for Verified<E>
where
    S: Send + Sync,
    E: Event,
    WebhookVerifier: FromRef<S>,
{
    type Rejection = WebhookError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebhookError> {
        let verifier = WebhookVerifier::from_ref(state);
        let (mut parts, body) = request.into_parts();
        // Whoever shows no signature is not listened to.
        if Signature::from_headers(&parts.headers).is_none() {
            return Err(WebhookError::NoSignature);
        }
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let body = timeout(LONGEST, Limited::new(body, verifier.longest_body()).collect()).await;
        let body = body.map_err(|_| WebhookError::Cut)?.map_err(|error| {
            if error.is::<LengthLimitError>() { WebhookError::TooLong } else { WebhookError::Cut }
        })?;
        // A nested router takes its part of the path away, which is signed all the same.
        if let Some(OriginalUri(whole)) = parts.extensions.remove() {
            parts.uri = whole;
        }
        verifier.verify(&parts, body.to_bytes(), peer)
    }
}

/// The status alone: whoever forges requests learns nothing.
impl IntoResponse for WebhookError {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status();
        response
    }
}
