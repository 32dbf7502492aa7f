//! Webhooks that are believed as they come, with actix-web.

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, Responder, post, web};
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Status {
    call_sid: String,
    call_status: String,
}

#[post("/direct")]
async fn direct(form: web::Form<Status>) -> impl Responder {
    HttpResponse::Ok().body(form.call_status.clone()) //~ unvalidated_webhook
}

async fn inner(form: web::Form<Status>) -> HttpResponse {
    let status = form.into_inner();
    HttpResponse::Ok().body(status.call_sid) //~ unvalidated_webhook
}

async fn as_map(form: web::Form<HashMap<String, String>>) -> HttpResponse {
    match form.get("SmsStatus") { //~ unvalidated_webhook
        Some(state) => HttpResponse::Ok().body(state.clone()),
        None => HttpResponse::BadRequest().finish(),
    }
}

async fn as_json(json: web::Json<Status>) -> String {
    json.0.call_sid //~ unvalidated_webhook
}

#[post("/bytes")]
async fn bytes(request: HttpRequest, body: web::Bytes) -> HttpResponse {
    println!("{:?}", request.headers().get("User-Agent"));
    let status: Status = serde_urlencoded::from_bytes(&body).unwrap();
    HttpResponse::Ok().body(status.call_sid) //~ unvalidated_webhook
}

async fn text(body: String) -> String {
    let fields: HashMap<String, String> = serde_urlencoded::from_str(&body).unwrap_or_default();
    fields["MessageSid"].clone() //~ unvalidated_webhook
}

async fn ignored(request: HttpRequest, form: web::Form<Status>) -> String {
    let signature = request.headers().get("X-Twilio-Signature").and_then(|value| value.to_str().ok());
    let _ = ringfence_check(signature, &form);
    form.call_sid.clone() //~ unvalidated_webhook
}

fn ringfence_check(signature: Option<&str>, form: &Status) -> Result<(), ()> {
    match twilio_signature::validate(signature.unwrap_or_default(), form) {
        true => Ok(()),
        false => Err(()),
    }
}

fn configure(config: &mut web::ServiceConfig) {
    config.service(bytes);
    config.route("/text", web::post().to(text));
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        App::new()
            .wrap(actix_web::middleware::Logger::default())
            .service(direct)
            .service(web::resource("/inner").route(web::post().to(inner)))
            .service(web::scope("/more").route("/map", web::post().to(as_map)).route("/json", web::post().to(as_json)))
            .route("/ignored", web::post().to(ignored))
            .configure(configure)
    })
    .bind(("127.0.0.1", 8080))?
    .run()
    .await
}
