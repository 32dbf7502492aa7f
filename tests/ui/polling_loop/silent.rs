//! Loops that try again, go through pages or through different things, and what is rare enough.

use std::time::Duration;

const CALL: &str = "https://api.twilio.com/2010-04-01/Accounts/AC/Calls/CA.json";
const HOST: &str = "https://api.twilio.com";

fn message(sid: &str) -> String {
    format!("{HOST}/2010-04-01/Accounts/AC/Messages/{sid}.json")
}

#[ringfence::enforce]
#[ringfence::permit(unretried_call, fixed_delay_retry, reason = "how often it asks is the subject here")]
mod cases {
    use super::{CALL, Duration, HOST, message};
    use reqwest::{Client, Error, Response, StatusCode};
    use tokio::time::{interval, sleep};

    pub async fn again_after_an_error(client: &Client) -> Result<Response, Error> {
        let mut attempts = 0;
        loop {
            match client.get(CALL).send().await {
                Ok(response) => return Ok(response),
                Err(error) if attempts == 5 => return Err(error),
                Err(_) => attempts += 1,
            }
            sleep(Duration::from_millis(100 << attempts)).await;
        }
    }

    pub async fn again_after_a_429(client: &Client) -> Result<Response, Error> {
        let mut wait = Duration::from_millis(200);
        loop {
            let response = client.get(CALL).send().await?;
            if response.status() != StatusCode::TOO_MANY_REQUESTS {
                return Ok(response);
            }
            sleep(wait).await;
            wait *= 2;
        }
    }

    pub async fn again_while_throttled(client: &Client) -> Result<Response, Error> {
        let mut response = client.get(CALL).send().await?;
        while response.status() == StatusCode::TOO_MANY_REQUESTS {
            sleep(Duration::from_secs(1)).await;
            response = client.get(CALL).send().await?;
        }
        Ok(response)
    }

    pub async fn again_unless_it_went_well(client: &Client) -> Option<Response> {
        for attempt in 0..5 {
            if let Ok(response) = client.get(CALL).send().await {
                return Some(response);
            }
            sleep(Duration::from_millis(100 << attempt)).await;
        }
        None
    }

    pub async fn again_while_it_fails(client: &Client) -> Result<(), Error> {
        let mut wait = Duration::from_millis(200);
        while let Err(error) = client.get(CALL).send().await {
            eprintln!("{error}");
            sleep(wait).await;
            wait *= 2;
        }
        Ok(())
    }

    pub async fn again_and_keeping_the_last_error(client: &Client) -> Result<Response, Option<Error>> {
        let mut last = None;
        for attempt in 0..5 {
            let result = client.get(CALL).send().await;
            match result {
                Ok(response) => return Ok(response),
                Err(error) => last = Some(error),
            }
            sleep(Duration::from_millis(100 << attempt)).await;
        }
        Err(last)
    }

