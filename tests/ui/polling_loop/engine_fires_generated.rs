//! Generated functions that ask for the same again and again.

use self::twilio::{api_v2010, api_v2010 as api, api_v2010::fetch_message as look, video_v1};
use futures::StreamExt;
use std::time::Duration;
use tokio::time::sleep;

ringfence::include_api!();

type Outcome = Result<(), ringfence::Error>;

async fn direct(client: &ringfence::Client, sid: &str) -> Outcome {
    loop {
        let message = api_v2010::fetch_message(sid).send(client).await?; //~ polling_loop
        if message.status == Some(api_v2010::MessageEnumStatus::Delivered) {
            return Ok(());
        }
        sleep(Duration::from_secs(1)).await;
    }
}

async fn renamed(client: &ringfence::Client, sid: &str) -> Outcome {
    while look(sid).send(client).await?.date_sent.is_none() { //~ polling_loop
        sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

async fn renamed_module(client: &ringfence::Client, sid: &str) -> Outcome {
    for _ in 0..30 {
        let call = api::fetch_call(sid).send(client).await?; //~ polling_loop
        println!("{call:?}");
        sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

struct Rooms {
    client: ringfence::Client,
    sid: String,
}

impl Rooms {
    async fn is_over(&self) -> Result<bool, ringfence::Error> {
        let room = video_v1::fetch_room(&self.sid);
        let room = room.send(&self.client).await?; //~ polling_loop
        Ok(room.end_time.is_some())
    }

    async fn wait(&self) -> Outcome {
        while !self.is_over().await? {
            rest().await;
        }
        Ok(())
    }
}

async fn rest() {
    sleep(Duration::from_millis(1500)).await;
}

async fn a_page_of_a_list(client: &ringfence::Client, call: &str) -> Outcome {
    loop {
        let page = api_v2010::list_call_recording(call).page(client).await?; //~ polling_loop
        if !page.items.is_empty() {
            return Ok(());
        }
        sleep(Duration::from_secs(1)).await;
    }
}

async fn unfolded(client: &ringfence::Client, sid: &str) {
    let states = futures::stream::unfold((), |()| async move {
        sleep(Duration::from_secs(1)).await;
        let call = api_v2010::fetch_call(sid).send(client).await; //~ polling_loop
        Some((call, ()))
    });
    states.for_each(|call| async move { println!("{call:?}") }).await;
}

async fn interval_stream(client: &ringfence::Client, sid: &str) {
    let ticks = tokio_stream::wrappers::IntervalStream::new(tokio::time::interval(Duration::from_secs(2)));
    ticks
        .for_each(|_| async move {
            let call = api_v2010::fetch_call(sid).send(client).await; //~ polling_loop
            println!("{call:?}");
        })
        .await;
}

async fn interval_stream_by_next(client: &ringfence::Client, sid: &str) -> Outcome {
    let mut ticks = tokio_stream::wrappers::IntervalStream::new(tokio::time::interval(Duration::from_secs(2)));
    while ticks.next().await.is_some() {
        let call = api_v2010::fetch_call(sid).send(client).await?; //~ polling_loop
        println!("{call:?}");
    }
    Ok(())
}

#[async_recursion::async_recursion]
async fn recursion(client: &ringfence::Client, sid: &str, attempt: u32) -> Outcome {
    let call = api_v2010::fetch_call(sid).send(client).await?; //~ polling_loop
    if call.end_time.is_some() || attempt > 100 {
        return Ok(());
    }
    sleep(Duration::from_secs(1)).await;
    recursion(client, sid, attempt + 1).await
}

async fn two_that_call_each_other(client: &ringfence::Client, sid: &str) -> Outcome {
    let call = api_v2010::fetch_call(sid).send(client).await?; //~ polling_loop
    if call.end_time.is_some() {
        return Ok(());
    }
    Box::pin(the_other_that_waits(client, sid)).await
}

async fn the_other_that_waits(client: &ringfence::Client, sid: &str) -> Outcome {
    sleep(Duration::from_secs(1)).await;
    two_that_call_each_other(client, sid).await
}

struct Watch {
    client: ringfence::Client,
    sid: String,
}

/// One of three looks, one decides, one waits.
impl Watch {
    async fn look(&self) -> Outcome {
        let message = api_v2010::fetch_message(&self.sid).send(&self.client).await?; //~ polling_loop
        self.decide(message.date_sent.is_some()).await
    }

    async fn decide(&self, is_sent: bool) -> Outcome {
        if is_sent { Ok(()) } else { self.pause().await }
    }

    async fn pause(&self) -> Outcome {
        sleep(Duration::from_secs(2)).await;
        Box::pin(self.look()).await
    }
}

async fn spawned(client: ringfence::Client, sid: String) {
    tokio::spawn(async move {
        loop {
            let call = api_v2010::fetch_call(&sid).send(&client).await; //~ polling_loop
            println!("{call:?}");
            sleep(Duration::from_secs(1)).await;
        }
    });
}

async fn made_before(client: &ringfence::Client) -> Outcome {
    let to = "+15558675310";
    let content = api_v2010::MessageContent::body("Hi");
    let sender = api_v2010::MessageSender::from_number("+15017122661");
    let made = api_v2010::create_message(to, sender, content).send(client).await?;
    loop {
        let message = api_v2010::fetch_message(made.sid.as_deref().unwrap_or("")).send(client).await?; //~ polling_loop
        println!("{message:?}");
        sleep(Duration::from_secs(1)).await;
    }
}

/// Each room is asked for again, as long as it lasts.
async fn by_callers_of_a_helper(client: &ringfence::Client, sids: &[String]) -> Outcome {
    for sid in sids {
        until(async || Ok(video_v1::fetch_room(sid).send(client).await?.end_time.is_some())).await?; //~ polling_loop
    }
    Ok(())
}

async fn until(is_done: impl AsyncFn() -> Result<bool, ringfence::Error>) -> Outcome {
    while !is_done().await? {
        sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

fn main() {}
