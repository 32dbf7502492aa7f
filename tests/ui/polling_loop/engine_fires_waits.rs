//! Other things that tick and wait, sets that are asked for again and again, and libraries that repeat until a state is reached.

use self::twilio::api_v2010::fetch_message;
use backon::{ExponentialBuilder, Retryable};
use ringfence::{Client, Error};
use std::collections::HashSet;
use std::sync::mpsc::Receiver;
use std::sync::{Condvar, Mutex};
use std::time::Duration;

ringfence::include_api!();

async fn told_to_stop(client: &Client, sid: &str, stop: &Receiver<()>) -> Result<(), Error> {
    while stop.recv_timeout(Duration::from_secs(5)).is_err() {
        println!("{:?}", fetch_message(sid).send(client).await?.status); //~ polling_loop
    }
    Ok(())
}

async fn by_a_ticker_of_crossbeam(client: &Client, sid: &str) -> Result<(), Error> {
    for _ in crossbeam_channel::tick(Duration::from_secs(5)) {
        println!("{:?}", fetch_message(sid).send(client).await?.status); //~ polling_loop
    }
    Ok(())
}

async fn by_a_received_tick(client: &Client, sid: &str) -> Result<(), Error> {
    let ticker = crossbeam_channel::tick(Duration::from_secs(5));
    while ticker.recv().is_ok() {
        println!("{:?}", fetch_message(sid).send(client).await?.status); //~ polling_loop
    }
    Ok(())
}

async fn by_a_condition(client: &Client, sid: &str, lock: &Mutex<bool>, bell: &Condvar) -> Result<(), Error> {
    loop {
        println!("{:?}", fetch_message(sid).send(client).await?.status); //~ polling_loop
        let (stopped, _) = bell.wait_timeout(lock.lock().unwrap(), Duration::from_secs(5)).unwrap();
        if *stopped {
            return Ok(());
        }
    }
}

async fn by_a_notice_with_a_deadline(client: &Client, sid: &str, bell: &tokio::sync::Notify) -> Result<(), Error> {
    loop {
        println!("{:?}", fetch_message(sid).send(client).await?.status); //~ polling_loop
        if tokio::time::timeout(Duration::from_secs(5), bell.notified()).await.is_ok() {
            return Ok(());
        }
    }
}

async fn a_set_in_each_round(client: &Client, mut pending: HashSet<String>) -> Result<(), Error> {
    while !pending.is_empty() {
        let mut done = Vec::new();
        for sid in &pending {
            if fetch_message(sid).send(client).await?.is_final() { //~ polling_loop
                done.push(sid.clone());
            }
        }
        pending.retain(|sid| !done.contains(sid));
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    Ok(())
}

async fn by_backon(client: &Client, sid: &str) {
    let ask = || async {
        let message = fetch_message(sid).send(client).await?; //~ polling_loop
        match message.is_final() {
            true => Ok(message),
            false => Err(NotYet),
        }
    };
    drop(ask.retry(ExponentialBuilder::default()).await);
}

async fn by_backon_and_a_function(client: &Client) {
    let ask = || async { delivered(client).await };
    drop(ask.retry(ExponentialBuilder::default()).await);
}

async fn delivered(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
    let message = fetch_message("SM1").send(client).await?; //~ polling_loop
    if message.status.is_none() {
        return Err("not yet".into());
    }
    Ok(())
}

struct NotYet;

fn main() {}
