//! Calls to Twilio that go one by one, so many at a time, or through the client's own limit.

use self::twilio::api_v2010::fetch_message;
use ringfence::Error;
use std::sync::Arc;

ringfence::include_api!();

#[ringfence::enforce]
async fn generated(client: &ringfence::Client, sids: Vec<String>) {
    for sid in sids {
        let client = client.clone();
        tokio::spawn(async move { fetch_message(sid).send(&client).await });
    }
}

#[ringfence::enforce]
async fn generated_in_a_set(client: &ringfence::Client, sids: Vec<String>) -> Result<(), Error> {
    let mut tasks = tokio::task::JoinSet::new();
    for sid in sids {
        let client = client.clone();
        tasks.spawn(async move { fetch_message(sid).send(&client).await });
    }
    while tasks.join_next().await.is_some() {}
    Ok(())
}

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "how many run at once is the subject here")]
mod calls {
    use super::Arc;
    use reqwest::{Client, Error, Response};
    use tokio::sync::Semaphore;

    const LOOKUPS: &str = "https://lookups.twilio.com/v2/PhoneNumbers";

    pub async fn semaphore_in_what_is_awaited(client: &Client, room: Arc<Semaphore>, numbers: Vec<String>) {
        for to in numbers {
            tokio::spawn(look_up(client.clone(), room.clone(), to));
        }
    }

    async fn look_up(client: Client, room: Arc<Semaphore>, to: String) -> Option<Response> {
        let _permit = room.acquire().await.ok()?;
        client.get(format!("{LOOKUPS}/{to}")).send().await.ok()
    }

    const WORKERS: usize = 4;

    pub fn threads(client: &reqwest::blocking::Client, numbers: &[String]) {
        std::thread::scope(|scope| {
            for worker in 0..WORKERS {
                scope.spawn(move || {
                    for to in numbers.iter().skip(worker).step_by(WORKERS) {
                        drop(client.get(format!("{LOOKUPS}/{to}")).send());
                    }
                });
            }
        });
    }

    pub async fn two_together(client: &Client, one: &str, other: &str) {
        let (one, other) = tokio::join!(
            client.get(format!("{LOOKUPS}/{one}")).send(),
            client.get(format!("{LOOKUPS}/{other}")).send(),
        );
        drop((one, other));
    }

    pub async fn blocking_waited_for(client: &'static reqwest::blocking::Client, numbers: Vec<String>) {
        for to in numbers {
            drop(tokio::task::spawn_blocking(move || client.get(format!("{LOOKUPS}/{to}")).send()).await);
        }
    }
}

fn main() {}
