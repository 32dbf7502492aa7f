//! Status callbacks: sent, signed, refused, recorded.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::time::Duration;

use hyper::{Method, StatusCode};
use ringfence_mock::{CallbackOrder, CallbackOutcome, Mock};
use std::sync::{Arc, Mutex};
use support::receiver::{decoded, receiver, signature, value};
use support::{API, Desk, FROM, TO};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[test]
fn the_test_signs_as_documented() {
    let form = [
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+14158675310"),
        ("Digits", "1234"),
        ("From", "+14158675310"),
        ("To", "+18005551212"),
    ];
    let form: Vec<(String, String)> =
        form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    assert_eq!(
        signature("12345", "https://example.com/myapp.php?foo=1&bar=2", &form),
        "L/OH5YylLD5NRKLltdqwSvS0BnU="
    );
}

#[tokio::test]
async fn a_message_reports_signed_without_the_fragment() {
    let desk = Desk::open().await;
    let (port, received) = receiver(StatusCode::NO_CONTENT).await;
    let url = format!("http://user:pass@127.0.0.1:{port}/sms?tenant=7#rc=2&rp=all");
    let form = [("To", TO), ("From", FROM), ("Body", "Hi"), ("StatusCallback", &url)];
    let created = desk.post(&desk.path("/Messages.json"), &form).await;
    assert_eq!(created.text("status"), "queued");
    desk.mock.callbacks_settled().await;

    let received = received.lock().unwrap().clone();
    let [(.., sent), (method, path, headers, body)] = received.as_slice() else { panic!("{received:?}") };
    assert_eq!(value(&decoded(sent), "MessageStatus"), Some("sent"));
    assert_eq!((method, path.as_str()), (&Method::POST, "/sms?tenant=7"));
    assert_eq!(headers["content-type"], "application/x-www-form-urlencoded; charset=UTF-8");
    assert!(!headers.contains_key("authorization"), "credentials are only sent after a 401");
    let form = decoded(body);
    let sid = created.text("sid");
    for (name, expected) in [
        ("MessageSid", sid),
        ("SmsSid", sid),
        ("MessageStatus", "delivered"),
        ("SmsStatus", "delivered"),
        ("To", TO),
        ("From", FROM),
        ("AccountSid", desk.mock.account_sid()),
        ("ApiVersion", "2010-04-01"),
    ] {
        assert_eq!(value(&form, name), Some(expected), "{name}");
    }
    let expected = signature(desk.mock.auth_token(), &format!("http://127.0.0.1:{port}/sms?tenant=7"), &form);
    assert_eq!(headers["x-twilio-signature"], expected);

    let callbacks = desk.mock.callbacks();
    let [_, callback] = callbacks.as_slice() else { panic!("{callbacks:?}") };
    assert_eq!((callback.url.as_str(), callback.status()), (url.as_str(), Some(204)));
    assert_eq!(callback.signature.as_deref(), Some(expected.as_str()));
    assert_eq!(headers["i-twilio-idempotency-token"], callback.idempotency_token);
    assert_eq!(callback.form, form);
    let fetched = desk.get(created.text("uri")).await;
    assert_eq!(fetched.text("status"), "delivered", "what was reported is what is fetched");
}

