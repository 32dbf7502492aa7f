//! Answers and inputs of somebody who means harm, or of a server that is broken: no panic, nothing twice, nothing astray.

use super::server::{Act, Server, answer};
use super::*;
use crate::model::{Fields, Model, Shown};
use crate::private::{Draft, Paging};
use crate::{Error, Json, MessageSid, Redirect, Response, Security};

static THING: Operation = Operation::new("FetchThing", Method::Get, HOST, "/Things/{Sid}.json");
static LIST: Operation = Operation::new("ListThing", Method::Get, HOST, "/Things.json");
static MOVED: Operation = Operation::new("FetchDay", Method::Get, HOST, "/Days/1").answered_by_redirect();
const THINGS: Paging = Paging::new("things");

struct Thing {
    sid: Option<MessageSid>,
    price: Option<crate::Decimal>,
    count: Option<i64>,
    unknown: Fields,
}

impl Model for Thing {
    fn take(mut fields: Fields) -> Self {
        Self {
            sid: fields.take("sid"),
            price: fields.take("price"),
            count: fields.take("count"),
            unknown: fields,
        }
    }

    fn shown(&self) -> Shown<'_> {
        Shown::new("Thing", &["sid"], &[&self.sid], &self.unknown)
    }
}

crate::__model!(Thing);

async fn fetch(answer: Act) -> Result<Response<Thing>, Error> {
    let server = Server::start([answer]).await;
    let client = client(&server);
    let result = Draft::new(&THING).path("Sid", "1").send(&client).await;
    assert_eq!(server.seen().len(), 1, "an answer that came is not asked for again");
    result
}

