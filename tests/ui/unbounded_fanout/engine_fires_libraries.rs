//! What runs calls at once in crates that the cases are not built against.

use futures::future::{join_all, try_join_all};
use futures::stream::{self, FuturesOrdered, FuturesUnordered};
use futures::{StreamExt, TryStreamExt};
use rayon::prelude::*;
use reqwest::{Client, Error, Response};

#[ringfence::permit(unretried_call, reason = "how many run at once is the subject here")]
mod calls {
    use super::*;

    const LOOKUPS: &str = "https://lookups.twilio.com/v2/PhoneNumbers";

    pub async fn joined(client: &Client, numbers: &[String]) {
        join_all(numbers.iter().map(|to| client.get(format!("{LOOKUPS}/{to}")).send())).await; //~ unbounded_fanout
    }

    pub async fn joined_by_its_path(client: &Client, numbers: &[String]) {
        let work = numbers.iter().map(|to| async move {
            let answer = client.get(format!("{LOOKUPS}/{to}")).send().await?; //~ unbounded_fanout
            answer.text().await
        });
        let _: Vec<Result<String, Error>> = futures_util::future::join_all(work).await;
    }

    pub async fn all_or_none(client: &Client, numbers: &[String]) -> Result<Vec<Response>, Error> {
        try_join_all(numbers.iter().map(|to| look_up(client, to))).await
    }

    async fn look_up(client: &Client, to: &str) -> Result<Response, Error> {
        client.get(format!("{LOOKUPS}/{to}")).send().await //~ unbounded_fanout
    }

    pub async fn collected_before(client: &Client, numbers: &[String]) {
        let work: Vec<_> = numbers.iter().map(|to| client.get(format!("{LOOKUPS}/{to}")).send()).collect(); //~ unbounded_fanout
        join_all(work).await;
    }

    pub async fn pushed_before(client: &Client, numbers: &[String]) {
        let mut work = Vec::with_capacity(numbers.len());
        for to in numbers {
            work.push(client.get(format!("{LOOKUPS}/{to}")).send()); //~ unbounded_fanout
        }
        join_all(work).await;
    }

    pub async fn boxed_before(client: &Client, numbers: &[String]) {
        let mut work = Vec::new();
        for to in numbers {
            work.push(Box::pin(client.get(format!("{LOOKUPS}/{to}")).send())); //~ unbounded_fanout
        }
        join_all(work).await;
    }

    pub async fn unordered(client: &Client, numbers: &[String]) {
        let mut work: FuturesUnordered<_> =
            numbers.iter().map(|to| client.get(format!("{LOOKUPS}/{to}")).send()).collect(); //~ unbounded_fanout
        while work.next().await.is_some() {}
    }

    pub async fn unordered_by_turbofish(client: &Client, numbers: &[String]) {
        let work = numbers.iter().map(|to| client.get(format!("{LOOKUPS}/{to}")).send()); //~ unbounded_fanout
        work.collect::<FuturesUnordered<_>>().count().await;
    }

    pub async fn unordered_and_pushed(client: &Client, numbers: &[String]) {
        let work = FuturesUnordered::new();
        for to in numbers {
            work.push(client.get(format!("{LOOKUPS}/{to}")).send()); //~ unbounded_fanout
        }
        work.count().await;
    }

    pub async fn ordered_and_pushed(client: &Client, numbers: &[String]) {
        let mut work = FuturesOrdered::new();
        for to in numbers {
            work.push_back(client.get(format!("{LOOKUPS}/{to}")).send()); //~ unbounded_fanout
        }
        while work.next().await.is_some() {}
    }

    pub async fn without_a_limit(client: &Client, numbers: Vec<String>) {
        stream::iter(numbers)
            .for_each_concurrent(None, |to| async move {
                drop(client.get(format!("{LOOKUPS}/{to}")).send().await); //~ unbounded_fanout
            })
            .await;
    }

    pub async fn without_a_limit_to_the_first_error(client: &Client, numbers: Vec<String>) -> Result<(), Error> {
        stream::iter(numbers.into_iter().map(Ok))
            .try_for_each_concurrent(None, |to| async move {
                client.get(format!("{LOOKUPS}/{to}")).send().await.map(drop) //~ unbounded_fanout
            })
            .await
    }

    pub async fn limit_of_all(client: &Client, numbers: Vec<String>) {
        let count = numbers.len();
        stream::iter(numbers)
            .map(|to| client.get(format!("{LOOKUPS}/{to}")).send()) //~ unbounded_fanout
            .buffer_unordered(count)
            .collect::<Vec<_>>()
            .await;
    }

    pub async fn limit_of_as_many(client: &Client, numbers: &[String]) {
        stream::iter(numbers)
            .map(|to| client.get(format!("{LOOKUPS}/{to}")).send()) //~ unbounded_fanout
            .buffer_unordered(numbers.len())
            .collect::<Vec<_>>()
            .await;
    }

    pub async fn limit_of_the_largest(client: &Client, numbers: &[String]) {
        let work = stream::iter(numbers).map(|to| client.get(format!("{LOOKUPS}/{to}")).send()); //~ unbounded_fanout
        work.buffered(usize::MAX).collect::<Vec<_>>().await;
    }

    pub fn on_all_threads(agent: &ureq::Agent, numbers: &[String]) -> usize {
        let answers = numbers.par_iter().map(|to| agent.get(format!("{LOOKUPS}/{to}")).call()); //~ unbounded_fanout
        answers.filter(|answer| answer.is_ok()).count()
    }

    pub fn into_all_threads(agent: &ureq::Agent, numbers: Vec<String>) {
        numbers.into_par_iter().for_each(|to| {
            drop(agent.get(format!("{LOOKUPS}/{to}")).call()); //~ unbounded_fanout
        });
    }

    pub fn rayons_scope(agent: &ureq::Agent, numbers: &[String]) {
        rayon::scope(|scope| {
            for to in numbers {
                scope.spawn(move |_| drop(agent.get(format!("{LOOKUPS}/{to}")).call())); //~ unbounded_fanout
            }
        });
    }

    pub async fn hyper(client: &Hyper, numbers: &[String]) -> Result<(), hyper::http::Error> {
        let mut work = Vec::new();
        for to in numbers {
            let request = hyper::Request::get(format!("{LOOKUPS}/{to}")).body(String::new())?;
            work.push(client.request(request)); //~ unbounded_fanout
        }
        join_all(work).await;
        Ok(())
    }

    pub async fn another_crate(client: &twilio::Client, messages: Vec<twilio::OutboundMessage<'_>>) {
        join_all(messages.into_iter().map(|message| client.send_message(message))).await; //~ unbounded_fanout
    }

    pub async fn openapi(configuration: &Configuration, sids: &[String]) {
        let fetch = |sid| twilio_openapi::apis::default_api::fetch_message(configuration, "AC1", sid); //~ unbounded_fanout
        join_all(sids.iter().map(fetch)).await;
    }

    pub async fn async_std_tasks(numbers: Vec<String>) {
        for to in numbers {
            async_std::task::spawn(async move { surf::get(format!("{LOOKUPS}/{to}")).await }); //~ unbounded_fanout
        }
    }

    pub async fn deletes(client: &Client, sids: &[String]) {
        let base = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages";
        join_all(sids.iter().map(|sid| client.delete(format!("{base}/{sid}.json")).send())).await; //~ unbounded_fanout,unpaced_delete
    }

    type Hyper = hyper_util::client::legacy::Client<hyper_util::client::legacy::connect::HttpConnector, String>;
    type Configuration = twilio_openapi::apis::configuration::Configuration;
}

fn main() {}