#[tokio::test]
async fn a_call_reports_by_get_with_the_fields_in_the_signed_query() {
    let desk = Desk::open().await;
    let (port, received) = receiver(StatusCode::INTERNAL_SERVER_ERROR).await;
    let url = format!("http://localhost:{port}/call");
    let form = [
        ("To", TO),
        ("From", FROM),
        ("Url", "https://a.example/"),
        ("StatusCallback", &url),
        ("StatusCallbackMethod", "GET"),
    ];
    let created = desk.post(&desk.path("/Calls.json"), &form).await;
    desk.mock.callbacks_settled().await;
    let received = received.lock().unwrap().clone();
    let [(method, path, headers, body)] = received.as_slice() else { panic!("{received:?}") };
    assert_eq!((method, body.as_str()), (&Method::GET, ""));
    let form = decoded(path.strip_prefix("/call?").unwrap());
    for (name, expected) in [
        ("CallSid", created.text("sid")),
        ("CallStatus", "completed"),
        ("Called", TO),
        ("Caller", FROM),
        ("Direction", "outbound-api"),
        ("CallDuration", "12"),
        ("CallbackSource", "call-progress-events"),
    ] {
        assert_eq!(value(&form, name), Some(expected), "{name}");
    }
    assert_eq!(
        headers["x-twilio-signature"],
        signature(desk.mock.auth_token(), &format!("http://localhost:{port}{path}"), &[])
    );
    assert_eq!(desk.mock.callbacks().pop().unwrap().outcome, CallbackOutcome::Answered { status: 500 });
}

#[tokio::test]
async fn a_call_reports_the_events_that_were_asked_for() {
    let desk = Desk::open().await;
    let (port, received) = receiver(StatusCode::OK).await;
    let url = format!("http://127.0.0.1:{port}/call");
    let form = [
        ("To", TO),
        ("From", FROM),
        ("Url", "https://a.example/"),
        ("StatusCallback", &url),
        ("StatusCallbackEvent", "answered"),
        ("StatusCallbackEvent", "initiated"),
    ];
    let created = desk.post(&desk.path("/Calls.json"), &form).await;
    desk.mock.callbacks_settled().await;
    let told: Vec<(String, String)> = received
        .lock()
        .unwrap()
        .iter()
        .map(|(.., body)| decoded(body))
        .map(|form| {
            (value(&form, "CallStatus").unwrap().into(), value(&form, "SequenceNumber").unwrap().into())
        })
        .collect();
    let expected =
        [("initiated", "0"), ("in-progress", "1")].map(|(status, number)| (status.into(), number.into()));
    assert_eq!(told, expected);
    let path = desk.path(&format!("/Calls/{}.json", created.text("sid")));
    assert_eq!(desk.get(&path).await.text("status"), "completed");
}

#[tokio::test]
async fn what_is_not_sent_is_recorded_with_its_reason() {
    let mock = Mock::builder()
        .document_text("api.yaml", API)
        .allow_callback_host("Allowed.Example")
        .start()
        .await
        .unwrap();
    let desk = Desk::of(mock);
    let unused = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let closed = format!("http://127.0.0.1:{unused}/x");
    let mut reasons = Vec::new();
    let plain = "http://allowed.example/x";
    for url in ["http://example.com/x", "https://example.com/x", "https://allowed.example./x", plain, &closed]
    {
        let form = [("To", TO), ("From", FROM), ("Body", "Hi"), ("StatusCallback", url)];
        let created = desk.post(&desk.path("/Messages.json"), &form).await;
        assert_eq!(created.status, 201, "{url}");
        desk.mock.callbacks_settled().await;
        let callback = desk.mock.callbacks().pop().unwrap();
        assert_eq!(callback.url, url);
        let refused = matches!(callback.outcome, CallbackOutcome::Refused { .. });
        assert_eq!(refused, url != closed, "{callback:?}");
        assert_eq!(
            desk.get(created.text("uri")).await.text("status"),
            "delivered",
            "a life needs no listener"
        );
        reasons.push(callback.reason().unwrap().to_owned());
    }
    assert_eq!(reasons[0], reasons[1]);
    assert!(reasons[0].contains("`example.com` is not loopback"), "{reasons:?}");
    assert!(reasons[2].contains("`allowed.example.` is not loopback"), "{reasons:?}");
    assert!(reasons[3].contains("plain HTTP, which stays on loopback"), "{reasons:?}");
    assert!(reasons[4].contains("no connection"), "{reasons:?}");
}

