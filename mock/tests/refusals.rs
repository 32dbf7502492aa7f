//! What is refused, with which status, code and words.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use hyper::header::HOST;
use ringfence_mock::Mock;
use support::{API, Desk, FROM, TO, basic};

type Form<'a> = &'a [(&'a str, &'a str)];

#[tokio::test]
async fn credentials() {
    let desk = Desk::open().await;
    let path = desk.path("/Balance.json");
    let ask = async |header: Option<String>| {
        let mut request = hyper::Request::builder().uri(format!("{}{path}", desk.mock.base_url()));
        if let Some(header) = header {
            request = request.header("Authorization", header);
        }
        desk.send(request.body(Default::default()).unwrap()).await
    };
    let (account, token) = (desk.mock.account_sid(), desk.mock.auth_token());
    let (key, secret) = (desk.mock.api_key_sid(), desk.mock.api_key_secret());
    for good in [basic(account, token), basic(key, secret)] {
        assert_eq!(ask(Some(good)).await.status, 200);
    }
    let odd = ["Basic", "Basic !", "Bearer x", "Basic eA==", ""].map(str::to_owned);
    let wrong =
        [basic(key, token), basic(account, secret), basic("AC", token), basic("", ""), basic(key, "")];
    for bad in odd.into_iter().chain(wrong).map(Some).chain([None]) {
        let answer = ask(bad.clone()).await;
        assert_eq!(answer.refused(401, 20003), "Authenticate", "{bad:?}");
        assert!(answer.header("www-authenticate").starts_with("Basic"));
        assert!(answer.header("twilio-request-id").starts_with("RQ"));
    }
    let seen = format!("{:?} {:?}", desk.mock.requests(), desk.mock);
    assert!(!seen.contains(token) && !seen.contains(secret), "no secret is recorded");
    let open = hyper::Request::builder().uri(format!("{}/2010-04-01/Open.json", desk.mock.base_url()));
    assert_eq!(
        desk.send(open.body(Default::default()).unwrap()).await.status,
        200,
        "an operation with `security: []`"
    );
}

#[tokio::test]
async fn paths_methods_hosts_and_accounts() {
    let desk = Desk::open().await;
    let message = desk.get(&desk.path("/Nothing.json")).await;
    assert!(message.refused(404, 20404).contains("/Nothing.json was not found"));
    desk.get("/").await.refused(404, 20404);
    desk.get("/v1/Things/%ff").await.refused(404, 20404);
    let other = desk.delete(&desk.path("/Balance.json")).await;
    other.refused(405, 20004);
    assert_eq!(other.header("allow"), "GET");
    let stranger = format!("/2010-04-01/Accounts/AC{}/Balance.json", "0".repeat(32));
    desk.get(&stranger).await.refused(401, 20003);
    desk.get(&desk.path("/Messages/CA1.json")).await.refused(404, 20404);

    let at = async |host: &str, path: &str| {
        desk.send(desk.request("GET", path).header(HOST, host).body(Default::default()).unwrap()).await
    };
    let balance = desk.path("/Balance.json");
    assert_eq!(at("api.twilio.com", &balance).await.status, 200);
    assert_eq!(at("api.dublin.ie1.twilio.com", &balance).await.status, 200);
    at("things.twilio.com", &balance).await.refused(404, 20404);
    at("evil.example", &balance).await.refused(404, 20404);
    assert_eq!(at("things.twilio.com", "/v1/Things").await.status, 200);
}

#[tokio::test]
async fn the_inputs_of_a_message() {
    let desk = Desk::open().await;
    let path = desk.path("/Messages.json");
    let long = "x".repeat(1601);
    let callback = "example.com/sms";
    let refused: &[(Form, u64, &str)] = &[
        (&[("From", FROM), ("Body", "Hi")], 21604, "A 'To' phone number is required."),
        (&[("To", ""), ("From", FROM), ("Body", "Hi")], 21604, "A 'To' phone number is required."),
        (&[("To", TO), ("Body", "Hi")], 21603, "A 'From' phone number is required."),
        (&[("To", TO), ("From", FROM)], 21619, "A text message body or media urls must be specified."),
        (
            &[("To", TO), ("From", FROM), ("Body", "")],
            21619,
            "A text message body or media urls must be specified.",
        ),
        (
            &[("To", "5558675310"), ("From", FROM), ("Body", "Hi")],
            21211,
            "`To` is not a phone number in E.164 form",
        ),
        (&[("To", TO), ("From", "+1"), ("Body", "Hi")], 21212, "`From` is neither a phone number"),
        (&[("To", TO), ("From", FROM), ("Body", &long)], 21617, "1601 characters; 1600 are allowed"),
        (&[("To", TO), ("From", FROM), ("MediaUrl", "x")], 21620, "`MediaUrl` is not a valid URL"),
        (
            &[("To", TO), ("From", FROM), ("Body", "x"), ("StatusCallback", callback)],
            21609,
            "http:// or https://",
        ),
        (
            &[("To", TO), ("From", FROM), ("Body", "x"), ("StatusCalback", "x")],
            20001,
            "near it: `StatusCallback`",
        ),
        (&[("To", TO), ("From", FROM), ("Body", "x"), ("MediaUrl[]", "x")], 20001, "near it: `MediaUrl`"),
        (
            &[("To", TO), ("To", TO), ("From", FROM), ("Body", "x")],
            21211,
            "`To` is given 2 times; it takes one value",
        ),
        (&[("To", TO), ("From", FROM), ("Body", "x"), ("ValidityPeriod", "1.5")], 20001, "is not an integer"),
        (
            &[("To", TO), ("From", FROM), ("Body", "x"), ("ValidityPeriod", "36001")],
            20001,
            "is more than 36000",
        ),
        (&[("To", TO), ("From", FROM), ("Body", "x"), ("MaxPrice", "cheap")], 20001, "is not a number"),
        (&[("To", TO), ("From", FROM), ("Body", "x"), ("MaxPrice", "inf")], 20001, "is not a number"),
        (
            &[("To", TO), ("From", FROM), ("Body", "x"), ("SmartEncoded", "yes")],
            20001,
            "is neither true nor false",
        ),
        (&[("To", TO), ("From", FROM), ("Body", "x"), ("SendAt", "tomorrow")], 20001, "is not a date-time"),
        (&[("To", TO), ("From", FROM), ("Body", "x"), ("ScheduleType", "later")], 20001, "is none of fixed"),
        (&[("To", TO), ("From", FROM), ("ContentSid", "HX1")], 20001, "does not match"),
    ];
    for (form, code, message) in refused {
        let answer = desk.post(&path, form).await;
        assert!(answer.refused(400, *code).contains(message), "{form:?}: {:#}", answer.body);
        assert!(answer.header("twilio-request-duration").parse::<f64>().is_ok());
    }
    assert_eq!(
        desk.get(&path).await.body["messages"].as_array().unwrap().len(),
        0,
        "nothing refused is kept"
    );
    let all = desk.post(&path, &[("Bdy", "x"), ("SmartEncoded", "1")]).await;
    assert_eq!(all.body["details"]["problems"].as_array().unwrap().len(), 5, "{:#}", all.body);
    let recorded = desk.mock.requests().pop().unwrap();
    assert_eq!((recorded.code, recorded.problems.len()), (Some(21604), 5));
    let array =
        [("To", TO), ("From", FROM), ("Body", "x"), ("PersistentAction", "a"), ("PersistentAction", "b")];
    assert_eq!(desk.post(&path, &array).await.status, 201, "repeated keys are an array");
}

