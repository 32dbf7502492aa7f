//! What became of a request that met no clear answer.

use super::server::{Act, Server, answer, refusal};
use super::*;
use crate::private::Draft;
use crate::transport::Fate;
use crate::{ConcurrencyLimit, Error, Json, NoRetry};
use std::error::Error as _;
use std::time::SystemTime;
use tokio::net::TcpListener;

#[tokio::test]
async fn a_create_that_met_a_5xx_is_sent_once() {
    for status in [500, 502, 503, 504] {
        let server = Server::start([refusal(status, 20500, &[]), answer(201, &[], "{}")]).await;
        let error = client(&server).execute(&request(&CREATE)).await.unwrap_err();
        assert!(matches!(error, Error::OutcomeUnknown(_)), "{error}");
        assert!(!error.is_retryable() && error.failure().sent_at().is_some());
        assert_eq!((error.status(), error.code()), (Some(status), Some(20500)));
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_create_with_a_key_is_sent_again() {
    let in_header = || Draft::new(&CREATE).header("idempotency-key", "k").into_request();
    let in_form = || Draft::with_form(&CREATE).form("IdempotencyKey", "k").into_request();
    for request in [in_header(), in_form()] {
        let server = Server::start([refusal(503, 20503, &[]), answer(201, &[], "{}")]).await;
        let reply = client(&server).execute(&request).await.unwrap();
        assert_eq!((reply.meta.attempts, server.seen().len()), (2, 2));
    }
}

#[tokio::test]
async fn a_key_that_the_operation_does_not_know_is_none() {
    let extra = Draft::with_form(&CREATE).extra("IdempotencyKey", "k");
    let in_query = Draft::new(&CREATE).extra("IdempotencyKey", "k");
    for draft in [extra, in_query] {
        let request = draft.into_request();
        assert!(!request.is_idempotent());
        let server = Server::start([refusal(500, 20500, &[]), answer(201, &[], "{}")]).await;
        let error = client(&server).execute(&request).await.unwrap_err();
        assert!(matches!(error, Error::OutcomeUnknown(_)), "{error}");
        assert_eq!(server.seen().len(), 1);
    }
    let server = Server::start([answer(201, &[], "{}")]).await;
    for draft in [
        Draft::with_form(&CREATE).form("IdempotencyKey", ""),
        Draft::new(&CREATE).header("Idempotency-Key", ""),
    ] {
        let request = draft.into_request();
        assert!(!request.is_idempotent());
        let error = client(&server).execute(&request).await.unwrap_err();
        assert!(error.to_string().contains("names no attempt"), "{error}");
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn what_was_refused_after_a_doubt_is_still_unknown() {
    let keyed = || Draft::with_form(&CREATE).form("IdempotencyKey", "k").into_request();
    for (status, again) in [(409, false), (412, false), (429, true)] {
        let server = Server::start([Act::Close, refusal(status, 20000, &[])]).await;
        let error = client(&server).execute(&keyed()).await.unwrap_err();
        assert!(matches!(error, Error::OutcomeUnknown(_)), "{status}: {error}");
        assert_eq!((error.status(), error.is_retryable()), (Some(status), again));
    }
    let server = Server::start([refusal(409, 20409, &[])]).await;
    let error = client(&server).execute(&keyed()).await.unwrap_err();
    assert!(matches!(error, Error::Api(_)), "nothing came before: {error}");
}

#[tokio::test]
async fn a_call_that_queued_was_sent_when_it_was_sent() {
    let server = Server::start([Act::Silence(Duration::from_millis(400)), Act::Close]).await;
    let client = builder(&server.base_url()).concurrency(ConcurrencyLimit::fixed(1)).build().unwrap();
    let asked = SystemTime::now();
    let (first, second) = (client.clone(), client);
    let first = tokio::spawn(async move { first.execute(&request(&CREATE)).await.map(drop) });
    while server.seen().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let error = second.execute(&request(&CREATE)).await.unwrap_err();
    assert!(matches!(first.await.unwrap(), Err(Error::OutcomeUnknown(_))));
    assert!(matches!(error, Error::OutcomeUnknown(_)), "{error}");
    let sent_at = error.failure().sent_at().unwrap();
    assert!(sent_at.duration_since(asked).unwrap() >= Duration::from_millis(300), "{sent_at:?}");
}

#[tokio::test]
async fn a_fetch_that_met_a_5xx_is_sent_again() {
    let server =
        Server::start([refusal(503, 20503, &[]), refusal(500, 20500, &[]), answer(200, &[], "{}")]).await;
    let reply = client(&server).execute(&request(&FETCH)).await.unwrap();
    assert_eq!((reply.meta.attempts, server.seen().len()), (3, 3));
}

#[tokio::test]
async fn a_create_whose_answer_was_lost_is_sent_once() {
    let server = Server::start([Act::Close, answer(201, &[], "{}")]).await;
    let error = client(&server).execute(&request(&CREATE)).await.unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown(_)), "{error}");
    assert_eq!(error.transport().map(|cause| cause.fate()), Some(Fate::Lost));
    assert_eq!((error.status(), server.seen().len()), (None, 1));
    assert!(error.to_string().starts_with("CreateThing: sent, and it is not known whether"), "{error}");
}

#[tokio::test]
async fn a_create_whose_answer_breaks_off_is_sent_once() {
    let broken = "HTTP/1.1 201 Created\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{".to_owned();
    let server = Server::start([Act::Answer(broken)]).await;
    let client = builder(&server.base_url()).attempt_timeout(Duration::from_millis(300)).build().unwrap();
    let error = client.execute(&request(&CREATE)).await.unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown(_)), "{error}");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_fetch_whose_answer_was_lost_is_sent_again() {
    let server = Server::start([Act::Close, answer(200, &[], "{}")]).await;
    let reply = client(&server).execute(&request(&FETCH)).await.unwrap();
    assert_eq!((reply.meta.attempts, server.seen().len()), (2, 2));
}

#[tokio::test]
async fn a_delete_that_was_lost_and_is_gone_is_done() {
    let server = Server::start([Act::Close, refusal(404, 20404, &[])]).await;
    let reply = client(&server).execute(&request(&DELETE)).await.unwrap();
    assert_eq!((reply.meta.status, reply.body.len()), (404, 0));
    let server = Server::start([refusal(404, 20404, &[])]).await;
    let error = client(&server).execute(&request(&DELETE)).await.unwrap_err();
    assert_eq!(error.code(), Some(20404));
}

#[tokio::test]
async fn a_refused_connection_means_that_nothing_was_sent() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let client = builder(&format!("http://{closed}")).build().unwrap();
    let error = client.execute(&request(&CREATE)).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
    assert_eq!(error.transport().map(|cause| cause.fate()), Some(Fate::NotSent));
    assert!(error.is_retryable());
    assert_eq!(error.meta().map(|meta| meta.attempts), Some(4));
    let mut causes = std::iter::successors(error.source(), |cause| (*cause).source());
    assert!(causes.any(|cause| cause.is::<std::io::Error>()), "the chain of causes is kept");
}

