//! Pages in both styles.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use ringfence_mock::Mock;
use serde_json::Value;
use support::{API, Desk, FROM, TO};

fn sids(page: &Value, key: &str) -> Vec<String> {
    page[key].as_array().unwrap().iter().map(|row| row["sid"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_hundred_and_twenty_messages_by_fifty_while_more_arrive() {
    let desk = Desk::open().await;
    let mut sent = Vec::new();
    for number in 0..120 {
        sent.push(desk.message(&number.to_string()).await.text("sid").to_owned());
    }
    sent.reverse();
    let mut pages = Vec::new();
    let mut next = Some(desk.path("/Messages.json?PageSize=50&To=%2B15558675310"));
    while let Some(path) = next {
        assert!(path.starts_with("/2010-04-01/"), "a relative address: {path}");
        let page = desk.get(&path).await;
        assert_eq!(page.status, 200, "{:#}", page.body);
        desk.message("between the pages").await;
        next = page.body["next_page_uri"].as_str().map(str::to_owned);
        pages.push(page.body);
    }
    let sizes: Vec<usize> = pages.iter().map(|page| sids(page, "messages").len()).collect();
    assert_eq!(sizes, [50, 50, 20]);
    assert_eq!(
        pages.iter().flat_map(|page| sids(page, "messages")).collect::<Vec<_>>(),
        sent,
        "newest first, none twice"
    );
    let numbers = |name: &str| pages.iter().map(|page| page[name].as_i64().unwrap()).collect::<Vec<_>>();
    assert_eq!((numbers("page"), numbers("page_size")), (vec![0, 1, 2], vec![50, 50, 50]));
    assert_eq!((numbers("start"), numbers("end")), (vec![0, 50, 100], vec![49, 99, 119]));
    assert!(pages[0]["previous_page_uri"].is_null() && pages[2]["next_page_uri"].is_null());
    let back = desk.get(pages[2]["previous_page_uri"].as_str().unwrap()).await;
    assert_eq!(sids(&back.body, "messages"), sids(&pages[1], "messages"));
    assert!(pages[1]["first_page_uri"].as_str().unwrap().ends_with("?To=%2B15558675310&PageSize=50&Page=0"));
}

#[tokio::test]
async fn sizes_tokens_and_filters_are_checked() {
    let mock = Mock::builder().document_text("api.yaml", API).page_size_default(2).start().await.unwrap();
    let desk = Desk::of(mock);
    let mut sent = String::new();
    for body in ["1", "2", "3"] {
        sent = desk.message(body).await.text("date_sent").to_owned();
    }
    let list = async |query: &str| desk.get(&desk.path(&format!("/Messages.json?{query}"))).await;
    let count = async |query: &str| sids(&list(query).await.body, "messages").len();
    assert_eq!(count("").await, 2);
    assert_eq!(count("PageSize=1000").await, 3);
    for bad in
        ["PageSize=1001", "PageSize=0", "PageSize=x", "PageToken=PAnonsense", "Page=-1", "DateSent=soon"]
    {
        list(bad).await.refused(400, 20001);
    }
    let all = "PageSize=10&";
    assert_eq!(count(&format!("{all}From={}", support::escape(FROM))).await, 3);
    assert_eq!(count(&format!("{all}From={}", support::escape(TO))).await, 0);
    let today = jiff::fmt::rfc2822::parse(&sent).unwrap().date().to_string();
    assert_eq!(count(&format!("{all}DateSent={today}")).await, 3);
    assert_eq!(count(&format!("{all}DateSent%3E={today}")).await, 3);
    assert_eq!(count(&format!("{all}DateSent%3C={today}T00:00:00Z")).await, 0);
    assert_eq!(count(&format!("{all}DateSent%3C=2020-01-01")).await, 0);
    assert_eq!(count(&format!("{all}DateSent=2020-01-01")).await, 0);
}

#[tokio::test]
async fn meta_pages_have_absolute_addresses_on_the_host_that_was_asked() {
    let desk = Desk::open().await;
    for _ in 0..3 {
        assert_eq!(desk.post("/v1/Things", &[]).await.status, 201);
    }
    let request = desk.request("GET", "/v1/Things?PageSize=2").header("Host", "things.twilio.com");
    let first = desk.send(request.body(Default::default()).unwrap()).await;
    let meta = &first.body["meta"];
    assert_eq!(
        (meta["key"].as_str(), meta["page_size"].as_i64(), meta["page"].as_i64()),
        (Some("things"), Some(2), Some(0))
    );
    let next = meta["next_page_url"].as_str().unwrap();
    let rest = next.strip_prefix("https://things.twilio.com").unwrap_or_else(|| panic!("{next}"));
    let second = desk.get(rest).await;
    assert_eq!(sids(&second.body, "things").len(), 1);
    let meta = &second.body["meta"];
    assert!(meta["next_page_url"].is_null());
    assert!(meta["previous_page_url"].as_str().unwrap().starts_with(&desk.mock.base_url()));
}