    pub async fn again_unless_it_is_ok(client: &Client) -> Result<Response, Error> {
        loop {
            let result = client.get(CALL).send().await;
            if result.is_ok() {
                return result;
            }
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn again_where_the_server_is_away(client: &Client) -> Result<Response, Error> {
        for attempt in 0..5 {
            let response = client.get(CALL).send().await?;
            if !response.status().is_server_error() {
                return Ok(response);
            }
            sleep(Duration::from_millis(100 << attempt)).await;
        }
        client.get(CALL).send().await
    }

    async fn once(client: &Client) -> Result<Response, Error> {
        client.get(CALL).send().await
    }

    pub async fn again_by_a_helper(client: &Client) -> Option<Response> {
        let mut attempt = 0;
        let response = loop {
            match once(client).await {
                Ok(response) if response.status().is_success() => break response,
                Ok(_) | Err(_) if attempt > 4 => return None,
                Ok(_) | Err(_) => attempt += 1,
            }
            sleep(Duration::from_millis(100 << attempt)).await;
        };
        Some(response)
    }

    fn next_page(text: &str) -> Option<String> {
        text.split_once("next_page_uri").map(|(_, rest)| rest.to_owned())
    }

    pub async fn page_after_page(client: &Client) -> Result<usize, Error> {
        let mut uri = Some("/2010-04-01/Accounts/AC/Messages.json".to_owned());
        let mut bytes = 0;
        while let Some(path) = uri {
            let text = client.get(format!("{HOST}{path}")).send().await?.text().await?;
            bytes += text.len();
            uri = next_page(&text);
            sleep(Duration::from_millis(200)).await;
        }
        Ok(bytes)
    }

    pub async fn page_by_number(client: &Client) -> Result<(), Error> {
        let mut page = 0;
        loop {
            let url = format!("{HOST}/2010-04-01/Accounts/AC/Calls.json?Page={page}");
            if client.get(url).send().await?.text().await?.is_empty() {
                return Ok(());
            }
            page += 1;
            sleep(Duration::from_millis(200)).await;
        }
    }

    pub async fn one_after_the_other(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            println!("{}", client.get(message(sid)).send().await?.text().await?);
            sleep(Duration::from_millis(200)).await;
        }
        Ok(())
    }

    pub async fn the_same_beside_each(client: &Client, sids: &[String]) -> Result<(), Error> {
        for sid in sids {
            let service = client.get(CALL).send().await?.text().await?;
            println!("{sid}: {service}");
            sleep(Duration::from_millis(200)).await;
        }
        Ok(())
    }

    pub async fn as_rare_as_it_is_told(client: &Client) -> Result<(), Error> {
        every(client, Duration::from_secs(2 * 60 * 60)).await
    }

    async fn every(client: &Client, period: Duration) -> Result<(), Error> {
        loop {
            println!("{}", client.get(CALL).send().await?.text().await?);
            sleep(period).await;
        }
    }

    pub async fn what_comes_in(client: &Client, sids: std::sync::mpsc::Receiver<String>) -> Result<(), Error> {
        while let Ok(sid) = sids.recv() {
            sleep(Duration::from_secs(1)).await;
            println!("{}", client.get(message(&sid)).send().await?.text().await?);
        }
        Ok(())
    }

    pub async fn what_is_left(client: &Client, mut open: Vec<String>) -> Result<(), Error> {
        while let Some(sid) = open.pop() {
            println!("{}", client.get(message(&sid)).send().await?.text().await?);
            sleep(Duration::from_secs(1)).await;
        }
        Ok(())
    }

    pub async fn once_after_a_while(client: &Client, sid: &str) -> Result<String, Error> {
        sleep(Duration::from_secs(30)).await;
        client.get(message(sid)).send().await?.text().await
    }

    pub async fn once_where_nothing_came(client: &Client, is_told: impl AsyncFn() -> bool) -> Result<Option<String>, Error> {
        for _ in 0..10 {
            if is_told().await {
                return Ok(None);
            }
            sleep(Duration::from_secs(1)).await;
        }
        Ok(Some(client.get(CALL).send().await?.text().await?))
    }

    pub async fn each_hour(client: &Client) -> Result<(), Error> {
        let mut ticks = interval(Duration::from_secs(60 * 60));
        loop {
            ticks.tick().await;
            println!("{}", client.get(CALL).send().await?.text().await?);
        }
    }

    pub async fn each_day(client: &Client) -> Result<(), Error> {
        loop {
            println!("{}", client.get(CALL).send().await?.text().await?);
            sleep(super::DAY).await;
        }
    }

    pub async fn sends_again_and_again(client: &Client) -> Result<(), Error> {
        for _ in 0..3 {
            client.post("https://api.twilio.com/2010-04-01/Accounts/AC/Messages.json").send().await?;
            sleep(Duration::from_secs(1)).await;
        }
        Ok(())
    }

    pub async fn ends_a_call(client: &Client) -> Result<(), Error> {
        while !client.post(CALL).body("Status=completed").send().await?.status().is_success() {
            sleep(Duration::from_secs(1)).await;
        }
        Ok(())
    }

    pub async fn another_host(client: &Client) -> Result<(), Error> {
        while client.get("https://api.example.com/Calls/CA.json").send().await?.text().await?.is_empty() {
            sleep(Duration::from_secs(1)).await;
        }
        Ok(())
    }

    pub async fn our_own_server(client: &Client, url: &str) -> Result<(), Error> {
        loop {
            println!("{}", client.get(url).send().await?.text().await?);
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn permitted(client: &Client) -> Result<(), Error> {
        loop {
            #[ringfence::permit(polling_loop, reason = "shown at the wall of the office, twice a day")]
            let text = client.get(CALL).send().await?.text().await?;
            println!("{text}");
            sleep(Duration::from_secs(1)).await;
        }
    }
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn main() {
    let client = reqwest::Client::new();
    drop((cases::again_after_an_error(&client), cases::again_after_a_429(&client), cases::again_while_throttled(&client)));
    drop((cases::again_unless_it_went_well(&client), cases::page_after_page(&client), cases::page_by_number(&client)));
    let (_, sids) = std::sync::mpsc::channel();
    drop((cases::one_after_the_other(&client, &[]), cases::what_comes_in(&client, sids), cases::what_is_left(&client, Vec::new())));
    drop((cases::once_after_a_while(&client, ""), cases::once_where_nothing_came(&client, async || true)));
    drop((cases::each_hour(&client), cases::each_day(&client), cases::sends_again_and_again(&client)));
    drop((cases::ends_a_call(&client), cases::another_host(&client), cases::our_own_server(&client, "")));
    drop((cases::again_while_it_fails(&client), cases::again_and_keeping_the_last_error(&client)));
    drop((cases::again_unless_it_is_ok(&client), cases::again_where_the_server_is_away(&client)));
    drop(cases::again_by_a_helper(&client));
    drop((cases::permitted(&client), cases::the_same_beside_each(&client, &[]), cases::as_rare_as_it_is_told(&client)));
}
