//! What leaves the process, where it may go, and what is kept of what comes back.

use super::server::{Server, answer, refusal};
use super::*;
use crate::transport::{Fate, Hyper, Limits, Sending, Transport};
use crate::{Error, NoRetry, Security};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

#[tokio::test]
async fn the_request_is_the_keys_and_names_its_host() {
    let server = Server::start([answer(200, &[], "{}")]).await;
    let client = builder(&server.base_url()).user_agent("billing/1.4").build().unwrap();
    client.execute(&request(&FETCH)).await.unwrap();
    let seen = server.seen().remove(0);
    assert_eq!(seen.head.lines().next(), Some("GET /2010-04-01/Things/1.json HTTP/1.1"));
    assert_eq!(seen.header("host"), Some(HOST));
    assert_eq!(seen.header("accept"), Some("application/json"));
    let encoded = seen.header("authorization").and_then(|value| value.strip_prefix("Basic ")).unwrap();
    assert_eq!(STANDARD.decode(encoded).unwrap(), format!("{}:{SECRET}", key_sid()).into_bytes());
    let agent = seen.header("user-agent").unwrap();
    assert!(agent.starts_with("ringfence/") && agent.ends_with(" billing/1.4"), "{agent}");
    assert_eq!(seen.header("referer"), None);
}

#[tokio::test]
async fn inputs_go_into_the_form_and_the_headers() {
    let server = Server::start([answer(201, &[], "{}")]).await;
    let mut request = request(&CREATE);
    request.form().push("To", "+15558675310");
    request.set_header("If-Match", "\"1\"");
    request.set_header("Authorization", "Basic of somebody else");
    client(&server).execute(&request).await.unwrap();
    let seen = server.seen().remove(0);
    assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!((seen.header("if-match"), seen.body.as_str()), (Some("\"1\""), "To=%2B15558675310"));
    assert_eq!(seen.head.to_ascii_lowercase().matches("authorization:").count(), 1);
    assert!(!seen.head.contains("somebody else"));
}

#[tokio::test]
async fn an_operation_without_credentials_gets_none() {
    static OPEN: Operation =
        Operation::new("FetchToken", Method::Get, HOST, "/open").secured_by(Security::None);
    let server = Server::start([answer(200, &[], "{}")]).await;
    client(&server).execute(&request(&OPEN)).await.unwrap();
    assert_eq!(server.seen()[0].header("authorization"), None);
}

#[tokio::test]
async fn a_region_shows_in_the_host() {
    let server = Server::start([answer(200, &[], "{}")]).await;
    let client = builder(&server.base_url()).region(crate::Region::Ie1).build().unwrap();
    client.execute(&request(&FETCH)).await.unwrap();
    assert_eq!(server.seen()[0].header("host"), Some("api.dublin.ie1.twilio.com"));
}

#[tokio::test]
async fn a_redirect_takes_no_credentials_along() {
    let elsewhere = Server::start([answer(200, &[], "{}")]).await;
    for status in [301, 302, 307, 308] {
        let location = format!("{}/stolen", elsewhere.base_url());
        let server = Server::start([answer(status, &[("Location", &location)], "")]).await;
        let error = client(&server).execute(&request(&FETCH)).await.unwrap_err();
        assert!(matches!(error, Error::Api(_)));
        assert_eq!((error.status(), server.seen().len()), (Some(status), 1));
        assert_eq!(error.meta().unwrap().headers()["location"], location);
    }
    assert!(elsewhere.seen().is_empty());
}

/// Its document tells of answers that give what is addressed another path.
static MOVING: Operation =
    Operation::new("UpdateThing", Method::Patch, HOST, "/v2/Things/1").answered_by_moves();

