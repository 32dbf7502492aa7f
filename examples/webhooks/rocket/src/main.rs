//! Messages as rocket takes them. [`Signed`] is a data guard: it is made only of a form that Twilio signed.
//!
//! `TWILIO_AUTH_TOKEN` and `PUBLIC_URL` (where Twilio reaches this server, such as `https://example.com`) are read when it starts.

use ringfence::AuthToken;
use ringfence::webhook::{SIGNATURE_HEADER, SignatureValidator};
use rocket::data::{Data, FromData, Outcome, ToByteUnit};
use rocket::http::Status;
use rocket::{Request, post, routes};
use std::env;

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

#[rocket::async_trait]
impl<'r> FromData<'r> for Signed {
    type Error = &'static str;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        let Some(signature) = request.headers().get_one(SIGNATURE_HEADER) else {
            return Outcome::Error((Status::Unauthorized, "no signature"));
        };
        let Some(settings) = request.rocket().state::<Settings>() else {
            return Outcome::Error((Status::InternalServerError, "no settings"));
        };
        let body = match data.open(64.kibibytes()).into_bytes().await {
            Ok(body) if body.is_complete() => body.into_inner(),
            _ => return Outcome::Error((Status::PayloadTooLarge, "the form is too long")),
        };
        let url = format!("{}{}", settings.public_url, request.uri());
        match settings.validator.validate_form_body(&url, &body, signature) {
            Ok(fields) => Outcome::Success(Self(fields)),
            Err(_) => Outcome::Error((Status::Forbidden, "the signature does not fit")),
        }
    }
}

#[post("/sms", data = "<message>")]
fn inbound(message: Signed) -> &'static str {
    println!("{} came", message.get("MessageSid"));
    "<Response/>"
}

#[rocket::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let validator = SignatureValidator::new(AuthToken::new(env::var("TWILIO_AUTH_TOKEN")?));
    let settings = Settings { validator, public_url: env::var("PUBLIC_URL")? };
    let _server = rocket::build().manage(settings).mount("/", routes![inbound]).launch().await?;
    Ok(())
}
