//! Messages as warp takes them. The filter [`signed`] gives out the fields of a form that Twilio signed, and rejects all else.
//!
//! `TWILIO_AUTH_TOKEN` and `PUBLIC_URL` (where Twilio reaches this server, such as `https://example.com`) are read when it starts.

use ringfence::AuthToken;
use ringfence::webhook::{SIGNATURE_HEADER, SignatureValidator};
use std::convert::Infallible;
use std::env;
use std::error::Error;
use std::sync::Arc;
use warp::filters::path::FullPath;
use warp::http::StatusCode;
use warp::{Filter, Rejection, Reply};

struct Settings {
    validator: SignatureValidator,
    public_url: String,
}

type Fields = Vec<(String, String)>;

/// Nobody signed it.
#[derive(Debug)]
struct Forged;

impl warp::reject::Reject for Forged {}

async fn check(
    settings: Arc<Settings>,
    path: FullPath,
    signature: String,
    body: warp::hyper::body::Bytes,
) -> Result<Fields, Rejection> {
    let url = format!("{}{}", settings.public_url, path.as_str());
    let fields = settings.validator.validate_form_body(&url, &body, signature.as_str());
    fields.map_err(|_| warp::reject::custom(Forged))
}

fn signed(settings: Arc<Settings>) -> impl Filter<Extract = (Fields,), Error = Rejection> + Clone {
    warp::post()
        .map(move || Arc::clone(&settings))
        .and(warp::path::full())
        .and(warp::header::<String>(SIGNATURE_HEADER))
        .and(warp::body::content_length_limit(64 * 1024))
        .and(warp::body::bytes())
        .and_then(check)
}

fn value<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

async fn status(fields: Fields) -> Result<impl Reply, Rejection> {
    println!("{} is {}", value(&fields, "MessageSid"), value(&fields, "MessageStatus"));
    Ok(StatusCode::NO_CONTENT)
}

async fn refuse(rejection: Rejection) -> Result<StatusCode, Infallible> {
    let is_known = rejection.is_not_found();
    Ok(if is_known { StatusCode::NOT_FOUND } else { StatusCode::FORBIDDEN })
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let validator = SignatureValidator::new(AuthToken::new(env::var("TWILIO_AUTH_TOKEN")?));
    let settings = Arc::new(Settings { validator, public_url: env::var("PUBLIC_URL")? });
    let routes = warp::path!("sms" / "status").and(signed(settings)).and_then(status).recover(refuse);
    warp::serve(routes).run(([127, 0, 0, 1], 8080)).await;
    Ok(())
}
