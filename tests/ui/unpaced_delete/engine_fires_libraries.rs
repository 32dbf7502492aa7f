//! Deletes that crates run which the cases are not built against.

use self::twilio::api_v2010::delete_message;
use futures::StreamExt;
use futures::future::{join_all, try_join_all};
use futures::stream::{self, FuturesUnordered};
use rayon::prelude::*;
use ringfence::Client;
use std::sync::Arc;

ringfence::include_api!();

async fn all_at_once(client: &Client, sids: &[String]) {
    join_all(sids.iter().map(|sid| delete_message(sid).send(client))).await; //~ unpaced_delete
}

async fn all_or_none(client: &Client, sids: &[String]) -> Result<(), ringfence::Error> {
    let deletes = sids.iter().map(|sid| async move { delete_message(sid).send(client).await }); //~ unpaced_delete
    try_join_all(deletes).await?;
    Ok(())
}

async fn pushed_and_joined(client: &Client, sids: &[String]) {
    let mut work = Vec::new();
    for sid in sids {
        work.push(delete_message(sid).send(client)); //~ unpaced_delete
    }
    join_all(work).await;
}

async fn so_many_at_a_time(client: &Client, sids: Vec<String>) {
    stream::iter(sids)
        .map(|sid| async move { delete_message(sid).send(client).await }) //~ unpaced_delete
        .buffer_unordered(8)
        .collect::<Vec<_>>()
        .await;
}

async fn concurrently(client: &Client, sids: Vec<String>) {
    stream::iter(sids)
        .for_each_concurrent(4, |sid| async move {
            drop(delete_message(sid).send(client).await); //~ unpaced_delete
        })
        .await;
}

async fn one_by_one(client: &Client, sids: Vec<String>) {
    stream::iter(sids)
        .for_each(|sid| async move {
            drop(delete_message(sid).send(client).await); //~ unpaced_delete
        })
        .await;
}

async fn unordered(client: &Client, sids: &[String]) {
    let mut work = sids.iter().map(|sid| delete_message(sid).send(client)).collect::<FuturesUnordered<_>>(); //~ unpaced_delete
    while work.next().await.is_some() {}
}

async fn under_a_semaphore(client: &Client, sids: Vec<String>) -> Result<(), Box<dyn std::error::Error>> {
    let room = Arc::new(tokio::sync::Semaphore::new(4));
    for sid in sids {
        let permit = room.acquire().await?;
        delete_message(sid).send(client).await?; //~ unpaced_delete
        drop(permit);
    }
    Ok(())
}

fn on_all_threads(client: &ureq::Agent, sids: &[String]) {
    sids.par_iter().for_each(|sid| {
        let url = format!("https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/{sid}");
        drop(client.delete(&url).call()); //~ unpaced_delete,unretried_call,unbounded_fanout
    });
}

fn with_ureq(sids: &[String]) {
    for sid in sids {
        let url = format!("https://conversations.twilio.com/v1/Conversations/{sid}");
        drop(ureq::delete(&url).call()); //~ unpaced_delete,unretried_call
    }
}

async fn with_hyper(client: &Hyper, sids: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    for sid in sids {
        let url = format!("https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/{sid}.json");
        let request = hyper::Request::builder().method("DELETE").uri(url).body(String::new())?;
        client.request(request).await?; //~ unpaced_delete,unretried_call
    }
    Ok(())
}

async fn with_openapi(configuration: &twilio_openapi::apis::configuration::Configuration, sids: &[String]) {
    for sid in sids {
        drop(twilio_openapi::apis::default_api::delete_message(configuration, "AC1", sid).await); //~ unpaced_delete,unretried_call
    }
}

async fn pages(client: &Client) {
    let mut messages = self::twilio::api_v2010::list_message().items(client);
    while let Some(Ok(message)) = messages.next().await {
        drop(delete_message(message.sid.unwrap_or_default()).send(client).await); //~ unpaced_delete
    }
}

async fn calls_itself(client: &Client, mut sids: Vec<String>) {
    if let Some(sid) = sids.pop() {
        drop(delete_message(sid).send(client).await); //~ unpaced_delete
        Box::pin(calls_itself(client, sids)).await;
    }
}

type Hyper = hyper_util::client::legacy::Client<hyper_util::client::legacy::connect::HttpConnector, String>;

fn main() {}
