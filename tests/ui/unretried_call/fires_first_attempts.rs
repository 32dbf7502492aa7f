//! Calls before a loop that are no attempt of it, and loops that do not back off.

#[ringfence::enforce]
mod calls {
    use reqwest::{Client, Error, Response};
    use std::time::{Duration, SystemTime, UNIX_EPOCH};
    use tokio::time::sleep;

    const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";
    const MESSAGES: &str = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json";

    /// A part of something, by chance.
    fn random() -> f64 {
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map(|time| time.subsec_nanos()).unwrap_or(0);
        f64::from(nanos % 1_000) / 1_000.0
    }

    pub async fn another_one_before(client: &Client) -> Result<Response, Error> {
        let unasked = client.get(ACCOUNTS).send().await?; //~ unretried_call
        drop(unasked);
        let mut pause = Duration::from_millis(200);
        let mut response = client.get(ACCOUNTS).send().await?;
        while response.status() == 429 {
            sleep(pause.mul_f64(random())).await;
            pause *= 2;
            response = client.get(ACCOUNTS).send().await?;
        }
        Ok(response)
    }

    pub async fn not_asked_for_429(client: &Client) -> Result<Response, Error> {
        let mut response = client.get(ACCOUNTS).send().await?; //~ unretried_call
        while response.content_length() == Some(0) {
            sleep(Duration::from_secs(7_200)).await;
            response = client.get(ACCOUNTS).send().await?; //~ unretried_call
        }
        Ok(response)
    }

    pub async fn again_after_anything(client: &Client) -> Result<Response, Error> {
        let mut pause = Duration::from_millis(200);
        let mut outcome = client.post(MESSAGES).body("Body=Hi").send().await; //~ unretried_call
        while outcome.is_err() {
            sleep(pause.mul_f64(random())).await;
            pause *= 2;
            outcome = client.post(MESSAGES).body("Body=Hi").send().await; //~ unretried_call
            //~^ blind_create_retry
        }
        outcome
    }

    pub async fn again_after_server_errors(client: &Client) -> Result<Response, Error> {
        let mut pause = Duration::from_millis(200);
        let mut response = client.post(MESSAGES).body("Body=Hi").send().await?; //~ unretried_call
        for _ in 0..3 {
            if !response.status().is_server_error() {
                break;
            }
            sleep(pause.mul_f64(random())).await;
            pause *= 2;
            response = client.post(MESSAGES).body("Body=Hi").send().await?; //~ unretried_call
            //~^ blind_create_retry
        }
        Ok(response)
    }
}

fn main() {}
