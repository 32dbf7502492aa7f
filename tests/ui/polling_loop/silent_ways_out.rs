//! Loops that ask once, where they are left.

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "what comes round is the subject here")]
mod cases {
    use reqwest::{Client, Error, Response};
    use std::time::Duration;

    const MESSAGE: &str = "https://api.twilio.com/2010-04-01/Accounts/AC/Messages/SM.json";

    fn ready() -> bool {
        std::env::args().count() > 1
    }

    pub async fn asks_when_ready(client: &Client) -> Result<Response, Error> {
        loop {
            if ready() {
                return client.get(MESSAGE).send().await;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn asks_and_breaks(client: &Client) -> Result<Response, Error> {
        let answer = loop {
            match ready() {
                true => break client.get(MESSAGE).send().await?,
                false => tokio::time::sleep(Duration::from_secs(1)).await,
            }
        };
        Ok(answer)
    }

    pub async fn asks_before_it_panics(client: &Client) -> Result<(), Error> {
        loop {
            if ready() {
                let answer = client.get(MESSAGE).send().await?;
                panic!("{}", answer.status());
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn asks_in_an_inner_loop(client: &Client) -> Result<Response, Error> {
        loop {
            if ready() {
                for attempt in 0..3 {
                    if attempt == 2 {
                        break;
                    }
                }
                return client.get(MESSAGE).send().await;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = reqwest::Client::new();
    drop(cases::asks_when_ready(&client));
    drop(cases::asks_and_breaks(&client));
    drop(cases::asks_before_it_panics(&client));
    drop(cases::asks_in_an_inner_loop(&client));
}
