//! Webhooks as an axum program takes them: a real server, requests signed here by hand.
#![allow(clippy::unwrap_used, clippy::panic)]

use axum::extract::{FromRef, State};
use axum::routing::{get, post};
use axum::{Extension, Router};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::StreamExt;
use hmac::{Hmac, KeyInit, Mac};
use http_body_util::Full;
use proptest::prelude::*;
use ringfence::AuthToken;
use ringfence::webhook::*;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::net::SocketAddr;
use std::time::Duration;

const TOKEN: &str = "the token of the account";
const PUBLIC: &str = "https://example.com";

#[derive(Clone)]
struct App {
    verifier: WebhookVerifier,
    statuses: StatusStream<MessageStatus>,
}

impl FromRef<App> for WebhookVerifier {
    fn from_ref(app: &App) -> Self {
        app.verifier.clone()
    }
}

fn verifier(public: PublicUrl) -> WebhookVerifier {
    WebhookVerifier::new(SignatureValidator::new(AuthToken::new(TOKEN.to_owned())), public)
}

fn message_sid(digit: char) -> String {
    format!("SM{}", digit.to_string().repeat(32))
}

fn sign(text: &str) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn client() -> reqwest::Client {
    // One for the process; those that come after the first change nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// A form's body and its signature.
fn form(url: &str, pairs: &[(&str, &str)]) -> (String, String) {
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable();
    let text: String = sorted.iter().flat_map(|(name, value)| [*name, *value]).collect();
    let encode = |text: &str| {
        text.bytes().fold(String::new(), |mut out, byte| {
            write!(out, "%{byte:02X}").unwrap();
            out
        })
    };
    let body: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    (body.join("&"), sign(&format!("{url}{text}")))
}

async fn serve(public: PublicUrl) -> (SocketAddr, App) {
    let app = App { verifier: verifier(public), statuses: StatusStream::new() };
    let nested =
        Router::new().route("/any", post(async |event: Verified<Webhook>| event.body().len().to_string()));
    let router = Router::new()
        .nest("/twilio/v1", nested)
        .route(
            "/status",
            post(async |State(app): State<App>, event: Verified<MessageStatus>| {
                let answer = format!("{} {:?}", event.status, event.repetition());
                app.statuses.publish(event);
                answer
            }),
        )
        .route(
            "/inbound",
            post(async |event: Verified<InboundMessage>| format!("{} {}", event.body, event.media.len())),
        )
        .route("/any", post(async |event: Verified<Webhook>| event.body().len().to_string()))
        .route(
            "/any",
            get(async |event: Verified<Parameters>| event.get("Digits").unwrap_or_default().to_owned()),
        )
        .with_state(app.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap();
    });
    (address, app)
}

struct Sent<'s> {
    path: &'s str,
    content_type: &'s str,
    body: String,
    headers: Vec<(&'s str, String)>,
}

async fn send(address: SocketAddr, sent: Sent<'_>) -> (u16, String) {
    let client = client();
    let mut request = client
        .post(format!("http://{address}{}", sent.path))
        .header("content-type", sent.content_type)
        .body(sent.body);
    for (name, value) in sent.headers {
        request = request.header(name, value);
    }
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";

fn status_form<'s>(path: &'s str, sid: &str, status: &str, token: &str) -> Sent<'s> {
    let (body, signature) =
        form(&format!("{PUBLIC}{path}"), &[("MessageStatus", status), ("MessageSid", sid)]);
    let headers = vec![("x-twilio-signature", signature), ("i-twilio-idempotency-token", token.to_owned())];
    Sent { path, content_type: FORM, body, headers }
}

#[tokio::test]
async fn what_is_signed_is_an_event_and_comes_again_as_such() {
    let (address, _) = serve(PublicUrl::base(PUBLIC).unwrap()).await;
    let sid = message_sid('a');
    for (token, expected) in [("t1", "sent First"), ("t1", "sent Again"), ("t2", "sent SameContent")] {
        assert_eq!(
            send(address, status_form("/status?a=%20b", &sid, "sent", token)).await,
            (200, expected.to_owned())
        );
    }
}

