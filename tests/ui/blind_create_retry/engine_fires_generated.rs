//! Creates that are sent again whatever went wrong.

use self::twilio::api_v2010::{MessageContent, MessageSender, create_message, create_queue as open};
use ringfence::{Client, Error};
use std::time::Duration;
use tokio::time::sleep;

ringfence::include_api!();

mod hosts {
    pub const MESSAGES: &str = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json";
}

fn sender() -> MessageSender {
    MessageSender::from_number("+15017122661")
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn direct(client: &Client) {
    while create_message("+15558675310", sender(), MessageContent::body("Hi")).send(client).await.is_err() { //~ blind_create_retry
        sleep(Duration::from_secs(1)).await;
    }
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn renamed_import(client: &Client) -> Result<(), Error> {
    for _ in 0..3 {
        if open("support").send(client).await.is_ok() { //~ blind_create_retry
            return Ok(());
        }
        sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

#[ringfence::enforce]
async fn by_a_match(client: &Client) -> Result<(), Error> {
    let mut attempt = 0;
    loop {
        match open("support").send(client).await { //~ blind_create_retry
            Ok(_) => return Ok(()),
            Err(error) if attempt == 3 => return Err(error),
            Err(error) => eprintln!("{error}"),
        }
        attempt += 1;
    }
}

#[ringfence::enforce]
mod two_helpers_away {
    use ringfence::{Client, Error};

    pub async fn insist(client: &Client) {
        while let Err(error) = support(client).await {
            eprintln!("{error}");
        }
    }

    async fn support(client: &Client) -> Result<(), Error> {
        queue(client, "support").await
    }

    async fn queue(client: &Client, name: &str) -> Result<(), Error> {
        super::open(name).send(client).await.map(drop) //~ blind_create_retry
    }
}

struct Notifier {
    client: Client,
    to: String,
}

#[ringfence::enforce]
impl Notifier {
    async fn notify(&self) -> Result<(), Error> {
        let mut left = 5;
        loop {
            let request = create_message(&self.to, sender(), MessageContent::body("Hi"));
            let request = request.status_callback("https://example.com/status");
            match request.send(&self.client).await { //~ blind_create_retry
                Err(_) if left > 0 => left -= 1,
                outcome => return outcome.map(drop),
            }
        }
    }
}

#[ringfence::enforce]
async fn in_a_macro_argument(client: &Client) {
    loop {
        let outcome = dbg!(open("support").send(client).await); //~ blind_create_retry
        if outcome.is_ok() {
            break;
        }
    }
}

#[ringfence::enforce]
async fn in_an_async_block(client: &Client) {
    loop {
        let work = async { open("support").send(client).await }; //~ blind_create_retry
        match work.await {
            Ok(_) => break,
            Err(error) => eprintln!("{error}"),
        }
    }
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn in_a_closure(client: &Client) {
    let create = || async { open("support").send(client).await }; //~ blind_create_retry
    while create().await.is_err() {
        sleep(Duration::from_secs(1)).await;
    }
}

#[ringfence::enforce]
mod by_a_wrapper {
    use ringfence::{Client, Error};

    pub async fn queue(client: &Client) -> Result<(), Error> {
        again(|| async { super::open("support").send(client).await.map(drop) }).await //~ blind_create_retry
    }

    async fn again<F: Future<Output = Result<(), Error>>>(call: impl Fn() -> F) -> Result<(), Error> {
        let mut left = 5;
        loop {
            match call().await {
                Err(_) if left > 0 => left -= 1,
                outcome => return outcome,
            }
        }
    }
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn calls_itself(client: &Client, attempts: u32) -> Result<(), Error> {
    match open("support").send(client).await { //~ blind_create_retry
        Ok(_) => Ok(()),
        Err(error) if attempts == 0 => Err(error),
        Err(_) => {
            sleep(Duration::from_secs(1)).await;
            Box::pin(calls_itself(client, attempts - 1)).await
        }
    }
}

#[ringfence::enforce]
async fn calls_itself_at_once(client: &Client, attempts: u32) -> Result<(), Error> {
    match open("support").send(client).await { //~ blind_create_retry
        Err(_) if attempts > 0 => Box::pin(calls_itself_at_once(client, attempts - 1)).await,
        outcome => outcome.map(drop),
    }
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn after_a_5xx(client: &Client) -> Result<(), Error> {
    loop {
        match open("support").send(client).await { //~ blind_create_retry
            Err(error) if error.status().is_some_and(|status| status >= 500) => sleep(Duration::from_secs(1)).await,
            outcome => return outcome.map(drop),
        }
    }
}

#[ringfence::enforce]
#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn after_a_429_and_a_503(client: &Client) -> Result<(), Error> {
    loop {
        match open("support").send(client).await { //~ blind_create_retry
            Err(error) if matches!(error.status(), Some(429 | 503)) => sleep(Duration::from_secs(1)).await,
            outcome => return outcome.map(drop),
        }
    }
}

#[ringfence::enforce]
#[ringfence::permit(unretried_call, fixed_delay_retry, reason = "after what it is sent again is the subject here")]
mod with_reqwest {
    use super::{Duration, hosts, sleep};
    use reqwest::{Client as Http, Error, Response};

    const BODY: &[(&str, &str)] = &[("To", "+15558675310"), ("From", "+15017122661"), ("Body", "Hi")];

    pub async fn const_in_another_module(client: &Http) {
        while client.post(hosts::MESSAGES).form(BODY).send().await.is_err() { //~ blind_create_retry
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn builder_over_statements(client: &Http) -> Result<Response, Error> {
        let mut left = 3;
        loop {
            let mut request = client.post(hosts::MESSAGES);
            request = request.form(BODY);
            let outcome = request.send().await; //~ blind_create_retry
            if outcome.is_ok() || left == 0 {
                return outcome;
            }
            left -= 1;
        }
    }

    pub async fn after_a_timeout(client: &Http) -> Result<Response, Error> {
        loop {
            match client.post(hosts::MESSAGES).form(BODY).send().await { //~ blind_create_retry
                Err(error) if error.is_timeout() => sleep(Duration::from_secs(1)).await,
                outcome => return outcome,
            }
        }
    }

    pub async fn after_a_server_error(client: &Http) -> Result<Response, Error> {
        loop {
            let response = client.post(hosts::MESSAGES).form(BODY).send().await?; //~ blind_create_retry
            if !response.status().is_server_error() {
                return Ok(response);
            }
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn after_anything_but_success(client: &Http) -> Result<Response, Error> {
        for _ in 0..3 {
            let response = client.post(hosts::MESSAGES).form(BODY).send().await?; //~ blind_create_retry
            if response.status().is_success() {
                return Ok(response);
            }
        }
        client.post(hosts::MESSAGES).form(BODY).send().await
    }

    pub fn blocking(client: &reqwest::blocking::Client) {
        let url = "https://api.twilio.com/2010-04-01/Accounts/AC1/Calls.json";
        while client.post(url).form(BODY).send().is_err() { //~ blind_create_retry
            std::thread::sleep(Duration::from_secs(1));
        }
    }

    pub async fn with_a_key_that_messages_do_not_know(client: &Http, key: &str) {
        while client.post(hosts::MESSAGES).header("Idempotency-Key", key).form(BODY).send().await.is_err() { //~ blind_create_retry
            sleep(Duration::from_secs(1)).await;
        }
    }
}

fn main() {}
