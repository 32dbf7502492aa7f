//! Webhooks that are checked before they are believed, with hyper.

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use ringfence::webhook::{MessageStatus, SignatureValidator, WebhookVerifier};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

type Answer = Result<Response<Full<Bytes>>, Infallible>;

fn answer(status: StatusCode, text: String) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from(text)));
    *answer.status_mut() = status;
    Ok(answer)
}

async fn validated(request: Request<Incoming>, validator: Arc<SignatureValidator>) -> Answer {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let signature = parts.headers.get("x-twilio-signature").and_then(|value| value.to_str().ok()).unwrap_or("");
    if let Err(error) = validator.validate_form_body("https://example.com/sms", &body, signature) {
        return answer(StatusCode::FORBIDDEN, error.to_string());
    }
    let fields: HashMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    answer(StatusCode::OK, fields["MessageSid"].clone())
}

async fn verified(request: Request<Incoming>, verifier: &WebhookVerifier) -> Answer {
    let (parts, body) = request.into_parts();
    let Ok(body) = body.collect().await else { return answer(StatusCode::BAD_REQUEST, String::new()) };
    let event = verifier.verify::<MessageStatus>(&parts, body.to_bytes(), None);
    match event {
        Ok(event) => answer(StatusCode::OK, event.message_sid.to_string()),
        Err(error) => answer(error.status(), error.to_string()),
    }
}

/// Only what is signed gets further.
async fn routed(request: Request<Incoming>, validator: &SignatureValidator) -> Answer {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let signature = parts.headers.get("X-Twilio-Signature").and_then(|value| value.to_str().ok()).unwrap_or("");
    match validator.validate_form_body("https://example.com/sms", &body, signature) {
        Ok(()) => inner(&body),
        Err(_) => answer(StatusCode::FORBIDDEN, String::new()),
    }
}

fn inner(body: &Bytes) -> Answer {
    let fields: HashMap<String, String> = serde_urlencoded::from_bytes(body).unwrap_or_default();
    answer(StatusCode::OK, fields["CallSid"].clone())
}

/// A proxy reads what another server says.
async fn forwarded(response: Response<Incoming>) -> Option<String> {
    let body = response.into_body().collect().await.ok()?.to_bytes();
    let value: serde_json::Value = serde_json::from_slice(&body).ok()?;
    value.get("CallSid").map(ToString::to_string)
}

fn main() {
    let _service = service_fn(|request| async move { validated(request, Arc::new(settings::validator())).await });
    let _verified = service_fn(|request| async move { verified(request, &settings::verifier()).await });
    let _routed = service_fn(|request| async move { routed(request, &settings::validator()).await });
    drop(forwarded);
}
