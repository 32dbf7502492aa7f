//! Verdicts that nobody asks, chunks of a payload, and extractors in a tuple.

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Sms {
    message_sid: String,
}

enum Verdict {
    Valid,
    Invalid,
}

fn judged(request: &HttpRequest, body: &[u8]) -> Verdict {
    let Some(signature) = request.headers().get("X-Twilio-Signature") else {
        return Verdict::Invalid;
    };
    if verify_signature(signature, body) { Verdict::Valid } else { Verdict::Invalid }
}

async fn unasked(request: HttpRequest, body: web::Bytes) -> HttpResponse {
    let _ = judged(&request, &body);
    let sms: Sms = serde_urlencoded::from_bytes(&body).unwrap();
    println!("{}", sms.message_sid); //~ unvalidated_webhook
    HttpResponse::Ok().finish()
}

async fn the_wrong_way_round(request: HttpRequest, body: web::Bytes) -> HttpResponse {
    match judged(&request, &body) {
        Verdict::Invalid => {}
        Verdict::Valid => return HttpResponse::Forbidden().finish(),
    }
    let sms: Sms = serde_urlencoded::from_bytes(&body).unwrap();
    println!("{}", sms.message_sid); //~ unvalidated_webhook
    HttpResponse::Ok().finish()
}

async fn told_and_let_pass(request: HttpRequest, body: web::Bytes) -> HttpResponse {
    match judged(&request, &body) {
        Verdict::Valid => {}
        Verdict::Invalid => eprintln!("a request that nobody signed"),
    }
    let sms: Sms = serde_urlencoded::from_bytes(&body).unwrap();
    println!("{}", sms.message_sid); //~ unvalidated_webhook
    HttpResponse::Ok().finish()
}

async fn chunk_by_chunk(mut payload: web::Payload) -> HttpResponse {
    let mut body = web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        body.extend_from_slice(&chunk.unwrap());
    }
    let sms: Sms = serde_urlencoded::from_bytes(&body).unwrap();
    println!("{}", sms.message_sid); //~ unvalidated_webhook
    HttpResponse::Ok().finish()
}

async fn out_of_a_tuple((form, _): (web::Form<Sms>, HttpRequest)) -> HttpResponse {
    println!("{}", form.message_sid); //~ unvalidated_webhook
    HttpResponse::Ok().finish()
}

async fn out_of_a_named_tuple(parts: (web::Path<u32>, web::Form<Sms>)) -> HttpResponse {
    println!("{}", parts.1.message_sid); //~ unvalidated_webhook
    HttpResponse::Ok().finish()
}

async fn serve() {
    HttpServer::new(|| {
        App::new()
            .route("/a", web::post().to(unasked))
            .route("/b", web::post().to(the_wrong_way_round))
            .route("/c", web::post().to(told_and_let_pass))
            .route("/d", web::post().to(chunk_by_chunk))
            .route("/e", web::post().to(out_of_a_tuple))
            .route("/f", web::post().to(out_of_a_named_tuple))
    });
}

fn main() {}