#[tokio::test]
async fn a_deleted_message_reports_nothing() {
    let builder = Mock::builder().document_text("api.yaml", API).driven_clock();
    let desk = Desk::of(builder.start().await.unwrap());
    let (port, received) = receiver(StatusCode::OK).await;
    let url = format!("http://127.0.0.1:{port}/x");
    let created = desk
        .post(
            &desk.path("/Messages.json"),
            &[("To", TO), ("From", FROM), ("Body", "Hi"), ("StatusCallback", &url)],
        )
        .await;
    assert!(desk.mock.callbacks().is_empty());
    assert_eq!(desk.delete(created.text("uri")).await.status, 204);
    desk.mock.callbacks_settled().await;
    assert!(desk.mock.callbacks().is_empty());
    assert!(received.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_is_held_back_for_shuffling_goes_out_when_its_thing_is_gone() {
    for evicts in [false, true] {
        let keep = if evicts { 2 } else { 100 };
        let builder = Mock::builder().driven_clock().keep_things(keep, 1 << 20);
        let desk = Desk::of(builder.callback_order(CallbackOrder::Shuffled).start().await.unwrap());
        let (port, received) = receiver(StatusCode::OK).await;
        let url = format!("http://127.0.0.1:{port}/x");
        let mut form =
            vec![("To", TO), ("From", FROM), ("Url", "https://a.example/"), ("StatusCallback", &url)];
        form.extend(["initiated", "ringing"].map(|event| ("StatusCallbackEvent", event)));
        let call = desk.post(&desk.path("/Calls.json"), &form).await;
        let call = desk.path(&format!("/Calls/{}.json", call.text("sid")));
        desk.mock.advance(Duration::from_secs(2)).await;
        assert!(desk.mock.callbacks().is_empty(), "it has not come to rest");
        match evicts {
            false => assert_eq!(desk.delete(&call).await.status, 204),
            true => {
                for _ in 0..3 {
                    assert_eq!(desk.message("Hi").await.status, 201);
                }
                assert_eq!(desk.get(&call).await.status, 404, "it had to make room");
            }
        }
        desk.mock.callbacks_settled().await;
        assert!(!received.lock().unwrap().is_empty(), "what happened is told, evicted: {evicts}");
    }
}

#[tokio::test]
async fn errors_are_reported_to_the_debugger() {
    let (port, received) = receiver(StatusCode::OK).await;
    let debugger = format!("http://127.0.0.1:{port}/debugger");
    let builder = Mock::builder().document_text("api.yaml", API).debugger_url(&debugger).driven_clock();
    let desk = Desk::of(builder.start().await.unwrap());
    let (port, _) = receiver(StatusCode::INTERNAL_SERVER_ERROR).await;
    let failing = format!("http://127.0.0.1:{port}/");
    let form = [("To", "+15005550011"), ("From", FROM), ("Body", "Hi"), ("StatusCallback", &failing)];
    let message = desk.post(&desk.path("/Messages.json"), &form).await;
    desk.mock.callbacks_settled().await;
    let received = received.lock().unwrap().clone();
    let mut codes = Vec::new();
    for (_, _, headers, body) in &received {
        let form = decoded(body);
        assert_eq!(headers["x-twilio-signature"], signature(desk.mock.auth_token(), &debugger, &form));
        assert!(value(&form, "Sid").unwrap().starts_with("NO"));
        assert_eq!(value(&form, "Level"), Some("ERROR"));
        let payload: serde_json::Value = serde_json::from_str(value(&form, "Payload").unwrap()).unwrap();
        assert_eq!(payload["resource_sid"], message.body["sid"]);
        codes.push(payload["error_code"].as_str().unwrap().to_owned());
        if codes.last().unwrap() == "11200" {
            assert_eq!(payload["webhook"]["response"]["status_code"], 500);
            assert_eq!(payload["webhook"]["request"]["parameters"]["MessageSid"], message.body["sid"]);
        }
    }
    codes.sort();
    assert_eq!(
        codes,
        ["11200", "11200", "30003"],
        "sent and undelivered were told to somebody who answers 500"
    );
}

/// A receiver that answers every connection with the same bytes and closes; the requests it saw.
async fn blunt(answer: Vec<u8>) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = vec![0; 16_384];
            let read = stream.read(&mut buffer).await.unwrap();
            kept.lock().unwrap().push(String::from_utf8_lossy(&buffer[..read]).into_owned());
            // The mock may hang up before all is written.
            let _ = stream.write_all(&answer).await;
        }
    });
    (port, seen)
}

