//! Generated fetches of what a generated list has answered already.

use self::twilio::{api_v2010, api_v2010::fetch_call as look};
use futures::{StreamExt, TryStreamExt};

ringfence::include_api!();

type Outcome = Result<(), ringfence::Error>;

async fn direct(client: &ringfence::Client) -> Outcome {
    let page = api_v2010::list_call().page(client).await?;
    for call in page.items {
        let call = api_v2010::fetch_call(call.sid.unwrap_or_default()).send(client).await?; //~ fetch_after_list
        println!("{call:?}");
    }
    Ok(())
}

async fn renamed(client: &ringfence::Client) -> Outcome {
    for call in &api_v2010::list_call().page(client).await?.items {
        let Some(sid) = &call.sid else { continue };
        println!("{:?}", look(sid).send(client).await?); //~ fetch_after_list
    }
    Ok(())
}

async fn streamed(client: &ringfence::Client) -> Outcome {
    let mut calls = api_v2010::list_call().items(client);
    while let Some(call) = calls.try_next().await? {
        let sid = call.sid.as_deref().unwrap_or_default();
        let whole = api_v2010::fetch_call(sid).send(client).await?; //~ fetch_after_list
        println!("{whole:?}");
    }
    Ok(())
}

async fn streamed_to_a_closure(client: &ringfence::Client) -> Outcome {
    let calls = api_v2010::list_message().items(client);
    calls
        .try_for_each(|message| async move {
            let sid = message.sid.unwrap_or_default();
            println!("{:?}", api_v2010::fetch_message(sid).send(client).await?); //~ fetch_after_list
            Ok(())
        })
        .await
}

async fn mapped(client: &ringfence::Client) -> Outcome {
    let whole: Vec<_> = api_v2010::list_message()
        .to("+15558675310")
        .items(client)
        .and_then(|message| api_v2010::fetch_message(message.sid.unwrap_or_default()).send(client)) //~ fetch_after_list
        .try_collect()
        .await?;
    println!("{whole:?}");
    Ok(())
}

async fn by_page(client: &ringfence::Client) -> Outcome {
    let mut pages = std::pin::pin!(api_v2010::list_call().pages(client));
    while let Some(page) = pages.next().await {
        for call in page?.items {
            let Some(sid) = call.sid else { continue };
            println!("{:?}", shown(client, &sid).await?);
        }
    }
    Ok(())
}

async fn shown(client: &ringfence::Client, sid: &str) -> Result<String, ringfence::Error> {
    Ok(format!("{:?}", api_v2010::fetch_call(sid).send(client).await?)) //~ fetch_after_list
}

struct Report {
    client: ringfence::Client,
}

impl Report {
    async fn open(&self) -> Result<Vec<api_v2010::Call>, ringfence::Error> {
        Ok(api_v2010::list_call().page(&self.client).await?.items)
    }

    async fn rows(&self) -> Outcome {
        for call in self.open().await? {
            let request = api_v2010::fetch_call(call.sid.unwrap_or_default());
            request.send(&self.client).await?; //~ fetch_after_list
        }
        Ok(())
    }
}

async fn of_so_many(client: &ringfence::Client) -> Outcome {
    let mut calls = api_v2010::list_call().items(client).limit(20);
    while let Some(call) = calls.next().await {
        let sid = call?.sid.unwrap_or_default();
        println!("{:?}", api_v2010::fetch_call(sid).send(client).await?); //~ fetch_after_list
    }
    Ok(())
}

async fn by_a_name_of_their_own(client: &ringfence::Client, conference: &str) -> Outcome {
    for participant in api_v2010::list_participant(conference).page(client).await?.items {
        let call = participant.call_sid.unwrap_or_default();
        println!("{:?}", api_v2010::fetch_participant(conference, call).send(client).await?); //~ fetch_after_list
    }
    Ok(())
}

async fn sids_collected_first(client: &ringfence::Client) -> Outcome {
    let page = api_v2010::list_call().page(client).await?;
    let sids: Vec<String> = page.items.into_iter().filter_map(|call| call.sid).collect();
    for sid in sids {
        println!("{:?}", api_v2010::fetch_call(sid).send(client).await?); //~ fetch_after_list
    }
    Ok(())
}

fn with_ureq() -> Result<(), ureq::Error> {
    // ringfence: permit(unretried_call, reason = "what it asks for is the subject here")
    let page: Page = ureq::get("https://api.twilio.com/2010-04-01/Accounts/AC/Calls.json").call()?.body_mut().read_json()?;
    for call in page.calls {
        let url = format!("https://api.twilio.com/2010-04-01/Accounts/AC/Calls/{}.json", call.sid);
        ureq::get(url).call()?; //~ unretried_call,fetch_after_list
    }
    Ok(())
}

async fn with_json(client: &reqwest::Client) -> Result<(), reqwest::Error> {
    // ringfence: permit(unretried_call, reason = "what it asks for is the subject here")
    let page = client.get("https://api.twilio.com/2010-04-01/Accounts/AC/Calls.json").send().await?;
    let page = page.json::<Page>().await?;
    for call in &page.calls {
        let url = format!("https://api.twilio.com/2010-04-01/Accounts/AC/Calls/{}.json", call.sid);
        client.get(url).send().await?; //~ unretried_call,fetch_after_list
    }
    Ok(())
}

#[derive(serde::Deserialize)]
struct Page {
    calls: Vec<Call>,
}

#[derive(serde::Deserialize)]
struct Call {
    sid: String,
}

fn main() {}
