//! The calls that Twilio's own library made, made through generated code; each under the id of its vector.

use crate::recorder::Recorder;
use crate::{json, parsed, sid};
use all_of_twilio::twilio::*;
use ringfence::jiff::Timestamp;
use ringfence::jiff::civil::date;
use ringfence::{AccountSid, CallSid, CallbackUrl, ConferenceSid, MediaSid, MessageSid, PhoneNumberSid};
use ringfence::{RecordingSid, Sid, VerifyServiceSid};
use serde_json::json as object;
use std::str::FromStr;

/// A SID as the vectors have them: two letters and one or two digits, repeated.
fn of<S: FromStr<Err: std::fmt::Debug>>(prefix: &str, digits: &str) -> S {
    parsed(&format!("{prefix}{}", digits.repeat(32 / digits.len())))
}

fn at(text: &str) -> Timestamp {
    parsed(text)
}

fn message() -> MessageSid {
    of("SM", "c")
}

fn call() -> CallSid {
    of("CA", "d")
}

fn verify_service() -> VerifyServiceSid {
    of("VA", "1")
}

fn service() -> Sid<'I', 'S'> {
    of("IS", "f")
}

fn workspace() -> Sid<'W', 'S'> {
    of("WS", "2")
}

pub fn all() {
    let record = Recorder::new("AC", "a");
    messages(&record);
    lists_of_messages(&record);
    calls(&record);
    conferences_and_numbers(&record);
    usage_and_accounts(&record);
    verify(&record);
    lookups(&record);
    conversations(&record);
    sync_and_tasks(&record);
    studio_and_content(&record);
    video(&record);
    messaging(&record);
    others(&record);
    organizations(&record);
}

fn messages(record: &Recorder) {
    use api_v2010::*;
    let client = &record.client;
    let to = "+15558675310";
    let from = || MessageSender::from_number("+1");
    let one = create_message(to, MessageSender::from_number("+15017122661"), MessageContent::body("Hi there"));
    record.sent("req-000", one.send(client));
    let text = "Ahoj, svět! 🙂 a+b=c&d %20 ~*'()";
    let media = ["https://example.com/a.png", "https://example.com/b.png?x=1&y=2"];
    let one = create_message(to, MessageSender::from_number("+15017122661"), MessageContent::body(text));
    record.sent("req-001", one.media_url(media).send(client));
    let one = || create_message(to, from(), MessageContent::body("x"));
    record.sent("req-003", one().send_at("2026-11-30T20:36:27Z").send(client));
    record.sent("own-003", one().send_at(at("2026-11-30T20:36:27.123456+02:00")).send(client));
    record.sent("req-005", one().send_at("2026-11-30T20:36:27+02:00").send(client));
    let none: [&str; 0] = [];
    let empty = create_message(to, from(), MessageContent::body("")).media_url(none);
    record.sent("req-006", empty.send(client));
    record.sent("req-008", one().smart_encoded(true).attempt(0).validity_period(-1).send(client));
    let text = "line1\nline2\ttab \\ \"q\"";
    record.sent("req-010", create_message(to, from(), MessageContent::body(text)).send(client));
    for id in ["req-011", "req-143"] {
        record.sent(id, fetch_message(message()).send(client));
    }
    record.sent("req-013", update_message(message()).status("canceled").send(client));
    let media = sid("ME1/../x?y=1", MediaSid::new_unchecked);
    record.sent("req-026", fetch_media(message(), media).send(client));
}

