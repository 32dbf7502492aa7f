//! Libraries that are told after what to send again, and what may be sent again whatever went wrong.

use self::twilio::api_v2010::{create_queue, fetch_balance, update_message};
use backon::{ExponentialBuilder, Retryable};
use reqwest_middleware::ClientBuilder;
use reqwest_retry::RetryTransientMiddleware;
use ringfence::Client;
use tokio_retry::RetryIf;
use tokio_retry::strategy::ExponentialBackoff;

ringfence::include_api!();

const MESSAGES: &str = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json";

async fn with_backon_after_429(client: &Client) {
    let create = || async { create_queue("support").send(client).await };
    drop(create.retry(ExponentialBuilder::default()).when(|error| error.status() == Some(429)).await);
}

#[ringfence::permit(unretried_call, reason = "after what it is sent again is the subject here")]
async fn with_backon_where_nothing_was_sent(client: &reqwest::Client) {
    let create = || async { client.post(MESSAGES).body("Body=Hi").send().await };
    drop(create.retry(ExponentialBuilder::default()).when(reqwest::Error::is_connect).await);
}

async fn with_backon_and_a_function(client: &Client) {
    let create = || async { create_queue("support").send(client).await };
    drop(create.retry(ExponentialBuilder::default()).when(may_repeat).await);
}

fn may_repeat(error: &ringfence::Error) -> bool {
    error.status() == Some(429)
}

async fn with_tokio_retry_after_429(client: &Client) {
    let is_throttled = |error: &ringfence::Error| error.status() == Some(429);
    drop(RetryIf::spawn(ExponentialBackoff::from_millis(10), || create_queue("support").send(client), is_throttled).await);
}

async fn with_backoff_after_429(client: &Client) {
    let work = || async {
        create_queue("support").send(client).await.map_err(|error| match error.status() {
            Some(429) => backoff::Error::transient(error),
            _ => backoff::Error::permanent(error),
        })
    };
    drop(backoff::future::retry(backoff::ExponentialBackoff::default(), work).await);
}

async fn with_backoff_never(client: &Client) {
    let work = || async { create_queue("support").send(client).await.map_err(backoff::Error::permanent) };
    drop(backoff::future::retry(backoff::ExponentialBackoff::default(), work).await);
}

async fn with_a_strategy_of_ones_own(strategy: OnlyThrottled) {
    let policy = reqwest_retry::policies::ExponentialBackoff::builder().build_with_max_retries(3);
    let middleware = RetryTransientMiddleware::new_with_policy_and_strategy(policy, strategy);
    let client = ClientBuilder::new(reqwest::Client::new()).with(middleware).build();
    drop(client.post(MESSAGES).body("Body=Hi").send().await);
}

async fn reads_with_middleware() {
    let policy = reqwest_retry::policies::ExponentialBackoff::builder().build_with_max_retries(3);
    let client = ClientBuilder::new(reqwest::Client::new())
        .with(RetryTransientMiddleware::new_with_policy(policy))
        .build();
    drop(client.get(MESSAGES).send().await);
}

async fn idempotent(client: &Client) {
    let fetch = || async { fetch_balance().send(client).await };
    drop(fetch.retry(ExponentialBuilder::default()).await);
}

async fn body_blanked(client: &Client, sid: &str) {
    let update = || async { update_message(sid).body("").send(client).await };
    drop(update.retry(ExponentialBuilder::default()).await);
}

async fn put_aside(client: &Client) {
    let create = || async { create_queue("support").send(client).await };
    drop(create().await);
    let fetch = || async { fetch_balance().send(client).await };
    drop(fetch.retry(ExponentialBuilder::default()).await);
}

async fn reqwests_own_retry() -> Result<(), reqwest::Error> {
    let policy = reqwest::retry::for_host("api.twilio.com").classify_fn(|attempt| match attempt.status() {
        Some(reqwest::StatusCode::TOO_MANY_REQUESTS) => attempt.retryable(),
        _ => attempt.success(),
    });
    let client = reqwest::Client::builder().retry(policy).build()?;
    client.post(MESSAGES).body("Body=Hi").send().await.map(drop)
}

async fn with_tower(client: reqwest::Client, policy: Policy) {
    let service = tower::service_fn(move |()| client.post(MESSAGES).body("Body=Hi").send());
    let mut service = tower::retry::Retry::new(policy, service);
    drop(service.call(()).await);
}

struct OnlyThrottled;
struct Policy;

fn main() {}

struct Sender {
    client: reqwest::Client,
}

impl Sender {
    #[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
    async fn deliver(&self) -> Result<reqwest::Response, reqwest::Error> {
        loop {
            let answer = self.client.post(MESSAGES).body("Body=Hi").send().await?;
            if !Self::is_refused(answer.status().as_u16()) {
                return Ok(answer);
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    fn is_refused(status: u16) -> bool {
        status == 429
    }
}