async fn report_to(desk: &Desk, url: &str) -> CallbackOutcome {
    let form = [("To", TO), ("From", FROM), ("Url", "https://a.example/"), ("StatusCallback", url)];
    assert_eq!(desk.post(&desk.path("/Calls.json"), &form).await.status, 201, "{url}");
    desk.mock.callbacks_settled().await;
    desk.mock.callbacks().pop().unwrap().outcome
}

#[tokio::test]
async fn an_answer_that_closes_the_connection_is_an_answer() {
    let desk = Desk::open().await;
    let closing = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_vec();
    let (port, _) = blunt(closing).await;
    for _ in 0..20 {
        let outcome = report_to(&desk, &format!("http://127.0.0.1:{port}/x")).await;
        assert_eq!(outcome, CallbackOutcome::Answered { status: 204 });
    }
}

#[tokio::test]
async fn redirects_and_long_bodies_are_not_followed() {
    let desk = Desk::open().await;
    let (elsewhere, unwanted) = blunt(Vec::new()).await;
    let redirect =
        format!("HTTP/1.1 307 X\r\nLocation: http://127.0.0.1:{elsewhere}/\r\nContent-Length: 0\r\n\r\n");
    let (port, seen) = blunt(redirect.into_bytes()).await;
    let outcome = report_to(&desk, &format!("http://127.0.0.1:{port}/x")).await;
    assert_eq!(outcome, CallbackOutcome::Answered { status: 307 });
    assert_eq!((seen.lock().unwrap().len(), unwanted.lock().unwrap().len()), (1, 0));

    let mut long = b"HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n".to_vec();
    long.resize(long.len() + 10_000_000, b'x');
    let (port, _) = blunt(long).await;
    let outcome = report_to(&desk, &format!("http://127.0.0.1:{port}/x")).await;
    assert_eq!(outcome, CallbackOutcome::Answered { status: 200 });
    let (port, _) = blunt(b"SSH-2.0-none\r\n".to_vec()).await;
    let outcome = report_to(&desk, &format!("http://127.0.0.1:{port}/x")).await;
    assert!(matches!(outcome, CallbackOutcome::Failed { .. }), "{outcome:?}");
}

#[tokio::test]
async fn what_only_looks_like_loopback_is_refused() {
    let desk = Desk::open().await;
    for host in [
        "127.0.0.1.example.com",
        "localhost.example.com",
        "localhost.",
        "127.0.0.1@example.com",
        "2130706433",
        "127.1",
        "0.0.0.0",
        "[::]",
        "[::ffff:10.0.0.1]",
        "169.254.169.254",
    ] {
        let outcome = report_to(&desk, &format!("http://{host}/x")).await;
        assert!(matches!(outcome, CallbackOutcome::Refused { .. }), "{host}: {outcome:?}");
    }
}

#[tokio::test]
async fn ipv6_loopback_is_reached() {
    let Ok(listener) = TcpListener::bind("[::1]:0").await else {
        println!("SKIPPED: this machine has no IPv6 loopback");
        return;
    };
    let port = listener.local_addr().unwrap().port();
    let receiver = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut buffer = vec![0; 16_384];
        let read = stream.read(&mut buffer).await.unwrap();
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
        String::from_utf8_lossy(&buffer[..read]).into_owned()
    });
    let desk = Desk::open().await;
    let outcome = report_to(&desk, &format!("http://[::1]:{port}/x")).await;
    assert_eq!(outcome, CallbackOutcome::Answered { status: 204 });
    assert!(receiver.await.unwrap().to_lowercase().contains(&format!("host: [::1]:{port}\r\n")));
}
