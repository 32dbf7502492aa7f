//! Connection overrides, webhooks of the test's own, and https: against receivers that fail in every way.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hyper::StatusCode;
use ringfence_mock::{Callback, CallbackOutcome, Mock};
use rustls::pki_types::PrivateKeyDer;
use serde_json::json;
use sha2::{Digest, Sha256};
use support::API;
use support::receiver::{receiver, signature};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

async fn mock() -> Mock {
    Mock::builder().document_text("api.yaml", API).driven_clock().start().await.unwrap()
}

/// What becomes of a webhook to a URL.
async fn sent(mock: &Mock, url: &str) -> Callback {
    mock.send_form(url, &[("Body", "Hello, you")]);
    mock.callbacks_settled().await;
    mock.callbacks().pop().unwrap()
}

fn statuses(callback: &Callback) -> Vec<Option<u16>> {
    let status = |outcome: &CallbackOutcome| match outcome {
        CallbackOutcome::Answered { status } => Some(*status),
        _ => None,
    };
    callback.attempts.iter().map(|attempt| status(&attempt.outcome)).collect()
}

/// A receiver that fails so often with a status before it answers 200.
async fn recovering(status: u16, failures: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let seen = AtomicUsize::new(0);
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = vec![0; 16_384];
            let _ = stream.read(&mut buffer).await;
            let status = if seen.fetch_add(1, Ordering::Relaxed) < failures { status } else { 200 };
            let answer =
                format!("HTTP/1.1 {status} X\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    format!("http://127.0.0.1:{port}/x")
}

#[tokio::test]
async fn retries_follow_what_the_fragment_says_and_nothing_else() {
    let mock = mock().await;
    for (status, failures, fragment, expected) in [
        (503, 9, "", vec![503]),
        (503, 9, "#rc=3", vec![503]),
        (503, 9, "#rc=3&rp=5xx", vec![503, 503, 503, 503]),
        (503, 2, "#rc=5&rp=ct,5xx", vec![503, 503, 200]),
        (503, 9, "#rc=0&rp=all", vec![503]),
        (503, 9, "#rp=all", vec![503, 503]),
        (429, 1, "#rc=2&rp=4xx", vec![429, 200]),
        (429, 1, "#rc=2&rp=5xx,rt", vec![429]),
        (302, 1, "#rc=2&rp=all", vec![302]),
    ] {
        let callback = sent(&mock, &format!("{}{fragment}", recovering(status, failures).await)).await;
        let expected: Vec<Option<u16>> = expected.into_iter().map(Some).collect();
        assert_eq!(statuses(&callback), expected, "{status} {fragment}");
        assert_eq!(callback.status(), expected[expected.len() - 1]);
        assert_eq!(
            (callback.answer_body.as_str(), callback.answer_content_type.as_deref()),
            ("hello", Some("text/plain"))
        );
        let pauses = callback.attempts.windows(2).map(|pair| pair[1].at - pair[0].at);
        assert!(pauses.into_iter().all(|pause| pause == Duration::from_millis(100)), "on the mock's clock");
    }
}

#[tokio::test]
async fn no_connection_is_retried_once_unless_told() {
    let mock = mock().await;
    let unused = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    for (fragment, attempts) in [("", 2), ("#rc=4", 5), ("#rc=0", 1), ("#rc=4&rp=rt", 1), ("#rc=5&tt=250", 3)]
    {
        let callback = sent(&mock, &format!("http://127.0.0.1:{unused}/x{fragment}")).await;
        assert_eq!(callback.attempts.len(), attempts, "{fragment}: {callback:?}");
        assert!(callback.reason().unwrap().contains("no connection"), "{callback:?}");
    }
    let callback = sent(&mock, &format!("http://127.0.0.1:{unused}/x#rc=9&e=roaming")).await;
    assert_eq!((callback.override_problems.len(), callback.attempts.len()), (2, 2), "{callback:?}");
}

#[tokio::test]
async fn a_receiver_that_sleeps_is_given_up_in_its_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let mut kept = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            kept.push(stream);
        }
    });
    let mock = mock().await;
    let url = format!("http://127.0.0.1:{port}/x");
    for (fragment, attempts, words) in [
        ("#rt=100", 1, "within 100 ms"),
        ("#rt=100&rc=2&rp=rt", 3, "within 100 ms"),
        ("#tt=150&rc=2&rp=rt", 1, "within 150 ms, all attempts together"),
    ] {
        let callback = sent(&mock, &format!("{url}{fragment}")).await;
        assert_eq!(callback.attempts.len(), attempts, "{fragment}: {callback:?}");
        assert!(callback.reason().unwrap().contains(words), "{callback:?}");
        assert!(
            callback.attempts.iter().all(|attempt| attempt.took < Duration::from_secs(5)),
            "{callback:?}"
        );
    }
    // Nobody speaks TLS there.
    let callback = sent(&mock, &format!("https://127.0.0.1:{port}/x#ct=100&rc=0")).await;
    assert_eq!(callback.reason(), Some("no connection: none within 100 ms"));
}

