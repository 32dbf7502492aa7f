//! Wrappers of crates that the cases are not built against.

use backon::{ExponentialBuilder, Retryable};
use tokio_retry::Retry;
use tokio_retry::strategy::ExponentialBackoff;

const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

async fn with_backon(client: &reqwest::Client) {
    let fetch = || async { client.get(ACCOUNTS).send().await?.error_for_status() };
    let _ = fetch.retry(ExponentialBuilder::default()).await;
}

async fn with_backon_on_a_function() {
    let _ = fetch.retry(ExponentialBuilder::default()).await;
}

async fn fetch() -> Result<reqwest::Response, reqwest::Error> {
    reqwest::get(ACCOUNTS).await?.error_for_status()
}

async fn with_tokio_retry(client: &reqwest::Client) {
    let fetch = || client.get(ACCOUNTS).send().and_then(|response| async { response.error_for_status() });
    let _ = Retry::spawn(ExponentialBackoff::from_millis(10), fetch).await;
}

async fn with_backoff(client: &reqwest::Client) {
    let _ = backoff::future::retry(backoff::ExponentialBackoff::default(), || async {
        Ok(client.get(ACCOUNTS).send().await?.error_for_status()?)
    })
    .await;
}

#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn with_tryhard() {
    let _ = tryhard::retry_fn(|| fetch()).retries(5).await;
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
    let _ = again::retry(|| async { refusing(client.get(ACCOUNTS).send().await?) }).await;
}

fn with_retry(client: &reqwest::blocking::Client) {
    let _ = retry::retry(retry::delay::Exponential::from_millis(10).take(5), || {
        let response = client.get(ACCOUNTS).send()?;
        if response.status().is_success() { Ok(response) } else { Err(Refused) }
    });
}

async fn with_tokio_retry2(client: &reqwest::Client) {
    let strategy = tokio_retry2::strategy::ExponentialBackoff::from_millis(10);
    let _ = tokio_retry2::Retry::spawn(strategy, || fetch()).await;
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

fn refusing(response: reqwest::Response) -> Result<reqwest::Response, reqwest::Error> {
    response.error_for_status()
}

struct Refused;

async fn with_a_condition_on_429(client: &reqwest::Client) {
    let fetch = || async { client.get(ACCOUNTS).send().await?.error_for_status() };
    let _ = fetch.retry(ExponentialBuilder::default()).when(|error| error.status().is_some_and(|status| status == 429)).await;
}

async fn with_a_condition_of_statuses(client: &reqwest::Client) {
    let fetch = || async { client.get(ACCOUNTS).send().await?.error_for_status() };
    let may_pass = |error: &reqwest::Error| error.is_timeout() || error.status().is_some_and(|status| status >= 400);
    let _ = fetch.retry(ExponentialBuilder::default()).when(may_pass).await;
}

async fn with_a_condition_that_nobody_knows(client: &reqwest::Client, may_pass: fn(&reqwest::Error) -> bool) {
    let fetch = || async { client.get(ACCOUNTS).send().await?.error_for_status() };
    let _ = fetch.retry(ExponentialBuilder::default()).when(may_pass).await;
}

async fn with_tokio_retry_on_a_condition(client: &reqwest::Client) {
    let fetch = || async { client.get(ACCOUNTS).send().await?.error_for_status() };
    let strategy = ExponentialBackoff::from_millis(10);
    let may_pass = |error: &reqwest::Error| !error.is_connect();
    let _ = tokio_retry::RetryIf::spawn(strategy, fetch, may_pass).await;
}

fn with_errors_for_statuses(agent: &ureq::Agent) {
    let fetch = || agent.get(ACCOUNTS).call();
    let _ = fetch.retry(ExponentialBuilder::default()).call();
}

/// Tries again after a 429.
#[derive(Clone)]
struct AfterThrottling(usize);

impl tower::retry::Policy<(), reqwest::Response, reqwest::Error> for AfterThrottling {
    type Future = std::future::Ready<()>;

    fn retry(&mut self, _: &mut (), outcome: &mut Result<reqwest::Response, reqwest::Error>) -> Option<Self::Future> {
        let attempts = self.0;
        if attempts == 0 {
            return None;
        }
        match outcome {
            Ok(response) if response.status() == 429 => {
                self.0 -= 1;
                Some(std::future::ready(()))
            }
            _ => None,
        }
    }

    fn clone_request(&mut self, _: &()) -> Option<()> {
        Some(())
    }
}

async fn with_a_policy_of_ones_own(client: reqwest::Client) {
    let service = tower::service_fn(move |()| client.get(ACCOUNTS).send());
    let mut service = tower::retry::Retry::new(AfterThrottling(3), service);
    let _ = service.call(()).await;
}

async fn with_a_layer_of_ones_own(client: reqwest::Client) {
    let service = tower::ServiceBuilder::new().layer(tower::retry::RetryLayer::new(AfterThrottling(3)));
    let mut service = service.service_fn(move |()| client.get(ACCOUNTS).send());
    let _ = service.call(()).await;
}

struct Throttling;

impl reqwest_retry::RetryableStrategy for Throttling {
    fn handle(&self, outcome: &reqwest_middleware::Result<reqwest::Response>) -> Option<reqwest_retry::Retryable> {
        match outcome {
            Ok(answer) if answer.status() == 429 => Some(reqwest_retry::Retryable::Transient),
            Ok(_) => None,
            Err(_) => Some(reqwest_retry::Retryable::Fatal),
        }
    }
}

async fn with_a_strategy_of_ones_own() {
    let policy = reqwest_retry::policies::ExponentialBackoff::builder().build_with_max_retries(3);
    let middleware = reqwest_retry::RetryTransientMiddleware::new_with_policy_and_strategy(policy, Throttling);
    let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new()).with(middleware).build();
    let _ = client.get(ACCOUNTS).send().await;
}

async fn with_reqwests_own_classifier() -> Result<(), reqwest::Error> {
    let policy = reqwest::retry::for_host("api.twilio.com").classify_fn(|attempt| match attempt.status() {
        Some(reqwest::StatusCode::TOO_MANY_REQUESTS) => attempt.retryable(),
        _ => attempt.success(),
    });
    let client = reqwest::Client::builder().retry(policy).build()?;
    client.get(ACCOUNTS).send().await.map(drop)
}

fn main() {}
