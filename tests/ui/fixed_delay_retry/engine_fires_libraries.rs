//! Strategies of libraries that always wait as long.

use self::twilio::api_v2010::fetch_balance;
use backon::{BlockingRetryable, ConstantBuilder, Retryable};
use ringfence::Client;
use std::time::Duration;
use tokio_retry::Retry;
use tokio_retry::strategy::FixedInterval;

ringfence::include_api!();

const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

async fn tokio_retrys(client: &Client) {
    drop(Retry::spawn(FixedInterval::from_millis(500), || fetch_balance().send(client)).await); //~ fixed_delay_retry
}

async fn tokio_retrys_few(client: &Client) {
    let strategy = FixedInterval::new(Duration::from_secs(1)).take(3);
    drop(Retry::spawn(strategy, || fetch_balance().send(client)).await); //~ fixed_delay_retry
}

async fn tokio_retrys_on_a_condition(client: &Client) {
    let strategy = FixedInterval::from_millis(500).take(3);
    let is_throttled = |error: &ringfence::Error| error.status() == Some(429);
    drop(tokio_retry::RetryIf::spawn(strategy, || fetch_balance().send(client), is_throttled).await); //~ fixed_delay_retry
}

async fn backons(client: &Client) {
    let fetch = || async { fetch_balance().send(client).await };
    drop(fetch.retry(ConstantBuilder::default().with_max_times(3)).await); //~ fixed_delay_retry
}

async fn backons_in_a_variable(client: &Client) {
    let policy = ConstantBuilder::default().with_delay(Duration::from_secs(1));
    let policy = policy.with_max_times(3);
    let fetch = || async { fetch_balance().send(client).await };
    drop(fetch.retry(policy).when(|error| error.status() == Some(429)).await); //~ fixed_delay_retry
}

fn policy() -> ConstantBuilder {
    ConstantBuilder::default()
}

async fn backons_by_a_function(client: &Client) {
    let fetch = || async { fetch_balance().send(client).await };
    drop(fetch.retry(policy()).await); //~ fixed_delay_retry
}

async fn backoffs(client: &Client) {
    let policy = backoff::backoff::Constant::new(Duration::from_secs(1));
    drop(backoff::future::retry(policy, || async { Ok(fetch_balance().send(client).await?) }).await); //~ fixed_delay_retry
}

async fn tryhards(client: &Client) {
    drop(tryhard::retry_fn(|| fetch_balance().send(client)).retries(5).fixed_backoff(Duration::from_secs(1)).await); //~ fixed_delay_retry
}

async fn tryhards_without_a_pause(client: &Client) {
    drop(tryhard::retry_fn(|| fetch_balance().send(client)).retries(5).await); //~ fixed_delay_retry
}

fn retrys(agent: &ureq::Agent) {
    drop(retry::retry(retry::delay::Fixed::from_millis(100).take(3), || agent.get(ACCOUNTS).call())); //~ fixed_delay_retry
}

fn retrys_without_a_pause(agent: &ureq::Agent) {
    drop(retry::retry(retry::delay::NoDelay.take(3), || agent.get(ACCOUNTS).call())); //~ fixed_delay_retry
}

fn blocking(agent: &ureq::Agent) {
    let fetch = || agent.get(ACCOUNTS).call();
    drop(fetch.retry(ConstantBuilder::default()).call()); //~ fixed_delay_retry
}

fn by_hand_with_ureq(agent: &ureq::Agent) {
    loop {
        match agent.get(ACCOUNTS).call() {
            Err(ureq::Error::StatusCode(429)) => std::thread::sleep(Duration::from_secs(1)), //~ fixed_delay_retry
            outcome => break drop(outcome),
        }
    }
}

async fn by_hand_with_another_crate(client: &twilio::Client) {
    while client.send_message(twilio::OutboundMessage::new("a", "b", "c")).await.is_err() { //~ unretried_call,blind_create_retry
        tokio::time::sleep(Duration::from_secs(1)).await; //~ fixed_delay_retry
    }
}

fn main() {}
