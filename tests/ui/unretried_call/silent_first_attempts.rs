//! What is sent before a loop that backs off, and asked about in it, is the loop's first attempt.

#[ringfence::enforce]
mod calls {
    use reqwest::{Client, Error, Response, StatusCode};
    use std::time::{Duration, SystemTime, UNIX_EPOCH};
    use tokio::time::sleep;

    const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";
    const MESSAGES: &str = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json";

    /// A part of something, by chance.
    fn random() -> f64 {
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map(|time| time.subsec_nanos()).unwrap_or(0);
        f64::from(nanos % 1_000) / 1_000.0
    }

    async fn asked(client: &Client) -> Result<Response, Error> {
        client.get(ACCOUNTS).send().await
    }

    pub async fn first_by_a_helper(client: &Client) -> Result<Response, Error> {
        let mut pause = Duration::from_millis(200);
        let mut response = asked(client).await?;
        while response.status() == 429 {
            sleep(pause.mul_f64(random())).await;
            pause *= 2;
            response = asked(client).await?;
        }
        Ok(response)
    }

    pub async fn first_of_a_create(client: &Client) -> Result<Response, Error> {
        let mut pause = Duration::from_millis(200);
        let mut response = client.post(MESSAGES).body("Body=Hi").send().await?;
        while response.status() == StatusCode::TOO_MANY_REQUESTS {
            sleep(pause.mul_f64(random())).await;
            pause *= 2;
            response = client.post(MESSAGES).body("Body=Hi").send().await?;
        }
        Ok(response)
    }

    pub async fn first_of_so_many(client: &Client) -> Result<Response, Error> {
        let mut response = client.get(ACCOUNTS).send().await?;
        for attempt in 0..5 {
            if response.status() != 429 {
                break;
            }
            sleep(Duration::from_millis(100 << attempt).mul_f64(random())).await;
            response = client.get(ACCOUNTS).send().await?;
        }
        Ok(response)
    }

    pub async fn first_of_a_result(client: &Client) -> Result<Response, Error> {
        let mut attempt = 0;
        let mut outcome = client.get(ACCOUNTS).send().await;
        loop {
            let throttled = matches!(&outcome, Ok(response) if response.status() == 429);
            if !throttled || attempt == 5 {
                return outcome;
            }
            sleep(Duration::from_millis(100 << attempt).mul_f64(random())).await;
            attempt += 1;
            outcome = client.get(ACCOUNTS).send().await;
        }
    }
}

fn main() {}
