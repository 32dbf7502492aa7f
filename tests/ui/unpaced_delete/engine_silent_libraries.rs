//! Paces of crates that the cases are not built against.

use self::twilio::api_v2010::delete_message;
use futures::StreamExt;
use futures::future::join_all;
use futures::stream;
use governor::{Quota, RateLimiter};
use ringfence::Client;
use std::num::NonZeroU32;
use std::time::Duration;
use tokio_stream::StreamExt as _;

ringfence::include_api!();

async fn limiter(client: &Client, sids: &[String]) {
    let limiter = RateLimiter::direct(Quota::per_second(NonZeroU32::MIN));
    for sid in sids {
        limiter.until_ready().await;
        drop(delete_message(sid).send(client).await);
    }
}

async fn limiter_in_each(client: &Client, limiter: &Limiter, sids: &[String]) {
    join_all(sids.iter().map(|sid| async move {
        limiter.until_ready().await;
        delete_message(sid).send(client).await
    }))
    .await;
}

async fn limiter_with_jitter(client: &Client, limiter: &Limiter, sids: &[String]) {
    for sid in sids {
        limiter.until_ready_with_jitter(governor::Jitter::up_to(Duration::from_millis(50))).await;
        drop(delete_message(sid).send(client).await);
    }
}

async fn limiter_that_leaks(client: &Client, sids: &[String]) {
    let leaking = leaky_bucket::RateLimiter::builder().max(1).initial(1).build();
    for sid in sids {
        leaking.acquire_one().await;
        drop(delete_message(sid).send(client).await);
    }
}

async fn limiter_for_several(client: &Client, limiter: &Limiter, sids: &[String]) {
    for sid in sids {
        if limiter.until_n_ready(NonZeroU32::MIN).await.is_err() {
            return;
        }
        drop(delete_message(sid).send(client).await);
    }
}

async fn throttled(client: &Client, sids: Vec<String>) {
    tokio_stream::iter(sids)
        .throttle(Duration::from_millis(200))
        .for_each(|sid| async move {
            drop(delete_message(sid).send(client).await);
        })
        .await;
}

async fn throttled_loop(client: &Client, sids: Vec<String>) {
    let sids = tokio_stream::iter(sids).throttle(Duration::from_millis(200));
    tokio::pin!(sids);
    while let Some(sid) = sids.next().await {
        drop(delete_message(sid).send(client).await);
    }
}

async fn ticks_and_sids(client: &Client, sids: Vec<String>) {
    let ticks = tokio_stream::wrappers::IntervalStream::new(tokio::time::interval(Duration::from_millis(200)));
    ticks
        .zip(stream::iter(sids))
        .for_each(|(_, sid)| async move {
            drop(delete_message(sid).send(client).await);
        })
        .await;
}

async fn pause_in_each(client: &Client, sids: Vec<String>) {
    stream::iter(sids)
        .for_each(|sid| async move {
            drop(delete_message(sid).send(client).await);
            tokio::time::sleep(Duration::from_millis(200)).await;
        })
        .await;
}

async fn by_a_service_with_a_rate(sids: &[String]) {
    let service = tower::service_fn(|sid: String| async move {
        reqwest::Client::new()
            .delete(format!("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/{sid}.json"))
            .send()
            .await
    });
    let mut service = tower::ServiceBuilder::new().rate_limit(5, Duration::from_secs(1)).retry(Policy).service(service);
    for sid in sids {
        drop(service.call(sid.clone()).await);
    }
}

async fn joined_alone(client: &Client, sid: &str, other: &str) {
    drop(futures::join!(delete_message(sid).send(client), delete_message(other).send(client)));
}

async fn purged(client: &Client, sids: Vec<String>) -> Result<(), Box<dyn std::error::Error>> {
    let night = ringfence::OffPeak::new(jiff::civil::time(1, 0, 0, 0), jiff::civil::time(5, 0, 0, 0), jiff::tz::TimeZone::UTC);
    ringfence::Purge::new(client, delete_message).window(night).journal("messages.purge").run_all(sids).await?;
    Ok(())
}

async fn purged_by_a_closure(client: &Client, sids: Vec<String>) -> Result<(), ringfence::PurgeError> {
    let purge = ringfence::Purge::new(client, |sid: String| delete_message(sid));
    purge.run(stream::iter(sids).map(Ok)).await?;
    Ok(())
}

type Limiter = governor::DefaultDirectRateLimiter;
struct Policy;

fn main() {}
