//! Things live on by the tables, under a clock that the test drives.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::time::{Duration, SystemTime};

use hyper::StatusCode;
use ringfence_mock::{CallbackOrder, Mock};
use serde_json::json;
use support::receiver::{Received, decoded, receiver, signature, value};
use support::{Answer, Desk, FROM, TO, basic, escape};

const SECOND: Duration = Duration::from_secs(1);

async fn desk() -> Desk {
    Desk::of(Mock::builder().driven_clock().start().await.unwrap())
}

/// The values of a field in all callbacks received.
fn told(received: &Received, name: &str) -> Vec<String> {
    let received = received.lock().unwrap();
    received.iter().filter_map(|(.., body)| value(&decoded(body), name).map(str::to_owned)).collect()
}

/// A request to a product of its own host.
async fn product(desk: &Desk, host: &str, method: &str, path: &str, form: &[(&str, &str)]) -> Answer {
    let body: Vec<String> =
        form.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    let request = hyper::Request::builder()
        .method(method)
        .uri(format!("{}{path}", desk.mock.base_url()))
        .header("Host", host)
        .header("Authorization", basic(desk.mock.api_key_sid(), desk.mock.api_key_secret()))
        .header("Content-Type", "application/x-www-form-urlencoded");
    desk.send(request.body(body.join("&").into()).unwrap()).await
}

/// Somebody is called into the conference `standup`, which reports events to a receiver.
async fn join(desk: &Desk, port: u16, events: &[&str]) -> Answer {
    let url = format!("http://127.0.0.1:{port}/");
    let mut form = vec![("To", TO), ("From", FROM), ("ConferenceStatusCallback", url.as_str())];
    form.extend(events.iter().map(|event| ("ConferenceStatusCallbackEvent", *event)));
    let participant = desk.post(&desk.path("/Conferences/standup/Participants.json"), &form).await;
    assert_eq!(participant.status, 201, "{:#}", participant.body);
    participant
}

#[tokio::test]
async fn a_message_goes_its_way_as_the_clock_is_moved() {
    let desk = desk().await;
    let (port, received) = receiver(StatusCode::OK).await;
    let url = format!("http://127.0.0.1:{port}/");
    let form = [("To", TO), ("From", FROM), ("Body", "Hi"), ("StatusCallback", url.as_str())];
    let message = desk.post(&desk.path("/Messages.json"), &form).await;
    let status = async || desk.get(message.text("uri")).await.text("status").to_owned();
    assert_eq!(status().await, "queued");
    desk.mock.advance(Duration::from_millis(299)).await;
    assert_eq!(status().await, "queued", "nothing moves by itself");
    desk.mock.advance(Duration::from_millis(1)).await;
    assert_eq!(status().await, "sending");
    assert!(told(&received, "MessageStatus").is_empty());
    desk.mock.advance(SECOND).await;
    assert_eq!(
        (status().await.as_str(), told(&received, "MessageStatus")),
        ("sent", vec!["sent".to_owned()])
    );
    desk.mock.advance(10 * SECOND).await;
    assert_eq!(status().await, "delivered");
    assert_eq!(told(&received, "MessageStatus"), ["sent", "delivered"]);
    assert_eq!(desk.mock.elapsed(), Duration::from_millis(11_300));
    let sent: Vec<Duration> = desk.mock.callbacks().iter().map(|callback| callback.sent_at).collect();
    assert_eq!(sent, [700, 2700].map(Duration::from_millis), "each at its time, not at the end");
}

#[tokio::test]
async fn a_scheduled_message_waits_for_its_time_unless_it_is_called_off() {
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let desk = Desk::of(Mock::builder().driven_clock_from(start).start().await.unwrap());
    let (port, received) = receiver(StatusCode::OK).await;
    let url = format!("http://127.0.0.1:{port}/");
    let service = format!("MG{}", "0".repeat(32));
    // A day after the start.
    let form = [
        ("To", TO),
        ("MessagingServiceSid", service.as_str()),
        ("Body", "Hi"),
        ("StatusCallback", url.as_str()),
        ("ScheduleType", "fixed"),
        ("SendAt", "2027-01-16T08:00:00Z"),
    ];
    let path = desk.path("/Messages.json");
    let waiting = desk.post(&path, &form).await;
    let called_off = desk.post(&path, &form).await;
    assert_eq!(waiting.text("status"), "scheduled");
    assert_eq!(desk.post(called_off.text("uri"), &[("Status", "canceled")]).await.text("status"), "canceled");
    desk.mock.callbacks_settled().await;
    assert_eq!(desk.mock.elapsed(), Duration::ZERO, "who waits for a time of its own is not waited for");
    assert_eq!(told(&received, "MessageStatus"), ["canceled"]);
    desk.mock.advance(86_399 * SECOND).await;
    assert_eq!(desk.get(waiting.text("uri")).await.text("status"), "scheduled");
    desk.mock.advance(SECOND).await;
    assert_eq!(desk.get(waiting.text("uri")).await.text("status"), "accepted");
    desk.mock.callbacks_settled().await;
    assert_eq!(told(&received, "MessageStatus"), ["canceled", "queued", "sent", "delivered"]);
    assert_eq!(desk.get(called_off.text("uri")).await.text("status"), "canceled");
}

