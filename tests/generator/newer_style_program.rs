//! The newer style of Twilio's APIs, against a server on loopback: what is asserted here is what the server saw and said.
#![deny(warnings)]

/// Generated.
#[allow(missing_docs)]
mod twilio {
    include!("twilio.rs");
}

use ringfence::{ApiKey, Client, Error, Fields, Json};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use self::twilio::gardens_v2::*;

/// A request as it came: method, target and body, and the headers that matter.
type Seen = Arc<Mutex<Vec<(String, String, String)>>>;

/// What the server answers: the status line, more headers, the body.
fn answer(method: &str, target: &str) -> (&'static str, String, String) {
    let old = "/v2/Gardens/old";
    match (method, target) {
        ("GET", "/v2/Gardens?pageSize=2") => ok(r#"{"gardens":[{"id":"a"},{"id":"b"}],"meta":{"key":"gardens","pageSize":2,"nextToken":"t/1"}}"#),
        ("GET", "/v2/Gardens?pageSize=2&pageToken=t%2F1") => {
            ok(r#"{"gardens":[{"id":"c"}],"meta":{"key":"gardens","pageSize":2,"nextToken":null,"previousToken":"t0"}}"#)
        }
        ("POST", "/v2/Gardens") | ("DELETE", "/v2/Gardens/a") => accepted("/v2/ControlPlane/Operations/op_1"),
        ("PATCH", "/v2/Gardens/away") => ("308 Permanent Redirect", "Location: https://gardens.evil.example/v2\r\n".to_owned(), String::new()),
        ("GET", "/v2/ControlPlane/Operations/op_1") => ok(r#"{"operationId":"op_1","status":"COMPLETED"}"#),
        ("GET", _) if target == old => moved("301 Moved Permanently"),
        ("PUT" | "PATCH", _) if target == old => moved("308 Permanent Redirect"),
        (_, "/v2/Gardens/new") => {
            let (status, head, body) = ok(r#"{"id":"new","displayName":"N","dataType":"","createdAt":"2026-01-02T03:04:05Z","area":"1.50","rule":{"ruleType":"CUT","height":3}}"#);
            (status, format!("{head}ETag: \"7\"\r\n"), body)
        }
        ("POST", "/v2/Gardens/Search") => ok(r#"{"searchId":"s","results":[{"id":"a"}],"meta":{"nextToken":"n"}}"#),
        ("GET", "/v2/Gardens/Search/s?pageToken=n") => ok(r#"{"searchId":"s","tookMs":4,"results":[{"id":"b"}],"meta":{"nextToken":null}}"#),
        ("GET", "/v2/Gardens/g/Beds/1") => ok(r#"{"bed":{"x":{"species":"Rosa"}},"meta":{"nextToken":"n"}}"#),
        ("GET", "/v2/Gardens/g/Beds/1?pageToken=n") => ok(r#"{"bed":{"y":{"species":"Acer","planted":"2026-02-03"}},"meta":{}}"#),
        _ => ("404 Not Found", String::new(), r#"{"code":20404,"message":"no such garden","httpStatusCode":404}"#.to_owned()),
    }
}

fn ok(body: &str) -> (&'static str, String, String) {
    ("200 OK", String::new(), body.to_owned())
}

fn accepted(place: &str) -> (&'static str, String, String) {
    let head = format!("Location: {place}\r\nOperation-Id: op_1\r\nRetry-After: 3\r\n");
    ("202 Accepted", head, r#"{"operationId":"op_1","status":"PENDING"}"#.to_owned())
}

fn moved(status: &'static str) -> (&'static str, String, String) {
    (status, "Location: /v2/Gardens/new\r\nCanonical-Garden-Id: new\r\n".to_owned(), r#"{"canonicalId":"new"}"#.to_owned())
}

async fn serve(mut stream: TcpStream, seen: Seen) {
    let mut head = Vec::new();
    while let Ok(byte) = stream.read_u8().await {
        head.push(byte);
        if !head.ends_with(b"\r\n\r\n") {
            continue;
        }
        let text = String::from_utf8(std::mem::take(&mut head)).unwrap();
        let length = text.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        stream.read_exact(&mut body).await.unwrap();
        let mut words = text.split(' ');
        let (method, target) = (words.next().unwrap().to_owned(), words.next().unwrap().to_owned());
        let (status, more, answer) = answer(&method, &target);
        seen.lock().unwrap().push((format!("{method} {target}"), String::from_utf8(body).unwrap(), text));
        let length = answer.len();
        let head = format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{more}\r\n");
        stream.write_all(format!("{head}{answer}").as_bytes()).await.unwrap();
    }
}

async fn start() -> (Client, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let seen = Seen::default();
    let shared = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, Arc::clone(&shared)));
        }
    });
    let account = format!("AC{}", "a".repeat(32)).parse().unwrap();
    let key = ApiKey::new(format!("SK{}", "b".repeat(32)), "secret of a test".to_owned()).unwrap();
    (Client::builder(account, key).mock_base_url(base).build().unwrap(), seen)
}

fn main() -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, seen) = start().await;
        lists(&client).await?;
        accepted_requests(&client, &seen).await?;
        moved_gardens(&client, &seen).await?;
        fetches_that_page(&client).await?;
        bodies();
        println!("done");
        Ok(())
    })
}

async fn lists(client: &Client) -> Result<(), Error> {
    let page = list_gardens().page_size(2).page(client).await?;
    let meta = page.fields.meta.as_ref().unwrap();
    assert_eq!((meta.page_size, meta.next_token.as_deref()), (Some(2), Some("t/1")));
    assert!(Fields::within(&page.fields).is_empty());
    let gardens = list_gardens().items(client).limit(2).collect().await?;
    assert_eq!(gardens.len(), 2);
    let gardens = list_gardens().page_size(2).items(client).collect().await?;
    let ids: Vec<&str> = gardens.iter().filter_map(|garden| garden.id.as_deref()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    Ok(())
}

async fn accepted_requests(client: &Client, seen: &Seen) -> Result<(), Error> {
    let accepted = create_garden("Roses").idempotency_key("key-1").send(client).await?;
    assert_eq!(accepted.status, Some(OperationStatus::Pending));
    assert_eq!(accepted.meta().operation_id.as_deref(), Some("op_1"));
    assert_eq!(accepted.meta().retry_after, Some(std::time::Duration::from_secs(3)));
    let by_id = fetch_operation(accepted.meta().operation_id.as_deref().unwrap_or_default()).send(client).await?;
    assert_eq!(by_id.status, Some(OperationStatus::Completed));
    let by_place = accepted.fetch_location::<Operation>(client).unwrap().await?;
    assert_eq!(by_place.status, Some(OperationStatus::Completed));
    assert!(by_place.fetch_location::<Operation>(client).is_none());
    let deleted = delete_garden("a").send(client).await?;
    assert_eq!((deleted.meta().status, deleted.operation_id.as_deref()), (202, Some("op_1")));
    assert!(create_garden("Roses").idempotency_key("key-1").request().is_idempotent());
    assert!(!create_garden("Roses").request().is_idempotent());
    let heads = seen.lock().unwrap();
    let create = heads.iter().find(|(line, ..)| line == "POST /v2/Gardens").unwrap();
    assert_eq!(create.1, r#"{"displayName":"Roses"}"#);
    assert!(create.2.to_lowercase().contains("idempotency-key: key-1\r\n"), "{}", create.2);
    assert!(create.2.to_lowercase().contains("content-type: application/json\r\n"), "{}", create.2);
    Ok(())
}

async fn moved_gardens(client: &Client, seen: &Seen) -> Result<(), Error> {
    let garden = fetch_garden("old").send(client).await?;
    assert_eq!((garden.id.as_deref(), garden.meta().etag.as_deref()), (Some("new"), Some("\"7\"")));
    let etag = garden.meta().etag.clone().unwrap_or_default();
    let updated = update_garden("old", "Put").if_match(etag).send(client).await?;
    assert_eq!((updated.id.as_deref(), updated.operation_id.as_deref()), (Some("new"), None), "either of two answers");
    patch_garden("old", "Patch").send(client).await?;
    let error = patch_garden("away", "Patch").send(client).await.unwrap_err();
    assert_eq!(error.meta().map(|meta| meta.status), Some(308));
    let error = fetch_garden("none").send(client).await.unwrap_err();
    assert_eq!(error.code(), Some(20404));
    let seen = seen.lock().unwrap();
    let lines: Vec<(&str, &str)> = seen.iter().map(|(line, body, _)| (line.as_str(), body.as_str())).collect();
    let at = lines.iter().position(|(line, _)| *line == "GET /v2/Gardens/old").unwrap();
    let expected = [
        ("GET /v2/Gardens/old", ""),
        ("GET /v2/Gardens/new", ""),
        ("PUT /v2/Gardens/old", r#"{"displayName":"Put"}"#),
        ("PUT /v2/Gardens/new", r#"{"displayName":"Put"}"#),
        ("PATCH /v2/Gardens/old", r#"{"displayName":"Patch"}"#),
        ("PATCH /v2/Gardens/new", r#"{"displayName":"Patch"}"#),
        ("PATCH /v2/Gardens/away", r#"{"displayName":"Patch"}"#),
        ("GET /v2/Gardens/none", ""),
    ];
    assert_eq!(lines[at..], expected);
    let put = &seen[at + 3].2.to_lowercase();
    assert!(put.contains("if-match: \"7\"\r\n") && put.contains("authorization: basic "), "{put}");
    Ok(())
}

async fn fetches_that_page(client: &Client) -> Result<(), Error> {
    let first = create_search_results("roses").page_size(1).send(client).await?;
    let token = first.meta.as_ref().and_then(|meta| meta.next_token.clone()).unwrap();
    let more = fetch_search_results("s").page_token(token.as_str()).send(client).await?;
    assert_eq!((more.took_ms, more.results.as_ref().map(Vec::len)), (Some(4), Some(1)));
    let items = fetch_search_results("s").page_token(token).items(client).collect().await?;
    assert_eq!(items.first().and_then(|garden| garden.id.as_deref()), Some("b"));
    let mut beds = fetch_bed("g", "1").pages(client);
    let mut species = Vec::new();
    while let Some(page) = beds.next().await {
        let plants = page?.into_inner().bed.unwrap_or_default();
        species.extend(plants.into_values().flatten().filter_map(|plant| plant.species));
    }
    assert_eq!(species, ["Rosa", "Acer"]);
    assert_eq!(fetch_bed("g", "1").send(client).await?.bed.as_ref().map(|bed| bed.len()), Some(1));
    Ok(())
}

/// Composed schemas as bodies and answers.
fn bodies() {
    let rule = Rule { rule_type: Some(RuleRuleType::Cut), height: Some(3), ..Rule::default() };
    let owner = Owner { name: Some("Ada Lovelace".to_owned()), ..Owner::default() };
    assert!(!format!("{owner:?}").contains("Ada"), "{owner:?}");
    let request = update_garden("g", "N").data_type(UpdateGardenDataType::TextCsv).rule(rule).owner(owner);
    let (_, body) = request.request().body().unwrap();
    let body: Json = String::from_utf8(body).unwrap().parse().unwrap();
    let garden: Garden = body.decode().unwrap();
    assert_eq!(garden.data_type, Some(GardenDataType::TextCsv));
    assert_eq!(garden.rule.as_ref().and_then(|rule| rule.height), Some(3));
    assert!(Fields::within(&garden).is_empty());
    assert_eq!(GardenDataType::from("").as_str(), "");
}
