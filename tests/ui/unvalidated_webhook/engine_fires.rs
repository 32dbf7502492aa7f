//! Webhooks that are believed as they come, with axum: the same fault by every way.

use axum::body::Bytes;
use axum::extract::{Json, RawForm, Request, State};
use axum::http::HeaderMap;
use axum::routing::{get, post};
use axum::{Form, Router};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

mod names {
    pub const CALL: &str = "CallSid";
    pub const STATE: &str = "CallStatus";
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Sms {
    message_sid: String,
    from: String,
    body: String,
}

impl Sms {
    fn is_stop(&self) -> bool {
        self.body == "STOP" //~ unvalidated_webhook
    }
}

#[derive(Debug, Deserialize)]
struct CallEvent {
    #[serde(rename = "CallSid")]
    sid: String,
    #[serde(rename = "CallStatus", default)]
    state: String,
}

#[allow(non_snake_case)]
#[derive(Clone, Debug, Deserialize)]
struct Spelt {
    SmsSid: String,
    SmsStatus: String,
}

#[derive(Deserialize)]
struct Common {
    #[serde(alias = "RecordingSid")]
    recording: String,
}

#[derive(Deserialize)]
struct Longer {
    #[serde(flatten)]
    common: Common,
    seconds: u32,
}

#[ringfence::enforce]
async fn direct(Form(sms): Form<Sms>) -> String {
    format!("from {}", sms.from) //~ unvalidated_webhook
}

#[ringfence::enforce]
async fn by_a_key(Form(fields): Form<HashMap<String, String>>) -> String {
    fields.get("MessageSid").cloned().unwrap_or_default() //~ unvalidated_webhook
}

#[ringfence::enforce]
async fn by_a_const(Form(fields): Form<BTreeMap<String, String>>) -> Option<String> {
    let sid = fields.get(names::CALL)?; //~ unvalidated_webhook
    Some(format!("{sid} {}", fields.get(names::STATE)?))
}

mod renamed {
    use axum::Form as Posted;
    use axum::extract as taken;

    #[ringfence::enforce]
    pub async fn import(Posted(event): Posted<super::CallEvent>) -> String {
        event.state //~ unvalidated_webhook
    }