fn lists_of_messages(record: &Recorder) {
    use api_v2010::*;
    let client = &record.client;
    record.sent("req-015", list_message().items(client).limit(20).collect());
    record.sent("req-016", list_message().extra("PageSize", "5000").items(client).limit(5000).collect());
    record.sent("own-016", list_message().items(client).limit(5000).collect());
    let next = "/2010-04-01/Accounts/{}/Messages.json?PageSize=50&Page=1&PageToken=PASM1";
    let next = next.replace("{}", &format!("AC{}", "a".repeat(32)));
    record.answer(&object!({"messages": [{"sid": "SM1"}], "next_page_uri": next}));
    record.answer(&object!({"messages": [{"sid": "SM1"}], "next_page_uri": null}));
    record.sent("req-018", list_message().items(client).collect());
    record.sent("req-023", list_message().page(client));
    let list = list_message().to("+15558675310").from("+15017122661").date_sent(at("2026-01-02T03:04:05Z"));
    record.sent("req-020", list.items(client).limit(1).collect());
    let list = list_message().date_sent_before(at("2026-02-01T00:00:00Z"));
    let list = list.date_sent_after(at("2026-01-01T12:00:00Z"));
    record.sent("req-021", list.items(client).limit(1).collect());
    let list = list_media(message()).date_created_after(at("2026-01-01T00:00:00Z"));
    record.sent("req-025", list.items(client).limit(2).collect());
    record.sent("req-148", list_message().items(client).limit(1).collect());
    let extended = Recorder::with_user_agent("my-app/1.2 plug/0.1");
    extended.sent("req-150", list_message().items(&extended.client).limit(1).collect());
}

fn calls(record: &Recorder) {
    use api_v2010::*;
    let client = &record.client;
    let demo = CallInstructions::url("http://demo.twilio.com/docs/voice.xml");
    let made = create_call("+15558675310", "+15017122661", demo)
        .method("GET")
        .status_callback(parsed::<CallbackUrl>("https://example.com/cb"))
        .status_callback_event(["initiated", "ringing", "answered", "completed"])
        .status_callback_method("POST")
        .send_digits("ww1234#")
        .timeout(30)
        .record(true)
        .machine_detection("DetectMessageEnd")
        .async_amd("true")
        .time_limit(3600);
    record.sent("req-028", made.send(client));
    record.sent("req-030", update_call(call()).status(CallUpdateStatus::Completed).send(client));
    record.sent("req-031", update_call(call()).twiml("<Response><Hangup/></Response>").send(client));
    let recording = create_call_recording(call())
        .recording_status_callback_event(["in-progress", "completed"])
        .trim("do-not-trim")
        .recording_channels("dual");
    record.sent("req-033", recording.send(client));
    let stream = create_stream(call(), "wss://example.com/stream").track("both_tracks");
    record.sent("req-035", stream.parameter1_name("a").parameter1_value("1").send(client));
}

fn conferences_and_numbers(record: &Recorder) {
    use api_v2010::*;
    let client = &record.client;
    let list = list_conference()
        .date_created(date(2026, 1, 2))
        .date_updated_before(date(2026, 1, 3))
        .friendly_name("my conf")
        .status("in-progress");
    record.sent("req-036", list.items(client).limit(1).collect());
    let participant = update_participant(of::<ConferenceSid>("CF", "0"), "customer label/1");
    record.sent("req-038", participant.muted(true).hold(false).send(client));
    let number = update_incoming_phone_number(of::<PhoneNumberSid>("PN", "e")).sms_url("");
    record.sent("req-040", number.friendly_name("Main #1").send(client));
    let list = list_incoming_phone_number().beta(false).phone_number("+1500*").origin("twilio");
    record.sent("req-041", list.items(client).limit(20).collect());
    record.sent("req-043", list_available_phone_number_mobile("GB").items(client).limit(1).collect());
    let list = list_recording().date_created_before("2026-01-01T10:00:00Z").include_soft_deleted(true);
    record.sent("req-055", list.call_sid(call()).items(client).limit(1).collect());
    let recording = fetch_recording(of::<RecordingSid>("RE", "ab"));
    record.sent("req-056", recording.include_soft_deleted(true).send(client));
    record.sent("req-058", create_queue("q").max_size(10).send(client));
    let domain = create_sip_domain("a.sip.twilio.com").sip_registration(true).secure(false);
    record.sent("req-060", domain.send(client));
}

