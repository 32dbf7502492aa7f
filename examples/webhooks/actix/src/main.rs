//! Calls as actix-web takes them. [`Signed`] is made only of a request that Twilio signed, so a handler that takes one runs for
//! nothing else.
//!
//! `TWILIO_AUTH_TOKEN` and `PUBLIC_URL` (where Twilio reaches this server, such as `https://example.com`) are read when it starts.

use actix_web::dev::Payload;
use actix_web::error::{ErrorForbidden, ErrorInternalServerError, ErrorUnauthorized};
use actix_web::web::{Bytes, Data};
use actix_web::{App, Error, FromRequest, HttpRequest, HttpServer, post};
use ringfence::AuthToken;
use ringfence::webhook::{SIGNATURE_HEADER, SignatureValidator};
use std::env;
use std::future::Future;
use std::pin::Pin;

struct Settings {
    validator: SignatureValidator,
    public_url: String,
}

/// The fields of a form that Twilio signed.
struct Signed(Vec<(String, String)>);

impl Signed {
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

impl FromRequest for Signed {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let body = Bytes::from_request(&request, payload);
        Box::pin(async move {
            let settings = request.app_data::<Data<Settings>>();
            let settings = settings.ok_or_else(|| ErrorInternalServerError("no settings"))?;
            let signature = request.headers().get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
            let signature = signature.ok_or_else(|| ErrorUnauthorized("no signature"))?;
            let url = format!("{}{}", settings.public_url, request.uri());
            let body = body.await?;
            let fields =
                settings.validator.validate_form_body(&url, &body, signature).map_err(ErrorForbidden)?;
            Ok(Self(fields))
        })
    }
}

#[post("/call/status")]
async fn status(signed: Signed) -> &'static str {
    println!("{} is {}", signed.get("CallSid"), signed.get("CallStatus"));
    ""
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let validator = SignatureValidator::new(AuthToken::new(env::var("TWILIO_AUTH_TOKEN")?));
    let settings = Data::new(Settings { validator, public_url: env::var("PUBLIC_URL")? });
    HttpServer::new(move || App::new().app_data(settings.clone()).service(status))
        .bind(("127.0.0.1", 8080))?
        .run()
        .await?;
    Ok(())
}
