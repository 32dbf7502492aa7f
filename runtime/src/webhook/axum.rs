//! The extractor for axum.

use super::event::Event;
use super::verifier::{Verified, WebhookError, WebhookVerifier};
use axum::body::Body;
use axum::extract::{ConnectInfo, FromRef, FromRequest, Request};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::net::SocketAddr;

/// Takes the whole request, so that it stands last among a handler's arguments. The state must hold a [`WebhookVerifier`].
impl<S, E> FromRequest<S> for Verified<E>
where
    S: Send + Sync,
    E: Event,
    WebhookVerifier: FromRef<S>,
{
    type Rejection = WebhookError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebhookError> {
        let verifier = WebhookVerifier::from_ref(state);
        let (parts, body) = request.into_parts();
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let body = Limited::new(body, verifier.longest_body()).collect().await.map_err(|error| {
            if error.is::<LengthLimitError>() { WebhookError::TooLong } else { WebhookError::Cut }
        })?;
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
