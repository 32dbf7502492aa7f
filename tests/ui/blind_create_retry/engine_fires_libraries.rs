//! Libraries that send a create again whatever went wrong.

use self::twilio::api_v2010::create_queue;
use backon::{BlockingRetryable, ExponentialBuilder, Retryable};
use reqwest_middleware::ClientBuilder;
use reqwest_retry::RetryTransientMiddleware;
use ringfence::Client;
use std::time::Duration;
use tokio_retry::Retry;
use tokio_retry::strategy::{ExponentialBackoff, jitter};

ringfence::include_api!();

const MESSAGES: &str = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json";

async fn with_backon(client: &Client) {
    let create = || async { create_queue("support").send(client).await }; //~ blind_create_retry
    drop(create.retry(ExponentialBuilder::default()).await);
}

async fn with_backon_that_tells(client: &Client) {
    let create = || async { create_queue("support").send(client).await }; //~ blind_create_retry
    let create = create.retry(ExponentialBuilder::default()).sleep(tokio::time::sleep);
    drop(create.notify(|error, pause| eprintln!("{error}: again in {pause:?}")).await);
}

async fn with_backon_on_a_function() {
    drop(deliver.retry(ExponentialBuilder::default()).await);
}

async fn deliver() -> Result<reqwest::Response, reqwest::Error> {
    reqwest::Client::new().post(MESSAGES).body("Body=Hi").send().await //~ blind_create_retry, unretried_call
}

async fn with_backon_on_server_errors(client: &reqwest::Client) {
    let create = || async { client.post(MESSAGES).body("Body=Hi").send().await }; //~ blind_create_retry, unretried_call
    drop(create.retry(ExponentialBuilder::default()).when(|error| error.is_timeout()).await);
}

async fn with_backon_on_anything(client: &Client) {
    let create = || async { create_queue("support").send(client).await }; //~ blind_create_retry
    drop(create.retry(ExponentialBuilder::default()).when(|_| true).await);
}

async fn with_backon_and_a_function(client: &Client) {
    let create = || async { create_queue("support").send(client).await }; //~ blind_create_retry
    drop(create.retry(ExponentialBuilder::default()).when(may_pass).await);
}

fn may_pass(error: &ringfence::Error) -> bool {
    matches!(error.status(), Some(429 | 500 | 502 | 503))
}

async fn with_tokio_retry_on_a_condition(client: &Client) {
    let may_pass = |error: &ringfence::Error| error.status().is_some_and(|status| status == 429 || status >= 500);
    let strategy = ExponentialBackoff::from_millis(10);
    drop(tokio_retry::RetryIf::spawn(strategy, || create_queue("support").send(client), may_pass).await); //~ blind_create_retry
}

async fn with_tokio_retry(client: &Client) {
    let strategy = ExponentialBackoff::from_millis(10).map(jitter).take(3);
    drop(Retry::spawn(strategy, || create_queue("support").send(client)).await); //~ blind_create_retry
}

async fn with_backoff(client: &Client) {
    let work = || async { Ok(create_queue("support").send(client).await?) }; //~ blind_create_retry
    drop(backoff::future::retry(backoff::ExponentialBackoff::default(), work).await);
}

async fn with_tryhard(client: &Client) {
    let work = tryhard::retry_fn(|| create_queue("support").send(client)); //~ blind_create_retry
    drop(work.retries(5).exponential_backoff(Duration::from_millis(100)).await);
}

async fn with_middleware() {
    let policy = reqwest_retry::policies::ExponentialBackoff::builder().build_with_max_retries(3);
    let client = ClientBuilder::new(reqwest::Client::new())
        .with(RetryTransientMiddleware::new_with_policy(policy))
        .build();
    drop(client.post(MESSAGES).body("Body=Hi").send().await); //~ blind_create_retry
}

struct Service {
    client: reqwest_middleware::ClientWithMiddleware,
}

impl Service {
    fn new() -> Self {
        let policy = reqwest_retry::policies::ExponentialBackoff::builder().build_with_max_retries(3);
        let middleware = RetryTransientMiddleware::new_with_policy(policy);
        Self { client: ClientBuilder::new(reqwest::Client::new()).with(middleware).build() }
    }

    async fn send(&self) {
        drop(self.client.post(MESSAGES).body("Body=Hi").send().await); //~ blind_create_retry
    }
}

async fn with_again() {
    drop(again::retry(|| reqwest::Client::new().post(MESSAGES).body("Body=Hi").send()).await); //~ blind_create_retry, unretried_call
}

fn with_retry(agent: &ureq::Agent) {
    let delays = retry::delay::Exponential::from_millis(10).take(3);
    drop(retry::retry(delays, || agent.post(MESSAGES).send_form([("Body", "Hi")]))); //~ blind_create_retry
}

fn with_ureq(agent: &ureq::Agent) {
    let create = || agent.post(MESSAGES).send_form([("Body", "Hi")]); //~ blind_create_retry
    drop(create.retry(ExponentialBuilder::default()).call());
}

async fn several_in_one_wrapper(client: &Client) {
    let work = || async {
        let queue = create_queue("support").send(client).await?; //~ blind_create_retry
        self::twilio::api_v2010::fetch_balance().send(client).await?;
        Ok::<_, ringfence::Error>(queue)
    };
    drop(work.retry(ExponentialBuilder::default()).await);
}

async fn with_another_crate(client: &twilio::Client) {
    let send = || client.send_message(twilio::OutboundMessage::new("a", "b", "c")); //~ blind_create_retry
    drop(send.retry(ExponentialBuilder::default()).await);
}

async fn with_openapi(configuration: &twilio_openapi::apis::configuration::Configuration) {
    let create = || twilio_openapi::apis::default_api::create_queue(configuration, "AC1", "support"); //~ blind_create_retry
    drop(create.retry(ExponentialBuilder::default()).await);
}

async fn with_hyper(client: &Hyper) {
    let create = || async {
        let request = hyper::Request::post(MESSAGES).body("Body=Hi".to_owned())?;
        Ok::<_, Box<dyn std::error::Error>>(client.request(request).await?) //~ blind_create_retry, unretried_call
    };
    drop(create.retry(ExponentialBuilder::default()).await);
}

type Hyper = hyper_util::client::legacy::Client<hyper_util::client::legacy::connect::HttpConnector, String>;

fn main() {}

struct Sender {
    client: reqwest::Client,
}

impl Sender {
    #[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
    async fn hand_over(&self) -> Result<reqwest::Response, reqwest::Error> {
        loop {
            let answer = self.client.post(MESSAGES).body("Body=Hi").send().await?; //~ blind_create_retry
            if !Self::may_go_on(answer.status().as_u16()) {
                return Ok(answer);
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    fn may_go_on(status: u16) -> bool {
        status == 429 || (500..=599).contains(&status)
    }
}
