//! Pauses that grow and differ, pauses that Twilio asks for, and pauses that are between no attempts.

use self::twilio::api_v2010::{fetch_balance, fetch_message};
use ringfence::{Client, Error};
use std::time::Duration;
use tokio::time::sleep;

ringfence::include_api!();

#[ringfence::enforce]
async fn grows_and_differs(client: &Client) {
    let mut pause = Duration::from_millis(200);
    while fetch_balance().send(client).await.is_err() {
        sleep(pause.mul_f64(rand::random::<f64>())).await;
        pause *= 2;
    }
}

#[ringfence::enforce]
async fn grows_by_its_number_and_differs(client: &Client) -> Result<(), Error> {
    for attempt in 0..5 {
        if fetch_balance().send(client).await.is_ok() {
            return Ok(());
        }
        let most = 100u64 << attempt;
        sleep(Duration::from_millis(fastrand::u64(0..most))).await;
    }
    Ok(())
}

#[ringfence::enforce]
async fn up_to_a_cap(client: &Client) {
    let mut most = 200;
    while fetch_balance().send(client).await.is_err() {
        let drawn = rand::random_range(0..most);
        sleep(Duration::from_millis(drawn)).await;
        most = (most * 2).min(10_000);
    }
}

#[ringfence::enforce]
mod length_in_a_helper {
    use ringfence::Client;
    use std::time::Duration;

    pub async fn insist(client: &Client) {
        let mut attempt = 0;
        while super::fetch_balance().send(client).await.is_err() {
            tokio::time::sleep(pause(attempt)).await;
            attempt += 1;
        }
    }

    fn pause(attempt: u32) -> Duration {
        let most = 100 * 2u64.pow(attempt);
        Duration::from_millis(rand::random_range(0..=most))
    }
}

struct Backoff {
    pause: Duration,
}

#[ringfence::enforce]
impl Backoff {
    async fn insist(&mut self, client: &Client) {
        while fetch_balance().send(client).await.is_err() {
            sleep(self.next()).await;
        }
    }

    fn next(&mut self) -> Duration {
        self.pause *= 2;
        self.pause.mul_f64(rand::random())
    }
}

#[ringfence::enforce]
async fn as_long_as_told(client: &Client) -> Result<(), Error> {
    loop {
        match fetch_balance().send(client).await {
            Err(error) if error.status() == Some(429) => {
                sleep(error.retry_after().unwrap_or(Duration::from_secs(1))).await;
            }
            outcome => return outcome.map(drop),
        }
    }
}

#[ringfence::enforce]
async fn no_retry(client: &Client, sids: &[String]) -> Result<(), Error> {
    for sid in sids {
        fetch_message(sid).send(client).await?;
        sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

#[ringfence::enforce]
async fn other_things_after_an_error(client: &Client, sids: &[String]) {
    for sid in sids {
        if let Err(error) = fetch_message(sid).send(client).await {
            eprintln!("{error}");
            sleep(Duration::from_millis(100)).await;
        }
    }
}

#[ringfence::enforce]
async fn gives_up_after_a_pause(client: &Client) -> Result<(), Error> {
    for _ in 0..3 {
        if let Err(error) = fetch_balance().send(client).await {
            sleep(Duration::from_secs(1)).await;
            return Err(error);
        }
    }
    Ok(())
}

#[ringfence::enforce]
async fn pause_before_all(client: &Client) -> Result<(), Error> {
    sleep(Duration::from_secs(1)).await;
    fetch_balance().send(client).await.map(drop)
}

#[ringfence::enforce]
async fn somebody_elses_call(client: &reqwest::Client) {
    while client.get("https://api.example.com").send().await.is_err() {
        sleep(Duration::from_secs(1)).await;
    }
}

#[ringfence::enforce]
async fn waits_for_something_else(client: &Client, path: &std::path::Path) -> Result<(), Error> {
    while std::fs::metadata(path).is_err() {
        sleep(Duration::from_secs(1)).await;
    }
    fetch_balance().send(client).await.map(drop)
}

#[ringfence::retry(attempts = 5, base = "200ms", cap = "10s")]
async fn with_our_attribute(client: &reqwest::Client) -> Result<reqwest::Response, reqwest::Error> {
    client.get("https://api.twilio.com/2010-04-01/Accounts.json").send().await
}

#[ringfence::enforce]
mod with_reqwest {
    use super::{Duration, sleep};
    use reqwest::{Client as Http, Error, Response, StatusCode};

    const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

    pub async fn as_the_header_says(client: &Http) -> Result<Response, Error> {
        loop {
            let response = client.get(ACCOUNTS).send().await?;
            if response.status() != StatusCode::TOO_MANY_REQUESTS {
                return Ok(response);
            }
            let header = response.headers().get("Retry-After").and_then(|value| value.to_str().ok());
            let seconds = header.and_then(|text| text.parse().ok()).unwrap_or(1);
            sleep(Duration::from_secs(seconds)).await;
        }
    }

    pub async fn as_the_named_header_says(client: &Http) -> Result<Response, Error> {
        loop {
            let response = client.get(ACCOUNTS).send().await?;
            if response.status() != StatusCode::TOO_MANY_REQUESTS {
                return Ok(response);
            }
            let header = response.headers().get(reqwest::header::RETRY_AFTER);
            let seconds = header.and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(1);
            sleep(Duration::from_secs(seconds)).await;
        }
    }

    pub async fn grows_and_differs(client: &Http) -> Result<Response, Error> {
        let mut pause = 200;
        loop {
            let response = client.get(ACCOUNTS).send().await?;
            if response.status().as_u16() != 429 {
                return Ok(response);
            }
            sleep(Duration::from_millis(pause + rand::random_range(0..pause))).await;
            pause *= 2;
        }
    }
}

#[ringfence::enforce]
async fn permitted(client: &Client) {
    while fetch_balance().send(client).await.is_err() {
        #[ringfence::permit(fixed_delay_retry, reason = "one process alone asks, once a night")]
        sleep(Duration::from_secs(1)).await;
    }
}

fn main() {}
