//! Generated functions in loops that do not ask for the same.

use self::twilio::api_v2010;
use futures::{StreamExt, TryStreamExt};
use std::time::Duration;
use tokio::time::sleep;

ringfence::include_api!();

type Outcome = Result<(), ringfence::Error>;

async fn a_list_gone_through(client: &ringfence::Client) -> Outcome {
    let mut items = api_v2010::list_message().items(client);
    while let Some(message) = items.try_next().await? {
        println!("{message:?}");
        sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

async fn pages_gone_through(client: &ringfence::Client) -> Outcome {
    let mut pages = std::pin::pin!(api_v2010::list_call().pages(client));
    while let Some(page) = pages.next().await {
        println!("{}", page?.items.len());
        sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

/// What acts on each element of a list is a job of its own.
async fn cleaned_up(client: &ringfence::Client) -> Outcome {
    loop {
        let page = api_v2010::list_recording().page(client).await?;
        for recording in page.items {
            let Some(sid) = recording.sid else { continue };
            api_v2010::delete_recording(sid).send(client).await?;
            sleep(Duration::from_millis(200)).await;
        }
        sleep(Duration::from_secs(60)).await;
    }
}

async fn different_sids(client: &ringfence::Client, sids: Vec<String>) {
    futures::stream::iter(sids)
        .for_each(|sid| async move {
            println!("{:?}", api_v2010::fetch_message(sid).send(client).await);
            sleep(Duration::from_millis(100)).await;
        })
        .await;
}

async fn of_a_queue(client: &ringfence::Client, mut queue: tokio::sync::mpsc::Receiver<String>) -> Outcome {
    while let Some(sid) = queue.recv().await {
        println!("{:?}", api_v2010::fetch_message(sid).send(client).await?);
        sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

async fn of_a_store(client: &ringfence::Client, store: &Store) -> Outcome {
    loop {
        let sid = store.next_open().await;
        println!("{:?}", api_v2010::fetch_message(sid).send(client).await?);
        sleep(Duration::from_secs(1)).await;
    }
}

struct Store(sqlx::PgPool);

impl Store {
    async fn next_open(&self) -> String {
        sqlx::query_scalar("select sid from messages where is_open limit 1").fetch_one(&self.0).await.unwrap_or_default()
    }
}

async fn recursion_through_a_tree(client: &ringfence::Client, sid: String, names: &[String]) -> Outcome {
    println!("{:?}", api_v2010::fetch_account(sid).send(client).await?);
    sleep(Duration::from_millis(100)).await;
    if let [first, rest @ ..] = names {
        Box::pin(recursion_through_a_tree(client, first.clone(), rest)).await?;
    }
    Ok(())
}

/// Each account is looked at once, whoever calls whom.
async fn tree_of_two(client: &ringfence::Client, sid: String, names: &[String]) -> Outcome {
    println!("{:?}", api_v2010::fetch_account(sid).send(client).await?);
    sleep(Duration::from_millis(100)).await;
    Box::pin(children_of_two(client, names)).await
}

async fn children_of_two(client: &ringfence::Client, names: &[String]) -> Outcome {
    match names {
        [first, rest @ ..] => tree_of_two(client, first.clone(), rest).await,
        [] => Ok(()),
    }
}

async fn one_after_the_other(client: &ringfence::Client, names: &[String]) -> Outcome {
    if names.is_empty() {
        return Ok(());
    }
    println!("{:?}", api_v2010::fetch_account(names[0].clone()).send(client).await?);
    sleep(Duration::from_millis(100)).await;
    Box::pin(one_after_the_other(client, &names[1..])).await
}

async fn head_and_tail(client: &ringfence::Client, names: &[String]) -> Outcome {
    let Some((first, rest)) = names.split_first() else { return Ok(()) };
    println!("{:?}", api_v2010::fetch_account(first.clone()).send(client).await?);
    sleep(Duration::from_millis(100)).await;
    Box::pin(head_and_tail(client, rest)).await
}

#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn recursion_after_an_error(client: &ringfence::Client, sid: &str, attempt: u32) -> Outcome {
    match api_v2010::fetch_message(sid).send(client).await {
        Ok(message) => println!("{message:?}"),
        Err(error) if attempt > 3 => return Err(error),
        Err(_) => {
            sleep(Duration::from_millis(100 << attempt)).await;
            Box::pin(recursion_after_an_error(client, sid, attempt + 1)).await?;
        }
    }
    Ok(())
}

async fn told_by_the_callback(client: &ringfence::Client, statuses: &ringfence::StatusStream, sid: &str) -> Outcome {
    loop {
        let Ok(event) = tokio::time::timeout(Duration::from_secs(60), statuses.next()).await else {
            break;
        };
        println!("{event:?}");
        sleep(Duration::from_millis(10)).await;
    }
    println!("{:?}", api_v2010::fetch_message(sid).send(client).await?);
    Ok(())
}

async fn pages_unfolded(client: &reqwest::Client) {
    let first = Some("https://api.twilio.com/2010-04-01/Accounts/AC/Calls.json".to_owned());
    let pages = futures::stream::unfold(first, |url| async move {
        sleep(Duration::from_millis(100)).await;
        let page = ask(client, url?).await;
        let next = next_of(&page);
        Some((page, next))
    });
    pages.for_each(|page| async move { println!("{page}") }).await;
}

async fn ask(client: &reqwest::Client, url: String) -> String {
    client.get(url).send().await.unwrap().text().await.unwrap()
}

fn next_of(page: &str) -> Option<String> {
    page.split_once("next_page_uri").map(|(_, rest)| rest.to_owned())
}

async fn each_night(client: &ringfence::Client) -> Outcome {
    let mut ticks = tokio::time::interval(Duration::from_hours(24));
    loop {
        ticks.tick().await;
        println!("{:?}", api_v2010::fetch_balance().send(client).await?);
    }
}

async fn each_night_from_a_moment_on(client: &ringfence::Client) -> Outcome {
    let mut nights = tokio::time::interval_at(tokio::time::Instant::now(), Duration::from_hours(24));
    loop {
        nights.tick().await;
        println!("{:?}", api_v2010::fetch_balance().send(client).await?);
    }
}

async fn each_night_until_a_moment(client: &ringfence::Client) -> Outcome {
    loop {
        println!("{:?}", api_v2010::fetch_balance().send(client).await?);
        tokio::time::sleep_until(tokio::time::Instant::now() + Duration::from_hours(24)).await;
    }
}

fn main() {}