fn usage_and_accounts(record: &Recorder) {
    use api_v2010::*;
    let client = &record.client;
    let list = list_usage_record()
        .category("calls")
        .start_date(date(2026, 9, 1))
        .end_date(date(2026, 9, 30))
        .include_subaccounts(false);
    record.sent("req-045", list.items(client).limit(20).collect());
    record.sent("req-046", list_usage_record_daily().start_date("-30days").items(client).limit(1).collect());
    let trigger = create_usage_trigger(parsed::<CallbackUrl>("https://example.com/"), "1000", "sms");
    record.sent("req-048", trigger.recurring("daily").trigger_by("price").send(client));
    let other = || of::<AccountSid>("AC", "9");
    record.sent("req-050", update_account(other()).status("suspended").send(client));
    record.sent("req-051", list_message().account(other()).items(client).limit(1).collect());
    record.sent("req-053", create_new_key().friendly_name("k").send(client));
    let key = "-----BEGIN PUBLIC KEY-----\nAB+/=\n-----END PUBLIC KEY-----";
    let key = accounts_v1::create_credential_public_key(key).friendly_name("x");
    record.sent("req-126", key.send(client));
}

fn verify(record: &Recorder) {
    use verify_v2::*;
    let client = &record.client;
    let made = create_service("My Verify")
        .code_length(6)
        .lookup_enabled(true)
        .psd2_enabled(false)
        .push_apn_credential_sid(sid("CR1", Sid::new_unchecked))
        .push_include_date(true);
    record.sent("req-061", made.send(client));
    let check = create_verification_check(verify_service()).to("+15017122661").code("123456");
    record.sent("req-063", check.send(client));
    let limit = create_rate_limit(verify_service(), "end_user_ip").description("d");
    record.sent("req-065", limit.send(client));
    let factor = create_new_factor(verify_service(), "ff/48 x", "f", NewFactorFactorTypes::Push)
        .binding_alg("ES256")
        .binding_public_key("MFkw+/=")
        .config_alg("sha1")
        .config_time_step(30);
    record.sent("req-066", factor.send(client));
    let list = list_verification_attempt()
        .date_created_after(at("2026-01-01T00:00:00Z"))
        .channel_data_to("+1501")
        .country("US")
        .status("converted");
    record.sent("req-068", list.items(client).limit(2).collect());
}

fn lookups(record: &Recorder) {
    use lookups_v2::*;
    let client = &record.client;
    let fetch = fetch_phone_number("+14159929960")
        .fields("caller_name,line_type_intelligence")
        .country_code("US")
        .first_name("Jane")
        .date_of_birth("19900101");
    record.sent("req-070", fetch.send(client));
    let fetch = fetch_phone_number("(415) 992-9960").fields("validation").country_code("US");
    record.sent("req-071", fetch.send(client));
}

fn conversations(record: &Recorder) {
    use conversations_v1::*;
    let client = &record.client;
    let conversation = || format!("CH{}", "4".repeat(32));
    let made = create_conversation()
        .x_twilio_webhook_enabled("true")
        .friendly_name("Conv")
        .attributes("{\"a\": 1}")
        .date_created(at("2026-01-01T00:00:00Z"))
        .timers_inactive("PT1M")
        .timers_closed("PT10M");
    record.sent("req-073", made.send(client));
    let participant = create_conversation_participant(conversation())
        .messaging_binding_address("+1555")
        .messaging_binding_proxy_address("+1666");
    record.sent("req-075", participant.send(client));
    let list = list_conversation_message(conversation()).order("desc");
    record.sent("req-076", list.items(client).limit(1).collect());
    let delete = delete_conversation(conversation()).x_twilio_webhook_enabled("true");
    record.sent("req-078", delete.send(client));
    let next = "https://conversations.twilio.com/v1/Conversations?PageSize=1&Page=1&PageToken=PT1";
    record.answer(&object!({"conversations": [{"sid": "CH1"}], "meta": {"next_page_url": next}}));
    record.answer(&object!({"conversations": [{"sid": "CH2"}], "meta": {"next_page_url": null}}));
    record.sent("req-141", list_conversation().page_size(1).items(client).limit(3).collect());
    let channel = chat_v2::create_channel(service())
        .friendly_name("c")
        .r#type("private")
        .x_twilio_webhook_enabled("true")
        .date_created(at("2026-01-01T00:00:00Z"));
    record.sent("req-080", channel.send(client));
    let update = chat_v2::update_service(service())
        .limits_channel_members(5)
        .notifications_new_message_enabled(true)
        .webhook_filters("onMessageSend");
    record.sent("req-081", update.send(client));
}

