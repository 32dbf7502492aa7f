//! Room within an account's concurrency, turns, and the budget of retries.

use super::server::{Act, Server, answer, refusal};
use super::*;
use crate::{ConcurrencyLimit, Lane, NoRetry, Pace, RetryBudget};
use std::sync::Arc;
use tokio::time::Instant;

async fn send_all(client: &Client, count: usize) -> Vec<Result<crate::Meta, crate::Error>> {
    let calls: Vec<_> = (0..count)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.execute(&request(&FETCH)).await.map(|reply| reply.meta) })
        })
        .collect();
    let mut ended = Vec::new();
    for call in calls {
        ended.push(call.await.unwrap());
    }
    ended
}

#[tokio::test]
async fn calls_beyond_the_limit_wait_in_the_client_and_say_so() {
    let server = Server::start([Act::Silence(Duration::from_millis(100))]).await;
    let none = RetryPolicy::off(NoRetry::because("each call is one request here"));
    let client =
        builder(&server.base_url()).retry(none).concurrency(ConcurrencyLimit::fixed(2)).build().unwrap();
    let ended = send_all(&client, 6).await;
    let mut queued: Vec<_> =
        ended.into_iter().map(|end| end.unwrap_err().meta().unwrap().queued.as_millis() / 90).collect();
    queued.sort_unstable();
    assert_eq!((&queued[..2], queued[2] >= 1, queued[4] >= 2), (&[0, 0][..], true, true), "{queued:?}");
    let times: Vec<_> = server.seen().iter().map(|seen| seen.at).collect();
    assert!(times.windows(3).all(|three| three[2] - three[0] >= Duration::from_millis(90)));
    assert_eq!(client.concurrency(), (2, 0));
}

#[tokio::test]
async fn a_429_narrows_the_room_of_the_account() {
    let refused = refusal(429, 20429, &[("Twilio-Concurrent-Requests", "4")]);
    let server = Server::start([refused, answer(200, &[], "{}")]).await;
    let client = client(&server);
    assert_eq!(client.concurrency().0, 20);
    client.execute(&request(&FETCH)).await.unwrap();
    assert_eq!(client.concurrency(), (1, 0), "nothing else of ours was under way");
    let server = Server::start([refusal(429, 60203, &[])]).await;
    let client = builder(&server.base_url()).build().unwrap();
    client.execute(&request(&FETCH)).await.unwrap_err();
    assert_eq!(client.concurrency(), (20, 0), "a product's own limit says nothing about the account");
}

#[tokio::test]
async fn a_dropped_call_leaves_its_place() {
    let server = Server::start([Act::Silence(Duration::from_secs(30))]).await;
    let client = builder(&server.base_url()).concurrency(ConcurrencyLimit::fixed(1)).build().unwrap();
    for _ in 0..3 {
        let call = request(&FETCH);
        assert!(tokio::time::timeout(Duration::from_millis(30), client.execute(&call)).await.is_err());
    }
    assert_eq!((client.concurrency(), server.seen().len()), ((1, 0), 3));
}

#[tokio::test]
async fn bulk_work_has_the_account_of_its_client() {
    let server = Server::start([answer(200, &[], "{}")]).await;
    let client = client(&server);
    let bulk = client.bulk();
    assert_eq!((client.lane(), bulk.lane(), bulk.bulk().lane()), (Lane::Interactive, Lane::Bulk, Lane::Bulk));
    assert!(send_all(&bulk, 30).await.into_iter().all(|end| end.is_ok()));
    assert!(Arc::ptr_eq(&client.inner, &bulk.inner));
}

#[tokio::test]
async fn an_operation_keeps_its_pace() {
    let server = Server::start([answer(200, &[], "{}")]).await;
    let client = builder(&server.base_url()).pace("FetchThing", Pace::per_second(20.0)).build().unwrap();
    let started = Instant::now();
    let ended = send_all(&client, 5).await;
    assert!(started.elapsed() >= Duration::from_millis(200));
    assert!(ended.iter().any(|end| end.as_ref().unwrap().queued >= Duration::from_millis(190)));
}

#[tokio::test]
async fn all_clients_of_an_account_share_its_budget() {
    let server = Server::start([refusal(429, 20429, &[])]).await;
    let client = builder(&server.base_url()).retry_budget(RetryBudget::new(0.0, 4)).build().unwrap();
    let account: crate::AccountSid = format!("AC{}", "0b".repeat(16)).parse().unwrap();
    let mut attempts = Vec::new();
    for _ in 0..3 {
        let key = ApiKey::new(key_sid(), SECRET).unwrap();
        let subaccount = client.for_subaccount(account.clone(), key).unwrap();
        let error = subaccount.execute(&request(&FETCH)).await.unwrap_err();
        attempts.push(error.meta().unwrap().attempts);
    }
    assert_eq!(attempts, [4, 2, 1]);
    let error = client.execute(&request(&FETCH)).await.unwrap_err();
    assert_eq!(error.meta().unwrap().attempts, 4, "another account has its own");
}

#[tokio::test]
async fn retries_keep_the_pace_and_a_person_goes_before_bulk_work() {
    let server = Server::start([refusal(429, 20429, &[]), answer(200, &[], "{}")]).await;
    let client = builder(&server.base_url()).pace("FetchThing", Pace::per_second(5.0)).build().unwrap();
    client.execute(&request(&FETCH)).await.unwrap();
    let times: Vec<_> = server.seen().iter().map(|seen| seen.at).collect();
    assert!(times[1] - times[0] >= Duration::from_millis(190), "{:?}", times[1] - times[0]);

    let bulk: Vec<_> = (0..5)
        .map(|_| {
            let bulk = client.bulk();
            tokio::spawn(async move { bulk.execute(&request(&FETCH)).await.map(drop) })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(20)).await;
    let person = client.execute(&request(&FETCH)).await.unwrap();
    assert!(person.meta.queued <= Duration::from_millis(450), "{:?}", person.meta.queued);
    assert!(bulk.iter().filter(|task| !task.is_finished()).count() >= 3);
    for task in bulk {
        task.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn retries_end_with_the_budget() {
    let server = Server::start([refusal(429, 20429, &[])]).await;
    let client = builder(&server.base_url()).retry_budget(RetryBudget::new(0.0, 4)).build().unwrap();
    let mut attempts = Vec::new();
    for _ in 0..3 {
        let error = client.execute(&request(&FETCH)).await.unwrap_err();
        attempts.push(error.meta().unwrap().attempts);
        if attempts.len() == 3 {
            assert!(error.is_throttled() && error.is_retryable());
            assert_eq!(error.problems()[0].name(), "the client's retry budget");
        }
    }
    assert_eq!(attempts, [4, 2, 1], "three retries, then the one that was left, then none");
}
