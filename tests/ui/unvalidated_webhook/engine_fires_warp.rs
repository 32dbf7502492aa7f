//! Webhooks that are believed as they come, with warp.

use serde::Deserialize;
use std::collections::HashMap;
use warp::hyper::body::Bytes;
use warp::{Filter, Rejection, Reply};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Sms {
    sms_sid: String,
    body: String,
}

async fn function(sms: Sms) -> Result<impl Reply, Rejection> {
    Ok(sms.body) //~ unvalidated_webhook
}

async fn with_more(account: String, fields: HashMap<String, String>, signature: Option<String>) -> Result<String, Rejection> {
    println!("{account} {signature:?}");
    Ok(fields.get("CallSid").cloned().unwrap_or_default()) //~ unvalidated_webhook
}

fn is_signed(signature: &str, body: &Bytes) -> bool {
    twilio_signature::is_valid(signature, body)
}

fn hooks() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone {
    let plain = warp::post().and(warp::path("sms")).and(warp::body::form()).and_then(function);
    let closure = warp::path!("closure" / u32)
        .and(warp::body::form())
        .map(|_id: u32, sms: Sms| sms.sms_sid); //~ unvalidated_webhook
    let more = warp::path!("more" / String)
        .and(warp::body::form::<HashMap<String, String>>())
        .and(warp::header::optional::<String>("X-Twilio-Signature"))
        .and_then(with_more);
    let json = warp::path("json").and(warp::body::json()).map(|value: serde_json::Value| {
        value["MessageStatus"].to_string() //~ unvalidated_webhook
    });
    let ignored = warp::header::<String>("X-Twilio-Signature")
        .and(warp::body::bytes())
        .map(|signature: String, body: Bytes| {
            is_signed(&signature, &body);
            body
        })
        .map(|body: Bytes| {
            let sms: Sms = serde_urlencoded::from_bytes(&body).unwrap();
            sms.body //~ unvalidated_webhook
        });
    plain.or(closure).or(more).or(json).or(ignored)
}

#[tokio::main]
async fn main() {
    warp::serve(hooks()).run(([127, 0, 0, 1], 8080)).await;
}