    #[ringfence::enforce]
    pub async fn path(taken::Json(event): taken::Json<super::CallEvent>) -> String {
        event.sid //~ unvalidated_webhook
    }
}

type Status = Form<Spelt>;

#[ringfence::enforce]
async fn alias(status: Status) -> String {
    status.0.SmsStatus.clone() //~ unvalidated_webhook
}

async fn two_calls_away(Form(event): Form<CallEvent>) -> String {
    told(&event)
}

fn told(event: &CallEvent) -> String {
    written(event)
}

fn written(event: &CallEvent) -> String {
    event.sid.to_uppercase() //~ unvalidated_webhook
}

struct Context {
    form: Spelt,
    at: u64,
}

#[ringfence::enforce]
async fn in_a_field(Form(form): Form<Spelt>) -> String {
    let context = Context { form, at: 1 };
    format!("{} {}", context.at, context.form.SmsSid) //~ unvalidated_webhook
}

#[ringfence::enforce]
async fn split(form: Form<Sms>) -> usize {
    let Form(inner) = form;
    let sms = &inner;
    let body;
    body = &sms.body; //~ unvalidated_webhook
    body.len()
}

#[ringfence::enforce]
async fn in_a_macro(Json(event): Json<CallEvent>) {
    tracing::info!("the call is {}", event.state); //~ unvalidated_webhook
}

#[ringfence::enforce]
async fn in_an_async_block(Form(form): Form<Spelt>) {
    tokio::spawn(async move {
        let sid = form.SmsSid; //~ unvalidated_webhook
        keep(sid).await;
    });
}

#[ringfence::enforce]
async fn in_a_closure(Form(form): Form<Spelt>) -> Option<usize> {
    let read = || form.SmsSid.len(); //~ unvalidated_webhook
    Some(read())
}

#[ringfence::enforce]
async fn taken_apart(Form(CallEvent { sid, .. }): Form<CallEvent>) -> String { //~ unvalidated_webhook
    sid
}

#[ringfence::enforce]
async fn taken_apart_later(form: Form<Sms>) -> String {
    let Sms { from, body, .. } = form.0; //~ unvalidated_webhook
    from + &body
}

async fn by_its_method(Form(sms): Form<Sms>) -> bool {
    sms.is_stop()
}

#[ringfence::enforce]
async fn beside_others(Form(longer): Form<Longer>) -> String {
    longer.common.recording //~ unvalidated_webhook
}

#[ringfence::enforce]
async fn handed_on(State(queue): State<Queue>, Form(form): Form<Spelt>) { //~ unvalidated_webhook
    queue.push(form);
}

#[ringfence::enforce]
async fn as_json(Json(value): Json<serde_json::Value>) -> String {
    value["CallSid"].to_string() //~ unvalidated_webhook
}

#[ringfence::enforce]
async fn by_a_pointer(Json(value): Json<serde_json::Value>) -> bool {
    value.pointer("/MessageStatus").is_some() //~ unvalidated_webhook
}

#[ringfence::enforce]
async fn raw_form(RawForm(bytes): RawForm) -> Result<String, serde_urlencoded::de::Error> {
    let event: CallEvent = serde_urlencoded::from_bytes(&bytes)?;
    Ok(event.sid) //~ unvalidated_webhook
}

async fn bytes(body: Bytes) -> String {
    let pairs: BTreeMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    pairs["SmsStatus"].clone() //~ unvalidated_webhook
}

async fn text(body: String) -> Option<String> {
    for (key, value) in form_urlencoded::parse(body.as_bytes()) {
        if key == "RecordingSid" { //~ unvalidated_webhook
            return Some(value.into_owned());
        }
    }
    None
}

#[ringfence::enforce]
async fn whole(request: Request) -> Option<String> {
    let bytes = axum::body::to_bytes(request.into_body(), 64 * 1024).await.ok()?;
    match serde_urlencoded::from_bytes::<Sms>(&bytes) {
        Ok(sms) => Some(sms.message_sid), //~ unvalidated_webhook
        Err(_) => None,
    }
}

#[ringfence::enforce]
async fn only_asked_for(headers: HeaderMap, Form(fields): Form<HashMap<String, String>>) -> Option<String> {
    headers.get("X-Twilio-Signature")?;
    fields.get("Body").cloned() //~ unvalidated_webhook
}

#[ringfence::enforce]
async fn inside_another(axum_valid::Valid(Form(sms)): axum_valid::Valid<Form<Sms>>) -> String {
    sms.from //~ unvalidated_webhook
}

#[ringfence::enforce]
async fn matched(Form(pairs): Form<Vec<(String, String)>>) -> usize {
    let mut known = 0;
    for (key, _) in &pairs {
        match key.as_str() {
            "CallSid" | "CallStatus" => known += 1, //~ unvalidated_webhook
            _ => {}
        }
    }
    known
}

struct Queue;

impl Queue {
    fn push(&self, form: Spelt) {
        drop(form);
    }
}

async fn keep(_sid: String) {}

async fn behind_what_sheds_load(Form(sms): Form<Sms>) -> String {
    sms.from //~ unvalidated_webhook
}

fn shedding() -> Router<Queue> {
    Router::new().route("/sms", post(behind_what_sheds_load)).layer(ringfence::webhook::ShedLayer::new(200))
}

fn router() -> Router<Queue> {
    Router::new()
        .route("/bytes", post(bytes))
        .route("/text", post(text))
        .route("/closure", get(|Form(form): Form<Spelt>| async move { form.SmsSid })) //~ unvalidated_webhook
        .route("/two", post(two_calls_away).get(by_its_method))
}

fn main() {
    let _ = router();
}
