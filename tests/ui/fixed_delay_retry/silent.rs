//! Pauses that grow and differ, pauses that Twilio asks for, and pauses that are between no attempts.

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "how it waits is the subject here")]
mod calls {
    use reqwest::{Client, Error, Response, StatusCode};
    use std::time::{Duration, SystemTime, UNIX_EPOCH};
    use tokio::time::sleep;

    const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

    /// A part of something, by chance.
    fn random() -> f64 {
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map(|time| time.subsec_nanos()).unwrap_or(0);
        f64::from(nanos % 1_000) / 1_000.0
    }

    pub async fn grows_and_differs(client: &Client) {
        let mut pause = Duration::from_millis(200);
        while client.get(ACCOUNTS).send().await.is_err() {
            sleep(pause.mul_f64(random())).await;
            pause *= 2;
        }
    }

    pub async fn grows_by_its_number_and_differs(client: &Client) {
        for attempt in 0..5 {
            if client.get(ACCOUNTS).send().await.is_ok() {
                return;
            }
            sleep(Duration::from_millis(100 << attempt).mul_f64(random())).await;
        }
    }

    pub struct Backoff {
        pub pause: Duration,
    }

    impl Backoff {
        pub async fn insist(&mut self, client: &Client) {
            while client.get(ACCOUNTS).send().await.is_err() {
                sleep(self.next()).await;
            }
        }

        fn next(&mut self) -> Duration {
            self.pause *= 2;
            self.pause.mul_f64(random())
        }
    }

    pub async fn as_the_header_says(client: &Client) -> Result<Response, Error> {
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

    pub async fn no_retry(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            client.get(format!("https://api.twilio.com/2010-04-01/Accounts/{sid}.json")).send().await?;
            sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }

    pub async fn other_things_after_an_error(client: &Client, sids: &[String]) {
        for sid in sids {
            if client.get(format!("https://api.twilio.com/2010-04-01/Accounts/{sid}.json")).send().await.is_err() {
                sleep(Duration::from_millis(100)).await;
            }
        }
    }

    pub async fn gives_up_after_a_pause(client: &Client) -> Result<(), Error> {
        for _ in 0..3 {
            if let Err(error) = client.get(ACCOUNTS).send().await {
                sleep(Duration::from_secs(1)).await;
                return Err(error);
            }
        }
        Ok(())
    }

    pub async fn somebody_elses_call(client: &Client) {
        while client.get("https://api.example.com").send().await.is_err() {
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn permitted(client: &Client) {
        while client.get(ACCOUNTS).send().await.is_err() {
            #[ringfence::permit(fixed_delay_retry, reason = "one process alone asks, once a night")]
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub struct Queue;

    impl Queue {
        async fn next(&mut self) -> Result<String, std::io::Error> {
            std::fs::read_to_string("/var/spool/next")
        }
    }

    pub async fn after_somebody_elses_failure(client: &Client, queue: &mut Queue) -> Result<(), Error> {
        loop {
            let Ok(job) = queue.next().await else {
                sleep(Duration::from_secs(1)).await;
                continue;
            };
            println!("{job}");
            drop(client.get(ACCOUNTS).send().await?);
        }
    }

    pub async fn after_a_failure_to_read(client: &Client) -> Result<(), Error> {
        loop {
            match std::fs::read_to_string("/var/spool/next") {
                Ok(_) => drop(client.get(ACCOUNTS).send().await?),
                Err(_) => sleep(Duration::from_secs(1)).await,
            }
        }
    }

    pub async fn after_a_named_failure_of_another(client: &Client) -> Result<(), Error> {
        loop {
            let pinged = client.get("https://example.com/health").send().await.map(drop);
            if pinged.is_err() {
                sleep(Duration::from_secs(1)).await;
                continue;
            }
            drop(client.get(ACCOUNTS).send().await?);
        }
    }

    pub async fn pause_before_giving_up(client: &Client) -> Result<Response, Error> {
        let mut attempt = 0;
        loop {
            match client.get(ACCOUNTS).send().await {
                Err(error) if attempt == 5 => {
                    sleep(Duration::from_secs(1)).await;
                    return Err(error);
                }
                Err(_) => sleep(Duration::from_millis(100 << attempt).mul_f64(random())).await,
                fine => return fine,
            }
            attempt += 1;
        }
    }
}

fn main() {}