#[tokio::test]
async fn numbers_of_the_test_block_choose_what_becomes_of_things() {
    let desk = desk().await;
    let mut messages = Vec::new();
    for to in ["+15005550011", "+15005550012", "+15005550013", "+15005550014"] {
        let form = [("To", to), ("From", FROM), ("Body", "Hi")];
        messages.push(desk.post(&desk.path("/Messages.json"), &form).await);
    }
    let mut calls = Vec::new();
    for to in ["+15005550021", "+15005550022", "+15005550023", TO] {
        let form = [("To", to), ("From", FROM), ("Url", "https://a.example/")];
        calls.push(desk.post(&desk.path("/Calls.json"), &form).await);
    }
    desk.mock.advance(60 * SECOND).await;
    let mut states = Vec::new();
    for message in &messages {
        let now = desk.get(message.text("uri")).await;
        states.push((now.text("status").to_owned(), now.body["error_code"].as_u64().unwrap()));
    }
    let expected = [("undelivered", 30003), ("undelivered", 30005), ("failed", 30001), ("failed", 30007)];
    assert_eq!(states, expected.map(|(state, code)| (state.to_owned(), code)));
    let mut states = Vec::new();
    for call in &calls {
        let now = desk.get(call.text("uri")).await;
        states.push(format!("{} {}", now.text("status"), now.text("duration")));
    }
    assert_eq!(states, ["busy 0", "no-answer 0", "failed 0", "completed 12"]);
}

#[tokio::test]
async fn a_call_that_is_hung_up_is_completed_and_its_recording_ends() {
    let desk = desk().await;
    let (port, received) = receiver(StatusCode::OK).await;
    let (calls, recordings) =
        (format!("http://127.0.0.1:{port}/call"), format!("http://127.0.0.1:{port}/rec"));
    let form = [
        ("To", TO),
        ("From", FROM),
        ("Url", "https://a.example/"),
        ("Record", "true"),
        ("StatusCallback", calls.as_str()),
        ("StatusCallbackEvent", "ringing"),
        ("StatusCallbackEvent", "completed"),
        ("RecordingStatusCallback", recordings.as_str()),
        ("RecordingStatusCallbackEvent", "in-progress completed"),
    ];
    let call = desk.post(&desk.path("/Calls.json"), &form).await;
    assert_eq!(call.status, 201, "{:#}", call.body);
    desk.mock.advance(5 * SECOND).await;
    assert_eq!(told(&received, "CallStatus"), ["ringing"]);
    assert_eq!(told(&received, "RecordingStatus"), ["in-progress"]);
    let hung_up = desk.post(call.text("uri"), &[("Status", "completed")]).await;
    assert_eq!((hung_up.text("status"), hung_up.text("duration")), ("completed", "12"));
    desk.mock.callbacks_settled().await;
    assert_eq!(told(&received, "CallStatus"), ["ringing", "completed"]);
    assert_eq!(told(&received, "RecordingStatus"), ["in-progress", "completed"]);
    let path = desk.path(&format!("/Calls/{}/Recordings.json", call.text("sid")));
    let listed = desk.get(&path).await;
    assert_eq!(listed.body["recordings"][0]["status"], "completed");
    assert_eq!(told(&received, "RecordingSid")[0], listed.body["recordings"][0]["sid"].as_str().unwrap());
    let about = told(&received, "RecordingUrl");
    assert!(
        about[0].starts_with("https://api.twilio.com/2010-04-01/") && !about[0].ends_with(".json"),
        "{about:?}"
    );
}

