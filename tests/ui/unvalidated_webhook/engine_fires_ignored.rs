//! Checks that check nothing: their outcome is thrown away, or some way leads around them.

use axum::Form;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, StatusCode, request::Parts};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::post;
use ringfence::webhook::SignatureValidator;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Sms {
    sms_sid: String,
    body: String,
}

type Fields = BTreeMap<String, String>;

#[derive(Clone)]
struct App {
    validator: SignatureValidator,
    url: String,
    is_strict: bool,
}

fn signature_of(headers: &HeaderMap) -> &str {
    headers.get("X-Twilio-Signature").and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[ringfence::signature_validation]
fn is_signed(url: &str, fields: &Fields, signature: &str) -> bool {
    !url.is_empty() && !fields.is_empty() && signature.len() == 28
}

fn check(app: &App, headers: &HeaderMap, fields: &Fields) -> Result<(), StatusCode> {
    let pairs: Vec<(&String, &String)> = fields.iter().collect();
    app.validator.validate_form(&app.url, &pairs, signature_of(headers)).map_err(|_| StatusCode::FORBIDDEN)
}

async fn let_underscore(State(app): State<App>, headers: HeaderMap, Form(fields): Form<Fields>) -> String {
    let _ = check(&app, &headers, &fields);
    fields["SmsSid"].clone() //~ unvalidated_webhook
}

async fn made_ok(State(app): State<App>, headers: HeaderMap, Form(fields): Form<Fields>) -> String {
    check(&app, &headers, &fields).ok();
    fields["SmsSid"].clone() //~ unvalidated_webhook
}

async fn unused_bool(headers: HeaderMap, Form(fields): Form<Fields>) -> String {
    is_signed("https://example.com/sms", &fields, signature_of(&headers));
    fields["SmsSid"].clone() //~ unvalidated_webhook
}

async fn only_logged(State(app): State<App>, headers: HeaderMap, body: Bytes) -> String {
    if let Err(error) = app.validator.validate_form_body(&app.url, &body, signature_of(&headers)) {
        tracing::warn!("{error}");
    }
    let sms: Sms = serde_urlencoded::from_bytes(&body).unwrap();
    sms.body //~ unvalidated_webhook
}

async fn sometimes(State(app): State<App>, headers: HeaderMap, Form(fields): Form<Fields>) -> Result<String, StatusCode> {
    if app.is_strict {
        check(&app, &headers, &fields)?;
    }
    Ok(fields["SmsSid"].clone()) //~ unvalidated_webhook
}

async fn too_late(State(app): State<App>, headers: HeaderMap, Form(fields): Form<Fields>) -> Result<String, StatusCode> {
    let sid = fields["SmsSid"].clone(); //~ unvalidated_webhook
    check(&app, &headers, &fields)?;
    Ok(sid)
}

async fn the_wrong_way_round(headers: HeaderMap, Form(fields): Form<Fields>) -> Result<String, StatusCode> {
    if is_signed("https://example.com/sms", &fields, signature_of(&headers)) {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(fields["SmsSid"].clone()) //~ unvalidated_webhook
}

async fn either(State(app): State<App>, headers: HeaderMap, Form(fields): Form<Fields>) -> Result<String, StatusCode> {
    if !app.is_strict || is_signed("https://example.com/sms", &fields, signature_of(&headers)) {
        return Ok(fields["SmsSid"].clone()); //~ unvalidated_webhook
    }
    Err(StatusCode::FORBIDDEN)
}

fn lenient(app: &App, headers: &HeaderMap, fields: &Fields) -> Result<(), StatusCode> {
    if app.is_strict {
        return check(app, headers, fields);
    }
    Ok(())
}

async fn by_a_lenient_helper(
    State(app): State<App>,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Result<String, StatusCode> {
    lenient(&app, &headers, &fields)?;
    Ok(fields["SmsSid"].clone()) //~ unvalidated_webhook
}

async fn defaulted(State(app): State<App>, headers: HeaderMap, Form(fields): Form<Fields>) -> Option<String> {
    let known = check(&app, &headers, &fields).map(|()| true).unwrap_or(true);
    known.then(|| fields["SmsSid"].clone()) //~ unvalidated_webhook
}

/// Asks only whether there is a signature.
struct Present;

impl FromRequestParts<App> for Present {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, StatusCode> {
        match parts.headers.contains_key("X-Twilio-Signature") {
            true => Ok(Self),
            false => Err(StatusCode::UNAUTHORIZED),
        }
    }
}

async fn beside_an_extractor(_: Present, Form(sms): Form<Sms>) -> String {
    sms.sms_sid //~ unvalidated_webhook
}

/// Logs what is forged, and lets it through.
async fn logging(State(app): State<App>, headers: HeaderMap, request: Request, next: Next) -> Response {
    if app.validator.validate_url(&app.url, signature_of(&headers)).is_err() {
        tracing::warn!("forged");
    }
    next.run(request).await
}

/// Lets only through what is signed.
async fn signed_only(State(app): State<App>, request: Request, next: Next) -> Result<Response, StatusCode> {
    let signature = signature_of(request.headers());
    app.validator.validate_url(&app.url, signature).map_err(|_| StatusCode::FORBIDDEN)?;
    Ok(next.run(request).await)
}

async fn behind_a_layer(Form(sms): Form<Sms>) -> String {
    sms.body //~ unvalidated_webhook
}

async fn outside_a_layer(Form(sms): Form<Sms>) -> String {
    sms.body //~ unvalidated_webhook
}

async fn on_two_routes(Form(sms): Form<Sms>) -> String {
    sms.body //~ unvalidated_webhook
}

fn main() {
    let app = settings::app();
    let _router = axum::Router::new()
        .route("/layer", post(behind_a_layer))
        .layer(middleware::from_fn_with_state(app.clone(), logging));
    let _other = axum::Router::new()
        .route("/two", post(on_two_routes))
        .layer(middleware::from_fn_with_state(app.clone(), signed_only))
        .route("/again", post(on_two_routes))
        .route("/outside", post(outside_a_layer))
        .layer(tower_http::trace::TraceLayer::new_for_http());
    drop((let_underscore, made_ok, unused_bool, sometimes, too_late, the_wrong_way_round));
    drop((either, by_a_lenient_helper, defaulted, beside_an_extractor));
    let _bytes = axum::Router::new().route("/logged", post(only_logged));
}
