//! Things live: created, fetched, listed, changed, removed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use serde_json::{Value, json};
use support::{Desk, FROM, TO};

#[tokio::test]
async fn a_message_from_create_to_delete() {
    let desk = Desk::open().await;
    let created = desk.message("Hi").await;
    assert_eq!(created.status, 201);
    assert_eq!(created.headers["content-type"], "application/json");
    let sid = created.text("sid").to_owned();
    assert!(sid.starts_with("SM") && sid.len() == 34, "{sid}");
    let path = desk.path(&format!("/Messages/{sid}.json"));
    for (name, value) in [
        ("to", json!(TO)),
        ("from", json!(FROM)),
        ("body", json!("Hi")),
        ("status", json!("queued")),
        ("direction", json!("outbound-api")),
        ("account_sid", json!(desk.mock.account_sid())),
        ("messaging_service_sid", Value::Null),
        ("price", Value::Null),
        ("error_code", Value::Null),
        ("num_media", json!("0")),
        ("api_version", json!("2010-04-01")),
        ("uri", json!(path)),
        ("subresource_uris", json!({"media": desk.path(&format!("/Messages/{sid}/Media.json"))})),
    ] {
        assert_eq!(created.body[name], value, "{name}");
    }
    assert_eq!(
        created.body.as_object().unwrap().len(),
        18,
        "every declared property and no other: {:#}",
        created.body
    );
    assert!(created.text("date_created").ends_with(" +0000"), "{}", created.text("date_created"));

    assert_eq!(desk.get(&path).await.body, created.body);
    let listed = desk.get(&desk.path("/Messages.json")).await;
    assert_eq!(listed.body["messages"], json!([created.body]));

    let redacted = desk.post(&path, &[("Body", "")]).await;
    assert_eq!((redacted.status, redacted.text("body"), redacted.text("to")), (200, "", TO));
    desk.post(&path, &[("Body", "Other")]).await.refused(400, 20001);
    let canceled = desk.post(&path, &[("Status", "canceled")]).await;
    assert_eq!(canceled.text("status"), "canceled");
    assert_eq!(desk.get(&path).await.body, canceled.body);

    let deleted = desk.delete(&path).await;
    assert_eq!((deleted.status, deleted.body), (204, Value::Null));
    desk.get(&path).await.refused(404, 20404);
    desk.delete(&path).await.refused(404, 20404);
    assert_eq!(desk.get(&desk.path("/Messages.json")).await.body["messages"], json!([]));
}

#[tokio::test]
async fn first_states_follow_the_inputs() {
    let desk = Desk::open().await;
    let service = format!("MG{}", "0".repeat(32));
    let messages = desk.path("/Messages.json");
    let accepted =
        desk.post(&messages, &[("To", TO), ("MessagingServiceSid", &service), ("Body", "Hi")]).await;
    assert_eq!(accepted.text("status"), "accepted");
    assert_eq!(accepted.body["from"], Value::Null);
    assert_eq!(accepted.text("messaging_service_sid"), service);
    let later = [
        ("To", TO),
        ("MessagingServiceSid", &service),
        ("Body", "Hi"),
        ("ScheduleType", "fixed"),
        ("SendAt", "2030-01-01T00:00:00Z"),
    ];
    assert_eq!(desk.post(&messages, &later).await.text("status"), "scheduled");
    let calls = desk.path("/Calls.json");
    let call = desk.post(&calls, &[("To", TO), ("From", "client:alice"), ("Twiml", "<Response/>")]).await;
    assert_eq!((call.status, call.text("status")), (201, "queued"));
    assert!(call.text("sid").starts_with("CA"));
}

#[tokio::test]
async fn media_of_a_message_are_things_of_their_own() {
    let desk = Desk::open().await;
    let form = [
        ("To", TO),
        ("From", FROM),
        ("MediaUrl", "https://a.example/1"),
        ("MediaUrl", "https://a.example/2"),
    ];
    let message = desk.post(&desk.path("/Messages.json"), &form).await;
    assert!(message.text("sid").starts_with("MM"), "{:#}", message.body);
    assert_eq!(message.text("num_media"), "2");
    let path = desk.path(&format!("/Messages/{}/Media", message.text("sid")));
    let media = desk.get(&format!("{path}.json")).await;
    let list = media.body["media_list"].as_array().unwrap().clone();
    assert_eq!(list.len(), 2);
    assert_eq!(list[0]["parent_sid"], message.body["sid"]);
    assert_eq!(desk.delete(&format!("{path}/{}.json", list[0]["sid"].as_str().unwrap())).await.status, 204);
    assert_eq!(desk.get(&format!("{path}.json")).await.body["media_list"].as_array().unwrap().len(), 1);
    let nobody = desk.path(&format!("/Messages/SM{}/Media.json", "0".repeat(32)));
    desk.get(&nobody).await.refused(404, 20404);
}

