//! Retries whose pauses do not grow, or were not drawn by chance.

use self::twilio::api_v2010::{fetch_balance, fetch_message as look};
use ringfence::{Client, Error};
use std::time::Duration;
use tokio::time::{sleep, sleep as pause_for};

ringfence::include_api!();

mod pauses {
    use std::time::Duration;
    pub const SHORT: Duration = Duration::from_secs(1);
}

#[ringfence::enforce]
async fn direct(client: &Client) {
    while let Err(error) = fetch_balance().send(client).await {
        eprintln!("{error}");
        sleep(Duration::from_secs(1)).await; //~ fixed_delay_retry
    }
}

#[ringfence::enforce]
async fn const_in_another_module(client: &Client) -> Result<(), Error> {
    let mut attempt = 0;
    loop {
        match fetch_balance().send(client).await {
            Ok(_) => return Ok(()),
            Err(error) if attempt == 5 => return Err(error),
            Err(_) => sleep(pauses::SHORT).await, //~ fixed_delay_retry
        }
        attempt += 1;
    }
}

#[ringfence::enforce]
async fn renamed_import(client: &Client, sid: &str) -> Result<(), Error> {
    for _ in 0..5 {
        if look(sid).send(client).await.is_ok() {
            break;
        }
        pause_for(Duration::from_millis(500)).await; //~ fixed_delay_retry
    }
    Ok(())
}

#[ringfence::enforce]
mod two_helpers_away {
    use ringfence::{Client, Error};

    pub async fn insist(client: &Client) -> Result<(), Error> {
        loop {
            match fetch(client).await {
                Ok(()) => return Ok(()),
                Err(error) => wait(&error).await, //~ fixed_delay_retry
            }
        }
    }

    async fn fetch(client: &Client) -> Result<(), Error> {
        ask(client).await
    }

    async fn ask(client: &Client) -> Result<(), Error> {
        super::fetch_balance().send(client).await.map(drop)
    }

    async fn wait(error: &Error) {
        eprintln!("{error}");
        super::sleep(super::Duration::from_secs(2)).await;
    }
}

struct Retrying {
    client: Client,
    pause: Duration,
}

#[ringfence::enforce]
impl Retrying {
    async fn balance(&self) -> Result<(), Error> {
        loop {
            let answer = fetch_balance().send(&self.client).await;
            if answer.is_ok() {
                return Ok(());
            }
            sleep(self.pause).await; //~ fixed_delay_retry
        }
    }
}

#[ringfence::enforce]
async fn builder_over_statements(client: &Client, sid: &str) {
    let request = look(sid);
    let mut answer = request.clone().send(client).await;
    while answer.is_err() {
        let pause = Duration::from_millis(250);
        sleep(pause).await; //~ fixed_delay_retry
        answer = request.clone().send(client).await;
    }
}

#[ringfence::enforce]
async fn in_a_macro_argument(client: &Client) {
    loop {
        let answer = fetch_balance().send(client).await;
        if answer.is_ok() {
            break;
        }
        println!("{:?}", sleep(Duration::from_secs(1)).await); //~ fixed_delay_retry
    }
}

#[ringfence::enforce]
async fn in_an_async_block(client: &Client) {
    let work = async {
        while fetch_balance().send(client).await.is_err() {
            sleep(Duration::from_secs(1)).await; //~ fixed_delay_retry
        }
    };
    work.await;
}

#[ringfence::enforce]
async fn work_in_a_closure(client: &Client) {
    let fetch = || async { fetch_balance().send(client).await };
    while fetch().await.is_err() {
        sleep(Duration::from_secs(1)).await; //~ fixed_delay_retry
    }
}

#[ringfence::enforce]
async fn grows_without_chance(client: &Client) {
    let mut pause = Duration::from_millis(200);
    while fetch_balance().send(client).await.is_err() {
        sleep(pause).await; //~ fixed_delay_retry
        pause *= 2;
    }
}

#[ringfence::enforce]
async fn grows_by_its_number_without_chance(client: &Client) {
    for attempt in 0..5 {
        if fetch_balance().send(client).await.is_ok() {
            return;
        }
        sleep(Duration::from_millis(100 << attempt)).await; //~ fixed_delay_retry
    }
}

#[ringfence::enforce]
async fn drawn_but_the_same_range(client: &Client) {
    while fetch_balance().send(client).await.is_err() {
        sleep(pauses::SHORT.mul_f64(rand::random::<f64>())).await; //~ fixed_delay_retry
    }
}

#[ringfence::enforce]
async fn one_after_throttling(client: &Client) -> Result<(), Error> {
    loop {
        match fetch_balance().send(client).await {
            Err(error) if error.status() == Some(429) => sleep(Duration::from_secs(1)).await, //~ fixed_delay_retry
            Err(error) => return Err(error),
            Ok(_) => return Ok(()),
        }
    }
}

#[ringfence::enforce]
async fn calls_itself(client: &Client, attempts: u32) -> Result<(), Error> {
    match fetch_balance().send(client).await {
        Ok(_) => Ok(()),
        Err(error) if attempts == 0 => Err(error),
        Err(_) => {
            sleep(Duration::from_secs(1)).await; //~ fixed_delay_retry
            Box::pin(calls_itself(client, attempts - 1)).await
        }
    }
}

#[ringfence::enforce]
mod wrapper_of_its_own {
    use ringfence::{Client, Error};

    pub async fn balance(client: &Client) -> Result<(), Error> {
        again(|| async { super::fetch_balance().send(client).await.map(drop) }).await
    }

    async fn again<F: Future<Output = Result<(), Error>>>(call: impl Fn() -> F) -> Result<(), Error> {
        let mut left = 5;
        loop {
            match call().await {
                Err(_) if left > 0 => left -= 1,
                outcome => return outcome,
            }
            super::sleep(super::Duration::from_secs(1)).await; //~ fixed_delay_retry
        }
    }
}

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "how it waits is the subject here")]
mod with_reqwest {
    use super::{Duration, sleep};
    use reqwest::{Client as Http, Error, Response, StatusCode};

    const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

    pub async fn after_429(client: &Http) -> Result<Response, Error> {
        loop {
            let response = client.get(ACCOUNTS).send().await?;
            if response.status() != StatusCode::TOO_MANY_REQUESTS {
                return Ok(response);
            }
            sleep(Duration::from_secs(1)).await; //~ fixed_delay_retry
        }
    }

    pub async fn after_any_status(client: &Http) -> Result<Response, Error> {
        let mut tries = 0;
        loop {
            let response = client.get(ACCOUNTS).send().await?;
            if response.status().is_success() || tries > 3 {
                return Ok(response);
            }
            tries += 1;
            sleep(Duration::from_secs(1)).await; //~ fixed_delay_retry
        }
    }

    pub fn blocking(client: &reqwest::blocking::Client) -> Option<reqwest::blocking::Response> {
        for _ in 0..3 {
            if let Ok(response) = client.get(ACCOUNTS).send() {
                return Some(response);
            }
            std::thread::sleep(Duration::from_secs(1)); //~ fixed_delay_retry
        }
        None
    }
}

fn main() {}
