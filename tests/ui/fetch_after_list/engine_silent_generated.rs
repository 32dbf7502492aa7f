//! Generated lists whose elements are read, and fetches of something else.

use self::twilio::{api_v2010, conversations_v1, insights_v1};
use futures::TryStreamExt;

ringfence::include_api!();

type Outcome = Result<(), ringfence::Error>;

async fn read(client: &ringfence::Client) -> Outcome {
    for call in api_v2010::list_call().page(client).await?.items {
        println!("{:?} {:?}", call.sid, call.status);
    }
    Ok(())
}

async fn another_resource(client: &ringfence::Client) -> Outcome {
    for call in api_v2010::list_call().page(client).await?.items {
        let summary = insights_v1::fetch_summary(call.sid.unwrap_or_default()).send(client).await?;
        println!("{summary:?}");
    }
    Ok(())
}

async fn the_parent_of_each(client: &ringfence::Client) -> Outcome {
    for message in api_v2010::list_message().page(client).await?.items {
        let account = api_v2010::fetch_account(message.account_sid.unwrap_or_default()).send(client).await?;
        println!("{account:?}");
    }
    Ok(())
}

async fn the_one_that_began_it(client: &ringfence::Client) -> Outcome {
    for call in api_v2010::list_call().page(client).await?.items {
        let Some(parent) = call.parent_call_sid else { continue };
        println!("{:?}", api_v2010::fetch_call(parent).send(client).await?);
    }
    Ok(())
}

async fn the_first(client: &ringfence::Client) -> Outcome {
    let page = api_v2010::list_call().page(client).await?;
    if let Some(call) = page.items.into_iter().next() {
        println!("{:?}", api_v2010::fetch_call(call.sid.unwrap_or_default()).send(client).await?);
    }
    Ok(())
}

async fn the_first_of_a_slice(client: &ringfence::Client) -> Outcome {
    let page = api_v2010::list_call().page(client).await?;
    if let Some(sid) = page.items.first().and_then(|call| call.sid.as_ref()) {
        println!("{:?}", api_v2010::fetch_call(sid).send(client).await?);
    }
    Ok(())
}

async fn the_one_by_its_number(client: &ringfence::Client) -> Outcome {
    let page = api_v2010::list_call().page(client).await?;
    println!("{:?}", api_v2010::fetch_call(page.items[0].sid.as_deref().unwrap_or_default()).send(client).await?);
    Ok(())
}

async fn updated(client: &ringfence::Client) -> Outcome {
    for call in api_v2010::list_call().page(client).await?.items {
        let sid = call.sid.unwrap_or_default();
        api_v2010::update_call(sid).status(api_v2010::CallEnumUpdateStatus::Completed).send(client).await?;
    }
    Ok(())
}

async fn of_our_own(client: &ringfence::Client, sids: Vec<String>) -> Outcome {
    for sid in sids {
        println!("{:?}", api_v2010::fetch_call(sid).send(client).await?);
    }
    Ok(())
}

async fn what_belongs_to_each(client: &ringfence::Client) -> Outcome {
    let mut conversations = conversations_v1::list_conversation().items(client);
    while let Some(conversation) = conversations.try_next().await? {
        let sid = conversation.sid.unwrap_or_default();
        let page = conversations_v1::list_conversation_message(sid).page(client).await?;
        println!("{:?}", page.items);
    }
    Ok(())
}

async fn the_same_one_beside_a_list(client: &ringfence::Client, sid: &str) -> Outcome {
    for call in api_v2010::list_call().page(client).await?.items {
        let ours = api_v2010::fetch_call(sid).send(client).await?;
        println!("{:?} {:?}", call.sid, ours.status);
    }
    Ok(())
}

fn main() {}