#[tokio::test]
async fn json_is_signed_by_its_hash_in_the_query() {
    let mock = mock().await;
    let (port, received) = receiver(StatusCode::OK).await;
    let body = json!({"type": "com.example", "data": {"text": "ü"}});
    for query in ["", "?a=b"] {
        let url = format!("http://127.0.0.1:{port}/hook{query}");
        mock.send_json(&format!("{url}#rc=0"), &body);
        mock.callbacks_settled().await;
        let (_, path, headers, text) = received.lock().unwrap().pop().unwrap();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), body);
        let hash: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
        let sign = if query.is_empty() { '?' } else { '&' };
        assert_eq!(path, format!("/hook{query}{sign}bodySHA256={hash}"));
        let expected = signature(mock.auth_token(), &format!("http://127.0.0.1:{port}{path}"), &[]);
        assert_eq!(headers["x-twilio-signature"], expected);
        assert_eq!(headers["content-type"], "application/json");
        assert_eq!(mock.callbacks().pop().unwrap().json, Some(body.clone()));
    }
}

/// A receiver over https for `localhost`, and the certificate that signed its own.
async fn secure() -> (u16, String) {
    let signed = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signed.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![signed.cert.der().clone()], key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut buffer = vec![0; 16_384];
            let _ = stream.read(&mut buffer).await;
            let named = stream.get_ref().1.server_name().unwrap_or("nobody").to_owned();
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{named}", named.len());
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    (port, signed.cert.pem())
}

#[tokio::test]
async fn https_is_spoken_to_whom_is_trusted() {
    let (port, pem) = secure().await;
    let builder = Mock::builder().document_text("api.yaml", API).driven_clock();
    let mock = builder.clone().trust_certificates(pem.as_bytes()).start().await.unwrap();
    let url = format!("https://localhost:{port}/x");
    let callback = sent(&mock, &url).await;
    assert_eq!((callback.status(), callback.answer_body.as_str()), (Some(200), "localhost"), "{callback:?}");
    assert_eq!(callback.signed_url.as_deref(), Some(url.as_str()));
    let callback = sent(&mock, &format!("{url}#sni=n")).await;
    assert_eq!((callback.status(), callback.answer_body.as_str()), (Some(200), "nobody"), "{callback:?}");
    // The certificate is for another name.
    let callback = sent(&mock, &format!("https://127.0.0.1:{port}/x")).await;
    assert_eq!((callback.status(), callback.attempts.len()), (None, 2), "{callback:?}");
    let mock = builder.start().await.unwrap();
    let callback = sent(&mock, &url).await;
    assert!(callback.reason().unwrap().contains("certificate"), "{callback:?}");
    let refused = Mock::builder().trust_certificates(b"no PEM").start().await.unwrap_err();
    assert!(refused.to_string().contains("holds no certificate"), "{refused}");
}
