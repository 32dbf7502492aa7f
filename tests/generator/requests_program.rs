//! Prints the requests of generated code, each under the id of the vector that it repeats.
#![deny(warnings)]

/// Generated.
mod twilio {
    include!("twilio.rs");
}

use ringfence::{AccountSid, CallbackUrl, Request, jiff};
use std::error::Error;
use std::str::FromStr;
use self::twilio::api_v2010::*;

/// A SID as the vectors have them: two letters and one digit, 32 times.
fn sid<S: FromStr<Err: Error + 'static>>(prefix: &str, digits: &str) -> Result<S, Box<dyn Error>> {
    Ok(format!("{prefix}{}", digits.repeat(32 / digits.len())).parse()?)
}

fn print(id: &str, request: &Request) -> Result<(), Box<dyn Error>> {
    let account: AccountSid = sid("AC", "a")?;
    let body = request.body().map(|(_, bytes)| String::from_utf8(bytes)).transpose()?.unwrap_or_default();
    println!("{id}\t{}\t{}\t{body}", request.operation().method().as_str(), request.target(&account)?);
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    messages()?;
    lists_of_messages()?;
    calls()?;
    conferences_and_numbers()?;
    usage_and_accounts()
}

fn messages() -> Result<(), Box<dyn Error>> {
    let to = "+15558675310";
    let from = || MessageSender::from_number("+1");
    let one = create_message(to, MessageSender::from_number("+15017122661"), MessageContent::body("Hi there"));
    print("req-000", one.request())?;
    let text = "Ahoj, svět! 🙂 a+b=c&d %20 ~*'()";
    let media = ["https://example.com/a.png", "https://example.com/b.png?x=1&y=2"];
    let one = create_message(to, MessageSender::from_number("+15017122661"), MessageContent::body(text));
    print("req-001", one.media_url(media).request())?;
    let late = "2026-11-30T20:36:27+02:00";
    print("req-005", create_message(to, from(), MessageContent::body("x")).send_at(late).request())?;
    let none: [&str; 0] = [];
    print("req-006", create_message(to, from(), MessageContent::body("")).media_url(none).request())?;
    let text = "line1\nline2\ttab \\ \"q\"";
    print("req-010", create_message(to, from(), MessageContent::body(text)).request())?;
    let message = || sid::<ringfence::MessageSid>("SM", "c");
    print("req-011", fetch_message(message()?).request())?;
    print("req-013", update_message(message()?).status("canceled").request())
}

fn lists_of_messages() -> Result<(), Box<dyn Error>> {
    let at = |text: &str| text.parse::<jiff::Timestamp>();
    print("req-015", list_message().page_size(20).request())?;
    print("req-018", list_message().request())?;
    print("req-023", list_message().request())?;
    let list = list_message().to("+15558675310").from("+15017122661").date_sent(at("2026-01-02T03:04:05Z")?);
    print("req-020", list.page_size(1).request())?;
    let list = list_message().date_sent_before(at("2026-02-01T00:00:00Z")?);
    print("req-021", list.date_sent_after(at("2026-01-01T12:00:00Z")?).page_size(1).request())?;
    let message = sid::<ringfence::MessageSid>("SM", "c")?;
    let list = list_media(message).date_created_after(at("2026-01-01T00:00:00Z")?);
    print("req-025", list.page_size(2).request())
}

fn calls() -> Result<(), Box<dyn Error>> {
    let demo = CallInstructions::url("http://demo.twilio.com/docs/voice.xml");
    let call = create_call("+15558675310", "+15017122661", demo)
        .method("GET")
        .status_callback(CallbackUrl::new("https://example.com/cb")?)
        .status_callback_event(["initiated", "ringing", "answered", "completed"])
        .status_callback_method("POST")
        .send_digits("ww1234#")
        .timeout(30)
        .record(true)
        .machine_detection("DetectMessageEnd")
        .async_amd("true")
        .time_limit(3600);
    print("req-028", call.request())?;
    let call = || sid::<ringfence::CallSid>("CA", "d");
    print("req-030", update_call(call()?).status(CallUpdateStatus::Completed).request())?;
    print("req-031", update_call(call()?).twiml("<Response><Hangup/></Response>").request())?;
    let recording = create_call_recording(call()?)
        .recording_status_callback_event(["in-progress", "completed"])
        .trim("do-not-trim")
        .recording_channels("dual");
    print("req-033", recording.request())?;
    let stream = create_stream(call()?, "wss://example.com/stream").track("both_tracks");
    print("req-035", stream.parameter1_name("a").parameter1_value("1").request())
}

fn conferences_and_numbers() -> Result<(), Box<dyn Error>> {
    let list = list_conference()
        .date_created(jiff::civil::date(2026, 1, 2))
        .date_updated_before(jiff::civil::date(2026, 1, 3))
        .friendly_name("my conf")
        .status("in-progress");
    print("req-036", list.page_size(1).request())?;
    let participant = update_participant(sid::<ringfence::ConferenceSid>("CF", "0")?, "customer label/1");
    print("req-038", participant.muted(true).hold(false).request())?;
    let number = update_incoming_phone_number(sid::<ringfence::PhoneNumberSid>("PN", "e")?).sms_url("");
    print("req-040", number.friendly_name("Main #1").request())?;
    let list = list_incoming_phone_number().beta(false).phone_number("+1500*").origin("twilio");
    print("req-041", list.page_size(20).request())?;
    print("req-043", list_available_phone_number_mobile("GB").page_size(1).request())?;
    let list = list_recording().date_created_before("2026-01-01T10:00:00Z").include_soft_deleted(true);
    print("req-055", list.call_sid(sid::<ringfence::CallSid>("CA", "d")?).page_size(1).request())?;
    let recording = fetch_recording(sid::<ringfence::RecordingSid>("RE", "ab")?);
    print("req-056", recording.include_soft_deleted(true).request())
}

fn usage_and_accounts() -> Result<(), Box<dyn Error>> {
    let list = list_usage_record()
        .category("calls")
        .start_date(jiff::civil::date(2026, 9, 1))
        .end_date(jiff::civil::date(2026, 9, 30))
        .include_subaccounts(false);
    print("req-045", list.page_size(20).request())?;
    print("req-046", list_usage_record_daily().start_date("-30days").page_size(1).request())?;
    let trigger = create_usage_trigger(CallbackUrl::new("https://example.com/")?, "1000", "sms");
    print("req-048", trigger.recurring("daily").trigger_by("price").request())?;
    let other = || sid::<AccountSid>("AC", "9");
    print("req-050", update_account(other()?).status("suspended").request())?;
    print("req-051", list_message().account(other()?).page_size(1).request())?;
    print("req-053", create_new_key().friendly_name("k").request())
}
