//! Calls that are repeated when Twilio asks for it, and calls of somebody else.

use reqwest::{Client, Error, Response, StatusCode};
use std::time::Duration;

const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

#[ringfence::enforce]
async fn somebody_elses_host(client: &Client) -> Result<Response, Error> {
    client.get("https://api.example.com/").send().await
}

#[ringfence::enforce]
async fn page(client: &Client) -> Result<Response, Error> {
    client.get("https://status.twilio.com/api/v2/status.json").send().await
}

#[ringfence::enforce]
async fn look_alike(client: &Client) -> Result<Response, Error> {
    client.get("https://api.twilio.com.example.org/").send().await
}

#[ringfence::enforce]
async fn unknown_host(client: &Client, url: &str) -> Result<Response, Error> {
    client.get(url).send().await
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn loop_that_backs_off(client: &Client) -> Result<Response, Error> {
    let mut wait = Duration::from_millis(200);
    for _ in 0..5 {
        let response = client.get(ACCOUNTS).send().await?;
        if response.status() != StatusCode::TOO_MANY_REQUESTS {
            return Ok(response);
        }
        tokio::time::sleep(wait).await;
        wait *= 2;
    }
    client.get(ACCOUNTS).send().await
}

#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn backing_off<F>(call: impl Fn() -> F) -> Result<Response, Error>
where
    F: Future<Output = Result<Response, Error>>,
{
    let mut attempt = 0;
    loop {
        let result = call().await;
        let throttled = result.as_ref().is_ok_and(|response| response.status().as_u16() == 429);
        if !throttled || attempt == 5 {
            return result;
        }
        attempt += 1;
        tokio::time::sleep(Duration::from_millis(100 << attempt)).await;
    }
}

#[ringfence::enforce]
async fn wrapper_in_another_function(client: &Client) -> Result<Response, Error> {
    backing_off(|| client.get(ACCOUNTS).send()).await
}

#[ringfence::enforce]
async fn called_inside_a_wrapper_alone(client: &Client) -> Result<Response, Error> {
    client.get(ACCOUNTS).send().await
}

async fn caller(client: &Client) -> Result<Response, Error> {
    backing_off(|| called_inside_a_wrapper_alone(client)).await
}

#[ringfence::enforce]
async fn client_that_retries() -> Result<Response, Error> {
    let policy = reqwest::retry::for_host("api.twilio.com");
    let client = Client::builder().retry(policy).build()?;
    client.get(ACCOUNTS).send().await
}

#[ringfence::enforce]
fn not_sent(client: &Client) -> reqwest::RequestBuilder {
    client.get(ACCOUNTS)
}

#[ringfence::enforce]
async fn permitted(client: &Client) -> Result<Response, Error> {
    #[ringfence::permit(unretried_call, reason = "a health check: the next one comes in a second")]
    let response = client.get(ACCOUNTS).send().await;
    response
}

fn main() {
    let client = Client::new();
    drop((somebody_elses_host(&client), page(&client), look_alike(&client), unknown_host(&client, "")));
    drop((loop_that_backs_off(&client), wrapper_in_another_function(&client), caller(&client)));
    drop((client_that_retries(), not_sent(&client), permitted(&client)));
}
