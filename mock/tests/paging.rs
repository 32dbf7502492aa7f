//! Pages in both styles.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use ringfence_mock::Mock;
use serde_json::Value;
use support::{API, Answer, Desk, FROM, TO};

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

/// Lists as they are paged by `Token` and `Size` alone, and by numbers of pages alone.
const ODD: &str = r##"
openapi: 3.0.1
servers: [{url: "https://numbers.twilio.com"}]
paths:
  /v1/Requests:
    get:
      operationId: ListRequests
      parameters: [{name: Token, in: query, schema: {type: string}}, {name: Size, in: query, schema: {type: integer}}]
      responses: {"200": {content: {application/json: {schema: {type: object, properties: {requests: &list {type: array, items: &one {type: object, properties: {sid: {type: string, pattern: "^KW[0-9a-f]{32}$"}, name: {type: string}}}}, meta: {type: object, properties: {next_token: &token {type: string, nullable: true}, previous_token: *token}}}}}}}}
    post:
      operationId: CreateRequest
      requestBody: &named {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {Name: {type: string}}}}}}
      responses: &made {"201": {content: {application/json: {schema: *one}}}}
  /v1/Applications:
    get:
      operationId: ListApplications
      parameters: [{name: PageSize, in: query, schema: {type: integer}}, {name: Page, in: query, schema: {type: integer}}]
      responses: {"200": {content: {application/json: {schema: {type: object, properties: {results: *list, total_pages: &number {type: integer}, current_page: *number, per_page: *number, has_next: {type: boolean}}}}}}}
    post: {operationId: CreateApplication, requestBody: *named, responses: *made}
"##;

#[tokio::test]
async fn odd_pages_are_pages_too() {
    let desk = Desk::of(Mock::builder().document_text("odd.yaml", ODD).start().await.unwrap());
    for name in ["1", "2", "3", "4", "5"] {
        assert_eq!(desk.post("/v1/Requests", &[("Name", name)]).await.status, 201);
        assert_eq!(desk.post("/v1/Applications", &[("Name", name)]).await.status, 201);
    }
    let names = |answer: &Answer, key: &str| -> Vec<String> {
        let rows = answer.body[key].as_array().unwrap().iter();
        rows.map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    let first = desk.get("/v1/Requests?Size=2").await;
    assert_eq!(names(&first, "requests"), ["5", "4"]);
    let token = first.body["meta"]["next_token"].as_str().unwrap();
    desk.post("/v1/Requests", &[("Name", "6")]).await;
    let second = desk.get(&format!("/v1/Requests?Size=2&Token={token}")).await;
    assert_eq!(names(&second, "requests"), ["3", "2"], "an insert between pages shifts nothing");
    assert!(second.body["meta"]["previous_token"].is_string());
    desk.get("/v1/Requests?Token=x").await.refused(400, 20001);
    let told = |answer: &Answer| {
        ["total_pages", "current_page", "per_page", "has_next"]
            .map(|name| answer.body[name].to_string())
            .join(" ")
    };
    for (page, expected, paging) in
        [(0, "5 4", "3 0 2 true"), (2, "1", "3 2 2 false"), (3, "", "3 3 2 false")]
    {
        let answer = desk.get(&format!("/v1/Applications?PageSize=2&Page={page}")).await;
        assert_eq!(
            (names(&answer, "results").join(" ").as_str(), told(&answer).as_str()),
            (expected, paging)
        );
    }
}
