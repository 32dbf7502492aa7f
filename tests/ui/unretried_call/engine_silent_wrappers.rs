//! Wrappers of crates that the cases are not built against.

use backon::{ExponentialBuilder, Retryable};
use tokio_retry::Retry;
use tokio_retry::strategy::ExponentialBackoff;

const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

async fn with_backon(client: &reqwest::Client) {
    let fetch = || async { client.get(ACCOUNTS).send().await };
    let _ = fetch.retry(ExponentialBuilder::default()).await;
}

async fn with_backon_on_a_function() {
    let _ = fetch.retry(ExponentialBuilder::default()).await;
}

async fn fetch() -> Result<reqwest::Response, reqwest::Error> {
    reqwest::get(ACCOUNTS).await
}

async fn with_tokio_retry(client: &reqwest::Client) {
    let _ = Retry::spawn(ExponentialBackoff::from_millis(10), || client.get(ACCOUNTS).send()).await;
}

async fn with_backoff(client: &reqwest::Client) {
    let _ = backoff::future::retry(backoff::ExponentialBackoff::default(), || async {
        Ok(client.get(ACCOUNTS).send().await?)
    })
    .await;
}

async fn with_tryhard() {
    let _ = tryhard::retry_fn(|| reqwest::get(ACCOUNTS)).retries(5).await;
}

#[ringfence::retry]
async fn with_our_attribute(client: &reqwest::Client) -> Result<reqwest::Response, reqwest::Error> {
    client.get(ACCOUNTS).send().await
}

async fn with_middleware() {
    let policy = reqwest_retry::policies::ExponentialBackoff::builder().build_with_max_retries(3);
    let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new())
        .with(reqwest_retry::RetryTransientMiddleware::new_with_policy(policy))
        .build();
    let _ = client.get(ACCOUNTS).send().await;
}

async fn with_a_middleware_under_a_condition() {
    let policy = reqwest_retry::policies::ExponentialBackoff::builder().build_with_max_retries(3);
    let middleware = reqwest_retry::RetryTransientMiddleware::new_with_policy(policy);
    let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new())
        .with(reqwest_conditional_middleware::ConditionalMiddleware::new(middleware, |_| true))
        .build();
    let _ = client.get(ACCOUNTS).send().await;
}

async fn what_only_builds(client: &twilio_async::Twilio) {
    let message = client.send_msg("+15017122661", "+15558675310", "Hi").media("https://example.com/owl.png");
    drop((message, client.call("+15017122661", "+15558675310", "https://example.com/answer.xml")));
}

async fn with_again(client: &reqwest::Client) {
    let _ = again::retry(|| client.get(ACCOUNTS).send()).await;
}

fn with_retry(client: &reqwest::blocking::Client) {
    let _ = retry::retry(retry::delay::Exponential::from_millis(10).take(5), || client.get(ACCOUNTS).send());
}

async fn with_tokio_retry2(client: &reqwest::Client) {
    let strategy = tokio_retry2::strategy::ExponentialBackoff::from_millis(10);
    let _ = tokio_retry2::Retry::spawn(strategy, || client.get(ACCOUNTS).send()).await;
}

async fn with_towers_service(client: reqwest::Client, policy: Policy) {
    let service = tower::service_fn(move |()| client.get(ACCOUNTS).send());
    let mut service = tower::retry::Retry::new(policy, service);
    let _ = service.call(()).await;
}

async fn with_towers_builder(client: reqwest::Client, policy: Policy) {
    let mut service = tower::ServiceBuilder::new().retry(policy).service(client);
    let _ = service.get(ACCOUNTS).send().await;
}

fn what_is_no_operation(path: &str) -> String {
    twilio_openapi::apis::urlencode(path)
}

async fn with_tower(client: reqwest::Client, policy: Policy) {
    let service = tower::ServiceBuilder::new().layer(tower::retry::RetryLayer::new(policy));
    let mut service = service.service_fn(move |()| client.get(ACCOUNTS).send());
    let _ = service.call(()).await;
}

async fn generated(client: &ringfence::Client) {
    let _ = self::twilio::api_v2010::fetch_balance().send(client).await;
}

async fn generated_with_a_written_exit() -> ringfence::RetryPolicy {
    ringfence::RetryPolicy::off(ringfence::NoRetry::because("the caller retries"))
}

struct Policy;

fn main() {}
