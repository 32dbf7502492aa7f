//! Lists, page by page, from a server on loopback, through what generated code calls and the default transport.
#![cfg(test)]
#![cfg(feature = "hyper")]

use ringfence::private::{Draft, Paging};
use ringfence::{ApiKey, Client, Error, Json, Method, Operation, PageFields, PageMeta};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const LIST: Operation =
    Operation::new("ListThing", Method::Get, "api.twilio.com", "/v1/{AccountSid}/Things.json");
const THINGS: Paging = Paging::new("things").size("PageSize", 50).token("PageToken").number("Page");

type Targets = Arc<Mutex<Vec<String>>>;

/// A server that answers each target with a page, and keeps the targets.
async fn serve(answer: fn(&str) -> String) -> (Client, Targets) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let targets = Targets::default();
    let seen = Arc::clone(&targets);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer_all(stream, answer, Arc::clone(&seen)));
        }
    });
    let account = format!("AC{}", "a".repeat(32)).parse().unwrap();
    let key = ApiKey::new(format!("SK{}", "b".repeat(32)), "secret of a test".to_owned()).unwrap();
    (Client::builder(account, key).mock_base_url(base).build().unwrap(), targets)
}

async fn answer_all(mut stream: TcpStream, answer: fn(&str) -> String, seen: Targets) {
    let mut head = Vec::new();
    while let Ok(byte) = stream.read_u8().await {
        head.push(byte);
        if !head.ends_with(b"\r\n\r\n") {
            continue;
        }
        let text = String::from_utf8(std::mem::take(&mut head)).unwrap();
        let target = text.split(' ').nth(1).unwrap().to_owned();
        let body = answer(&target);
        seen.lock().unwrap().push(target);
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    }
}

fn list() -> Draft {
    Draft::new(&LIST)
}

fn account_path() -> String {
    format!("/v1/AC{}/Things.json", "a".repeat(32))
}

