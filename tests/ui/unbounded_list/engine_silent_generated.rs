//! Generated lists that are filtered, limited, or read one after the other.

use self::twilio::{api_v2010, conversations_v1};
use futures::{StreamExt, TryStreamExt};

ringfence::include_api!();

type Messages = Result<Vec<api_v2010::Message>, ringfence::Error>;

async fn filtered(client: &ringfence::Client) -> Messages {
    api_v2010::list_message().to("+15558675310").items(client).try_collect().await
}

async fn filtered_over_statements(client: &ringfence::Client, since: &str) -> Messages {
    let list = api_v2010::list_message().page_size(100);
    let list = list.date_sent_after(since);
    list.items(client).try_collect().await
}

async fn filtered_by_a_function(client: &ringfence::Client) -> Messages {
    recent(api_v2010::list_message()).items(client).try_collect().await
}

fn recent(list: api_v2010::ListMessage) -> api_v2010::ListMessage {
    list.date_sent_after("2026-01-01")
}

async fn the_first_that_fits(client: &ringfence::Client) -> Messages {
    let mut found = Vec::new();
    let mut items = api_v2010::list_message().items(client);
    while let Some(message) = items.try_next().await? {
        if message.body.is_some() {
            found.push(message);
            return Ok(found);
        }
    }
    Ok(found)
}

async fn filtered_where_one_is_given(client: &ringfence::Client, to: Option<&str>) -> Messages {
    let mut list = api_v2010::list_message();
    if let Some(to) = to {
        list = list.to(to);
    }
    list.items(client).try_collect().await
}

async fn limited(client: &ringfence::Client) -> Messages {
    api_v2010::list_message().items(client).take(50).try_collect().await
}

async fn limited_by_the_streams_own_method(client: &ringfence::Client) -> Messages {
    api_v2010::list_message().items(client).limit(50).collect().await
}

async fn until_something_holds(client: &ringfence::Client, since: &str) -> Messages {
    let items = api_v2010::list_message().items(client);
    items.try_take_while(|message| futures::future::ok(message.is_newer_than(since))).try_collect().await
}

async fn so_many_pages(client: &ringfence::Client) -> Messages {
    let (mut all, mut pages) = (Vec::new(), 0);
    let mut list = api_v2010::list_message().page(client).await?;
    loop {
        all.extend(list.items.drain(..));
        pages += 1;
        if pages >= 10 {
            return Ok(all);
        }
        let Some(next) = list.next_page(client).await? else { return Ok(all) };
        list = next;
    }
}

async fn limited_before_a_loop(client: &ringfence::Client) -> Messages {
    let mut all = Vec::new();
    let mut items = api_v2010::list_message().items(client).take(50);
    while let Some(message) = items.try_next().await? {
        all.push(message);
    }
    Ok(all)
}

async fn one_page(client: &ringfence::Client) -> Messages {
    Ok(api_v2010::list_message().page(client).await?.items)
}

async fn one_page_put_together(client: &ringfence::Client) -> Result<Vec<String>, ringfence::Error> {
    let page = api_v2010::list_message().page(client).await?;
    Ok(page.items.into_iter().filter_map(|message| message.sid).collect())
}

async fn one_after_the_other(client: &ringfence::Client) -> Result<(), ringfence::Error> {
    let mut items = api_v2010::list_message().items(client);
    while let Some(message) = items.try_next().await? {
        println!("{message:?}");
    }
    Ok(())
}

async fn for_each(client: &ringfence::Client) {
    api_v2010::list_message().items(client).for_each(|message| async move { println!("{message:?}") }).await;
}

async fn folded(client: &ringfence::Client) -> Result<usize, ringfence::Error> {
    api_v2010::list_message().items(client).try_fold(0, |count, _| async move { Ok(count + 1) }).await
}

async fn counted(client: &ringfence::Client) -> usize {
    api_v2010::list_message().items(client).count().await
}

async fn summed_page_by_page(client: &ringfence::Client) -> Result<usize, ringfence::Error> {
    let mut count = 0;
    let mut pages = std::pin::pin!(api_v2010::list_message().pages(client));
    while let Some(page) = pages.next().await {
        count += page?.items.len();
    }
    Ok(count)
}

async fn found(client: &ringfence::Client) -> Option<Result<api_v2010::Message, ringfence::Error>> {
    std::pin::pin!(api_v2010::list_message().items(client)).next().await
}

async fn words_of_each(client: &ringfence::Client) -> Result<(), ringfence::Error> {
    let mut items = api_v2010::list_message().items(client);
    while let Some(message) = items.try_next().await? {
        let words: Vec<String> = words(&message);
        println!("{words:?}");
    }
    Ok(())
}

fn words(message: &api_v2010::Message) -> Vec<String> {
    vec![format!("{message:?}")]
}

async fn so_many_of_them(client: &ringfence::Client) -> Messages {
    let mut all = Vec::new();
    let mut items = api_v2010::list_message().items(client);
    while let Some(message) = items.try_next().await? {
        all.push(message);
        if all.len() == 100 {
            break;
        }
    }
    Ok(all)
}

async fn in_batches(client: &ringfence::Client, store: &Store) -> Result<(), ringfence::Error> {
    let mut batch = Vec::new();
    let mut items = api_v2010::list_message().items(client);
    while let Some(message) = items.try_next().await? {
        batch.push(message);
        if batch.len() == 500 {
            store.keep(&batch).await;
            batch.clear();
        }
    }
    store.keep(&batch).await;
    Ok(())
}

struct Store;

impl Store {
    async fn keep(&self, batch: &[api_v2010::Message]) {
        println!("{}", batch.len());
    }
}

async fn limited_behind_a_filter(client: &ringfence::Client) -> Messages {
    let items = api_v2010::list_message().items(client);
    items.try_filter(|message| std::future::ready(message.body.is_some())).take(10).try_collect().await
}

async fn handed_on(client: &ringfence::Client, out: tokio::sync::mpsc::Sender<String>) -> Result<(), ringfence::Error> {
    let mut items = conversations_v1::list_conversation().items(client);
    while let Some(conversation) = items.try_next().await? {
        drop(out.send(conversation.sid.unwrap_or_default()).await);
    }
    Ok(())
}

fn main() {}
