//! Webhooks that are checked before they are believed, with actix-web.

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::error::{ErrorForbidden, ErrorUnauthorized};
use actix_web::guard::{self, GuardContext};
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, Error, FromRequest, HttpRequest, HttpResponse, HttpServer, post, web};
use futures::future::{LocalBoxFuture, Ready, ready};
use ringfence::webhook::SignatureValidator;
use serde::Deserialize;
use std::rc::Rc;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Status {
    call_sid: String,
    call_status: String,
}

/// The program's own form.
#[derive(Deserialize)]
struct Search {
    call_sid: String,
}

struct Settings {
    validator: SignatureValidator,
    url: String,
}

fn check(settings: &Settings, request: &HttpRequest, body: &[u8]) -> Result<(), Error> {
    let signature = request.headers().get("X-Twilio-Signature").ok_or_else(|| ErrorUnauthorized("unsigned"))?;
    let signature = signature.to_str().map_err(ErrorUnauthorized)?;
    settings.validator.validate_form_body(&settings.url, body, signature).map_err(ErrorForbidden)
}

#[post("/bytes")]
async fn bytes(settings: web::Data<Settings>, request: HttpRequest, body: web::Bytes) -> Result<HttpResponse, Error> {
    check(&settings, &request, &body)?;
    let status: Status = serde_urlencoded::from_bytes(&body).map_err(ErrorForbidden)?;
    Ok(HttpResponse::Ok().body(status.call_sid))
}

#[post("/search")]
async fn search(form: web::Form<Search>) -> String {
    form.into_inner().call_sid
}

/// Made only of what is signed.
pub struct Signed(Status);

impl FromRequest for Signed {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let body = web::Bytes::from_request(&request, payload);
        Box::pin(async move {
            let body = body.await?;
            let settings = request.app_data::<web::Data<Settings>>().ok_or_else(|| ErrorForbidden("settings"))?;
            check(settings, &request, &body)?;
            serde_urlencoded::from_bytes(&body).map(Signed).map_err(ErrorForbidden)
        })
    }
}

async fn extracted(signed: Signed) -> String {
    signed.0.call_status
}

async fn behind_middleware(form: web::Form<Status>) -> String {
    form.into_inner().call_status
}

async fn behind_a_guard(form: web::Form<Status>) -> String {
    form.call_sid.clone()
}

async fn behind_a_transform(form: web::Form<Status>) -> String {
    form.call_sid.clone()
}

async fn signed_only<B: MessageBody>(mut request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let body = request.extract::<web::Bytes>().await?;
    let signature = request.headers().get("X-Twilio-Signature").and_then(|value| value.to_str().ok());
    if !twilio_signature::is_valid(request.uri(), &body, signature) {
        return Err(ErrorForbidden("forged"));
    }
    request.set_payload(Payload::from(body));
    next.call(request).await
}

fn is_signed(context: &GuardContext<'_>) -> bool {
    twilio_signature::verify_url(context.head().uri(), context.head().headers())
}

/// Middleware in full.
pub struct CheckSignature;

impl<S, B> Transform<S, ServiceRequest> for CheckSignature
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type InitError = ();
    type Transform = Checking<S>;
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(Checking { service: Rc::new(service) }))
    }
}

pub struct Checking<S> {
    service: Rc<S>,
}

impl<S, B> Service<ServiceRequest> for Checking<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self::Response, Error>>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let service = Rc::clone(&self.service);
        Box::pin(async move {
            match twilio_signature::verify_url(request.uri(), request.headers()) {
                true => service.call(request).await,
                false => Err(ErrorForbidden("forged")),
            }
        })
    }
}

fn configure(config: &mut web::ServiceConfig) {
    config.service(web::resource("/configured").route(web::post().to(behind_middleware)));
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        App::new()
            .service(bytes)
            .service(search)
            .route("/extracted", web::post().to(extracted))
            .service(web::scope("/signed").wrap(from_fn(signed_only)).configure(configure))
            .service(web::scope("/late").route("/x", web::post().to(behind_middleware)).wrap(from_fn(signed_only)))
            .route("/guarded", web::post().guard(guard::fn_guard(is_signed)).to(behind_a_guard))
            .service(web::scope("/whole").wrap(CheckSignature).route("/y", web::post().to(behind_a_transform)))
    })
    .bind(("127.0.0.1", 8080))?
    .run()
    .await
}
