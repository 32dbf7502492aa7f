//! A request's body, read as far as a signature is worth it.

use super::signature::Signature;
use super::verifier::{WebhookError, WebhookVerifier};
use bytes::Bytes;
use http::Request;
use http::request::Parts;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::error::Error;
use std::time::Duration;
use tokio::time::timeout;

/// How long a body may take: Twilio itself waits no longer for an answer.
const LONGEST: Duration = Duration::from_secs(15);

pub(super) async fn read<B>(
    verifier: &WebhookVerifier,
    request: Request<B>,
) -> Result<(Parts, Bytes), WebhookError>
where
    B: BodyExt,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let (parts, body) = request.into_parts();
    // Whoever shows no signature is not listened to.
    if Signature::from_headers(&parts.headers).is_none() {
        return Err(WebhookError::NoSignature);
    }
    let body = timeout(LONGEST, Limited::new(body, verifier.longest_body()).collect()).await;
    let body = body.map_err(|_| WebhookError::Cut)?.map_err(|error| {
        if error.is::<LengthLimitError>() { WebhookError::TooLong } else { WebhookError::Cut }
    })?;
    Ok((parts, body.to_bytes()))
}
