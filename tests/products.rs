//! Generated functions of two products against the mock, which serves both on one port: `/v1/Services` is a path of each of them.
#![cfg(test)]
#![allow(clippy::unwrap_used)]

ringfence::include_api!(pub mod twilio);

use ringfence::{ApiKey, Client, Error};
use ringfence_mock::Mock;
use serde_json::json;
use std::collections::BTreeSet;
use twilio::messaging_v1 as messaging;
use twilio::sync_v1 as sync;

/// A mock of four documents, three of which have `/v1/Services`, and a client of it.
async fn mock() -> (Mock, Client) {
    let documents = ["api_v2010", "sync_v1", "messaging_v1", "conversations_v1"];
    let builder = documents.into_iter().fold(Mock::builder(), |mock, name| mock.document_bundled(name));
    let mock = builder.start().await.unwrap();
    let key = ApiKey::new(mock.api_key_sid(), mock.api_key_secret()).unwrap();
    let account = mock.account_sid().parse().unwrap();
    let client = Client::builder(account, key).mock_base_url(mock.base_url()).build().unwrap();
    (mock, client)
}

async fn service(client: &Client, name: &str) -> String {
    let made = sync::create_service().friendly_name(name).send(client).await.unwrap();
    made.sid.as_ref().unwrap().as_str().to_owned()
}

#[tokio::test]
async fn a_path_of_several_products_reaches_the_one_that_is_meant() {
    let (mock, client) = mock().await;
    let mut of_sync = BTreeSet::new();
    for number in 0..3 {
        of_sync.insert(service(&client, &format!("State {number}")).await);
    }
    let made = messaging::create_service("Reminders").send(&client).await.unwrap();
    let sender = made.sid.clone().unwrap();
    assert!(of_sync.iter().all(|sid| sid.starts_with("IS")) && sender.as_str().starts_with("MG"));

    // Each product lists its own, page by page.
    let listed = sync::list_service().page_size(2).items(&client).collect().await.unwrap();
    assert_eq!(listed.len(), 3);
    let sids: BTreeSet<_> = listed.iter().map(|one| one.sid.as_ref().unwrap().as_str().to_owned()).collect();
    assert_eq!(sids, of_sync);
    let listed = messaging::list_service().page_size(2).items(&client).collect().await.unwrap();
    assert!(listed.len() == 1 && listed[0].sid.as_ref() == Some(&sender));

    let found = messaging::fetch_service(sender).send(&client).await.unwrap();
    assert_eq!(found.friendly_name.as_deref(), Some("Reminders"));
    let first = of_sync.first().unwrap();
    let found = sync::fetch_service(first).send(&client).await.unwrap();
    assert!(found.friendly_name.as_ref().unwrap().starts_with("State "));
    assert!(mock.requests().iter().all(|request| request.failed_check().is_none()));
    let pages = mock.requests().into_iter().filter(|request| request.query_value("PageToken").is_some());
    assert_eq!(pages.count(), 1);
}

#[tokio::test]
async fn documents_live_through_the_generated_functions() {
    let (mock, client) = mock().await;
    let service = service(&client, "State").await;
    for number in 0..5 {
        let draft = sync::create_document(&service).unique_name(format!("document {number}"));
        draft.data(json!({ "count": number })).send(&client).await.unwrap();
    }
    let listed = sync::list_document(&service).page_size(2).items(&client).collect().await.unwrap();
    assert_eq!(listed.len(), 5);

    // A name with a space is one segment of the path.
    let of = |name: &str| sync::fetch_document(&service, name);
    let found = of("document 3").send(&client).await.unwrap();
    let revision = found.revision.clone().unwrap();
    let update = || sync::update_document(&service, "document 3").if_match(&revision);
    let changed = update().data(json!({ "count": "é & =" })).send(&client).await.unwrap();
    assert_ne!(changed.revision.as_ref(), Some(&revision));
    let refused = update().data(json!({})).send(&client).await.unwrap_err();
    assert_eq!(refused.code(), Some(20412));
    let found = of("document 3").send(&client).await.unwrap();
    assert_eq!(found.data.as_ref().unwrap().to_value().unwrap(), json!({ "count": "é & =" }));

    sync::delete_document(&service, "document 3").send(&client).await.unwrap();
    let gone: Error = of("document 3").send(&client).await.unwrap_err();
    assert_eq!(gone.code(), Some(20404));
    let failed: Vec<_> = mock.requests().iter().filter_map(|request| request.failed_check()).collect();
    assert_eq!(failed, ["state", "state"], "what is refused is the revision and the document that is gone");
}
