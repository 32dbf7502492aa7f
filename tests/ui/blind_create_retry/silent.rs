//! Creates that are repeated where nothing was done, and calls that may be repeated.

#[ringfence::enforce]
#[ringfence::permit(unretried_call, fixed_delay_retry, reason = "after what it is sent again is the subject here")]
mod calls {
    use reqwest::{Client, Error, Response, StatusCode};
    use std::time::Duration;
    use tokio::time::sleep;

    const MESSAGES: &str = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json";

    pub async fn once(client: &Client) -> Result<Response, Error> {
        client.post(MESSAGES).body("Body=Hi").send().await
    }

    pub async fn after_429(client: &Client) -> Result<Response, Error> {
        loop {
            let response = client.post(MESSAGES).body("Body=Hi").send().await?;
            if response.status() != StatusCode::TOO_MANY_REQUESTS {
                return Ok(response);
            }
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn after_429_by_a_helper(client: &Client) -> Result<Response, Error> {
        loop {
            match client.post(MESSAGES).body("Body=Hi").send().await {
                Ok(response) if asks_to_wait(&response) => sleep(Duration::from_secs(1)).await,
                outcome => return outcome,
            }
        }
    }

    fn asks_to_wait(response: &Response) -> bool {
        response.status() == 429
    }

    pub async fn where_nothing_was_sent(client: &Client) -> Result<Response, Error> {
        loop {
            match client.post(MESSAGES).body("Body=Hi").send().await {
                Err(error) if error.is_connect() => sleep(Duration::from_secs(1)).await,
                outcome => return outcome,
            }
        }
    }

    pub async fn update(client: &Client) {
        let url = "https://api.twilio.com/2010-04-01/Accounts/AC1/Calls/CA1.json";
        while client.post(url).body("Status=completed").send().await.is_err() {
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn another_host(client: &Client) {
        while client.post("https://api.example.com/messages").body("Body=Hi").send().await.is_err() {
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn delete(client: &Client) {
        let url = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/SM1.json";
        while client.delete(url).send().await.is_err() {
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn one_for_each(client: &Client, bodies: Vec<String>) {
        for body in bodies {
            if let Err(error) = client.post(MESSAGES).body(body).send().await {
                eprintln!("{error}");
            }
        }
    }

    pub async fn breaks_off(client: &Client) {
        for _ in 0..3 {
            if let Err(error) = client.post(MESSAGES).body("Body=Hi").send().await {
                eprintln!("{error}");
                break;
            }
        }
    }

    pub async fn permitted(client: &Client) {
        loop {
            #[ringfence::permit(blind_create_retry, reason = "sent twice it is no harm")]
            let outcome = client.post(MESSAGES).body("Body=Hi").send().await;
            if outcome.is_ok() {
                break;
            }
        }
    }
}

fn main() {}