#[tokio::test]
async fn a_conference_opens_with_its_first_participant_and_ends_with_its_last() {
    let desk = desk().await;
    let (port, received) = receiver(StatusCode::OK).await;
    let events = ["start", "end", "join", "leave"];
    let first = join(&desk, port, &events).await;
    let second = join(&desk, port, &events).await;
    let conference = first.text("conference_sid").to_owned();
    assert!(conference.starts_with("CF"));
    assert_eq!(second.text("conference_sid"), conference, "one name is one conference");
    desk.mock.advance(5 * SECOND).await;
    let about = desk.get(&desk.path(&format!("/Conferences/{conference}.json"))).await;
    assert_eq!((about.text("status"), about.text("friendly_name")), ("in-progress", "standup"));
    let one = desk.path(&format!("/Conferences/{conference}/Participants/{}.json", first.text("call_sid")));
    assert_eq!(desk.get(&one).await.text("status"), "connected");
    assert_eq!(desk.delete(&one).await.status, 204);
    desk.mock.callbacks_settled().await;
    assert_eq!(desk.get(about.text("uri")).await.text("status"), "in-progress", "one is still there");
    desk.mock.advance(90 * SECOND).await;
    assert_eq!(desk.get(about.text("uri")).await.text("status"), "completed");
    let events = [
        "participant-join",
        "conference-start",
        "participant-join",
        "participant-leave",
        "participant-leave",
    ];
    let told_events = told(&received, "StatusCallbackEvent");
    assert_eq!(told_events[..5], events);
    assert_eq!(told_events[5..], ["conference-end"]);
    assert_eq!(told(&received, "SequenceNumber"), ["0", "1", "2", "3", "4", "5"]);
    assert!(told(&received, "ConferenceSid").iter().all(|sid| *sid == conference));
}

#[tokio::test]
async fn who_is_muted_and_held_in_a_conference_is_told() {
    let desk = desk().await;
    let (port, received) = receiver(StatusCode::OK).await;
    let participant = join(&desk, port, &["mute hold"]).await;
    let (conference, call) = (participant.text("conference_sid"), participant.text("call_sid"));
    let path = desk.path(&format!("/Conferences/{conference}/Participants/{call}.json"));
    desk.mock.advance(5 * SECOND).await;
    for (name, value) in [("Muted", "true"), ("Muted", "true"), ("Hold", "true"), ("Muted", "false")] {
        assert_eq!(desk.post(&path, &[(name, value)]).await.status, 200);
    }
    desk.mock.callbacks_settled().await;
    let events = ["participant-mute", "participant-hold", "participant-unmute"];
    assert_eq!(told(&received, "StatusCallbackEvent"), events, "what was so already is not told again");
    assert_eq!(told(&received, "Muted"), ["true", "true", "false"]);
}

#[tokio::test]
async fn a_verification_takes_its_code_and_no_other() {
    let desk = desk().await;
    let host = "verify.twilio.com";
    let service =
        product(&desk, host, "POST", "/v2/Services", &[("FriendlyName", "Shop"), ("CodeLength", "8")]).await;
    let at = format!("/v2/Services/{}", service.text("sid"));
    let begin = async || {
        product(&desk, host, "POST", &format!("{at}/Verifications"), &[("To", TO), ("Channel", "sms")]).await
    };
    let check = async |code: &str| {
        product(&desk, host, "POST", &format!("{at}/VerificationCheck"), &[("To", TO), ("Code", code)]).await
    };
    check("00000000").await.refused(404, 20404);
    let verification = begin().await;
    assert_eq!((verification.status, verification.text("status")), (201, "pending"));
    let code = desk.mock.verification_code(TO).unwrap();
    assert_eq!((code.len(), desk.mock.verification_code(verification.text("sid"))), (8, Some(code.clone())));
    let wrong = check("00000000").await;
    assert_eq!((wrong.text("status"), &wrong.body["valid"]), ("pending", &false.into()));
    let right = check(&code).await;
    assert_eq!((right.text("status"), &right.body["valid"]), ("approved", &true.into()), "{:#}", right.body);
    check(&code).await.refused(404, 20404);

    let late = begin().await;
    desk.mock.advance(601 * SECOND).await;
    let path = format!("{at}/Verifications/{}", late.text("sid"));
    assert_eq!(product(&desk, host, "GET", &path, &[]).await.text("status"), "expired");
    begin().await;
    for _ in 0..5 {
        assert_eq!(check("00000000").await.text("status"), "pending");
    }
    check("00000000").await.refused(429, 60202);
}