#[tokio::test]
async fn what_is_not_twilios_is_refused_without_a_word() {
    let (address, _) = serve(PublicUrl::base(PUBLIC).unwrap()).await;
    let sid = message_sid('b');
    let good = || status_form("/status", &sid, "sent", "t");
    let unsigned = Sent { headers: Vec::new(), ..good() };
    let forged = Sent { body: good().body.replace("%73%65%6E%74", "%66%61%69%6C"), ..good() };
    let elsewhere = Sent { path: "/status?x=1", ..good() };
    // The body of a signed form, said to be something else, is vouched for by nothing.
    let as_json = Sent { content_type: "application/json", ..good() };
    for sent in [unsigned, forged, elsewhere, as_json] {
        assert_eq!(send(address, sent).await, (403, String::new()));
    }
    let (body, signature) = form(&format!("{PUBLIC}/status"), &[("SmsSid", &sid)]);
    let other = Sent { body, headers: vec![("x-twilio-signature", signature)], ..good() };
    assert_eq!(send(address, other).await.0, 400, "signed, and no message status");
    let long = Sent { body: "a".repeat(2 << 20), ..good() };
    assert_eq!(send(address, long).await.0, 413);
}

#[tokio::test]
async fn bodies_are_vouched_for_by_their_hash_and_gets_by_their_url() {
    let (address, _) = serve(PublicUrl::base(PUBLIC).unwrap()).await;
    let body = r#"{"a":1}"#;
    let hash = Sha256::digest(body).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    let path = format!("/any?bodySHA256={hash}");
    let headers = || vec![("x-twilio-signature", sign(&format!("{PUBLIC}{path}")))];
    let json = |body: &str| Sent {
        path: &path,
        content_type: "application/json",
        body: body.to_owned(),
        headers: headers(),
    };
    assert_eq!(send(address, json(body)).await, (200, "7".to_owned()));
    assert_eq!(send(address, json(r#"{"a":2}"#)).await.0, 403);

    let client = client();
    let url = "/any?Digits=12";
    let get = |signature: String| {
        client.get(format!("http://{address}{url}")).header("x-twilio-signature", signature).send()
    };
    assert_eq!(get(sign(&format!("{PUBLIC}{url}"))).await.unwrap().text().await.unwrap(), "12");
    assert_eq!(get(sign(&format!("{PUBLIC}{url}3"))).await.unwrap().status().as_u16(), 403);
}

#[tokio::test]
async fn a_signature_over_a_hash_is_none_over_no_body() {
    let (address, _) = serve(PublicUrl::base(PUBLIC).unwrap()).await;
    let hash = Sha256::digest(br#"{"a":1}"#).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    let path = format!("/any?bodySHA256={hash}");
    let signature = sign(&format!("{PUBLIC}{path}"));
    for content_type in [FORM, "application/json", ""] {
        for body in ["", "&&"] {
            let headers = vec![("x-twilio-signature", signature.clone())];
            let sent = Sent { path: &path, content_type, body: body.to_owned(), headers };
            assert_eq!(send(address, sent).await.0, 403, "{content_type} {body}");
        }
    }
    let got = client().get(format!("http://{address}{path}")).header("x-twilio-signature", &signature);
    assert_eq!(got.send().await.unwrap().status().as_u16(), 403);
}

#[tokio::test]
async fn the_url_is_the_whole_one_below_a_nested_router() {
    let (address, _) = serve(PublicUrl::base(PUBLIC).unwrap()).await;
    let path = "/twilio/v1/any?a=%20b";
    let (body, signature) = form(&format!("{PUBLIC}{path}"), &[("A", "b")]);
    let sent = Sent { path, content_type: FORM, body, headers: vec![("x-twilio-signature", signature)] };
    assert_eq!(send(address, sent).await, (200, "7".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn nobody_is_waited_for_who_shows_no_signature_or_no_end() {
    use axum::extract::FromRequest;
    let app = App { verifier: verifier(PublicUrl::base(PUBLIC).unwrap()), statuses: StatusStream::new() };
    let slow = |signature: Option<&str>| {
        let mut request = http::Request::post("/status");
        if let Some(signature) = signature {
            request = request.header("x-twilio-signature", signature);
        }
        let piece = futures_util::stream::iter([Ok::<_, std::io::Error>("a=1")]);
        let body = axum::body::Body::from_stream(piece.chain(futures_util::stream::pending()));
        Verified::<MessageStatus>::from_request(request.body(body).unwrap(), &app)
    };
    let asked = tokio::time::Instant::now();
    assert_eq!(slow(None).await.unwrap_err(), WebhookError::NoSignature);
    assert_eq!(asked.elapsed(), Duration::ZERO);
    let cut = tokio::time::timeout(Duration::from_secs(60), slow(Some("x"))).await.unwrap();
    assert_eq!(cut.unwrap_err(), WebhookError::Cut);
    assert_eq!(asked.elapsed(), Duration::from_secs(15));
}

/// Events of a conference as they arrive, each under a token of its own.
fn conference(verifier: &WebhookVerifier, sid: &str, event: &str, token: usize) -> Verified<ConferenceEvent> {
    let sequence = token.to_string();
    let pairs = [("ConferenceSid", sid), ("StatusCallbackEvent", event), ("SequenceNumber", &sequence)];
    let (body, signature) = form(&format!("{PUBLIC}/x"), &pairs);
    let parts =
        http::Request::post("/x").header("content-type", FORM).header("x-twilio-signature", signature);
    let parts = parts.header("i-twilio-idempotency-token", sequence).body(()).unwrap().into_parts().0;
    verifier.verify(&parts, bytes::Bytes::from(body), None).unwrap()
}

#[tokio::test(start_paused = true)]
async fn of_many_events_the_newest_are_kept() {
    let (verifier, statuses) = (verifier(PublicUrl::base(PUBLIC).unwrap()), StatusStream::new());
    let [sid, other] = ["0f", "0e"].map(|digits| format!("CF{}", digits.repeat(16)));
    let mut slow = statuses.of(sid.as_str());
    for index in 0..100 {
        statuses.publish(conference(&verifier, &sid, "participant-join", index));
    }
    // More than a stream holds: it is caught up on from what is kept.
    (0..1100).for_each(|index| statuses.publish(conference(&verifier, &other, "participant-join", index)));
    for _ in 0..100 {
        statuses.publish(conference(&verifier, &sid, "conference-end", 100));
    }
    let end = statuses.wait_for(sid.as_str(), ConferenceEvent::is_end).deadline(Duration::from_secs(1));
    end.await.unwrap();
    let mut late = statuses.of(sid.as_str());
    for stream in [&mut slow, &mut late] {
        let mut seen = Vec::new();
        while let Ok(event) = tokio::time::timeout(Duration::from_millis(1), stream.next()).await {
            seen.push(event.unwrap().parameters.get("SequenceNumber").unwrap().to_owned());
        }
        assert_eq!(seen.len(), 32, "{seen:?}");
        assert_eq!((seen[0].as_str(), seen[31].as_str()), ("69", "100"));
    }
    statuses.publish(conference(&verifier, &sid, "conference-start", 101));
    for mut stream in [slow, late] {
        assert_eq!(stream.next().await.unwrap().parameters.get("SequenceNumber"), Some("101"));
    }
}

#[tokio::test]
async fn proxies_are_believed_by_name() {
    let own = PublicUrl::behind(["127.0.0.1".parse().unwrap()]);
    let other = PublicUrl::behind(["10.0.0.1".parse().unwrap()]);
    for (public, expected) in [(own, 200), (other, 403)] {
        let (address, _) = serve(public).await;
        let mut sent = status_form("/status", &message_sid('c'), "sent", "t");
        sent.headers.extend([
            ("x-forwarded-proto", "https".to_owned()),
            ("x-forwarded-host", "example.com".to_owned()),
        ]);
        assert_eq!(send(address, sent).await.0, expected);
    }
}

#[tokio::test]
async fn a_status_is_waited_for_whenever_it_comes() {
    let (address, app) = serve(PublicUrl::base(PUBLIC).unwrap()).await;
    let sid = message_sid('d');
    let last = || app.statuses.wait_for(sid.clone(), |event: &MessageStatus| event.status.is_final());
    let early = tokio::spawn(last().into_future());
    let mut all = app.statuses.of(sid.clone());
    for (index, status) in ["queued", "sent", "delivered"].into_iter().enumerate() {
        for sid in [&sid, &message_sid('e')] {
            assert_eq!(send(address, status_form("/status", sid, status, &index.to_string())).await.0, 200);
        }
    }
    assert_eq!(early.await.unwrap().unwrap().status, MessageState::Delivered);
    assert_eq!(last().await.unwrap().status, MessageState::Delivered, "it was there already");
    let seen =
        [all.next().await, all.next().await, all.next().await].map(|event| event.unwrap().status.to_string());
    assert_eq!(seen, ["queued", "sent", "delivered"]);
    assert!(tokio::time::timeout(Duration::from_millis(20), StreamExt::next(&mut all)).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn what_does_not_come_is_asked_for_once() {
    let statuses = StatusStream::<MessageStatus>::new();
    let sid: ringfence::MessageSid = message_sid('f').parse().unwrap();
    let wait =
        || statuses.wait_for(sid.as_str(), |event| event.status.is_final()).deadline(Duration::from_secs(60));
    assert!(matches!(wait().await, Err(WaitError::Deadline)));
    let found = |status: &'static str| {
        let sid = sid.clone();
        async move { Ok(Some(MessageStatus::fetched(sid, status, None))) }
    };
    let started = tokio::time::Instant::now();
    let event = wait().reconcile(Duration::from_secs(10), found("failed")).await.unwrap();
    assert_eq!((event.status, started.elapsed()), (MessageState::Failed, Duration::from_secs(10)));
    let started = tokio::time::Instant::now();
    assert!(matches!(
        wait().reconcile(Duration::from_secs(10), found("sending")).await,
        Err(WaitError::Deadline)
    ));
    assert_eq!(started.elapsed(), Duration::from_secs(60));
    let failing =
        wait().reconcile(Duration::from_secs(1), async { Err(ringfence::Client::from_env().unwrap_err()) });
    assert!(matches!(failing.await, Err(WaitError::Fetch(_))));
}

#[tokio::test]
async fn what_there_is_no_room_for_is_shed() {
    let gate = std::sync::Arc::new(tokio::sync::Notify::new());
    let open = gate.clone();
    let slow = get(async move || open.notified().await);
    let router = Router::new().route("/", slow).layer(ShedLayer::new(2));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let client = client();
    let ask = || {
        let request = client.get(format!("http://{address}/")).send();
        tokio::spawn(async move { request.await.unwrap().status().as_u16() })
    };
    let held = [ask(), ask()];
    let refused = loop {
        let asked = ask();
        if let Ok(status) = tokio::time::timeout(Duration::from_millis(200), asked).await {
            break status.unwrap();
        }
        gate.notify_one();
    };
    assert_eq!(refused, 503);
    gate.notify_waiters();
    for answer in held {
        assert_eq!(answer.await.unwrap(), 200);
    }
}

#[test]
fn events_are_read_with_all_that_came() {
    let verifier = verifier(PublicUrl::base(PUBLIC).unwrap());
    let read = |pairs: &[(&str, &str)]| {
        let (body, signature) = form(&format!("{PUBLIC}/x"), pairs);
        let parts =
            http::Request::post("/x").header("content-type", FORM).header("x-twilio-signature", signature);
        (parts.body(()).unwrap().into_parts().0, bytes::Bytes::from(body))
    };
    let digits = "0f".repeat(16);
    let sid = |prefix: &str| format!("{prefix}{digits}");

    let (parts, body) = read(&[
        ("MessageSid", &sid("MM")),
        ("From", "whatsapp:+1"),
        ("To", "+2"),
        ("Body", "Hi"),
        ("NumMedia", "2"),
        ("MediaUrl0", "https://a"),
        ("MediaContentType0", "image/png"),
        ("MediaUrl1", "https://b"),
        ("New", "x"),
    ]);
    let event = verifier.verify::<InboundMessage>(&parts, body, None).unwrap();
    assert!(!format!("{event:?}").contains("whatsapp"), "{event:?}");
    assert_eq!(
        (event.from.as_str(), event.media.len(), event.parameters.get("New")),
        ("whatsapp:+1", 2, Some("x"))
    );

    let (parts, body) = read(&[
        ("CallSid", &sid("CA")),
        ("CallStatus", "no-answer"),
        ("SequenceNumber", "3"),
        ("CallDuration", "12"),
    ]);
    let event = verifier.verify::<CallStatus>(&parts, body, None).unwrap();
    assert_eq!(
        (event.status.clone(), event.sequence_number, event.duration),
        (CallState::NoAnswer, Some(3), Some(Duration::from_secs(12)))
    );

    let (parts, body) = read(&[
        ("RecordingSid", &sid("RE")),
        ("RecordingStatus", "completed"),
        ("RecordingUrl", "https://r"),
        ("CallSid", ""),
    ]);
    let event = verifier.verify::<RecordingStatus>(&parts, body, None).unwrap();
    assert_eq!(
        (event.call_sid.is_none(), event.url.as_deref(), event.status.is_final()),
        (true, Some("https://r"), true)
    );

    let (parts, body) = read(&[
        ("ConferenceSid", &sid("CF")),
        ("StatusCallbackEvent", "conference-end"),
        ("FriendlyName", "Monday"),
    ]);
    assert!(verifier.verify::<ConferenceEvent>(&parts, body, None).unwrap().is_end());

    let payload =
        format!(r#"{{"resource_sid":"{}","error_code":"11200","more_info":{{"Msg":"x"}}}}"#, sid("CA"));
    let (parts, body) = read(&[
        ("Sid", &sid("NO")),
        ("AccountSid", &sid("AC")),
        ("ParentAccountSid", ""),
        ("Level", "ERROR"),
        ("Payload", &payload),
        ("PayloadType", "application/json"),
    ]);
    let event = verifier.verify::<DebuggerEvent>(&parts, body, None).unwrap();
    assert_eq!(
        (event.level.clone(), event.error_code, event.resource_sid.clone()),
        (DebuggerLevel::Error, Some(11200), Some(sid("CA")))
    );
    assert!(event.parent_account_sid.is_none() && event.payload.is_some());
    assert!(!format!("{event:?}").contains("Msg"), "{event:?}");

    let (parts, body) = read(&[("CallSid", "CA1"), ("CallStatus", "ringing")]);
    let error = verifier.verify::<CallStatus>(&parts, body, None).unwrap_err();
    assert!(error.to_string().contains("CallSid"), "{error}");
    assert_eq!(MessageState::from("on the moon"), MessageState::Other("on the moon".to_owned()));
}

proptest! {
    #[test]
    fn any_request_is_answered(
        target in "/[!-~]{0,30}",
        content_type in "[ -~]{0,30}",
        signature in "[ -~]{0,40}",
        settings in proptest::option::of("[ -~]{0,40}"),
        host in "[ -~]{0,20}",
        body in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut request = http::Request::post(target).header("content-type", content_type).header("x-twilio-signature", signature).header("host", host);
        if let Some(settings) = settings {
            request = request.header("x-twilio-webhooks-signature-settings", settings);
        }
        let Ok(request) = request.body(()) else { return Ok(()) };
        let parts = request.into_parts().0;
        for public in [PublicUrl::base(PUBLIC).unwrap(), PublicUrl::loopback(), PublicUrl::behind([])] {
            prop_assert!(verifier(public).verify::<MessageStatus>(&parts, bytes::Bytes::from(body.clone()), None).is_err());
        }
    }
}

/// Handlers of any kind behind the layer.
async fn serve_behind_the_layer() -> (SocketAddr, App) {
    let app = App { verifier: verifier(PublicUrl::base(PUBLIC).unwrap()), statuses: StatusStream::new() };
    let nested = Router::new().route("/echo", post(async |body: String| body));
    let router = Router::new()
        .nest("/twilio", nested)
        .route(
            "/typed",
            post(async |event: Verified<MessageStatus>| format!("{} {:?}", event.status, event.repetition())),
        )
        .route(
            "/named",
            post(async |Extension(webhook): Extension<Verified<Webhook>>, body: String| {
                format!("{} {}", webhook.parameters().get("MessageStatus").unwrap_or_default(), body.len())
            }),
        )
        .layer(VerifyLayer::new(app.verifier.clone()))
        .route("/open", post(async || "open"))
        .with_state(app.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, app)
}

#[tokio::test]
async fn behind_the_layer_is_only_what_twilio_signed_with_its_body_as_it_was_sent() {
    let (address, _) = serve_behind_the_layer().await;
    let sid = message_sid('c');
    let echo = status_form("/twilio/echo?x=1", &sid, "sent", "t");
    let body = echo.body.clone();
    assert_eq!(send(address, echo).await, (200, body.clone()));
    let named = format!("delivered {}", status_form("/named", &sid, "delivered", "t").body.len());
    assert_eq!(send(address, status_form("/named", &sid, "delivered", "t")).await, (200, named));
    // Checked once, it is no repetition of itself.
    for expected in ["read First", "read Again"] {
        assert_eq!(send(address, status_form("/typed", &sid, "read", "r")).await, (200, expected.to_owned()));
    }
    for path in ["/twilio/echo", "/named", "/typed"] {
        let good = || status_form(path, &sid, "sent", "t");
        let unsigned = Sent { headers: Vec::new(), ..good() };
        let forged = Sent { body: good().body.replace("%73%65%6E%74", "%66%61%69%6C"), ..good() };
        for sent in [unsigned, forged, Sent { path: "/typed?x=1", ..good() }] {
            assert_eq!(send(address, sent).await, (403, String::new()), "{path}");
        }
    }
    let long = Sent { body: "a".repeat(2 << 20), ..status_form("/typed", &sid, "sent", "t") };
    assert_eq!(send(address, long).await.0, 413);
    let open = Sent { headers: Vec::new(), ..status_form("/open", &sid, "sent", "t") };
    assert_eq!(
        send(address, open).await,
        (200, "open".to_owned()),
        "what is added behind the layer is not behind it"
    );
}

/// A service that is no framework's.
#[derive(Clone)]
struct Lengths;

impl tower_service::Service<http::Request<Full<bytes::Bytes>>> for Lengths {
    type Response = http::Response<String>;
    type Error = std::convert::Infallible;
    type Future = std::future::Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Self::Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Full<bytes::Bytes>>) -> Self::Future {
        let is_known = request.extensions().get::<Verified<Webhook>>().is_some();
        std::future::ready(Ok(http::Response::new(format!("{is_known} {}", request.uri()))))
    }
}

#[tokio::test]
async fn the_layer_needs_no_framework_and_asks_for_the_peer_where_a_proxy_is_trusted() {
    use tower_layer::Layer;
    use tower_service::Service;
    let proxy: SocketAddr = "10.0.0.7:1".parse().unwrap();
    let public = PublicUrl::behind([proxy.ip()]);
    let mut service = VerifyLayer::new(verifier(public)).layer(Lengths);
    let (body, signature) = form(&format!("{PUBLIC}/x"), &[("Body", "Hi")]);
    for (peer, expected) in [(Some(proxy), 200), (Some("10.0.0.8:1".parse().unwrap()), 403), (None, 403)] {
        let mut request = http::Request::post("/x")
            .header("content-type", FORM)
            .header("host", "inside")
            .header("x-forwarded-proto", "https")
            .header("x-forwarded-host", "example.com")
            .header("x-twilio-signature", &signature)
            .body(Full::from(body.clone()))
            .unwrap();
        request.extensions_mut().extend(
            peer.map(|peer| {
                let mut extensions = http::Extensions::new();
                extensions.insert(peer);
                extensions
            })
            .unwrap_or_default(),
        );
        let answer = service.call(request).await.unwrap();
        assert_eq!(answer.status().as_u16(), expected, "{peer:?}");
        assert_eq!(answer.body(), if expected == 200 { "true /x" } else { "" });
    }
}
