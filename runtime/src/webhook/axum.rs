//! The extractor for axum.

use super::event::Event;
use super::reading::read;
use super::verifier::{Verified, Webhook, WebhookError, WebhookVerifier};
use super::verify_layer::{peer, whole_uri};
use axum::body::Body;
use axum::extract::{FromRef, FromRequest, Request};
use axum::response::{IntoResponse, Response};

/// Takes the whole request, so that it stands last among a handler's arguments. The state must hold a [`WebhookVerifier`]. A body that takes
/// longer than 15 seconds is [`WebhookError::Cut`]. What came through a [`VerifyLayer`](super::VerifyLayer) was checked there and is taken for that.
impl<S, E> FromRequest<S> for Verified<E>
where
    S: Send + Sync,
    E: Event,
    WebhookVerifier: FromRef<S>,
{
    type Rejection = WebhookError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebhookError> {
        // Checked anew it would be taken for a repetition.
        if let Some(verified) = request.extensions().get::<Verified<Webhook>>() {
            return verified.event();
        }
        let verifier = WebhookVerifier::from_ref(state);
        let (mut parts, body) = read(&verifier, request).await?;
        let peer = peer(&parts);
        parts.uri = whole_uri(&parts);
        verifier.verify(&parts, body, peer)
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