fn sync_and_tasks(record: &Recorder) {
    let client = &record.client;
    let document = sync_v1::update_document(service(), "doc").if_match("1.a").data(object!({}));
    record.sent("req-083", document.send(client));
    let item = sync_v1::update_sync_map_item(service(), "m", "k y").if_match("*").data(object!([1, 2]));
    record.sent("req-085", item.item_ttl(0).collection_ttl(10).send(client));
    record.sent("req-086", sync_v1::delete_sync_map_item(service(), "m", "k").if_match("5").send(client));
    let task = taskrouter_v1::create_task(workspace())
        .attributes("{\"type\":\"support\"}")
        .workflow_sid(sid("WW1", Sid::new_unchecked))
        .timeout(300)
        .priority(5)
        .task_channel("default")
        .virtual_start_time(at("2026-01-01T00:00:00Z"));
    record.sent("req-088", task.send(client));
    let list = taskrouter_v1::list_task(workspace())
        .assignment_status(["pending", "reserved"])
        .evaluate_task_attributes("(type==\"support\")")
        .has_addons(true)
        .ordering("DateCreated:asc");
    record.sent("req-090", list.items(client).limit(1).collect());
    let statistics = taskrouter_v1::fetch_workspace_statistics(workspace())
        .minutes(60)
        .start_date(at("2026-01-01T00:00:00Z"))
        .end_date(at("2026-01-02T00:00:00Z"))
        .split_by_wait_time("5,10");
    record.sent("req-091", statistics.send(client));
}

fn studio_and_content(record: &Recorder) {
    let client = &record.client;
    let flow = of::<Sid<'F', 'W'>>("FW", "6");
    let execution = studio_v2::create_execution(flow, "+15558675310", "+15017122661")
        .parameters(object!({"name": "Zoë", "n": {"k": [1, 2.5]}}));
    record.sent("req-093", execution.send(client));
    let definition = object!({"states": [], "initial_state": "Trigger"});
    let flow = studio_v2::create_flow("f", studio_v2::FlowStatus::Draft, definition).commit_message("m");
    record.sent("req-095", flow.send(client));
    let text = content_v1::TwilioText { body: Some("Hi {{1}}".to_owned()), ..Default::default() };
    let types = content_v1::Types { twilio_text: Some(text), ..Default::default() };
    let content = content_v1::create_content("en", types)
        .friendly_name("t")
        .variables([("1", "name")]);
    record.sent("req-096", content.send(client));
    record.sent("req-098", content_v1::list_content().items(client).limit(2).collect());
    let list = content_v2::list_content()
        .content_name("a b")
        .content("x")
        .language(["en", "es"])
        .sort_by_date("desc")
        .date_created_after(at("2026-01-01T00:00:00Z"));
    record.sent("req-100", list.items(client).limit(1).collect());
}

fn video(record: &Recorder) {
    use video_v1::*;
    let client = &record.client;
    let room = create_room()
        .unique_name("r")
        .r#type("group")
        .status_callback(parsed::<CallbackUrl>("https://e.x/"))
        .record_participants_on_connect(true)
        .video_codecs(["VP8", "H264"])
        .recording_rules(object!([{"type": "include", "all": true}]))
        .empty_room_timeout(5)
        .audio_only(false);
    record.sent("req-101", room.send(client));
    let list = list_room().status("completed").date_created_after(at("2026-01-01T01:01:01Z"));
    record.sent("req-103", list.items(client).limit(1).collect());
    let list = list_recording().grouping_sid(["PA1", "RM1"]).media_type("audio");
    record.sent("req-105", list.items(client).limit(1).collect());
}

