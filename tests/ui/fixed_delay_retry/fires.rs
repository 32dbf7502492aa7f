//! Retries whose pauses do not grow, or were not drawn by chance.

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "how it waits is the subject here")]
mod calls {
    use reqwest::{Client, Error, Response, StatusCode};
    use std::time::Duration;
    use tokio::time::{sleep, sleep as pause_for};

    const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

    mod pauses {
        pub const SHORT: std::time::Duration = std::time::Duration::from_secs(1);
    }

    pub async fn direct(client: &Client) {
        while let Err(error) = client.get(ACCOUNTS).send().await {
            eprintln!("{error}");
            sleep(Duration::from_secs(1)).await; //~ fixed_delay_retry
        }
    }

    pub async fn const_in_another_module(client: &Client) -> Result<Response, Error> {
        let mut attempt = 0;
        loop {
            match client.get(ACCOUNTS).send().await {
                Err(_) if attempt < 5 => sleep(pauses::SHORT).await, //~ fixed_delay_retry
                outcome => return outcome,
            }
            attempt += 1;
        }
    }

    pub async fn renamed_import(client: &Client) {
        for _ in 0..5 {
            if client.get(ACCOUNTS).send().await.is_ok() {
                break;
            }
            pause_for(Duration::from_millis(500)).await; //~ fixed_delay_retry
        }
    }

    pub async fn two_helpers_away(client: &Client) -> Result<Response, Error> {
        loop {
            match fetch(client).await {
                Ok(response) => return Ok(response),
                Err(error) => wait(&error).await, //~ fixed_delay_retry
            }
        }
    }

    async fn fetch(client: &Client) -> Result<Response, Error> {
        client.get(ACCOUNTS).send().await
    }

    async fn wait(error: &Error) {
        eprintln!("{error}");
        sleep(Duration::from_secs(2)).await;
    }

    pub struct Retrying {
        pub client: Client,
        pub pause: Duration,
    }

    impl Retrying {
        pub async fn accounts(&self) -> Result<Response, Error> {
            loop {
                let answer = self.client.get(ACCOUNTS).send().await;
                if answer.is_ok() {
                    return answer;
                }
                sleep(self.pause).await; //~ fixed_delay_retry
            }
        }
    }

    pub async fn in_a_macro_argument(client: &Client) {
        while client.get(ACCOUNTS).send().await.is_err() {
            println!("{:?}", sleep(Duration::from_secs(1)).await); //~ fixed_delay_retry
        }
    }

    pub async fn in_an_async_block(client: &Client) {
        let work = async {
            while client.get(ACCOUNTS).send().await.is_err() {
                sleep(Duration::from_secs(1)).await; //~ fixed_delay_retry
            }
        };
        work.await;
    }

    pub async fn work_in_a_closure(client: &Client) {
        let fetch = || async { client.get(ACCOUNTS).send().await };
        while fetch().await.is_err() {
            sleep(Duration::from_secs(1)).await; //~ fixed_delay_retry
        }
    }

    pub async fn grows_without_chance(client: &Client) {
        let mut pause = Duration::from_millis(200);
        while client.get(ACCOUNTS).send().await.is_err() {
            sleep(pause).await; //~ fixed_delay_retry
            pause *= 2;
        }
    }

    pub async fn after_429(client: &Client) -> Result<Response, Error> {
        loop {
            let response = client.get(ACCOUNTS).send().await?;
            if response.status() != StatusCode::TOO_MANY_REQUESTS {
                return Ok(response);
            }
            sleep(Duration::from_secs(1)).await; //~ fixed_delay_retry
        }
    }

    pub async fn first_before_the_loop(client: &Client) -> Result<Response, Error> {
        let mut response = client.get(ACCOUNTS).send().await?;
        while response.status() == StatusCode::TOO_MANY_REQUESTS {
            sleep(Duration::from_secs(1)).await; //~ fixed_delay_retry
            response = client.get(ACCOUNTS).send().await?;
        }
        Ok(response)
    }

    pub async fn first_before_so_many(client: &Client) -> Result<Response, Error> {
        let mut response = client.get(ACCOUNTS).send().await?;
        for _ in 0..3 {
            if response.status() != StatusCode::TOO_MANY_REQUESTS {
                break;
            }
            sleep(Duration::from_secs(1)).await; //~ fixed_delay_retry
            response = client.get(ACCOUNTS).send().await?;
        }
        Ok(response)
    }
}

fn main() {}
