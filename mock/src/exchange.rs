//! One request and its answer: read, decide, answer, record.

use std::time::{Duration, Instant};

use bytes::Bytes;
use hyper::header::{
    ALLOW, AUTHORIZATION, CONTENT_TYPE, COOKIE, DATE, HeaderName, HeaderValue, PROXY_AUTHORIZATION,
    RETRY_AFTER, WWW_AUTHENTICATE,
};
use hyper::{Request, Response, StatusCode};

use crate::clock;
use crate::console::{console, is_own};
use crate::decide::{Decision, decide};
use crate::fault::{Paced, Reset};
use crate::guests::Guest;
use crate::journal::{CHECKS, Recorded};
use crate::limit::rate::Rate;
use crate::received::{Payload, Received};
use crate::world::World;

/// Headers whose values are nobody's business afterwards.
const SECRET_HEADERS: [HeaderName; 3] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE];

/// Answers one request, unless a fault resets its connection.
pub(crate) async fn exchange<B>(
    world: &World,
    request: Request<B>,
    guest: &Guest,
) -> Result<Response<Paced>, Reset>
where
    B: hyper::body::Body<Data = Bytes> + Unpin,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let arrived = (world.time.elapsed(), Instant::now());
    let (head, body) = request.into_parts();
    let mut received = Received::new(head);
    if is_own(&received.path) {
        received.read(body).await;
        return Ok(console(world, &received).await);
    }
    let under_way = world.traffic.enter(account(world, &received));
    let concurrent = under_way.count;
    received.read(body).await;
    guest.note_served();
    let request_id = world.next_request_id();
    let decision = decide(world, &received, concurrent);
    let mut response = respond(&decision, world);
    if decision.declared.iter().any(|name| name == "t-request-id") {
        insert(&mut response, HeaderName::from_static("t-request-id"), &request_id);
    }
    // Of what throttles, only some operations say for how long.
    if decision.throttled && decision.declared.iter().any(|name| name == RETRY_AFTER.as_str()) {
        insert(&mut response, RETRY_AFTER, "1");
    }
    for (name, value) in decision.rate.into_iter().flat_map(Rate::headers) {
        insert(&mut response, HeaderName::from_static(name), &value);
    }
    for (name, value) in [
        ("twilio-request-id", request_id.clone()),
        ("twilio-concurrent-requests", concurrent.to_string()),
        ("twilio-request-duration", format!("{:.3}", arrived.1.elapsed().as_secs_f64())),
        ("x-api-domain", decision.host.unwrap_or(&received.host_text).to_owned()),
        ("x-home-region", "us1".to_owned()),
    ] {
        insert(&mut response, HeaderName::from_static(name), &value);
    }
    world.journal.request(record(received, &decision, request_id, arrived));
    match &decision.played {
        Some(played) => {
            let answer = played.delay(world, response).await;
            // A body that a fault draws out is not the client's doing.
            if !played.draws_out() {
                guest.note_waited_for();
            }
            answer
        }
        None => {
            guest.note_waited_for();
            Ok(response)
        }
    }
}

/// The account that a request is counted for, whatever its credentials are worth.
fn account(world: &World, received: &Received) -> String {
    let credentials = received.credentials.as_ref().ok();
    credentials.and_then(|credentials| credentials.account(&world.keyring)).unwrap_or_default()
}

fn respond(decision: &Decision<'_>, world: &World) -> Response<Paced> {
    let (status, body, content_type) = match &decision.outcome {
        Ok(reply) => (reply.status, reply.body.clone(), reply.content_type.as_deref()),
        Err(refusal) => {
            let declared = refusal.declared_as(decision.failures);
            let body = declared.map_or_else(|| refusal.body(), |failure| refusal.body_of(failure));
            let content_type = declared.map(|failure| failure.content_type.as_str());
            (refusal.status, Some(body.to_string().into()), content_type)
        }
    };
    let mut bytes = body.unwrap_or_default();
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

/// What the journal keeps; the request is over.
fn record(
    received: Received,
    decision: &Decision<'_>,
    request_id: String,
    arrived: (Duration, Instant),
) -> Recorded {
    let text = received.unread();
    let (form, json) = match received.payload {
        Payload::Form(form) => (form.unwrap_or_default(), None),
        Payload::Json(json) => (Vec::new(), json.ok()),
        Payload::Other => (Vec::new(), None),
    };
    let headers = received.headers.iter().filter(|(name, _)| !SECRET_HEADERS.contains(name));
    let refusal = decision.outcome.as_ref().err();
    Recorded {
        number: 0,
        method: received.method.to_string(),
        form,
        json,
        text,
        headers: headers
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        host: received.host_text,
        path: received.path,
        query: received.query.unwrap_or_default(),
        user: received.credentials.ok().and_then(|credentials| credentials.user().map(str::to_owned)),
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