#[tokio::test]
async fn lists_that_nobody_can_add_to_hold_rows_from_the_start() {
    let desk = Desk::open().await;
    let recordings = desk.get(&desk.path("/Recordings.json")).await;
    let rows = recordings.body["recordings"].as_array().unwrap().clone();
    assert_eq!(rows.len(), 3);
    assert_eq!((&rows[0]["status"], &rows[0]["channels"]), (&json!("completed"), &json!(1)));
    let path = desk.path(&format!("/Recordings/{}.json", rows[1]["sid"].as_str().unwrap()));
    assert_eq!(desk.get(&path).await.body, rows[1]);
    assert_eq!(desk.delete(&path).await.status, 204);
    desk.get(&path).await.refused(404, 20404);
    assert_eq!(
        desk.get(&desk.path("/Recordings.json")).await.body["recordings"].as_array().unwrap().len(),
        2
    );

    let balance = desk.get(&desk.path("/Balance.json")).await;
    assert_eq!(
        balance.body,
        json!({"account_sid": desk.mock.account_sid(), "balance": "42.50", "currency": "USD"})
    );
    let count = async |query: &str| {
        let usage = desk.get(&desk.path(&format!("/Usage/Records.json{query}"))).await;
        usage.body["usage_records"].as_array().unwrap().len()
    };
    assert_eq!(count("").await, 3);
    assert_eq!(count("?Category=sms&StartDate=2020-01-01").await, 3);
    assert_eq!(count("?Category=calls").await, 0);
    assert_eq!(count("?EndDate=2020-01-01").await, 0);
}

#[tokio::test]
async fn literal_paths_win_and_share_their_things() {
    let desk = Desk::open().await;
    let numbers = |rest: &str| desk.path(&format!("/IncomingPhoneNumbers{rest}.json"));
    let local = desk.post(&numbers("/Local"), &[("PhoneNumber", TO)]).await;
    assert_eq!(local.status, 201);
    assert_eq!(
        desk.mock.requests().last().unwrap().operation.as_deref(),
        Some("CreateIncomingPhoneNumberLocal")
    );
    let fetched = desk.get(&numbers(&format!("/{}", local.text("sid")))).await;
    assert_eq!((fetched.status, fetched.text("phone_number")), (200, TO));
    desk.post(&numbers(""), &[("PhoneNumber", FROM)]).await;
    let count = async |rest: &str| {
        desk.get(&numbers(rest)).await.body["incoming_phone_numbers"].as_array().unwrap().len()
    };
    assert_eq!(count("").await, 2);
    assert_eq!(count("/Local").await, 1);
}

#[tokio::test]
async fn the_newer_style_has_absolute_addresses_names_and_json_bodies() {
    let desk = Desk::open().await;
    let form =
        [("UniqueName", "first"), ("Attributes", "{\"a\":1}"), ("Configuration.Url", "https://a.example/")];
    let thing = desk.post("/v1/Things", &form).await;
    assert_eq!(thing.status, 201, "{:#}", thing.body);
    let sid = thing.text("sid").to_owned();
    let url = format!("{}/v1/Things/{sid}", desk.mock.base_url());
    assert_eq!(thing.text("url"), url);
    assert_eq!(thing.body["links"], json!({"parts": format!("{url}/Parts")}));
    assert_eq!(thing.body["attributes"], json!({"a": 1}));
    assert_eq!(thing.body["configuration"], json!({"url": "https://a.example/"}));
    assert!(thing.text("date_created").ends_with('Z'));
    assert_eq!(desk.get("/v1/Things/first").await.body, thing.body);

    let json = |body: Value| {
        desk.request("POST", "/v1/Things/first/Parts")
            .header("Content-Type", "application/json; charset=utf-8")
            .body(body.to_string().into())
            .unwrap()
    };
    let part = desk.send(json(json!({"name": "wheel", "size": 2, "nested": {"deep": [true]}}))).await;
    assert_eq!((part.status, part.text("name"), part.body["size"].as_i64()), (200, "wheel", Some(2)));
    assert_eq!(part.text("color"), "red");
    let path = format!("/v1/Things/{sid}/Parts/{}", part.text("id"));
    assert_eq!(desk.get(&path).await.body, json!({"name": "wheel"}));

    let bad =
        desk.send(json(json!({"size": 0, "colour": "red", "color": "green", "nested": {"deep": [1]}}))).await;
    assert_eq!(bad.refused(400, 20001), "`name` is required");
    let problems = bad.body["details"]["problems"].to_string();
    for part in
        ["`size` (at `/size`) is less than 1", "near it: `color`", "is none of red, blue", "/nested/deep/0"]
    {
        assert!(problems.contains(part), "{part} not in {problems}");
    }
}
