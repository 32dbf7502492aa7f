//! Webhooks that are checked before they are believed, with warp.

use ringfence::webhook::SignatureValidator;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use warp::hyper::body::Bytes;
use warp::{Filter, Rejection, Reply};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Sms {
    sms_sid: String,
    body: String,
}

/// The program's own form.
#[derive(Deserialize)]
struct Search {
    sms_sid: String,
}

struct Forged;
impl warp::reject::Reject for Forged {}

type Shared = Arc<SignatureValidator>;

fn with(validator: Shared) -> impl Filter<Extract = (Shared,), Error = std::convert::Infallible> + Clone {
    warp::any().map(move || Arc::clone(&validator))
}

async fn checked(validator: Shared, signature: String, body: Bytes) -> Result<Bytes, Rejection> {
    validator
        .validate_form_body("https://example.com/sms", &body, &signature)
        .map_err(|_| warp::reject::custom(Forged))?;
    Ok(body)
}

/// The body, where it is signed.
fn signed(validator: Shared) -> impl Filter<Extract = (Bytes,), Error = Rejection> + Clone {
    with(validator)
        .and(warp::header::<String>("X-Twilio-Signature"))
        .and(warp::body::bytes())
        .and_then(checked)
}

async fn read(body: Bytes) -> Result<impl Reply, Rejection> {
    let sms: Sms = serde_urlencoded::from_bytes(&body).map_err(|_| warp::reject::not_found())?;
    Ok(sms.body)
}

async fn at_once(signature: String, body: Bytes, validator: Shared) -> Result<String, Rejection> {
    if validator.validate_form_body("https://example.com/sms", &body, &signature).is_err() {
        return Err(warp::reject::custom(Forged));
    }
    let fields: HashMap<String, String> = serde_urlencoded::from_bytes(&body).unwrap_or_default();
    Ok(fields["MessageSid"].clone())
}

async fn gate(signature: Option<String>) -> Result<(), Rejection> {
    match signature {
        Some(signature) if twilio_signature::is_valid(&signature) => Ok(()),
        _ => Err(warp::reject::custom(Forged)),
    }
}

fn hooks(validator: Shared) -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone {
    let one = warp::path("one").and(signed(Arc::clone(&validator))).and_then(read);
    let two = warp::path("two")
        .and(warp::header::<String>("X-Twilio-Signature"))
        .and(warp::body::bytes())
        .and(with(validator))
        .and_then(at_once);
    let three = warp::path("three")
        .and(warp::header::optional::<String>("x-twilio-signature").and_then(gate).untuple_one())
        .and(warp::body::form())
        .map(|sms: Sms| sms.sms_sid);
    let own = warp::path("search").and(warp::body::form()).map(|search: Search| search.sms_sid);
    one.or(two).or(three).or(own)
}

fn main() {
    drop(hooks);
}