fn messaging(record: &Recorder) {
    let client = &record.client;
    let made = messaging_v1::create_service("s").sticky_sender(true).use_inbound_webhook_on_number(false);
    record.sent("req-108", made.send(client));
    let profile = messaging_v2::Profile { name: Some("N".to_owned()), ..Default::default() };
    let sender = messaging_v2::create_channels_sender("whatsapp:+1555").profile(profile);
    record.sent("req-110", sender.send(client));
    let list = || messaging_v1::list_us_app_to_person(of::<ringfence::MessagingServiceSid>("MG", "5"));
    let list = || list().x_twilio_api_version("v1.2");
    let doubled = list().extra("X-Twilio-Api-Version", "v1.2");
    record.sent("req-140", doubled.items(client).limit(1).collect());
    record.sent("own-140", list().items(client).limit(1).collect());
    let recipients = notify_v1::NotificationRecipients::identity("00000001");
    let notification = notify_v1::create_notification(service(), recipients)
        .tag(["a", "b"])
        .body("hi")
        .priority("high")
        .data(object!({"k": "v"}))
        .apn(object!({"aps": {"alert": "x"}}))
        .to_binding("{\"binding_type\":\"sms\",\"address\":\"+1\"}");
    record.sent("req-111", notification.send(client));
}

fn others(record: &Recorder) {
    let client = &record.client;
    let trunk = trunking_v1::create_trunk()
        .friendly_name("t")
        .disaster_recovery_url("https://e.x/")
        .disaster_recovery_method("POST")
        .secure(true)
        .cnam_lookup_enabled(false)
        .transfer_mode("enable-all");
    record.sent("req-106", trunk.send(client));
    let version = |text| sid(text, Sid::<'Z', 'N'>::new_unchecked);
    let build = serverless_v1::create_build("ZS1")
        .asset_versions([version("ZN1"), version("ZN2")])
        .function_versions(version("ZN3"))
        .dependencies("[]")
        .runtime("node22");
    record.sent("req-113", build.send(client));
    let list = monitor_v1::list_event().event_type("x.y").source_ip_address("1.2.3.4");
    let list = list.start_date(at("2026-01-01T00:00:00Z"));
    record.sent("req-115", list.items(client).limit(1).collect());
    let sink = json("{\"destination\": \"https://e.x/\", \"method\": \"POST\", \"batch_events\": false}");
    record.sent("req-116", events_v1::create_sink("d", sink, "webhook").send(client));
    let job = bulkexports_v1::create_export_custom_job("Messages", "2026-01-01", "2026-01-02", "x");
    record.sent("req-118", job.send(client));
    record.sent("req-120", flex_v1::fetch_configuration().ui_version("1.2.3").send(client));
    let interaction = flex_v1::create_interaction(object!({"type": "sms", "initiated_by": "agent"}))
        .routing(object!({"properties": {"workspace_sid": "WS1"}}));
    record.sent("req-121", interaction.send(client));
    let list = insights_v1::list_call_summaries().from("+1").has_tag(true).abnormal_session(false);
    record.sent("req-123", list.processing_state("all").items(client).limit(1).collect());
    let token = oauth_v2::create_oauth2_token()
        .client_id("OQ1")
        .client_secret("s")
        .grant_type("client_credentials");
    record.sent("req-125", token.send(client));
    let list = numbers_v2::list_bundle().has_valid_until_date(true).sort_by("valid-until");
    let list = list.valid_until_date_before(at("2026-01-01T00:00:00Z"));
    record.sent("req-128", list.items(client).limit(1).collect());
    let list = voice_v1::list_dialing_permissions_country().iso_code("US").low_risk_numbers_enabled(true);
    record.sent("req-130", list.items(client).limit(1).collect());
}

/// These take a token that a client with an API key does not have, so that they are looked at and not sent.
fn organizations(record: &Recorder) {
    use iam_organizations::*;
    let organization = || sid("OR1", Sid::new_unchecked);
    let user = create_organization_user(organization(), "a@b.c").active(true);
    record.refused("req-131", user.request(), user.clone().send(&record.client));
    let list = list_organization_users(organization()).filter("userName eq \"a@b.c\"");
    record.refused("req-133", list.request(), list.clone().page(&record.client));
}
