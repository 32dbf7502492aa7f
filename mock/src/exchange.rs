//! One request and its answer: read, decide, answer, record.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use bytes::Bytes;
use hyper::header::{
    ALLOW, AUTHORIZATION, CONTENT_TYPE, COOKIE, DATE, HeaderName, HeaderValue, PROXY_AUTHORIZATION,
    RETRY_AFTER, WWW_AUTHENTICATE,
};
use hyper::{HeaderMap, Request, Response, StatusCode};
use serde_json::Value;

use crate::authentication;
use crate::clock;
use crate::console::{console, is_own};
use crate::decide::{Decision, decide};
use crate::fault::{Paced, Reset};
use crate::form::decode;
use crate::journal::{CHECKS, Recorded};
use crate::received::Received;
use crate::world::World;

/// Headers whose values are nobody's business afterwards.
const SECRET_HEADERS: [HeaderName; 3] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE];

/// Answers one request, unless a fault resets its connection.
pub(crate) async fn exchange<B>(world: &World, request: Request<B>) -> Result<Response<Paced>, Reset>
where
    B: hyper::body::Body<Data = Bytes> + Unpin,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    if is_own(request.uri().path()) {
        return Ok(console(world, &Received::read(request).await).await);
    }
    let arrived = (world.time.elapsed(), Instant::now());
    let under_way = world.traffic.enter(account(world, request.headers()));
    let concurrent = under_way.count;
    let received = Received::read(request).await;
    let request_id = world.next_request_id();
    let decision = decide(world, &received, concurrent);
    let mut response = respond(&decision, world);
    for (name, value) in [
        ("twilio-request-id", request_id.clone()),
        ("twilio-concurrent-requests", concurrent.to_string()),
        ("twilio-request-duration", format!("{:.3}", arrived.1.elapsed().as_secs_f64())),
        ("x-api-domain", received.host_text.clone()),
        ("x-home-region", "us1".to_owned()),
    ] {
        insert(&mut response, HeaderName::from_static(name), &value);
    }
    world.journal.request(record(&received, &decision, request_id, arrived));
    match &decision.played {
        Some(played) => played.delay(world, response).await,
        None => Ok(response),
    }
}

/// The account that a request is counted for, whatever its credentials are worth.
fn account(world: &World, headers: &HeaderMap) -> String {
    let state = world.state.lock().unwrap_or_else(PoisonError::into_inner);
    authentication::account(headers, &state.keyring).unwrap_or_default()
}

fn respond(decision: &Decision<'_>, world: &World) -> Response<Paced> {
    let (status, body, content_type) = match &decision.outcome {
        Ok(reply) => (reply.status, reply.body.as_ref().map(Value::to_string), reply.content_type.as_deref()),
        Err(refusal) => (refusal.status, Some(refusal.body().to_string()), None),
    };
    let mut bytes = Bytes::from(body.unwrap_or_default());
    let mut content_type = content_type.unwrap_or("application/json");
    if let Some(played) = &decision.played {
        bytes = played.change(bytes);
        content_type = played.content_type.as_deref().unwrap_or(content_type);
    }
    let empty = bytes.is_empty();
    let mut response = Response::new(Paced::whole(bytes));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if !empty {
        insert(&mut response, CONTENT_TYPE, content_type);
    }
    for (name, value) in decision.outcome.iter().flat_map(|reply| &reply.headers) {
        insert(&mut response, HeaderName::from_static(name), value);
    }
    if let Err(refusal) = &decision.outcome {
        if let Some(allow) = &refusal.allow {
            insert(&mut response, ALLOW, allow);
        }
        for (name, value) in &refusal.headers {
            insert(&mut response, HeaderName::from_static(name), value);
        }
        if refusal.status == 401 {
            insert(&mut response, WWW_AUTHENTICATE, "Basic realm=\"Twilio API\"");
        }
    }
    let skew = decision.played.as_ref().map_or(0, |played| played.skew);
    if world.time.is_driven() || skew != 0 {
        insert(&mut response, DATE, &clock::http(world.time.now(), skew));
    }
    if let Some(seconds) = decision.played.as_ref().and_then(|played| played.retry_after) {
        insert(&mut response, RETRY_AFTER, &seconds.to_string());
    }
    response
}

fn insert(response: &mut Response<Paced>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn record(
    received: &Received,
    decision: &Decision<'_>,
    request_id: String,
    arrived: (Duration, Instant),
) -> Recorded {
    let content_type = received.content_type().unwrap_or_default();
    let form = content_type == "application/x-www-form-urlencoded";
    let headers = received.headers.iter().filter(|(name, _)| !SECRET_HEADERS.contains(name));
    let refusal = decision.outcome.as_ref().err();
    Recorded {
        number: 0,
        method: received.method.to_string(),
        host: received.host_text.clone(),
        path: received.path.clone(),
        query: received.query.clone().unwrap_or_default(),
        form: if form { decode(received.bytes()).unwrap_or_default() } else { Vec::new() },
        json: content_type
            .ends_with("json")
            .then(|| serde_json::from_slice::<Value>(received.bytes()).ok())
            .flatten(),
        headers: headers
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        user: authentication::user(&received.headers),
        operation: decision.operation.map(str::to_owned),
        status: decision.outcome.as_ref().map_or_else(|refusal| refusal.status, |reply| reply.status),
        code: refusal.map(|refusal| refusal.code),
        request_id,
        received_at: arrived.0,
        took: arrived.1.elapsed(),
        throttled: decision.throttled,
        passed: CHECKS.get(..decision.passed).unwrap_or(&CHECKS),
        faults: decision.played.as_ref().map(|played| played.names.clone()).unwrap_or_default(),
        problems: refusal.map(|refusal| refusal.problems.clone()).unwrap_or_default(),
    }
}
