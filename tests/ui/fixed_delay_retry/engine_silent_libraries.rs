//! Strategies of libraries that grow.

use self::twilio::api_v2010::{Balance, fetch_balance};
use backon::{ExponentialBuilder, FibonacciBuilder, Retryable};
use ringfence::Client;
use std::time::Duration;
use tokio_retry::Retry;
use tokio_retry::strategy::{ExponentialBackoff, FixedInterval, jitter};

ringfence::include_api!();

const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

async fn tokio_retrys(client: &Client) {
    let strategy = ExponentialBackoff::from_millis(10).map(jitter).take(5);
    drop(Retry::spawn(strategy, || fetch_balance().send(client)).await);
}

async fn strategy_by_hand(client: &Client) -> Option<ringfence::Response<Balance>> {
    for delay in ExponentialBackoff::from_millis(10).map(jitter).take(5) {
        if let Ok(answer) = fetch_balance().send(client).await {
            return Some(answer);
        }
        tokio::time::sleep(delay).await;
    }
    None
}

async fn backoff_by_hand(client: &Client) -> Option<ringfence::Response<Balance>> {
    let mut policy = backoff::ExponentialBackoff::default();
    loop {
        match fetch_balance().send(client).await {
            Ok(answer) => return Some(answer),
            Err(_) => tokio::time::sleep(policy.next_backoff()?).await,
        }
    }
}

async fn backoff_while_it_lasts(client: &Client) -> Option<ringfence::Response<Balance>> {
    let mut policy = backoff::ExponentialBackoff::default();
    while let Some(delay) = policy.next_backoff() {
        if let Ok(answer) = fetch_balance().send(client).await {
            return Some(answer);
        }
        tokio::time::sleep(delay).await;
    }
    None
}

async fn exponential_by_hand(client: &Client) -> Option<ringfence::Response<Balance>> {
    for delay in &exponential_backoff::Backoff::new(8, Duration::from_millis(100), None) {
        match fetch_balance().send(client).await {
            Ok(answer) => return Some(answer),
            Err(_) => tokio::time::sleep(delay?).await,
        }
    }
    None
}

async fn backons(client: &Client) {
    let fetch = || async { fetch_balance().send(client).await };
    drop(fetch.retry(ExponentialBuilder::default().with_jitter()).await);
}

async fn backons_other(client: &Client) {
    let fetch = || async { fetch_balance().send(client).await };
    drop(fetch.retry(FibonacciBuilder::default().with_jitter()).await);
}

async fn backoffs(client: &Client) {
    let policy = backoff::ExponentialBackoff::default();
    drop(backoff::future::retry(policy, || async { Ok(fetch_balance().send(client).await?) }).await);
}

async fn tryhards(client: &Client) {
    let fetch = tryhard::retry_fn(|| fetch_balance().send(client)).retries(5);
    drop(fetch.exponential_backoff(Duration::from_millis(100)).await);
}

fn retrys(agent: &ureq::Agent) {
    let delays = retry::delay::Exponential::from_millis(10).map(retry::delay::jitter).take(3);
    drop(retry::retry(delays, || agent.get(ACCOUNTS).call()));
}

async fn middleware() {
    let policy = reqwest_retry::policies::ExponentialBackoff::builder().build_with_max_retries(3);
    let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new())
        .with(reqwest_retry::RetryTransientMiddleware::new_with_policy(policy))
        .build();
    drop(client.get(ACCOUNTS).send().await);
}

async fn somebody_elses_call() {
    drop(Retry::spawn(FixedInterval::from_millis(500), || reqwest::get("https://api.example.com")).await);
}

async fn a_policy_of_ones_own(client: &Client, policy: impl backon::BackoffBuilder) {
    let fetch = || async { fetch_balance().send(client).await };
    drop(fetch.retry(policy).await);
}

async fn constant_for_another_call(client: &Client) {
    let other = || reqwest::get("https://api.example.com");
    drop(other.retry(backon::ConstantBuilder::default()).await);
    drop(fetch_balance().send(client).await);
}

fn main() {}
