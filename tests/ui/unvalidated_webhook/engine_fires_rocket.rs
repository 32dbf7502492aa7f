//! Webhooks that are believed as they come, with rocket.

use rocket::form::{Form, Strict};
use rocket::request::{FromRequest, Outcome, Request};
use rocket::serde::Deserialize;
use rocket::serde::json::Json;
use rocket::{FromForm, launch, post, routes};

#[derive(FromForm)]
struct Sms<'r> {
    #[field(name = "MessageSid")]
    sid: &'r str,
    #[field(name = "Body")]
    body: &'r str,
}

#[derive(Deserialize)]
#[serde(crate = "rocket::serde", rename_all = "PascalCase")]
struct Status {
    message_sid: String,
    message_status: String,
}

/// It asks for the signature and looks no further.
struct Present;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Present {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match request.headers().get_one("X-Twilio-Signature") {
            Some(_) => Outcome::Success(Present),
            None => Outcome::Error((rocket::http::Status::Forbidden, ())),
        }
    }
}

#[post("/direct", data = "<form>")]
fn direct(form: Form<Sms<'_>>) -> String {
    form.body.to_uppercase() //~ unvalidated_webhook
}

#[rocket::post("/strict", data = "<form>")]
async fn strict(form: Form<Strict<Sms<'_>>>) -> String {
    let sms = form.into_inner().into_inner();
    sms.sid.to_owned() //~ unvalidated_webhook
}

#[post("/json", format = "json", data = "<status>")]
fn json(status: Json<Status>) -> String {
    format!("{} {}", status.message_sid, status.message_status) //~ unvalidated_webhook
}

#[post("/present", data = "<form>")]
fn present(_present: Present, form: Form<Sms<'_>>) -> String {
    form.sid.to_owned() //~ unvalidated_webhook
}

#[post("/raw", data = "<body>")]
fn raw(body: String) -> Option<String> {
    let mut pairs = form_urlencoded::parse(body.as_bytes());
    pairs.find(|(key, _)| key == "CallSid").map(|(_, sid)| sid.into_owned()) //~ unvalidated_webhook
}

#[launch]
fn rocket() -> _ {
    rocket::build().mount("/", routes![direct, strict, json, present, raw])
}