#[tokio::test]
async fn what_has_moved_is_followed_on_the_own_host_with_method_and_body() {
    let there = [("Location", "/v2/Things/2")];
    let server = Server::start([answer(308, &there, ""), answer(200, &[], "{}")]).await;
    let reply = client(&server).execute(&request(&MOVING)).await.unwrap();
    assert_eq!((reply.meta.status, reply.meta.attempts), (200, 2));
    let lines = server.seen().into_iter().map(|seen| seen.head.lines().next().unwrap().to_owned());
    assert_eq!(lines.collect::<Vec<_>>(), ["PATCH /v2/Things/1 HTTP/1.1", "PATCH /v2/Things/2 HTTP/1.1"]);

    let elsewhere = Server::start([answer(200, &[], "{}")]).await;
    let stolen = format!("{}/stolen", elsewhere.base_url());
    for (status, location, sent) in [
        (308, stolen.as_str(), 1),
        (308, "https://evil.example/v2", 1),
        (308, "../2", 1),
        (307, "/v2/Things/2", 1),
        (301, "/v2/Things/1", 4),
    ] {
        let server = Server::start([answer(status, &[("Location", location)], "")]).await;
        let error = client(&server).execute(&request(&MOVING)).await.unwrap_err();
        assert_eq!((error.status(), server.seen().len()), (Some(status), sent), "{location}");
    }
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn next_pages_are_fetched_from_the_own_host_alone() {
    let server = Server::start([answer(200, &[], "{}")]).await;
    let client = client(&server);
    for location in ["/2010-04-01/Things.json?Page=1&PageToken=PA", "https://api.twilio.com/next?Page=2"] {
        client.execute_at(&request(&CREATE), location).await.unwrap();
    }
    let lines: Vec<String> =
        server.seen().iter().filter_map(|seen| seen.head.lines().next().map(str::to_owned)).collect();
    let first = "GET /2010-04-01/Things.json?Page=1&PageToken=PA HTTP/1.1";
    assert_eq!(lines, [first, "GET /next?Page=2 HTTP/1.1"]);

    for location in ["http://api.twilio.com/next", "https://evil.example/next", "//evil.example/", "/../x"] {
        let error = client.execute_at(&request(&FETCH), location).await.unwrap_err();
        assert!(matches!(error, Error::Input(_)), "{error}");
        assert_eq!(error.meta().map(|meta| meta.attempts), None);
    }
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn an_html_page_is_kept_as_it_came() {
    let page = "<html><h1>502 Bad Gateway</h1></html>";
    let server = Server::start([answer(502, &[("Content-Type", "text/html")], page)]).await;
    let off = RetryPolicy::off(NoRetry::because("one answer is enough to look at"));
    let client = builder(&server.base_url()).retry(off).build().unwrap();
    let error = client.execute(&request(&FETCH)).await.unwrap_err();
    assert_eq!((error.status(), error.code(), error.request_id()), (Some(502), None, Some("RQ502")));
    assert_eq!(error.body().as_ref(), page.as_bytes());
    let shown = error.to_string();
    assert_eq!(shown, "FetchThing: status 502 (request RQ502, 1 attempt, api.twilio.com)");
}

#[tokio::test]
async fn a_body_without_end_is_bounded() {
    let long = "x".repeat(100_000);
    let server = Server::start([answer(200, &[], &long), answer(404, &[], &long)]).await;
    let client = builder(&server.base_url()).longest_body(1000).build().unwrap();
    let error = client.execute(&request(&FETCH)).await.unwrap_err();
    assert_eq!(error.transport().map(|cause| cause.fate()), Some(Fate::Unreadable));
    assert_eq!(server.seen().len(), 1, "it would be as long the next time");
    let error = client.execute(&request(&FETCH)).await.unwrap_err();
    assert_eq!((error.status(), error.body().len()), (Some(404), 1000));
}

#[tokio::test]
async fn a_refused_key_is_named_and_its_secret_is_not() {
    let server = Server::start([refusal(401, 20003, &[])]).await;
    let client = client(&server);
    let error = client.execute(&request(&FETCH)).await.unwrap_err();
    let shown = format!("{error} {error:?} {client:?} {:?}", builder("http://localhost"));
    assert!(shown.contains(&key_sid()), "{shown}");
    let encoded = STANDARD.encode(format!("{}:{SECRET}", key_sid()));
    assert!(!shown.contains(SECRET) && !shown.contains(&encoded), "{shown}");
}

#[test]
fn settings_that_cannot_be_used_come_all_at_once() {
    let error = builder("http://api.twilio.com")
        .user_agent("a\nb")
        .deadline(Duration::ZERO)
        .build()
        .map(drop)
        .unwrap_err();
    assert!(matches!(error, Error::Configuration(_)));
    let names: Vec<&str> = error.problems().iter().map(|problem| problem.name()).collect();
    assert_eq!(names, ["mock_base_url", "user_agent", "deadline"]);
}

/// Answers by itself.
struct Null;

impl Transport for Null {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> Sending<'_> {
        Box::pin(async move { Ok(http::Response::new(Bytes::from(request.uri().to_string()))) })
    }
}

fn over_null() -> Client {
    let account = format!("AC{}", "0f".repeat(16)).parse().unwrap();
    Client::builder(account, ApiKey::new(key_sid(), SECRET).unwrap()).transport(Null).build().unwrap()
}

#[tokio::test]
async fn a_transport_of_ones_own_gets_https() {
    let reply = over_null().execute(&request(&FETCH)).await.unwrap();
    assert_eq!(reply.body.as_ref(), b"https://api.twilio.com/2010-04-01/Things/1.json");
}

#[test]
fn outside_a_runtime_a_call_is_an_error_and_no_panic() {
    let client = over_null();
    let request = request(&FETCH);
    let call = pin!(client.execute(&request));
    let Poll::Ready(Err(error)) = call.poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("it must end at once");
    };
    assert_eq!(error.problems()[0].name(), "runtime");
}

#[tokio::test]
async fn the_default_transport_itself_speaks_https_or_to_loopback() {
    let transport = Hyper::new(Duration::from_secs(1)).unwrap();
    let limits = Limits::new(Duration::from_secs(2), Duration::from_secs(2), 1000);
    let server = Server::start([answer(200, &[], "{}")]).await;
    let secure = server.base_url().replace("http:", "https:");
    // No TLS stands behind that port, so the handshake fails and the request never leaves.
    for url in ["http://192.0.2.1/", secure.as_str()] {
        let mut request = http::Request::new(Bytes::new());
        *request.uri_mut() = url.parse().unwrap();
        let error = transport.send(request, limits).await.unwrap_err();
        assert_eq!(error.fate(), Fate::NotSent, "{url}: {error}");
    }
    assert!(server.seen().iter().all(|seen| seen.header("authorization").is_none()));
}
