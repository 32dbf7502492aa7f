//! Webhooks that are checked before they are believed, with axum, and forms that are nobody's webhook.

use axum::body::{Body, Bytes};
use axum::extract::{Form, FromRequest, FromRequestParts, Json, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, request::Parts};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{RequestExt, Router};
use ringfence::webhook::{MessageStatus, SignatureValidator, Verified, WebhookVerifier};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Sms {
    message_sid: String,
    body: String,
}

/// A form of the program's own, with names in its own case.
#[derive(Deserialize)]
struct Search {
    call_sid: String,
    from: String,
}

#[derive(Clone)]
struct App {
    validator: SignatureValidator,
    verifier: WebhookVerifier,
    url: String,
}

#[ringfence::enforce]
async fn ours(event: Verified<MessageStatus>) -> String {
    event.message_sid.to_string()
}

#[ringfence::enforce]
async fn own_form(Form(search): Form<Search>) -> String {
    format!("{} {}", search.call_sid, search.from)
}

#[ringfence::enforce]
async fn own_fields(Form(fields): Form<HashMap<String, String>>) -> Option<String> {
    fields.get("Body").or_else(|| fields.get("From")).cloned()
}

#[ringfence::enforce]
async fn asked(Query(search): Query<Search>) -> Json<String> {
    Json(search.call_sid)
}

