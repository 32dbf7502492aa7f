//! Checks that are written by hand, or come from other crates.

use axum::Form;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, Mac};
use serde::Deserialize;
use sha1::Sha1;
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Sms {
    sms_sid: String,
    body: String,
}

type Fields = BTreeMap<String, String>;

fn token() -> String {
    std::env::var("TWILIO_AUTH_TOKEN").unwrap_or_default()
}

#[ringfence::signature_validation]
fn is_signed(url: &str, fields: &Fields, signature: &str) -> bool {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(token().as_bytes()) else { return false };
    mac.update(url.as_bytes());
    for (key, value) in fields {
        mac.update(key.as_bytes());
        mac.update(value.as_bytes());
    }
    BASE64_STANDARD.encode(mac.finalize().into_bytes()) == signature
}

fn signature_of(headers: &HeaderMap) -> Option<&str> {
    headers.get("X-Twilio-Signature")?.to_str().ok()
}

async fn marked(headers: HeaderMap, Form(fields): Form<Fields>) -> Result<String, StatusCode> {
    let signature = signature_of(&headers).ok_or(StatusCode::UNAUTHORIZED)?;
    if !is_signed("https://example.com/sms", &fields, signature) {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(fields["SmsSid"].clone())
}

/// Unmarked, and read as it is written.
#[ringfence::permit(auth_token_outside_validation, reason = "this is the validation")]
fn compared(url: &str, body: &[u8], signature: &[u8]) -> bool {
    let mut mac = Hmac::<Sha1>::new_from_slice(token().as_bytes()).expect("any length");
    mac.update(url.as_bytes());
    mac.update(body);
    mac.verify_slice(signature).is_ok()
}

async fn unmarked(headers: HeaderMap, body: Bytes) -> Result<String, StatusCode> {
    let signature = signature_of(&headers).and_then(|text| BASE64_STANDARD.decode(text).ok()).unwrap_or_default();
    match compared("https://example.com/sms", &body, &signature) {
        true => {}
        false => return Err(StatusCode::FORBIDDEN),
    }
    let sms: Sms = serde_urlencoded::from_bytes(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(sms.body)
}

async fn in_constant_time(headers: HeaderMap, Form(fields): Form<Fields>) -> Result<String, StatusCode> {
    let expected = elsewhere::expected_signature(&fields);
    let given = signature_of(&headers).unwrap_or_default();
    if !bool::from(expected.as_bytes().ct_eq(given.as_bytes())) {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(fields["SmsSid"].clone())
}

async fn of_another_crate(headers: HeaderMap, Form(fields): Form<Fields>) -> Result<String, StatusCode> {
    let validator = twilio_signature::Validator::new(token());
    let Some(given) = signature_of(&headers) else { return Err(StatusCode::UNAUTHORIZED) };
    let judged = validator.validate("https://example.com/sms", &fields, given);
    if let Err(error) = judged {
        eprintln!("{error}");
        return Err(StatusCode::FORBIDDEN);
    }
    fields.get("SmsStatus").cloned().ok_or(StatusCode::BAD_REQUEST)
}

/// What nobody here can look into is handed the signature and the form, whatever it is called.
async fn of_somebody(headers: HeaderMap, Form(fields): Form<Fields>) -> anyhow::Result<String> {
    gate::admit(&fields, signature_of(&headers).unwrap_or_default())?;
    Ok(fields["SmsSid"].clone())
}

async fn asserted(headers: HeaderMap, Form(fields): Form<Fields>) -> anyhow::Result<String> {
    let given = signature_of(&headers).unwrap_or_default();
    anyhow::ensure!(is_signed("https://example.com/sms", &fields, given), "forged");
    Ok(fields["SmsSid"].clone())
}

async fn unwrapped(headers: HeaderMap, body: Bytes) -> String {
    ring::hmac::verify(&key(), &body, &BASE64_STANDARD.decode(&headers["X-Twilio-Signature"]).unwrap()).unwrap();
    let sms: Sms = serde_urlencoded::from_bytes(&body).unwrap();
    sms.body
}

fn key() -> ring::hmac::Key {
    keyring::webhooks()
}

async fn forged(headers: HeaderMap, Form(fields): Form<Fields>) -> Result<String, StatusCode> {
    if is_forged(&headers, &fields) {
        return Err(StatusCode::FORBIDDEN);
    }
    Ok(fields["SmsSid"].clone())
}

fn is_forged(headers: &HeaderMap, fields: &Fields) -> bool {
    let Some(given) = signature_of(headers) else { return true };
    !is_signed("https://example.com/sms", fields, given)
}

async fn chained(headers: HeaderMap, Form(fields): Form<Fields>) -> Option<String> {
    signature_of(&headers)
        .filter(|given| is_signed("https://example.com/sms", &fields, given))
        .and_then(|_| fields.get("SmsSid").cloned())
}

fn refusal(headers: &HeaderMap, fields: &Fields) -> Option<axum::response::Response> {
    match signature_of(headers) {
        Some(given) if is_signed("https://example.com/sms", fields, given) => None,
        _ => Some(axum::response::IntoResponse::into_response(StatusCode::FORBIDDEN)),
    }
}

async fn by_a_refusal(headers: HeaderMap, Form(fields): Form<Fields>) -> axum::response::Response {
    if let Some(refusal) = refusal(&headers, &fields) {
        return refusal;
    }
    axum::response::IntoResponse::into_response(fields["SmsSid"].clone())
}

fn is_signed_by_one(headers: &HeaderMap, fields: &Fields) -> bool {
    let mut is_known = false;
    for url in ["https://example.com/sms", "https://www.example.com/sms"] {
        if is_signed(url, fields, signature_of(headers).unwrap_or_default()) {
            is_known = true;
            break;
        }
    }
    is_known
}

async fn by_a_flag(headers: HeaderMap, Form(fields): Form<Fields>) -> Result<String, StatusCode> {
    let mut is_allowed = true;
    if !is_signed_by_one(&headers, &fields) {
        is_allowed = false;
    }
    if is_allowed { Ok(fields["SmsSid"].clone()) } else { Err(StatusCode::FORBIDDEN) }
}

/// Whoever is handed the form along with the headers may look.
async fn handed_on(headers: HeaderMap, Form(sms): Form<Sms>) {
    worker::queue().push(headers, sms).await;
}

async fn in_openssl(headers: HeaderMap, body: Bytes) -> Result<String, StatusCode> {
    let name = axum::http::HeaderName::from_static("x-twilio-signature");
    let given = headers.get(name).ok_or(StatusCode::UNAUTHORIZED)?;
    let given = BASE64_STANDARD.decode(given).map_err(|_| StatusCode::BAD_REQUEST)?;
    if !openssl::memcmp::eq(&given, &elsewhere::hashed(&body)) {
        return Err(StatusCode::FORBIDDEN);
    }
    let sms: Sms = serde_urlencoded::from_bytes(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(sms.body)
}

fn main() {
    let service = tower::ServiceBuilder::new()
        .layer(tower_http::trace::TraceLayer::new_for_http())
        .layer(axum::middleware::from_fn(only_signed));
    let _layered = axum::Router::<()>::new().route("/layered", post(layered)).layer(service);
    let _openssl = axum::Router::<()>::new().route("/openssl", post(in_openssl));
    drop((handed_on, by_a_refusal, by_a_flag));
    let router = axum::Router::<()>::new().route("/unmarked", post(unmarked)).route("/ring", post(unwrapped));
    drop((router, marked, in_constant_time, of_another_crate, of_somebody, asserted, forged, chained));
}

async fn layered(Form(sms): Form<Sms>) -> String {
    sms.body
}

async fn only_signed(request: axum::extract::Request, next: axum::middleware::Next) -> axum::response::Response {
    let url = request.uri().to_string();
    let given = signature_of(request.headers()).unwrap_or_default();
    if !is_signed(&url, &Fields::new(), given) {
        return axum::response::IntoResponse::into_response(StatusCode::FORBIDDEN);
    }
    next.run(request).await
}