#[tokio::test]
async fn a_sid_of_an_answer_cannot_leave_its_place_in_the_path() {
    let server =
        Server::start([answer(200, &[], r#"{"sid":"../../Accounts.json?x=1#y\r\nX-Evil: 1"}"#)]).await;
    let client = client(&server);
    let thing: Response<Thing> = Draft::new(&THING).path("Sid", "1").send(&client).await.unwrap();
    let sid = thing.sid.clone().unwrap();
    let _: Response<Thing> = Draft::new(&THING).path("Sid", sid.clone()).send(&client).await.unwrap();
    let head = server.seen().remove(1).head;
    let line = head.lines().next().unwrap();
    let path = "/Things/..%2F..%2FAccounts.json%3Fx%3D1%23y%0D%0AX-Evil%3A%201.json";
    assert_eq!(line, format!("GET {path} HTTP/1.1"));
    assert!(!head.to_lowercase().contains("\nx-evil"), "{head}");

    for folded in [".", "..", ""] {
        let sid = MessageSid::new_unchecked(folded);
        let error = Draft::new(&THING).path("Sid", sid.clone()).send::<Thing>(&client).await.unwrap_err();
        assert_eq!(error.problems()[0].name(), "Sid");
    }
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn inputs_cannot_break_out_of_query_form_and_headers() {
    let server = Server::start([answer(200, &[], "{}")]).await;
    let client = client(&server);
    let draft = Draft::new(&LIST).query("To", "a&Evil=1#\r\n").extra("x=1&y", "ä ");
    let _: Response<Thing> = draft.send(&client).await.unwrap();
    let line = server.seen().remove(0).head.lines().next().unwrap().to_owned();
    assert_eq!(line, "GET /Things.json?To=a%26Evil%3D1%23%0D%0A&x%3D1%26y=%C3%A4%20 HTTP/1.1");

    let split = Draft::new(&LIST).header("If-Match", "1\r\nX-Evil: 1").header("X-Name", "é");
    let error = split.send::<Thing>(&client).await.unwrap_err();
    assert_eq!(error.problems().len(), 2, "{error}");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn headers_that_frame_the_message_are_no_inputs() {
    let server = Server::start([answer(200, &[], "{}")]).await;
    for name in ["Host", "content-length", "Transfer-Encoding", "Connection", "Cookie"] {
        let draft = Draft::new(&LIST).header(name, "1");
        let error = draft.send::<Thing>(&client(&server)).await.unwrap_err();
        assert_eq!((error.problems().len(), error.problems()[0].name()), (1, name), "{error}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_create_with_a_broken_answer_was_done_and_says_so() {
    for body in ["<html>", "", "null", "[]", "\"x\"", "{\"sid\":"] {
        let server = Server::start([answer(201, &[], body)]).await;
        let sent = Draft::with_form(&CREATE).send::<Vec<Thing>>(&client(&server)).await;
        let Err(error) = sent else {
            assert_eq!(body, "[]");
            continue;
        };
        assert!(matches!(error, Error::Decode(_)) && !error.is_retryable(), "{error}");
        let shown = error.to_string();
        assert!(shown.starts_with("CreateThing: ") && shown.contains("request RQ201"), "{shown}");
        assert!(shown.contains("was accepted (status 201)") && shown.contains("twice"), "{shown}");
        assert_eq!((error.failure().host(), error.body().as_ref()), (Some(HOST), body.as_bytes()));
        assert!(error.failure().sent_at().is_some());
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_fetch_with_nothing_in_its_answer_is_no_model_without_fields() {
    for (status, body) in [(204, ""), (200, ""), (200, "null"), (200, "[]"), (200, "{\"a\"}"), (200, "\u{0}")]
    {
        let error = fetch(answer(status, &[], body)).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{body:?}: {error}");
        assert!(!error.to_string().contains("accepted"), "{error}");
    }
    // A create may answer 202 with nothing.
    let server = Server::start([answer(202, &[], "")]).await;
    let made: Response<Thing> = Draft::with_form(&CREATE).send(&client(&server)).await.unwrap();
    assert!(made.sid.is_none());
}

#[tokio::test]
async fn odd_json_is_kept_and_never_panics() {
    let body = r#"{"sid":1,"sid":"SMb","price":1e999,"count":99999999999999999999,"zero":-0,"n":null}"#;
    let thing = fetch(answer(200, &[], body)).await.unwrap();
    assert_eq!(thing.sid.as_ref().unwrap().as_str(), "SMb", "the last of two keys wins");
    let price = thing.price.as_ref().unwrap();
    assert_eq!((price.as_str(), price.to_f64()), ("1e999", None));
    assert_eq!(thing.count, None, "it does not fit, and stays reachable:");
    assert_eq!(thing.unknown.get("count").unwrap().as_str(), "99999999999999999999");
    assert_eq!(thing.unknown.get("zero").unwrap().as_str(), "-0");

    let deep = format!("{{\"sid\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(fetch(answer(200, &[], &deep)).await.unwrap_err().to_string().contains("nested"));
    let error = fetch(answer(404, &[], &deep)).await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(404), None));
}

#[tokio::test]
async fn a_number_that_no_float_holds_does_not_end_a_list() {
    for next in [
        r#""meta":{"odd":1e999,"next_page_url":"https://api.twilio.com/Things.json?Page=1"}"#,
        r#""odd":1e999,"next_page_uri":"/Things.json?Page=1""#,
    ] {
        let first = answer(200, &[], &format!(r#"{{"things":[1],{next}}}"#));
        let server = Server::start([first, answer(200, &[], r#"{"things":[2]}"#)]).await;
        let items = Draft::new(&LIST).items::<i64>(&client(&server), &THINGS).collect().await;
        assert_eq!(items.unwrap(), [1, 2], "{next}");
    }
}

#[tokio::test]
async fn a_next_page_that_cannot_be_read_is_an_error_and_no_end() {
    for next in [r#""next_page_uri":5"#, r#""meta":{"next_page_url":["/x"]}"#] {
        let server = Server::start([answer(200, &[], &format!(r#"{{"things":[1],{next}}}"#))]).await;
        let items = Draft::new(&LIST).items::<i64>(&client(&server), &THINGS).collect().await;
        let error = items.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{next}: {error}");
    }
}

#[tokio::test]
async fn hostile_next_pages_get_no_request() {
    for next in [
        "//evil.example/x",
        "https://api.twilio.com@evil.example/",
        "http://api.twilio.com/Things.json",
        "https://api.twilio.com\\\\@evil.example/",
        "\\\\\\\\evil.example\\\\x",
        "/Things.json\\r\\nX-Evil: 1",
        "https://evil.example/",
        "https://api.twilio.com:8443/x",
        "javascript:alert(1)",
        " https://api.twilio.com/x",
    ] {
        let body = format!(r#"{{"things":[1],"next_page_uri":"{next}"}}"#);
        let server = Server::start([answer(200, &[], &body)]).await;
        let items = Draft::new(&LIST).items::<i64>(&client(&server), &THINGS).collect().await;
        assert!(matches!(items.unwrap_err(), Error::Input(_)), "{next}");
        assert_eq!(server.seen().len(), 1, "{next}");
    }
}

#[tokio::test]
async fn waits_that_nobody_lives_to_see_end_the_call_at_once() {
    for value in ["18446744073709551615", "99999999999999999999", "Wed, 29 Dec 9999 23:59:59 GMT"] {
        for operation in [&FETCH, &CREATE] {
            let server = Server::start([answer(429, &[("Retry-After", value)], "{}")]).await;
            let error = client(&server).execute(&request(operation)).await.unwrap_err();
            assert!(error.is_throttled() && error.is_retryable(), "{error}");
            assert_eq!(server.seen().len(), 1, "{value}");
        }
    }
}

#[tokio::test]
async fn answers_outside_the_rules_are_errors_and_sent_once() {
    let raw = |text: &str| Act::Answer(text.to_owned());
    let page = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    assert!(fetch(raw(page)).await.is_ok(), "an interim answer is none");
    for status in [300, 304, 305, 400, 404, 409, 600, 999] {
        let error = fetch(answer(status, &[], "")).await.unwrap_err();
        assert_eq!(error.status(), Some(status));
    }
    for broken in [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}",
        "HTTP/1.1 20 OK\r\n\r\n{}",
        "SMTP ready\r\n\r\n",
    ] {
        let server = Server::start([raw(broken), answer(201, &[], "{}")]).await;
        let error = client(&server).execute(&request(&CREATE)).await.unwrap_err();
        assert!(matches!(error, Error::OutcomeUnknown(_)), "{broken}: {error}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn what_follows_a_body_is_no_answer_to_the_next_request() {
    let forged = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"sid\":\"evil\"}";
    let server = Server::start([Act::Answer(forged.to_owned()), answer(200, &[], r#"{"sid":"own"}"#)]).await;
    let client = client(&server);
    let _: Response<Thing> = Draft::new(&THING).path("Sid", "1").send(&client).await.unwrap();
    let second: Response<Thing> = Draft::new(&THING).path("Sid", "2").send(&client).await.unwrap();
    assert_eq!(second.sid.as_ref().unwrap().as_str(), "own");
}

#[tokio::test]
async fn a_redirect_is_a_value_where_the_operation_answers_with_one() {
    let elsewhere = Server::start([answer(200, &[], "{}")]).await;
    let location = format!("{}/day?sig=1", elsewhere.base_url());
    for status in [302, 307] {
        let server = Server::start([answer(status, &[("Location", &location)], "not JSON")]).await;
        let day: Response<Redirect> = Draft::new(&MOVED).send(&client(&server)).await.unwrap();
        assert_eq!((day.location.as_str(), day.meta().status), (location.as_str(), status));
        assert!(!format!("{day:?}").contains("sig=1"), "its query is a credential: {day:?}");
    }
    let body = r#"{"redirect_to":"https://files.example/1"}"#;
    let server = Server::start([answer(307, &[], body), answer(200, &[], body)]).await;
    let client = client(&server);
    for _ in 0..2 {
        let day: Response<Redirect> = Draft::new(&MOVED).send(&client).await.unwrap();
        assert_eq!(day.location, "https://files.example/1", "the body names it where no header does");
    }
    assert!(elsewhere.seen().is_empty());

    let server = Server::start([answer(307, &[], "")]).await;
    let error = Draft::new(&MOVED).send::<Redirect>(&super::client(&server)).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)) && error.to_string().contains("location"), "{error}");
}

#[tokio::test]
async fn a_304_is_an_answer_without_fields_where_the_operation_says_so() {
    static CHANGE: Operation = Operation::new("UpdateThing", Method::Post, HOST, "/t").answered_unchanged();
    let server = Server::start([answer(304, &[("ETag", "\"7\"")], "")]).await;
    let same: Response<Thing> = Draft::new(&CHANGE).send(&client(&server)).await.unwrap();
    assert_eq!((same.meta().status, same.meta().etag.as_deref(), &same.sid), (304, Some("\"7\""), &None));
}

#[tokio::test]
async fn an_operation_for_oauth_does_not_get_the_key() {
    static TOKEN: Operation =
        Operation::new("FetchOrganization", Method::Get, HOST, "/o").secured_by(Security::OAuth);
    let server = Server::start([answer(200, &[], "{}")]).await;
    let error = Draft::new(&TOKEN).send::<Json>(&client(&server)).await.unwrap_err();
    assert_eq!(error.problems()[0].name(), "credential", "{error}");
    assert!(server.seen().is_empty());
}