#[tokio::test]
async fn a_room_is_visited_and_ends() {
    let desk = desk().await;
    let (port, received) = receiver(StatusCode::OK).await;
    let url = format!("http://127.0.0.1:{port}/");
    let host = "video.twilio.com";
    let form = [("UniqueName", "daily"), ("StatusCallback", url.as_str())];
    let room = product(&desk, host, "POST", "/v1/Rooms", &form).await;
    assert_eq!((room.status, room.text("status")), (201, "in-progress"), "{:#}", room.body);
    desk.mock.callbacks_settled().await;
    let path = format!("/v1/Rooms/{}", room.text("sid"));
    let inside = product(&desk, host, "GET", &format!("{path}/Participants"), &[]).await;
    let mut names: Vec<&str> = inside.body["participants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["identity"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["alice", "bob"]);
    assert_eq!(
        product(&desk, host, "POST", &path, &[("Status", "completed")]).await.text("status"),
        "completed"
    );
    desk.mock.callbacks_settled().await;
    let events = [
        "room-created",
        "participant-connected",
        "participant-connected",
        "room-ended",
        "participant-disconnected",
        "participant-disconnected",
    ];
    assert_eq!(told(&received, "StatusCallbackEvent"), events);
    assert!(told(&received, "RoomName").iter().all(|name| name == "daily"));
    let idle =
        product(&desk, host, "POST", "/v1/Rooms", &[("UniqueName", "idle"), ("UnusedRoomTimeout", "2")])
            .await;
    desk.mock.advance(121 * SECOND).await;
    let path = format!("/v1/Rooms/{}", idle.text("sid"));
    let ended = product(&desk, host, "GET", &path, &[]).await;
    assert_eq!(
        (ended.text("status"), ended.body["duration"].as_u64()),
        ("completed", Some(120)),
        "{:#}",
        ended.body
    );
}

#[tokio::test]
async fn events_come_twice_and_shuffled_as_asked_and_the_same_by_the_same_seed() {
    let mut runs = Vec::new();
    for seed in [1, 1, 2, 3] {
        let builder = Mock::builder().driven_clock().seed(seed).callback_order(CallbackOrder::Shuffled);
        let desk = Desk::of(builder.callback_copies(2).start().await.unwrap());
        let (port, received) = receiver(StatusCode::OK).await;
        let url = format!("http://127.0.0.1:{port}/");
        let mut form =
            vec![("To", TO), ("From", FROM), ("Url", "https://a.example/"), ("StatusCallback", &url)];
        form.extend(
            ["initiated", "ringing", "answered", "completed"].map(|event| ("StatusCallbackEvent", event)),
        );
        desk.post(&desk.path("/Calls.json"), &form).await;
        desk.mock.callbacks_settled().await;
        let order = told(&received, "CallStatus");
        let mut sorted = order.clone();
        sorted.sort();
        assert_eq!(
            sorted,
            [
                "completed",
                "completed",
                "in-progress",
                "in-progress",
                "initiated",
                "initiated",
                "ringing",
                "ringing"
            ]
        );
        assert_ne!(
            order,
            [
                "initiated",
                "initiated",
                "ringing",
                "ringing",
                "in-progress",
                "in-progress",
                "completed",
                "completed"
            ]
        );
        let mut tokens: Vec<String> =
            desk.mock.callbacks().iter().map(|one| one.idempotency_token.clone()).collect();
        tokens.sort();
        tokens.dedup();
        assert_eq!(tokens.len(), 4, "a copy has the token of the first");
        runs.push(order);
    }
    assert_eq!(runs[0], runs[1]);
    assert!(runs.iter().any(|run| *run != runs[0]), "another seed, another order: {runs:?}");
}

#[tokio::test]
async fn a_subaccounts_callbacks_are_signed_with_its_own_token() {
    let desk = desk().await;
    let (port, received) = receiver(StatusCode::OK).await;
    let url = format!("http://127.0.0.1:{port}/");
    let subaccount = desk.post("/2010-04-01/Accounts.json", &[("FriendlyName", "Branch")]).await;
    let path = format!("/2010-04-01/Accounts/{}/Calls.json", subaccount.text("sid"));
    let form = [("To", TO), ("From", FROM), ("Url", "https://a.example/"), ("StatusCallback", url.as_str())];
    let call = desk.post(&path, &form).await;
    assert_eq!(call.status, 201, "{:#}", call.body);
    desk.mock.callbacks_settled().await;
    let (.., headers, body) = received.lock().unwrap().pop().unwrap();
    assert_eq!(
        headers["x-twilio-signature"],
        signature(subaccount.text("auth_token"), &url, &decoded(&body))
    );
}

#[tokio::test]
async fn calls_wait_for_their_turn() {
    let desk = desk().await;
    let mut calls = Vec::new();
    for _ in 0..3 {
        let form = [("To", TO), ("From", FROM), ("Url", "https://a.example/")];
        calls.push(desk.post(&desk.path("/Calls.json"), &form).await);
    }
    desk.mock.advance(SECOND).await;
    let mut states = Vec::new();
    for call in &calls {
        states.push(desk.get(call.text("uri")).await.text("status").to_owned());
    }
    assert_eq!(states, ["ringing", "queued", "queued"]);
    desk.mock.advance(2 * SECOND).await;
    assert_eq!(desk.get(calls[2].text("uri")).await.text("status"), "ringing");
}

#[tokio::test]
async fn messages_of_one_sender_wait_for_their_turn_and_those_of_a_service_fail_beyond_its_queue() {
    let builder = Mock::builder().driven_clock().message_queue(3 * SECOND);
    let desk = Desk::of(builder.start().await.unwrap());
    let service = format!("MG{}", "0".repeat(32));
    let send = async |sender: (&'static str, &str)| {
        let form = [("To", TO), sender, ("Body", "Hi")];
        desk.post(&desk.path("/Messages.json"), &form).await
    };
    let states = async |messages: &[Answer]| {
        let mut all = Vec::new();
        for message in messages {
            let now = desk.get(message.text("uri")).await;
            all.push(format!("{} {}", now.text("status"), now.body["error_code"]));
        }
        all
    };
    let (mut own, mut pooled) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        own.push(send(("From", FROM)).await);
    }
    send(("From", FROM)).await.refused(429, 21611);
    for _ in 0..4 {
        pooled.push(send(("MessagingServiceSid", &service)).await);
        assert_eq!(pooled[pooled.len() - 1].status, 201, "a service takes more than its queue holds");
    }
    desk.mock.advance(SECOND).await;
    assert_eq!(states(&own).await, ["sent null", "queued null", "queued null"]);
    desk.mock.advance(SECOND).await;
    assert_eq!(states(&own).await, ["sent null", "sent null", "queued null"]);
    desk.mock.advance(10 * SECOND).await;
    assert_eq!(states(&own).await, ["delivered null"; 3]);
    let expected = ["delivered null", "delivered null", "delivered null", "failed 30001"];
    assert_eq!(states(&pooled).await, expected);
}

