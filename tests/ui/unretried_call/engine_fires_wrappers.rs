//! Libraries that try again, but never after a 429: it is no error to most clients, or the condition leaves it out.

use backon::{ExponentialBuilder, Retryable};
use tokio_retry::strategy::ExponentialBackoff;

const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";
const MESSAGES: &str = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json";

async fn answered_as_it_comes(client: &reqwest::Client) {
    let fetch = || async { client.get(ACCOUNTS).send().await }; //~ unretried_call
    let _ = fetch.retry(ExponentialBuilder::default()).await;
}

async fn answered_by_a_function() {
    let _ = fetched.retry(ExponentialBuilder::default()).await;
}

async fn fetched() -> Result<reqwest::Response, reqwest::Error> {
    reqwest::get(ACCOUNTS).await //~ unretried_call
}

async fn spawned_as_it_comes(client: &reqwest::Client) {
    let _ = tokio_retry::Retry::spawn(ExponentialBackoff::from_millis(10), || client.get(ACCOUNTS).send()).await; //~ unretried_call
}

async fn backed_off_as_it_comes(client: &reqwest::Client) {
    let _ = backoff::future::retry(backoff::ExponentialBackoff::default(), || async {
        Ok(client.get(ACCOUNTS).send().await?) //~ unretried_call
    })
    .await;
}

#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn tried_hard_as_it_comes() {
    let _ = tryhard::retry_fn(|| reqwest::get(ACCOUNTS)).retries(5).await; //~ unretried_call
}

async fn on_timeouts_alone(client: &reqwest::Client) {
    let fetch = || async { client.get(ACCOUNTS).send().await?.error_for_status() }; //~ unretried_call
    let _ = fetch.retry(ExponentialBuilder::default()).when(|error| error.is_timeout()).await;
}

async fn on_a_path_of_another_crate(client: &reqwest::Client) {
    let fetch = || async { client.get(ACCOUNTS).send().await?.error_for_status() }; //~ unretried_call
    let _ = fetch.retry(ExponentialBuilder::default()).when(reqwest::Error::is_connect).await;
}

async fn on_server_errors_alone(client: &reqwest::Client) {
    let fetch = || async { client.get(ACCOUNTS).send().await?.error_for_status() }; //~ unretried_call
    let is_broken = |error: &reqwest::Error| error.status().is_some_and(|status| status.is_server_error());
    let _ = tokio_retry::RetryIf::spawn(ExponentialBackoff::from_millis(10), fetch, is_broken).await;
}

async fn on_high_statuses_alone(client: &reqwest::Client) {
    let fetch = || async { client.get(ACCOUNTS).send().await?.error_for_status() }; //~ unretried_call
    let _ = fetch.retry(ExponentialBuilder::default()).when(is_high).await;
}

fn is_high(error: &reqwest::Error) -> bool {
    error.is_connect() || error.status().is_some_and(|status| status.as_u16() >= 500)
}

/// Tries again after errors: a 429 is none.
#[derive(Clone)]
struct Attempts(usize);

impl tower::retry::Policy<(), reqwest::Response, reqwest::Error> for Attempts {
    type Future = std::future::Ready<()>;

    fn retry(&mut self, _: &mut (), outcome: &mut Result<reqwest::Response, reqwest::Error>) -> Option<Self::Future> {
        match outcome {
            Ok(_) => None,
            Err(_) => {
                if self.0 > 0 {
                    self.0 -= 1;
                    Some(std::future::ready(()))
                } else {
                    None
                }
            }
        }
    }

    fn clone_request(&mut self, _: &()) -> Option<()> {
        Some(())
    }
}

async fn by_a_policy_for_errors(client: reqwest::Client) {
    let service = tower::service_fn(move |()| client.get(ACCOUNTS).send()); //~ unretried_call
    let mut service = tower::retry::Retry::new(Attempts(3), service);
    let _ = service.call(()).await;
}

async fn by_a_layer_for_errors(client: reqwest::Client) {
    let service = tower::ServiceBuilder::new().layer(tower::retry::RetryLayer::new(Attempts(3)));
    let mut service = service.service_fn(move |()| client.post(MESSAGES).body("Body=Hi").send()); //~ unretried_call
    //~^ blind_create_retry
    let _ = service.call(()).await;
}

struct ServerErrors;

impl reqwest_retry::RetryableStrategy for ServerErrors {
    fn handle(&self, outcome: &reqwest_middleware::Result<reqwest::Response>) -> Option<reqwest_retry::Retryable> {
        match outcome {
            Ok(answer) if answer.status().is_server_error() => Some(reqwest_retry::Retryable::Transient),
            Ok(_) => None,
            Err(error) if error.is_timeout() => Some(reqwest_retry::Retryable::Transient),
            Err(_) => None,
        }
    }
}

async fn by_a_strategy_for_server_errors() {
    let policy = reqwest_retry::policies::ExponentialBackoff::builder().build_with_max_retries(3);
    let middleware = reqwest_retry::RetryTransientMiddleware::new_with_policy_and_strategy(policy, ServerErrors);
    let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new()).with(middleware).build();
    let _ = client.post(MESSAGES).body("Body=Hi").send().await; //~ unretried_call, blind_create_retry
}

async fn by_a_classifier_for_server_errors() -> Result<(), reqwest::Error> {
    let policy = reqwest::retry::for_host("api.twilio.com").classify_fn(|attempt| {
        if attempt.status().is_some_and(|status| status.is_server_error()) {
            attempt.retryable()
        } else {
            attempt.success()
        }
    });
    let client = reqwest::Client::builder().retry(policy).build()?;
    client.post(MESSAGES).body("Body=Hi").send().await.map(drop) //~ unretried_call, blind_create_retry
}

fn main() {}
