//! Generated lists that are put together whole.

use self::twilio::{api_v2010, api_v2010::list_message as messages, conversations_v1};
use futures::{StreamExt, TryStreamExt};
use std::collections::{BTreeMap, HashSet};

ringfence::include_api!();

type Messages = Result<Vec<api_v2010::Message>, ringfence::Error>;

async fn direct(client: &ringfence::Client) -> Messages {
    api_v2010::list_message().items(client).try_collect().await //~ unbounded_list
}

async fn by_the_streams_own_method(client: &ringfence::Client) -> Messages {
    api_v2010::list_message().items(client).collect().await //~ unbounded_list
}

async fn by_its_own_next(client: &ringfence::Client) -> Messages {
    let mut all = Vec::new();
    let mut pages = api_v2010::list_message().pages(client); //~ unbounded_list
    while let Some(page) = pages.next().await {
        all.append(&mut page?.items);
    }
    Ok(all)
}

async fn renamed(client: &ringfence::Client) -> Messages {
    let all: Vec<_> = messages().items(client).try_collect().await?; //~ unbounded_list
    Ok(all)
}

async fn over_statements(client: &ringfence::Client) -> Messages {
    let list = api_v2010::list_message();
    let list = list.page_size(1000);
    let items = list.items(client); //~ unbounded_list
    items.try_collect().await
}

async fn collected_by_another_function(client: &ringfence::Client) -> Messages {
    whole(api_v2010::list_message().items(client)).await //~ unbounded_list
}

async fn whole<S: futures::TryStream<Error = ringfence::Error>>(items: S) -> Result<Vec<S::Ok>, ringfence::Error> {
    items.try_collect().await
}

fn stream(client: &ringfence::Client) -> impl futures::Stream<Item = Result<api_v2010::Message, ringfence::Error>> {
    api_v2010::list_message().items(client) //~ unbounded_list
}

async fn made_by_another_function(client: &ringfence::Client) -> Vec<Result<api_v2010::Message, ringfence::Error>> {
    stream(client).collect().await
}

async fn pushed(client: &ringfence::Client) -> Messages {
    let mut all = Vec::new();
    let mut items = api_v2010::list_message().items(client); //~ unbounded_list
    while let Some(message) = items.try_next().await? {
        all.push(message);
    }
    Ok(all)
}

async fn pages_put_together(client: &ringfence::Client) -> Messages {
    let mut all = Vec::new();
    let mut pages = std::pin::pin!(api_v2010::list_message().pages(client)); //~ unbounded_list
    while let Some(page) = pages.next().await {
        all.extend(page?.items);
    }
    Ok(all)
}

async fn into_a_map(client: &ringfence::Client) -> Result<BTreeMap<String, String>, ringfence::Error> {
    let mut all = BTreeMap::new();
    let mut items = api_v2010::list_message().items(client); //~ unbounded_list
    while let Some(message) = items.try_next().await? {
        all.insert(message.sid.unwrap_or_default(), message.body.unwrap_or_default());
    }
    Ok(all)
}

async fn into_a_set(client: &ringfence::Client) -> Result<HashSet<Option<String>>, ringfence::Error> {
    api_v2010::list_message().items(client).map_ok(|message| message.sid).try_collect().await //~ unbounded_list
}

async fn filtered_here_alone(client: &ringfence::Client) -> Messages {
    api_v2010::list_message()
        .items(client) //~ unbounded_list
        .try_filter(|message| std::future::ready(message.body.is_some()))
        .try_collect()
        .await
}

async fn a_parent_is_no_filter(client: &ringfence::Client, conversation: &str) -> Result<usize, ringfence::Error> {
    let items = conversations_v1::list_conversation_message(conversation).items(client); //~ unbounded_list
    let all: Vec<_> = items.try_collect().await?;
    Ok(all.len())
}

struct Export {
    client: ringfence::Client,
    all: Vec<api_v2010::Message>,
}

impl Export {
    async fn fill(&mut self) -> Result<(), ringfence::Error> {
        let mut items = api_v2010::list_message().items(&self.client); //~ unbounded_list
        while let Some(message) = items.try_next().await? {
            self.all.push(message);
        }
        Ok(())
    }
}

async fn in_a_macro_argument(client: &ringfence::Client) {
    println!("{:?}", api_v2010::list_message().items(client).collect::<Vec<_>>().await); //~ unbounded_list
}

async fn in_a_closure(client: &ringfence::Client) -> Messages {
    let all = async || api_v2010::list_message().items(client).try_collect::<Vec<_>>().await; //~ unbounded_list
    all().await
}

async fn in_a_task(client: ringfence::Client) {
    tokio::spawn(async move {
        let all: Messages = api_v2010::list_message().items(&client).try_collect().await; //~ unbounded_list
        println!("{all:?}");
    });
}

async fn as_many_as_there_are(client: &ringfence::Client) -> Messages {
    let mut all = Vec::new();
    let mut pages = std::pin::pin!(api_v2010::list_message().pages(client)); //~ unbounded_list
    while let Some(page) = pages.next().await {
        let page = page?;
        if page.items.len() == 0 {
            break;
        }
        all.extend(page.items);
    }
    Ok(all)
}

async fn as_rows(client: &ringfence::Client) -> Result<Vec<Row>, ringfence::Error> {
    let mut all = Vec::new();
    let mut items = api_v2010::list_message().items(client); //~ unbounded_list
    while let Some(message) = items.try_next().await? {
        all.push(Row { sid: message.sid, to: message.to });
    }
    Ok(all)
}

struct Row {
    sid: Option<String>,
    to: Option<String>,
}

fn with_ureq() -> Result<Vec<String>, ureq::Error> {
    let mut all = Vec::new();
    for page in 0.. {
        let url = format!("https://api.twilio.com/2010-04-01/Accounts/AC/Calls.json?Page={page}");
        let text = ureq::get(url).call()?.body_mut().read_to_string()?; //~ unretried_call,unbounded_list
        if text.is_empty() {
            break;
        }
        all.push(text);
    }
    Ok(all)
}

fn main() {}