#[tokio::test]
async fn the_inputs_of_a_call() {
    let desk = Desk::open().await;
    let path = desk.path("/Calls.json");
    let refused: &[(Form, u64)] = &[
        (&[("From", FROM), ("Url", "https://a.example/")], 21201),
        (&[("To", TO), ("Url", "https://a.example/")], 21213),
        (&[("To", TO), ("From", FROM)], 21205),
        (&[("To", TO), ("From", FROM), ("Url", "nowhere")], 21205),
        (&[("To", "bob"), ("From", FROM), ("Url", "https://a.example/")], 21211),
        (&[("To", TO), ("From", "bob"), ("Url", "https://a.example/")], 21212),
    ];
    for (form, code) in refused {
        desk.post(&path, form).await.refused(400, *code);
    }
}

#[tokio::test]
async fn content_types_and_sizes() {
    let desk = Desk::open().await;
    let path = desk.path("/Messages.json");
    let send = async |content_type: &str, body: Vec<u8>| {
        let request = desk.request("POST", &path).header("Content-Type", content_type);
        desk.send(request.body(body.into()).unwrap()).await
    };
    let wrong = send("application/json", b"{\"To\": \"+1\"}".to_vec()).await;
    assert!(wrong.refused(415, 20415).contains("send application/x-www-form-urlencoded"));
    send("", b"To=x".to_vec()).await.refused(415, 20415);
    let seen = desk.mock.requests();
    assert_eq!(seen.last().unwrap().text.as_deref(), Some("To=x"), "what nobody can read is kept as it came");
    assert!(seen[seen.len() - 2].text.is_none() && seen[seen.len() - 2].json.is_some());
    let form = "application/x-www-form-urlencoded; charset=utf-8";
    send(form, vec![b'x'; (1 << 20) + 1]).await.refused(413, 20413);
    assert!(send(form, b"To=%zz".to_vec()).await.refused(400, 21604) == "A 'To' phone number is required.");
    let header = desk.request("POST", "/v1/Things").header("X-Twilio-Webhook-Enabled", "maybe");
    let header = desk.send(header.body(Default::default()).unwrap()).await;
    assert!(header.refused(400, 20001).contains("X-Twilio-Webhook-Enabled"));
}

#[tokio::test]
async fn throttled_requests_are_counted_and_never_processed() {
    let desk = Desk::open().await;
    desk.mock.throttle_next(2);
    for _ in 0..2 {
        let answer = desk.message("Hi").await;
        assert_eq!(answer.refused(429, 20429), "Too Many Requests");
        assert_eq!(answer.header("twilio-concurrent-requests"), "1");
        assert!(!answer.headers.contains_key("retry-after"), "Twilio documents none for the core API");
    }
    assert_eq!(desk.message("Hi").await.status, 201);
    assert_eq!(desk.get(&desk.path("/Messages.json")).await.body["messages"].as_array().unwrap().len(), 1);
    let seen = desk.mock.requests();
    let flags: Vec<(u16, bool)> = seen.iter().map(|request| (request.status, request.throttled)).collect();
    assert_eq!(flags, [(429, true), (429, true), (201, false), (200, false)]);
    assert_eq!(seen[0].operation.as_deref(), Some("CreateMessage"));
    assert_eq!(seen[0].form_value("To"), Some(TO));
    assert!(
        seen.windows(2).all(
            |pair| pair[0].received_at <= pair[1].received_at && pair[0].request_id != pair[1].request_id
        )
    );
}

#[tokio::test]
async fn unknown_inputs_pass_where_the_mock_is_not_strict() {
    let mock = Mock::builder().document_text("api.yaml", API).strict(false).start().await.unwrap();
    let desk = Desk::of(mock);
    let form = [("To", TO), ("From", FROM), ("Body", "Hi"), ("Novelty", "1")];
    let answer = desk.post(&desk.path("/Messages.json"), &form).await;
    assert_eq!(answer.status, 201);
    assert!(answer.body.get("novelty").is_none());
}
