//! Webhooks that are checked before they are believed, with rocket.

use ringfence::webhook::SignatureValidator;
use rocket::data::{Data, FromData, ToByteUnit};
use rocket::form::Form;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};
use rocket::{FromForm, State, launch, post, routes};

#[derive(FromForm)]
struct Sms {
    #[field(name = "MessageSid")]
    sid: String,
    #[field(name = "Body")]
    body: String,
}

/// The program's own form.
#[derive(FromForm)]
struct Search {
    message_sid: String,
}

/// A guard that checks the signature of the address.
struct Signed;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Signed {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Some(signature) = request.headers().get_one("X-Twilio-Signature") else {
            return Outcome::Error((Status::Unauthorized, ()));
        };
        let Some(validator) = request.rocket().state::<SignatureValidator>() else {
            return Outcome::Forward(Status::InternalServerError);
        };
        match validator.validate_url(&request.uri().to_string(), signature) {
            Ok(()) => Outcome::Success(Signed),
            Err(_) => Outcome::Error((Status::Forbidden, ())),
        }
    }
}

#[post("/guarded", data = "<form>")]
fn guarded(_signed: Signed, form: Form<Sms>) -> String {
    form.into_inner().body
}

/// A body that is signed.
struct SignedBody(Sms);

#[rocket::async_trait]
impl<'r> FromData<'r> for SignedBody {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> rocket::data::Outcome<'r, Self> {
        let signature = request.headers().get_one("X-Twilio-Signature").unwrap_or_default();
        let Ok(text) = data.open(64.kibibytes()).into_string().await else {
            return rocket::data::Outcome::Error((Status::BadRequest, ()));
        };
        if twilio_signature::validate(&text, signature).is_err() {
            return rocket::data::Outcome::Error((Status::Forbidden, ()));
        }
        match Form::<Sms>::parse(&text) {
            Ok(sms) => rocket::data::Outcome::Success(SignedBody(sms)),
            Err(_) => rocket::data::Outcome::Error((Status::BadRequest, ())),
        }
    }
}

#[post("/body", data = "<body>")]
fn body(body: SignedBody) -> String {
    body.0.sid
}

/// The header as a guard; the handler checks it.
struct Signature<'r>(&'r str);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Signature<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match request.headers().get_one("X-Twilio-Signature") {
            Some(signature) => Outcome::Success(Signature(signature)),
            None => Outcome::Error((Status::Unauthorized, ())),
        }
    }
}

#[post("/raw", data = "<body>")]
fn raw(signature: Signature<'_>, validator: &State<SignatureValidator>, body: String) -> Result<String, Status> {
    let judged = validator.validate_form_body("https://example.com/raw", body.as_bytes(), signature.0);
    judged.map_err(|_| Status::Forbidden)?;
    let mut pairs = form_urlencoded::parse(body.as_bytes());
    pairs.find(|(key, _)| key == "MessageSid").map(|(_, sid)| sid.into_owned()).ok_or(Status::BadRequest)
}

#[post("/search", data = "<form>")]
fn search(form: Form<Search>) -> String {
    form.into_inner().message_sid
}

#[launch]
fn rocket() -> _ {
    rocket::build().mount("/", routes![guarded, body, raw, search])
}