#[tokio::test]
async fn a_create_is_sent_once_a_connection_stands() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let policy = RetryPolicy::new().attempts(50).first_wait(Duration::from_millis(20));
    let client = builder(&format!("http://{address}")).retry(policy).build().unwrap();
    let call = tokio::spawn(async move { client.execute(&request(&CREATE)).await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let server = Server::listen(TcpListener::bind(address).await.unwrap(), [answer(201, &[], "{}")]);
    let reply = call.await.unwrap().unwrap();
    assert!(reply.meta.attempts > 1);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_slow_answer_ends_with_the_deadline() {
    let server = Server::start([Act::Silence(Duration::from_secs(30))]).await;
    let client = builder(&server.base_url())
        .attempt_timeout(Duration::from_millis(120))
        .deadline(Duration::from_millis(300))
        .build()
        .unwrap();
    let error = client.execute(&request(&FETCH)).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
    let meta = error.meta().unwrap();
    assert!((1..=3).contains(&meta.attempts), "{meta:?}");
    assert!(meta.elapsed < Duration::from_millis(900), "{meta:?}");

    let error = client.execute(&request(&CREATE)).await.unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown(_)), "{error}");
    assert_eq!(error.meta().map(|meta| meta.attempts), Some(1));
}

#[tokio::test]
async fn a_server_that_falls_silent_is_left_before_the_attempt_is_over() {
    let half = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_owned();
    for silence in [Act::Silence(Duration::from_secs(30)), Act::Answer(half)] {
        let server = Server::start([silence, answer(200, &[], "{}")]).await;
        let client = builder(&server.base_url()).read_timeout(Duration::from_millis(150)).build().unwrap();
        let reply = client.execute(&request(&FETCH)).await.unwrap();
        assert_eq!(reply.meta.attempts, 2);
        assert!(reply.meta.elapsed < Duration::from_secs(2), "{:?}", reply.meta);
    }
    let error = builder("http://127.0.0.1:1").read_timeout(Duration::ZERO).build().unwrap_err();
    assert_eq!(error.problems()[0].name(), "read_timeout");
}

#[tokio::test]
async fn without_retries_a_fetch_is_sent_once() {
    let server = Server::start([refusal(503, 20503, &[])]).await;
    let off = RetryPolicy::off(NoRetry::because("the queue before this client repeats by itself"));
    let client = builder(&server.base_url()).retry(off).build().unwrap();
    let error = client.execute(&request(&FETCH)).await.unwrap_err();
    assert!(matches!(error, Error::Api(_)) && error.is_retryable());
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn one_request_can_do_without_retries() {
    let server = Server::start([refusal(429, 20429, &[]), answer(201, &[], "{}")]).await;
    let mut once = request(&CREATE);
    once.set_no_retry(NoRetry::because("a late answer is of no use here"));
    let client = client(&server);
    assert!(client.execute(&once).await.unwrap_err().is_throttled());
    assert_eq!(server.seen().len(), 1);
    assert!(client.execute(&request(&CREATE)).await.is_ok());
}

#[tokio::test]
async fn a_dropped_call_sends_nothing_more() {
    let server = Server::start([refusal(429, 20429, &[("Retry-After", "1")])]).await;
    let client = client(&server);
    let request = request(&FETCH);
    let cut = tokio::time::timeout(Duration::from_millis(200), client.execute(&request)).await;
    assert!(cut.is_err());
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn an_answer_that_does_not_decode_has_its_request_as_a_line_of_shell() {
    let server = Server::start([answer(201, &[], "no JSON")]).await;
    let client = client(&server);
    let error = Draft::with_form(&CREATE).form("To", "+15558675310").send::<Json>(&client).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
    let line = error.to_curl().unwrap().to_string();
    assert!(line.contains("/2010-04-01/Things.json") && line.contains("${TO}"), "{line}");
    assert!(!line.contains("5558675310"), "{line}");
}