#[ringfence::enforce]
async fn question_mark(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Result<String, StatusCode> {
    let signature = headers.get("X-Twilio-Signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    app.validator.validate_form_body(&app.url, &body, signature).map_err(|_| StatusCode::FORBIDDEN)?;
    let sms: Sms = serde_urlencoded::from_bytes(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(sms.body)
}

#[ringfence::enforce]
async fn in_a_condition(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    let signature = headers["x-twilio-signature"].to_str().unwrap_or_default();
    if app.validator.validate_form_body(&app.url, &body, signature).is_err() {
        return StatusCode::FORBIDDEN.into_response();
    }
    let fields: BTreeMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    fields["MessageSid"].clone().into_response()
}

#[ringfence::enforce]
async fn in_a_match(State(app): State<App>, request: Request) -> Result<String, StatusCode> {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, 64 * 1024).await else { return Err(StatusCode::BAD_REQUEST) };
    match app.verifier.verify::<MessageStatus>(&parts, bytes.clone(), None) {
        Ok(_) => {
            let sms: Sms = serde_urlencoded::from_bytes(&bytes).map_err(|_| StatusCode::BAD_REQUEST)?;
            Ok(sms.message_sid)
        }
        Err(_) => Err(StatusCode::FORBIDDEN),
    }
}

/// A check in a function of its own, which says by its `Result` what came of it.
fn check(app: &App, headers: &HeaderMap, fields: &BTreeMap<String, String>) -> Result<(), StatusCode> {
    let Some(signature) = headers.get("X-Twilio-Signature").and_then(|value| value.to_str().ok()) else {
        return Err(StatusCode::UNAUTHORIZED);
    };
    let pairs: Vec<(&String, &String)> = fields.iter().collect();
    let judged = app.validator.validate_form(&app.url, &pairs, signature);
    if judged.is_ok() { Ok(()) } else { Err(StatusCode::FORBIDDEN) }
}

fn is_good(app: &App, headers: &HeaderMap, fields: &BTreeMap<String, String>) -> bool {
    if headers.is_empty() {
        return false;
    }
    match check(app, headers, fields) {
        Ok(()) => true,
        Err(status) => {
            eprintln!("refused: {status}");
            false
        }
    }
}

#[ringfence::enforce]
async fn by_a_helper(
    State(app): State<App>,
    headers: HeaderMap,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<String, StatusCode> {
    check(&app, &headers, &fields)?;
    Ok(fields["MessageSid"].clone())
}

#[ringfence::enforce]
async fn by_a_helper_two_calls_away(
    State(app): State<App>,
    headers: HeaderMap,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Response {
    let known = !fields.is_empty() && is_good(&app, &headers, &fields);
    if !known {
        return StatusCode::FORBIDDEN.into_response();
    }
    fields["MessageSid"].clone().into_response()
}

#[ringfence::enforce]
async fn on_every_path(
    State(app): State<App>,
    headers: HeaderMap,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<String, StatusCode> {
    if fields.len() > 20 {
        check(&app, &headers, &fields)?;
    } else if !is_good(&app, &headers, &fields) {
        return Err(StatusCode::FORBIDDEN);
    }
    fields.get("MessageSid").cloned().ok_or(StatusCode::BAD_REQUEST)
}

#[ringfence::enforce]
async fn in_an_async_block(
    State(app): State<App>,
    headers: HeaderMap,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Response {
    let answer = async {
        check(&app, &headers, &fields)?;
        Ok::<String, StatusCode>(fields["MessageSid"].clone())
    };
    answer.await.into_response()
}

/// An extractor that checks what it is made from.
pub struct Signed<T>(pub T);

impl FromRequest<App> for Signed<Sms> {
    type Rejection = StatusCode;

    async fn from_request(request: Request, app: &App) -> Result<Self, StatusCode> {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, 64 * 1024).await.map_err(|_| StatusCode::BAD_REQUEST)?;
        let signature = parts.headers.get("X-Twilio-Signature").and_then(|value| value.to_str().ok());
        let signature = signature.ok_or(StatusCode::UNAUTHORIZED)?;
        app.validator
            .validate_form_body(&app.url, &body, signature)
            .map_err(|_| StatusCode::FORBIDDEN)?;
        serde_urlencoded::from_bytes(&body).map(Signed).map_err(|_| StatusCode::BAD_REQUEST)
    }
}

#[ringfence::enforce]
async fn by_an_extractor(Signed(sms): Signed<Sms>) -> String {
    sms.body
}

/// A part of the request, checked beside a form.
struct Checked;

impl FromRequestParts<App> for Checked {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, StatusCode> {
        match twilio_signature::verify(&app.url, &parts.headers) {
            true => Ok(Self),
            false => Err(StatusCode::FORBIDDEN),
        }
    }
}

#[ringfence::enforce]
async fn beside_an_extractor(_: Checked, Form(sms): Form<Sms>) -> String {
    sms.body
}

/// A layer that lets only signed requests through.
async fn signed_only(State(app): State<App>, request: Request, next: Next) -> Result<Response, StatusCode> {
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, 64 * 1024).await.map_err(|_| StatusCode::BAD_REQUEST)?;
    let signature = parts.headers.get("X-Twilio-Signature").and_then(|value| value.to_str().ok());
    if app.validator.validate_form_body(&app.url, &bytes, signature.unwrap_or_default()).is_err() {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(next.run(Request::from_parts(parts, Body::from(bytes))).await)
}

async fn behind_a_layer(Form(sms): Form<Sms>) -> String {
    sms.body
}

async fn behind_another(body: String) -> String {
    let fields: HashMap<String, String> = serde_urlencoded::from_str(&body).unwrap_or_default();
    fields["MessageSid"].clone()
}

async fn behind_our_layer(Form(sms): Form<Sms>) -> String {
    sms.body
}

fn behind_ours(app: &App) -> Router<App> {
    Router::new().route("/sms", post(behind_our_layer)).layer(ringfence::webhook::VerifyLayer::new(app.verifier.clone()))
}

fn hooks(app: &App) -> Router<App> {
    let extracting = Router::new()
        .route("/text", post(behind_another))
        .route_layer(middleware::from_extractor_with_state::<Checked, App>(app.clone()))
        .route("/ours", post(ours));
    Router::new()
        .route("/sms", post(behind_a_layer))
        .nest("/ours", behind_ours(app))
        .nest("/more", extracting)
        .layer(middleware::from_fn_with_state(app.clone(), signed_only))
        .route("/signed", post(by_an_extractor).get(beside_an_extractor))
}

fn main() {
    drop(hooks);
}

#[cfg(test)]
mod tests {
    use super::{Form, Sms};

    async fn shown(Form(sms): Form<Sms>) -> String {
        sms.body
    }
}
