//! Creates that are repeated where nothing was done, and calls that may be repeated.

use self::twilio::api_v2010::{
    CallEnumUpdateStatus, create_payments, create_queue, delete_message, fetch_balance, list_message, update_call,
    update_message,
};
use ringfence::{Client, Error};
use std::time::Duration;
use tokio::time::sleep;

ringfence::include_api!();

#[ringfence::enforce]
async fn once(client: &Client) -> Result<(), Error> {
    create_queue("support").send(client).await.map(drop)
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn after_429(client: &Client) -> Result<(), Error> {
    loop {
        match create_queue("support").send(client).await {
            Err(error) if error.status() == Some(429) => sleep(Duration::from_secs(1)).await,
            outcome => return outcome.map(drop),
        }
    }
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn after_429_by_a_question(client: &Client) -> Result<(), Error> {
    loop {
        let Err(error) = create_queue("support").send(client).await else { return Ok(()) };
        if error.status() != Some(429) {
            return Err(error);
        }
        sleep(Duration::from_secs(1)).await;
    }
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn after_429_by_a_pattern(client: &Client) -> Result<(), Error> {
    loop {
        match create_queue("support").send(client).await {
            Ok(_) => return Ok(()),
            Err(error) => match error.status() {
                Some(429) => sleep(Duration::from_secs(1)).await,
                _ => return Err(error),
            },
        }
    }
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn after_429_by_a_macro(client: &Client) -> Result<(), Error> {
    loop {
        match create_queue("support").send(client).await {
            Err(error) if matches!(error.status(), Some(429)) => sleep(Duration::from_secs(1)).await,
            outcome => return outcome.map(drop),
        }
    }
}

#[ringfence::enforce]
mod after_429_by_a_helper {
    use ringfence::{Client, Error};

    #[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
    pub async fn queue(client: &Client) -> Result<(), Error> {
        loop {
            match super::create_queue("support").send(client).await {
                Err(error) if asks_to_wait(&error) => super::sleep(super::Duration::from_secs(1)).await,
                outcome => return outcome.map(drop),
            }
        }
    }

    fn asks_to_wait(error: &Error) -> bool {
        error.status() == Some(429)
    }
}

#[ringfence::enforce]
mod by_a_wrapper {
    use ringfence::{Client, Error};

    pub async fn queue(client: &Client) -> Result<(), Error> {
        again(|| async { super::create_queue("support").send(client).await.map(drop) }).await
    }

    #[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
    async fn again<F: Future<Output = Result<(), Error>>>(call: impl Fn() -> F) -> Result<(), Error> {
        loop {
            match call().await {
                Err(error) if error.status() == Some(429) => super::sleep(super::Duration::from_secs(1)).await,
                outcome => return outcome,
            }
        }
    }
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn update(client: &Client, sid: &str) {
    while update_call(sid).status(CallEnumUpdateStatus::Completed).send(client).await.is_err() {
        sleep(Duration::from_secs(1)).await;
    }
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn body_blanked(client: &Client, sid: &str) {
    while update_message(sid).body("").send(client).await.is_err() {
        sleep(Duration::from_secs(1)).await;
    }
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn idempotent(client: &Client, sid: &str) {
    while fetch_balance().send(client).await.is_err() {
        sleep(Duration::from_secs(1)).await;
    }
    while delete_message(sid).send(client).await.is_err() {
        sleep(Duration::from_secs(1)).await;
    }
    while list_message().page(client).await.is_err() {
        sleep(Duration::from_secs(1)).await;
    }
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn with_a_key(client: &Client, call: &str, key: &str) {
    while create_payments(call, key, "https://example.com/status").send(client).await.is_err() {
        sleep(Duration::from_secs(1)).await;
    }
}

#[ringfence::enforce]
async fn one_for_each(client: &Client, names: &[String]) {
    for name in names {
        if let Err(error) = create_queue(name).send(client).await {
            eprintln!("{name}: {error}");
        }
    }
}

#[ringfence::enforce]
async fn as_they_come(client: &Client, mut names: tokio::sync::mpsc::Receiver<String>) {
    while let Some(name) = names.recv().await {
        if create_queue(name).send(client).await.is_err() {
            sleep(Duration::from_secs(1)).await;
        }
    }
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn asks_before_it_repeats(client: &Client) -> Result<(), Error> {
    create_queue("support").send(client).await?;
    while fetch_balance().send(client).await.is_err() {
        sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

#[ringfence::enforce]
async fn gives_up_on_the_first_failure(client: &Client) -> Result<(), Error> {
    for _ in 0..3 {
        create_queue("support").send(client).await?;
    }
    Ok(())
}

#[ringfence::enforce]
async fn breaks_off(client: &Client) {
    loop {
        if let Err(error) = create_queue("support").send(client).await {
            eprintln!("{error}");
            break;
        }
    }
}

#[ringfence::retry(attempts = 5, base = "200ms", cap = "10s")]
async fn with_our_attribute(client: &reqwest::Client) -> Result<reqwest::Response, reqwest::Error> {
    client.post("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json").body("Body=Hi").send().await
}

#[ringfence::enforce]
#[ringfence::permit(unretried_call, fixed_delay_retry, reason = "after what it is sent again is the subject here")]
mod with_reqwest {
    use super::{Duration, sleep};
    use reqwest::{Client as Http, Error, Response, StatusCode};

    const MESSAGES: &str = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json";

    pub async fn after_429(client: &Http) -> Result<Response, Error> {
        loop {
            let response = client.post(MESSAGES).body("Body=Hi").send().await?;
            if response.status() != StatusCode::TOO_MANY_REQUESTS {
                return Ok(response);
            }
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn where_nothing_was_sent(client: &Http) -> Result<Response, Error> {
        loop {
            match client.post(MESSAGES).body("Body=Hi").send().await {
                Err(error) if error.is_connect() => sleep(Duration::from_secs(1)).await,
                outcome => return outcome,
            }
        }
    }

    pub async fn after_429_or_where_nothing_was_sent(client: &Http) -> Result<Response, Error> {
        loop {
            match client.post(MESSAGES).body("Body=Hi").send().await {
                Ok(response) if response.status() == 429 => sleep(Duration::from_secs(1)).await,
                Err(error) if error.is_connect() => sleep(Duration::from_secs(1)).await,
                outcome => return outcome,
            }
        }
    }

    pub async fn update(client: &Http) {
        let url = "https://api.twilio.com/2010-04-01/Accounts/AC1/Calls/CA1.json";
        while client.post(url).body("Status=completed").send().await.is_err() {
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn another_host(client: &Http) {
        while client.post("https://api.example.com/messages").body("Body=Hi").send().await.is_err() {
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn read(client: &Http) {
        while client.get(MESSAGES).send().await.is_err() {
            sleep(Duration::from_secs(1)).await;
        }
    }
}

#[ringfence::enforce]
async fn permitted(client: &Client) {
    loop {
        #[ringfence::permit(blind_create_retry, reason = "two queues of a name are one too many, and no harm")]
        let outcome = create_queue("support").send(client).await;
        if outcome.is_ok() {
            break;
        }
    }
}

fn main() {}
