//! Waits that are no polling: different things in each round, and libraries that repeat failures alone.

use self::twilio::api_v2010::fetch_message;
use backon::{ExponentialBuilder, Retryable};
use ringfence::{Client, Error};
use std::sync::mpsc::Receiver;
use std::time::Duration;

ringfence::include_api!();

async fn what_comes_in(client: &Client, sids: &Receiver<String>) -> Result<(), Error> {
    while let Ok(sid) = sids.recv_timeout(Duration::from_secs(5)) {
        println!("{:?}", fetch_message(&sid).send(client).await?.status);
    }
    Ok(())
}

async fn another_set_in_each_round(client: &Client, batches: &Receiver<Vec<String>>) -> Result<(), Error> {
    while let Ok(batch) = batches.recv() {
        for sid in &batch {
            println!("{:?}", fetch_message(sid).send(client).await?.status);
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

async fn a_set_once(client: &Client, sids: &[String]) -> Result<(), Error> {
    for sid in sids {
        println!("{:?}", fetch_message(sid).send(client).await?.status);
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

async fn by_backon_after_failures(client: &Client, sid: &str) {
    let ask = || async { fetch_message(sid).send(client).await };
    drop(ask.retry(ExponentialBuilder::default()).await);
}

async fn by_backon_with_a_match(client: &Client, sid: &str) {
    let ask = || async {
        match fetch_message(sid).send(client).await {
            Ok(message) => Ok(message),
            Err(error) => {
                eprintln!("{error}");
                Err(error)
            }
        }
    };
    drop(ask.retry(ExponentialBuilder::default()).await);
}

async fn by_backon_with_a_status(client: &reqwest::Client) {
    let ask = || async {
        let url = "https://api.twilio.com/2010-04-01/Accounts/AC/Messages/SM.json";
        let response = client.get(url).send().await.map_err(|error| error.to_string())?;
        if !response.status().is_success() {
            return Err(response.status().to_string());
        }
        Ok(response)
    };
    drop(ask.retry(ExponentialBuilder::default()).await);
}

async fn by_backon_with_a_check_behind(client: &reqwest::Client) {
    let ask = || async {
        let url = "https://api.twilio.com/2010-04-01/Accounts/AC/Messages/SM.json";
        let answer = client.get(url).send().await.map_err(|error| error.to_string());
        answer.and_then(|answer| if answer.status() == 429 { Err("429".to_owned()) } else { Ok(answer) })
    };
    drop(ask.retry(ExponentialBuilder::default()).await);
}

async fn once_with_a_deadline(client: &Client, sid: &str, bell: &tokio::sync::Notify) -> Result<(), Error> {
    if tokio::time::timeout(Duration::from_secs(60), bell.notified()).await.is_err() {
        println!("{:?}", fetch_message(sid).send(client).await?.status);
    }
    Ok(())
}

fn main() {}
