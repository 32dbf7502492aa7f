//! Verdicts of one's own, and configurations of several services.

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, guard, web};
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

fn judge(request: &HttpRequest, body: &[u8]) -> Verdict {
    let Some(signature) = request.headers().get("X-Twilio-Signature") else {
        return Verdict::Invalid;
    };
    if verify_signature(signature, body) { Verdict::Valid } else { Verdict::Invalid }
}

fn read(body: &[u8]) -> Sms {
    serde_urlencoded::from_bytes(body).unwrap_or_else(|_| Sms { message_sid: String::new() })
}

impl Verdict {
    fn is_valid(&self) -> bool {
        matches!(self, Verdict::Valid)
    }
}

async fn by_a_match_that_returns(request: HttpRequest, body: web::Bytes) -> HttpResponse {
    match judge(&request, &body) {
        Verdict::Valid => {}
        Verdict::Invalid => return HttpResponse::Forbidden().finish(),
    }
    println!("{}", read(&body).message_sid);
    HttpResponse::Ok().finish()
}

async fn by_the_arm_itself(request: HttpRequest, body: web::Bytes) -> HttpResponse {
    match judge(&request, &body) {
        Verdict::Valid => {
            println!("{}", read(&body).message_sid);
            HttpResponse::Ok().finish()
        }
        _ => HttpResponse::Forbidden().finish(),
    }
}

async fn by_what_is_left(request: HttpRequest, body: web::Bytes) -> HttpResponse {
    match judge(&request, &body) {
        Verdict::Invalid => HttpResponse::Forbidden().finish(),
        _ => {
            println!("{}", read(&body).message_sid);
            HttpResponse::Ok().finish()
        }
    }
}

async fn by_a_question(request: HttpRequest, body: web::Bytes) -> HttpResponse {
    if matches!(judge(&request, &body), Verdict::Invalid) {
        return HttpResponse::Forbidden().finish();
    }
    println!("{}", read(&body).message_sid);
    HttpResponse::Ok().finish()
}

async fn by_a_method(request: HttpRequest, body: web::Bytes) -> HttpResponse {
    let verdict = judge(&request, &body);
    if !verdict.is_valid() {
        return HttpResponse::Forbidden().finish();
    }
    println!("{}", read(&body).message_sid);
    HttpResponse::Ok().finish()
}

async fn by_let_else(request: HttpRequest, body: web::Bytes) -> HttpResponse {
    let Verdict::Valid = judge(&request, &body) else {
        return HttpResponse::Forbidden().finish();
    };
    println!("{}", read(&body).message_sid);
    HttpResponse::Ok().finish()
}

async fn first_of_a_scope(form: web::Form<Sms>) -> HttpResponse {
    println!("{}", form.message_sid);
    HttpResponse::Ok().finish()
}

async fn second_of_a_scope(form: web::Form<Sms>) -> HttpResponse {
    println!("{}", form.message_sid);
    HttpResponse::Ok().finish()
}

fn several(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/first").route(web::post().to(first_of_a_scope)))
        .service(web::resource("/second").route(web::post().to(second_of_a_scope)));
}

fn signed(context: &guard::GuardContext) -> bool {
    check_signature(context.head().headers())
}

async fn serve() {
    HttpServer::new(|| {
        App::new()
            .route("/a", web::post().to(by_a_match_that_returns))
            .route("/b", web::post().to(by_the_arm_itself))
            .route("/c", web::post().to(by_what_is_left))
            .route("/d", web::post().to(by_a_question))
            .route("/e", web::post().to(by_a_method))
            .route("/f", web::post().to(by_let_else))
            .service(web::scope("/twilio").guard(guard::fn_guard(signed)).configure(several))
    });
}

fn main() {}
