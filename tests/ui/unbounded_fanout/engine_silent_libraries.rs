//! Bounds of crates that the cases are not built against.

use futures::future::{join, join_all};
use futures::stream::{self, FuturesUnordered};
use futures::{StreamExt, TryStreamExt};
use reqwest::{Client, Error};
use std::sync::Arc;

ringfence::include_api!();

async fn generated(client: &ringfence::Client, sids: &[String]) {
    join_all(sids.iter().map(|sid| self::twilio::api_v2010::fetch_message(sid).send(client))).await;
}

async fn generated_without_a_limit(client: &ringfence::Client, sids: Vec<String>) {
    stream::iter(sids)
        .for_each_concurrent(None, |sid| async move {
            drop(self::twilio::api_v2010::fetch_message(sid).send(client).await);
        })
        .await;
}

#[ringfence::permit(unretried_call, reason = "how many run at once is the subject here")]
mod calls {
    use super::*;

    const LOOKUPS: &str = "https://lookups.twilio.com/v2/PhoneNumbers";
    const AT_ONCE: usize = 10;

    pub async fn so_many(client: &Client, numbers: Vec<String>) {
        stream::iter(numbers)
            .map(|to| client.get(format!("{LOOKUPS}/{to}")).send())
            .buffer_unordered(10)
            .collect::<Vec<_>>()
            .await;
    }

    pub async fn so_many_by_a_const(client: &Client, numbers: Vec<String>) {
        let work = stream::iter(numbers).map(|to| client.get(format!("{LOOKUPS}/{to}")).send());
        work.buffered(AT_ONCE).collect::<Vec<_>>().await;
    }

    pub async fn so_many_as_told(client: &Client, numbers: Vec<String>, at_once: usize) {
        let work = stream::iter(numbers).map(|to| client.get(format!("{LOOKUPS}/{to}")).send());
        work.buffer_unordered(at_once).collect::<Vec<_>>().await;
    }

    pub async fn the_smaller_one(client: &Client, numbers: Vec<String>) {
        let at_once = numbers.len().min(10);
        let work = stream::iter(numbers).map(|to| client.get(format!("{LOOKUPS}/{to}")).send());
        work.buffer_unordered(at_once).collect::<Vec<_>>().await;
    }

    pub async fn the_smaller_of_two(client: &Client, numbers: Vec<String>) {
        let at_once = std::cmp::min(numbers.len(), 10);
        let work = stream::iter(numbers).map(|to| client.get(format!("{LOOKUPS}/{to}")).send());
        work.buffer_unordered(at_once).collect::<Vec<_>>().await;
    }

    pub async fn with_a_limit(client: &Client, numbers: Vec<String>) {
        stream::iter(numbers)
            .for_each_concurrent(10, |to| async move {
                drop(client.get(format!("{LOOKUPS}/{to}")).send().await);
            })
            .await;
    }

    pub async fn with_some_limit(client: &Client, numbers: Vec<String>) -> Result<(), Error> {
        stream::iter(numbers.into_iter().map(Ok))
            .try_for_each_concurrent(Some(10), |to| async move {
                client.get(format!("{LOOKUPS}/{to}")).send().await.map(drop)
            })
            .await
    }

    pub async fn joined_in_chunks(client: &Client, numbers: &[String]) {
        for chunk in numbers.chunks(10) {
            join_all(chunk.iter().map(|to| client.get(format!("{LOOKUPS}/{to}")).send())).await;
        }
    }

    pub async fn joined_array(client: &Client) {
        let numbers = ["+15558675310", "+15558675311"];
        join_all(numbers.iter().map(|to| client.get(format!("{LOOKUPS}/{to}")).send())).await;
    }

    pub async fn joined_array_of_work(client: &Client, one: &str, other: &str) {
        join_all([
            client.get(format!("{LOOKUPS}/{one}")).send(),
            client.get(format!("{LOOKUPS}/{other}")).send(),
        ])
        .await;
    }

    pub async fn two(client: &Client, one: &str, other: &str) {
        let one = client.get(format!("{LOOKUPS}/{one}")).send();
        drop(join(one, client.get(format!("{LOOKUPS}/{other}")).send()).await);
    }

    pub async fn joined_first_few(client: &Client, numbers: &[String]) {
        join_all(numbers.iter().take(5).map(|to| client.get(format!("{LOOKUPS}/{to}")).send())).await;
    }

    pub async fn joined_under_a_semaphore(client: &Client, room: &Arc<tokio::sync::Semaphore>, numbers: &[String]) {
        join_all(numbers.iter().map(|to| async move {
            let _permit = room.acquire().await;
            client.get(format!("{LOOKUPS}/{to}")).send().await
        }))
        .await;
    }

    pub async fn joined_under_a_rate(client: &Client, limiter: &governor::DefaultDirectRateLimiter, numbers: &[String]) {
        join_all(numbers.iter().map(|to| async move {
            limiter.until_ready().await;
            client.get(format!("{LOOKUPS}/{to}")).send().await
        }))
        .await;
    }

    pub async fn made_room_for(client: &Client, numbers: &[String]) {
        let mut work = FuturesUnordered::new();
        for to in numbers {
            if work.len() >= AT_ONCE {
                work.next().await;
            }
            work.push(client.get(format!("{LOOKUPS}/{to}")).send());
        }
        work.count().await;
    }

    pub async fn one_by_one(client: &Client, numbers: Vec<String>) {
        stream::iter(numbers)
            .for_each(|to| async move {
                drop(client.get(format!("{LOOKUPS}/{to}")).send().await);
            })
            .await;
    }

    pub async fn one_after_the_other(client: &Client, numbers: Vec<String>) -> Vec<Result<reqwest::Response, Error>> {
        stream::iter(numbers).then(|to| client.get(format!("{LOOKUPS}/{to}")).send()).collect().await
    }

    pub async fn waited_for_and_put_aside(client: &Client, numbers: &[String]) -> Vec<reqwest::Response> {
        let mut answers = Vec::new();
        for to in numbers {
            answers.extend(client.get(format!("{LOOKUPS}/{to}")).send().await);
        }
        answers
    }

    pub async fn joined_elsewhere(client: &Client, numbers: &[String], ids: &[String]) {
        for to in numbers {
            drop(client.get(format!("{LOOKUPS}/{to}")).send().await);
        }
        join_all(ids.iter().map(|id| client.get(format!("https://api.example.com/{id}")).send())).await;
    }

    pub fn one_pool_thread_each(agent: &ureq::Agent, numbers: &[String]) {
        numbers.iter().for_each(|to| drop(agent.get(format!("{LOOKUPS}/{to}")).call()));
    }
}

fn main() {}