#[tokio::test]
async fn relative_uris_lead_through_all_pages() {
    let (client, targets) = serve(|target| match target.split_once("Page=") {
        None => format!(r#"{{"things":[1,2],"next_page_uri":"{target}?Page=1"}}"#),
        Some((path, "1")) => format!(r#"{{"things":[],"next_page_uri":"{path}Page=2"}}"#),
        Some(_) => r#"{"things":[3],"next_page_uri":null,"page":2}"#.to_owned(),
    })
    .await;
    let items: Vec<i64> = list().items(&client, &THINGS).collect().await.unwrap();
    assert_eq!(items, [1, 2, 3]);
    assert_eq!(targets.lock().unwrap().len(), 3, "an empty page in between is no end");
}

#[tokio::test]
async fn meta_with_an_absolute_url_leads_on() {
    let (client, _) = serve(|target| {
        if target.contains("PageToken") {
            r#"{"things":["b"],"meta":{"key":"things","next_page_url":null}}"#.to_owned()
        } else {
            let next = format!("https://api.twilio.com{target}?PageToken=x");
            format!(r#"{{"things":["a"],"meta":{{"key":"things","next_page_url":"{next}"}}}}"#)
        }
    })
    .await;
    let items: Vec<String> = list().items(&client, &THINGS).collect().await.unwrap();
    assert_eq!(items, ["a", "b"]);
}

#[tokio::test]
async fn a_token_goes_into_its_input_beside_the_others() {
    let (client, targets) = serve(|target| match target.contains("PageToken=t%2F1") {
        true => r#"{"things":[2],"meta":{}}"#.to_owned(),
        false => r#"{"things":[1],"meta":{"nextToken":"t/1"}}"#.to_owned(),
    })
    .await;
    let draft = list().query("Kind", "a b");
    let items: Vec<i64> = draft.items(&client, &THINGS).collect().await.unwrap();
    assert_eq!(items, [1, 2]);
    let expected = format!("{}?Kind=a%20b&PageToken=t%2F1", account_path());
    assert_eq!(targets.lock().unwrap().last(), Some(&expected));
}

#[tokio::test]
async fn a_numbered_page_is_followed_by_the_next_number() {
    let (client, _) = serve(|target| match target.contains("Page=1") {
        true => r#"{"things":[2],"has_next":false,"current_page":1}"#.to_owned(),
        false => r#"{"things":[1],"has_next":true,"current_page":0}"#.to_owned(),
    })
    .await;
    let items: Vec<i64> = list().items(&client, &THINGS).collect().await.unwrap();
    assert_eq!(items, [1, 2]);
}

#[tokio::test]
async fn a_limit_ends_the_list_and_sizes_the_page() {
    let (client, targets) =
        serve(|target| format!(r#"{{"things":[1,2,3],"next_page_uri":"{target}&Page=1"}}"#)).await;
    let items: Vec<i64> = list().items(&client, &THINGS).limit(2).collect().await.unwrap();
    assert_eq!(items, [1, 2]);
    assert_eq!(*targets.lock().unwrap(), [format!("{}?PageSize=2", account_path())]);
    let mut items = list().items::<i64>(&client, &THINGS).limit(4000);
    items.next().await.unwrap().unwrap();
    assert!(targets.lock().unwrap().last().unwrap().ends_with("?PageSize=50"), "no larger than the maximum");
    let mut items = list().query("PageSize", 7_i64).items::<i64>(&client, &THINGS).limit(4000);
    items.next().await.unwrap().unwrap();
    assert!(targets.lock().unwrap().last().unwrap().ends_with("?PageSize=7"), "the caller's own size stays");
}

/// What a list was asked for comes back in the links of its pages, and may be somebody's number.
#[tokio::test]
async fn debug_shows_no_query_of_a_link() {
    const BODY: &str = r#"{"things":[1],"uri":"/a?To=5550100","first_page_uri":"/b?To=5550100","next_page_uri":"/c?To=5550100",
        "previous_page_uri":"/d","meta":{"url":"https://api.twilio.com/e?To=5550100","next_page_url":"https://api.twilio.com/f?To=5550100"}}"#;
    let (client, _) = serve(|_| BODY.to_owned()).await;
    let page = list().page::<i64>(&client, &THINGS).await.unwrap();
    let shown = format!("{page:?} {page:#?}");
    assert!(!shown.contains("5550100"), "{shown}");
    for path in ["\"/a\" with a query (hidden)", "\"/d\"", "\"https://api.twilio.com/e\" with a query"] {
        assert!(shown.contains(path), "no {path} in {shown}");
    }
    let next = page.fields.meta.and_then(|meta| meta.next_page_url);
    assert_eq!(next.as_deref(), Some("https://api.twilio.com/f?To=5550100"), "the field itself is whole");
}

#[tokio::test]
async fn a_list_that_leads_back_to_itself_is_refused() {
    let (client, targets) = serve(|_| r#"{"things":[1],"next_page_uri":"/v1/again"}"#.to_owned()).await;
    let mut pages = list().pages::<i64>(&client, &THINGS);
    assert!(pages.next().await.unwrap().unwrap().has_next());
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("fetched before"), "{error}");
    assert!(pages.next().await.is_none());
    assert_eq!(targets.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_next_page_on_a_foreign_host_gets_no_request() {
    for next in ["https://evil.example/v1", "http://api.twilio.com/v1", "//evil.example/v1"] {
        let (client, targets) = match next {
            "https://evil.example/v1" => serve(|_| page_before("https://evil.example/v1")).await,
            "http://api.twilio.com/v1" => serve(|_| page_before("http://api.twilio.com/v1")).await,
            _ => serve(|_| page_before("//evil.example/v1")).await,
        };
        let mut pages = list().pages::<Json>(&client, &THINGS);
        assert!(pages.next().await.unwrap().is_ok());
        assert!(pages.next().await.unwrap().is_err(), "{next} was followed");
        assert_eq!(targets.lock().unwrap().len(), 1);
    }
}

fn page_before(next: &str) -> String {
    format!(r#"{{"things":[],"meta":{{"next_page_url":"{next}"}}}}"#)
}

#[tokio::test]
async fn what_is_no_list_is_an_error_that_keeps_the_body() {
    let (client, _) = serve(|_| r#"{"things":{"a":1}}"#.to_owned()).await;
    let error = list().page::<i64>(&client, &THINGS).await.unwrap_err();
    assert!(error.to_string().contains("`things` is not the list"), "{error}");
    let page = list().page::<Json>(&serve(|_| r#"{"uri":"x"}"#.to_owned()).await.0, &THINGS).await.unwrap();
    assert!(page.items.is_empty() && !page.has_next() && page.fields.uri.as_deref() == Some("x"));
}

#[tokio::test]
async fn what_a_page_says_of_itself_is_typed_and_written_back() {
    for json in [
        r#"{"meta":{"key":"things","page":0,"page_size":50,"url":"https://a","next_page_url":null},"things":null}"#,
        r#"{"meta":{"pageSize":50,"nextToken":null,"previousToken":"p","new":[1]}}"#,
        r#"{"uri":"/a","page":1,"page_size":"x","start":5,"end":9,"previous_page_uri":null}"#,
        r#"{"current_page":0,"per_page":20,"has_next":false,"total_elements":3,"total_pages":1}"#,
        r#"{"totalResults":2,"schemas":["urn:a"],"meta":{"previous_token":"x"}}"#,
    ] {
        let fields: PageFields = json.parse::<Json>().unwrap().decode().unwrap();
        let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
        assert_eq!(value(Json::of(&fields).as_str()), value(json));
        assert_eq!(format!("{fields:?}").contains("\"x\""), json.contains("previous_token"), "{fields:?}");
    }
    let meta = PageMeta::default();
    assert_eq!(Json::of(&meta).as_str(), "{}");
}

#[tokio::test]
async fn an_input_that_cannot_be_sent_is_told_and_nothing_is_sent() {
    const FETCH: Operation = Operation::new("FetchThing", Method::Get, "api.twilio.com", "/v1/{Sid}/{Part}");
    let (client, targets) = serve(|_| "{}".to_owned()).await;
    let draft = Draft::new(&FETCH).path("Sid", "").path("Part", "..").header("If-Match", "a\r\nb");
    let error: Error = draft.send::<Json>(&client).await.unwrap_err();
    let text = error.to_string();
    for part in ["Sid", "Part", "If-Match"] {
        assert!(text.contains(part), "{text}");
    }
    assert!(targets.lock().unwrap().is_empty());
}

/// The items that fit are there, one by one and in their order; the list as it came is at hand.
#[tokio::test]
async fn an_item_that_is_none_costs_no_other() {
    let (client, _) = serve(|target| match target.contains("Page=1") {
        true => r#"{"things":[3,{}],"has_next":false,"current_page":1}"#.to_owned(),
        false => r#"{"things":[1,null,"02"],"has_next":true,"current_page":0}"#.to_owned(),
    })
    .await;
    let items: Vec<i64> = list().items(&client, &THINGS).collect().await.unwrap();
    assert_eq!(items, [1, 2, 3]);
    let page = list().page::<i64>(&client, &THINGS).await.unwrap();
    assert_eq!(page.items, [1, 2]);
    assert_eq!(page.fields.unknown.get("things").unwrap().as_str(), r#"[1,null,"02"]"#);
}

#[tokio::test]
async fn of_a_list_at_the_root_what_is_no_item_is_beside_the_others() {
    let (client, _) = serve(|_| r#"["a",null,{"b":1},"c"]"#.to_owned()).await;
    let answer = list().send::<Vec<String>>(&client).await.unwrap();
    assert_eq!(*answer, ["a", "c"]);
    let unread: Vec<&str> = answer.unread().iter().map(Json::as_str).collect();
    assert_eq!(unread, ["null", r#"{"b":1}"#]);
}

/// The list does not end as if it were whole.
#[tokio::test]
async fn another_page_that_no_input_leads_to_is_an_error_after_the_first() {
    const LOST: Paging = Paging::new("things");
    for (answer, field) in [
        ((|_| r#"{"things":[1],"meta":{"nextToken":"t"}}"#.to_owned()) as fn(&str) -> String, "nextToken"),
        (|_| r#"{"things":[1],"has_next":true,"current_page":0}"#.to_owned(), "has_next"),
    ] {
        let (client, targets) = serve(answer).await;
        let mut pages = list().pages::<i64>(&client, &LOST);
        assert_eq!(pages.next().await.unwrap().unwrap().items, [1]);
        let error = pages.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Input(_)) && error.to_string().contains(field), "{error}");
        assert!(pages.next().await.is_none());
        assert_eq!(targets.lock().unwrap().len(), 1);
    }
}
