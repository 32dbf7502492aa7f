//! Answers with 429.

use super::server::{Server, answer, refusal};
use super::*;
use crate::Error;

#[tokio::test]
async fn two_429s_are_waited_out() {
    let throttled = || refusal(429, 20429, &[("Twilio-Concurrent-Requests", "101")]);
    let success = answer(201, &[("Twilio-Concurrent-Requests", "7")], r#"{"sid":"x"}"#);
    let server = Server::start([throttled(), throttled(), success]).await;
    let reply = client(&server).execute(&request(&CREATE)).await.unwrap();
    assert_eq!((reply.meta.status, reply.meta.attempts), (201, 3));
    assert_eq!((reply.meta.request_id.as_deref(), reply.meta.concurrent_requests), (Some("RQ201"), Some(7)));
    assert_eq!(reply.body.as_ref(), br#"{"sid":"x"}"#);

    let seen = server.seen();
    assert_eq!((seen.len(), reply.meta.waits.len()), (3, 2));
    for (pair, wait) in seen.windows(2).zip(&reply.meta.waits) {
        assert!(*wait <= Duration::from_millis(20), "{wait:?}");
        assert!(pair[1].at - pair[0].at >= *wait, "{wait:?}");
    }
    assert!(reply.meta.elapsed >= reply.meta.waits.iter().sum::<Duration>());
}

#[tokio::test]
async fn a_429_without_end_is_an_error_in_the_end() {
    let server = Server::start([refusal(429, 20429, &[])]).await;
    let error = client(&server).execute(&request(&CREATE)).await.unwrap_err();
    assert!(matches!(error, Error::Api(_)));
    assert!(error.is_throttled() && error.is_retryable());
    assert_eq!((error.status(), error.code(), error.message()), (Some(429), Some(20429), Some("No")));
    assert_eq!((server.seen().len(), error.meta().unwrap().attempts), (4, 4));
    assert_eq!(error.meta().unwrap().waits.len(), 3);
}

#[tokio::test]
async fn a_products_own_limit_is_an_error_at_once() {
    let server = Server::start([refusal(429, 60203, &[])]).await;
    let error = client(&server).execute(&request(&CREATE)).await.unwrap_err();
    assert!(error.is_throttled() && !error.is_retryable());
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn retry_after_is_honoured() {
    let date = ("Date", "Sun, 06 Nov 1994 08:49:30 GMT");
    let then = ("Retry-After", "Sun, 06 Nov 1994 08:49:31 GMT");
    for headers in [vec![("Retry-After", "1")], vec![date, then]] {
        let server = Server::start([refusal(429, 20429, &headers), answer(200, &[], "{}")]).await;
        let reply = client(&server).execute(&request(&CREATE)).await.unwrap();
        let seen = server.seen();
        assert!(reply.meta.waits[0] >= Duration::from_secs(1));
        assert!(seen[1].at - seen[0].at >= Duration::from_secs(1));
    }
}

#[tokio::test]
async fn junk_in_retry_after_is_ignored() {
    let server =
        Server::start([refusal(429, 20429, &[("Retry-After", "string")]), answer(200, &[], "{}")]).await;
    let reply = client(&server).execute(&request(&CREATE)).await.unwrap();
    assert!(reply.meta.waits[0] <= Duration::from_millis(10));
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let server = Server::start([refusal(429, 20429, &[("Retry-After", "3600")])]).await;
    let error = client(&server).execute(&request(&FETCH)).await.unwrap_err();
    let meta = error.meta().unwrap();
    assert!(error.is_throttled() && meta.elapsed < Duration::from_secs(5));
    assert_eq!((meta.retry_after, server.seen().len()), (Some(Duration::from_secs(3600)), 1));
}