#[tokio::test]
async fn who_picked_up_is_told_where_it_was_asked_for() {
    let desk = desk().await;
    let (port, received) = receiver(StatusCode::OK).await;
    let url = format!("http://127.0.0.1:{port}/amd");
    let mut judged = Vec::new();
    for (to, asked) in [(TO, true), ("+15005550025", true), (TO, false)] {
        let mut form = vec![("To", to), ("From", FROM), ("Url", "https://a.example/")];
        form.extend([("AsyncAmd", "true"), ("AsyncAmdStatusCallback", &url)]);
        form.extend(asked.then_some(("MachineDetection", "Enable")));
        let call = desk.post(&desk.path("/Calls.json"), &form).await;
        desk.mock.advance(60 * SECOND).await;
        judged.push(desk.get(call.text("uri")).await.body["answered_by"].clone());
    }
    assert_eq!(judged, [json!("human"), json!("machine_start"), json!(null)]);
    assert_eq!(told(&received, "AnsweredBy"), ["human", "machine_start"]);
    assert_eq!(told(&received, "MachineDetectionDuration").len(), 2);
}

#[tokio::test]
async fn a_messaging_service_is_told_where_the_message_names_nobody() {
    let desk = desk().await;
    let (port, received) = receiver(StatusCode::OK).await;
    let (of_service, of_message) =
        (format!("http://127.0.0.1:{port}/service"), format!("http://127.0.0.1:{port}/message"));
    let form = [("FriendlyName", "Shop"), ("StatusCallback", of_service.as_str())];
    let service = product(&desk, "messaging.twilio.com", "POST", "/v1/Services", &form).await;
    let mut form = vec![("To", TO), ("MessagingServiceSid", service.text("sid")), ("Body", "Hi")];
    desk.post(&desk.path("/Messages.json"), &form).await;
    form.push(("StatusCallback", &of_message));
    desk.post(&desk.path("/Messages.json"), &form).await;
    desk.mock.callbacks_settled().await;
    let paths: Vec<String> = received.lock().unwrap().iter().map(|(_, path, ..)| path.clone()).collect();
    assert_eq!(
        paths.iter().filter(|path| *path == "/service").count(),
        3,
        "queued, sent, delivered: {paths:?}"
    );
    assert_eq!(
        paths.iter().filter(|path| *path == "/message").count(),
        3,
        "the message's own comes first: {paths:?}"
    );
}
