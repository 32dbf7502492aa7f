//! What the mock shows of itself over HTTP, and to whom.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use http_body_util::{BodyExt, Full};
use hyper::{HeaderMap, Request};
use ringfence_mock::Mock;
use serde_json::{Value, json};
use support::receiver::receiver;
use support::{API, Desk, FROM, TO, client};

/// A request without credentials, with headers of the test's own.
async fn ask(
    mock: &Mock,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, HeaderMap, String) {
    let mut request = Request::builder().method(method).uri(format!("{}{path}", mock.base_url()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = client().request(request.body(Full::from(body.to_owned())).unwrap()).await.unwrap();
    let (head, body) = answer.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    (head.status.as_u16(), head.headers, String::from_utf8(body.to_vec()).unwrap())
}

async fn told(mock: &Mock, path: &str) -> Value {
    let (status, _, body) = ask(mock, "GET", path, &[], "").await;
    assert_eq!(status, 200, "{body}");
    serde_json::from_str(&body).unwrap()
}

const JSON: (&str, &str) = ("Content-Type", "application/json");

#[tokio::test]
async fn requests_callbacks_and_state_are_told() {
    let desk = Desk::open().await;
    let (port, _) = receiver(hyper::StatusCode::OK).await;
    let url = format!("http://127.0.0.1:{port}/x?secret=no#rc=2");
    let form = [("To", TO), ("From", FROM), ("Body", "Hi"), ("StatusCallback", url.as_str())];
    let created = desk.post(&desk.path("/Messages.json"), &form).await;
    desk.post(&desk.path("/Messages.json"), &[("To", "nobody"), ("Bdy", "Hi")]).await.refused(400, 21603);
    desk.mock.callbacks_settled().await;

    let requests = told(&desk.mock, "/_ringfence/requests").await["requests"].clone();
    assert_eq!(requests.as_array().unwrap().len(), 2, "what the mock shows of itself is no request");
    assert_eq!((&requests[0]["operation"], &requests[0]["number"]), (&json!("CreateMessage"), &json!(1)));
    assert_eq!(requests[0]["form"][0], json!(["To", TO]));
    let results = |index: usize| -> Vec<String> {
        let checks = requests[index]["checks"].as_array().unwrap();
        checks
            .iter()
            .map(|check| {
                format!("{} {}", check["check"].as_str().unwrap(), check["result"].as_str().unwrap())
            })
            .collect()
    };
    assert!(results(0).iter().all(|result| result.ends_with(" passed")), "{:?}", results(0));
    assert_eq!(results(1)[3..], ["path passed", "inputs failed", "state not reached"]);
    assert!(requests[1]["problems"].as_array().unwrap().len() > 1);
    assert!(!requests.to_string().contains(desk.mock.api_key_secret()));
    let later = told(&desk.mock, "/_ringfence/requests?after=1").await;
    assert_eq!(later["requests"].as_array().unwrap().len(), 1);
    let one = told(&desk.mock, "/_ringfence/requests?limit=1").await;
    assert_eq!(one["requests"][0]["number"], 2);

    let callbacks = told(&desk.mock, "/_ringfence/callbacks").await["callbacks"].clone();
    let events: Vec<&str> =
        callbacks.as_array().unwrap().iter().map(|one| one["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["sent", "delivered"]);
    assert_eq!(callbacks[0]["outcome"], json!({"answered": 200}));
    assert_eq!(callbacks[0]["about"], created.body["sid"]);

    let state = told(&desk.mock, "/_ringfence/state").await;
    let collections = state["collections"].as_array().unwrap();
    let messages =
        collections.iter().find(|one| one["path"].as_str().unwrap().ends_with("/Messages")).unwrap();
    assert_eq!((&messages["number"], &messages["things"][0]["status"]), (&json!(1), &json!("delivered")));
    assert_eq!(
        (&state["clock"]["driven"], &state["account_sid"]),
        (&json!(false), &json!(desk.mock.account_sid()))
    );
    ask(&desk.mock, "DELETE", "/_ringfence/requests", &[], "").await;
    assert!(desk.mock.requests().is_empty() && desk.mock.callbacks().is_empty());
}

#[tokio::test]
async fn faults_are_switched_over_http() {
    let desk = Desk::open().await;
    let post =
        async |body: Value| ask(&desk.mock, "POST", "/_ringfence/faults", &[JSON], &body.to_string()).await;
    let (status, _, body) = post(json!({"do": "status", "status": 503, "name": "down / now"})).await;
    assert_eq!((status, body.as_str()), (201, "{\"names\":[\"down / now\"]}"));
    let path = desk.path("/Messages.json");
    desk.get(&path).await.refused(503, 20503);
    let name = "/_ringfence/faults/down%20%2F%20now";
    assert_eq!(ask(&desk.mock, "PUT", name, &[JSON], "{\"enabled\":false}").await.0, 200);
    assert_eq!(desk.get(&path).await.status, 200);
    let faults = told(&desk.mock, "/_ringfence/faults").await;
    let rule = &faults["faults"][0];
    assert_eq!((&rule["enabled"], &rule["met"], &rule["status"]), (&json!(false), &json!(1), &json!(503)));
    assert_eq!(ask(&desk.mock, "DELETE", name, &[], "").await.0, 200);
    assert_eq!(ask(&desk.mock, "DELETE", name, &[], "").await.0, 404);

    let (status, _, body) = post(json!([{"do": "truncate"}, {"do": "stat", "x": 1}])).await;
    assert_eq!(status, 400);
    let body: Value = serde_json::from_str(&body).unwrap();
    let places: Vec<&str> =
        body["problems"].as_array().unwrap().iter().map(|one| one["place"].as_str().unwrap()).collect();
    assert_eq!(places, ["/1/x", "/1/do"]);
    assert!(desk.mock.faults().is_empty(), "all or none");
    assert_eq!(ask(&desk.mock, "POST", "/_ringfence/faults", &[JSON], "{").await.0, 400);
    assert_eq!(ask(&desk.mock, "PATCH", "/_ringfence/faults", &[JSON], "{}").await.0, 405);
    assert_eq!(ask(&desk.mock, "GET", "/_ringfence/nothing", &[], "").await.0, 404);
    assert_eq!(ask(&desk.mock, "POST", "/_ringfence/clock", &[JSON], "{\"advance_ms\":1}").await.0, 409);
}

#[tokio::test]
async fn a_driven_clock_is_moved_over_http() {
    let mock = Mock::builder().document_text("api.yaml", API).driven_clock().start().await.unwrap();
    let desk = Desk::of(mock);
    let message = desk.message("Hi").await;
    let (status, _, body) =
        ask(&desk.mock, "POST", "/_ringfence/clock", &[JSON], "{\"advance_ms\": 5000}").await;
    assert_eq!(status, 200, "{body}");
    assert_eq!(desk.get(message.text("uri")).await.text("status"), "delivered");
    assert_eq!(told(&desk.mock, "/_ringfence/clock").await["elapsed_ms"], 5000);
    assert_eq!(ask(&desk.mock, "POST", "/_ringfence/clock", &[JSON], "{\"advance_ms\": -1}").await.0, 400);
}

#[tokio::test]
async fn a_page_from_elsewhere_can_neither_read_nor_switch() {
    let desk = Desk::open().await;
    let own = desk.mock.base_url();
    let port = own.rsplit(':').next().unwrap().to_owned();
    let rule = "{\"do\":\"truncate\"}";
    let elsewhere = format!("evil.example:{port}");
    for headers in [
        vec![("Host", "evil.example")],
        vec![("Host", elsewhere.as_str())],
        vec![("Host", "127.0.0.1")],
        vec![("Origin", "https://evil.example")],
        vec![("Origin", "null")],
        vec![("Origin", "http://127.0.0.1:1")],
        vec![("Sec-Fetch-Site", "cross-site")],
        vec![("Sec-Fetch-Site", "same-site")],
    ] {
        for (method, path) in [
            ("GET", "/_ringfence"),
            ("GET", "/_ringfence/requests"),
            ("GET", "/_ringfence/state"),
            ("POST", "/_ringfence/faults"),
            ("DELETE", "/_ringfence/faults"),
            ("OPTIONS", "/_ringfence/faults"),
        ] {
            let mut all = headers.clone();
            all.push(JSON);
            let (status, answer, body) = ask(&desk.mock, method, path, &all, rule).await;
            assert_eq!(status, 403, "{method} {path} {headers:?}: {body}");
            assert!(!answer.contains_key("access-control-allow-origin"));
        }
    }
    // A form of another page needs no preflight: it cannot be JSON.
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let (status, ..) =
            ask(&desk.mock, "POST", "/_ringfence/faults", &[("Content-Type", kind)], rule).await;
        assert_eq!(status, 403, "{kind}");
    }
    assert!(desk.mock.faults().is_empty());
    let same = [("Origin", own.as_str()), ("Sec-Fetch-Site", "same-origin"), JSON];
    assert_eq!(ask(&desk.mock, "POST", "/_ringfence/faults", &same, rule).await.0, 201);
}

#[tokio::test]
async fn the_page_takes_nothing_from_elsewhere() {
    let desk = Desk::open().await;
    for path in ["/_ringfence", "/_ringfence/", "/_ringfence/page.css", "/_ringfence/page.js"] {
        let (status, headers, body) = ask(&desk.mock, "GET", path, &[], "").await;
        assert_eq!(status, 200, "{path}");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none';") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["cache-control"], "no-store");
        assert!(!body.contains("http://") && !body.contains("https://"), "{path} names something elsewhere");
        assert!(!body.contains("innerHTML"), "{path}");
    }
    let other = desk.get("/_ringfences").await;
    assert_eq!(other.status, 404, "only the mock's own path is its own");
}
