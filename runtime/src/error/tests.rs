//! Twilio's error shapes, and bodies that are none of them.

use super::*;
use crate::{Method, Operation};
use http::HeaderMap;
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::json;

static FETCH: Operation = Operation::new("FetchThing", Method::Get, "api.twilio.com", "/Things/1");

fn api(status: u16, body: impl Into<Bytes>) -> Error {
    let mut headers = HeaderMap::new();
    headers.insert("twilio-request-id", "RQ1".parse().unwrap());
    let mut meta = Meta::from_answer(status, headers, Timestamp::UNIX_EPOCH);
    meta.attempts = 2;
    Error::Api(Box::new(Failure::new(FailureParts {
        operation: Some("CreateMessage"),
        host: Some("api.twilio.com".to_owned()),
        meta,
        body: body.into(),
        ..FailureParts::default()
    })))
}

#[test]
fn the_classic_shape() {
    let body = json!({
        "code": 21211, "message": "The 'To' number is not valid.", "status": 400,
        "more_info": "https://www.twilio.com/docs/errors/21211", "details": {"field": "To"},
    });
    let error = api(400, body.to_string());
    assert_eq!((error.status(), error.code()), (Some(400), Some(21211)));
    assert_eq!(error.details(), Some(&json!({"field": "To"})));
    assert_eq!(
        error.to_string(),
        "CreateMessage: status 400, code 21211: The 'To' number is not valid. (request RQ1, 2 attempts, \
         api.twilio.com); see https://www.twilio.com/docs/errors/21211"
    );
}

#[test]
fn what_is_somebodys_is_not_shown() {
    let message = "The 'To' number whatsapp:+15558675310 (555-867-5310), ann@example.com, is no number. See 21211 of 2026-11-22.";
    let error = api(400, json!({ "code": 21211, "message": message }).to_string());
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(
            !shown.contains("8675310") && !shown.contains("867-5310") && !shown.contains("ann"),
            "{shown}"
        );
        assert!(
            shown.contains("whatsapp:<hidden> (<hidden>), <hidden>, is no number. See 21211 of 2026-11-22."),
            "{shown}"
        );
    }
    assert_eq!(error.message(), Some(message));
    let sid = format!("The resource /Messages/SM{} was not found", "12".repeat(16));
    let error = api(404, json!({ "code": 20404, "message": sid }).to_string());
    assert!(error.to_string().contains(&sid), "{error}");
}

#[test]
fn the_newer_shapes() {
    let v1 = json!({
        "code": 20001, "message": "Bad", "httpStatusCode": 400, "userError": true, "params": {"a": "b"},
    });
    let error = api(400, v1.to_string());
    assert_eq!((error.code(), error.failure().is_user_error()), (Some(20001), Some(true)));
    assert_eq!(error.details(), Some(&json!({"a": "b"})));
    assert_eq!(error.more_info(), Some("https://www.twilio.com/docs/api/errors/20001"));

    let problem = json!({
        "type": "https://www.twilio.com/docs/api/errors/20422", "title": "Invalid", "status": 422,
        "code": "20422", "detail": "Name is missing", "errors": [{"detail": "missing", "pointer": "/name"}],
    });
    let error = api(422, problem.to_string());
    assert_eq!((error.code(), error.message()), (Some(20422), Some("Name is missing")));
    assert_eq!(error.more_info(), Some("https://www.twilio.com/docs/api/errors/20422"));
    assert_eq!(error.details(), Some(&json!([{"detail": "missing", "pointer": "/name"}])));

    let bulk = json!({"errors": [{"code": 7, "message": "No", "infoUrl": "https://x.example"}]});
    let error = api(400, bulk.to_string());
    assert_eq!((error.code(), error.message()), (Some(7), Some("No")));
}

#[test]
fn the_oldest_shape() {
    let body = "<?xml version='1.0'?>\n<TwilioResponse><RestException><Code>20404</Code><Message>Not &lt;here&gt; \
                &amp;amp;</Message><MoreInfo>https://www.twilio.com/docs/errors/20404</MoreInfo><Status>404</Status>\
                </RestException></TwilioResponse>";
    let error = api(404, body);
    assert_eq!((error.code(), error.message()), (Some(20404), Some("Not <here> &amp;")));
    assert_eq!(error.more_info(), Some("https://www.twilio.com/docs/errors/20404"));
}

#[test]
fn bodies_of_no_shape_keep_the_status_and_the_bytes() {
    for body in
        ["", "<html><h1>502 Bad Gateway</h1></html>", "[]", "null", "\"x\"", "{", "{}", "{\"code\":-1}"]
    {
        let error = api(502, body);
        assert_eq!((error.status(), error.code(), error.message()), (Some(502), None, None), "{body}");
        assert_eq!(error.body().as_ref(), body.as_bytes());
        assert_eq!(error.to_string(), "CreateMessage: status 502 (request RQ1, 2 attempts, api.twilio.com)");
    }
}

#[test]
fn a_text_of_others_stays_on_its_line() {
    let long = json!({"message": format!("a\nb{}", "x".repeat(1000))});
    let shown = api(400, long.to_string()).to_string();
    assert!(shown.contains("a\\nb") && shown.contains("xxx...") && shown.len() < 600, "{shown}");
}

#[test]
fn inputs_and_settings_name_each_problem() {
    let problems =
        vec![("To".to_owned(), "is missing".to_owned()), ("Body".to_owned(), "is long".to_owned())];
    let error = Error::input("CreateMessage", problems);
    assert_eq!(error.to_string(), "CreateMessage: nothing was sent: To: is missing; Body: is long");
    assert!(error.meta().is_none() && error.status().is_none() && !error.is_retryable());
}

#[test]
fn an_answer_that_does_not_decode_keeps_its_facts() {
    let mut meta = Meta::from_answer(200, HeaderMap::new(), Timestamp::UNIX_EPOCH);
    meta.attempts = 1;
    let reply = Reply {
        meta,
        body: Bytes::from_static(b"{\"message\":1"),
        operation: &FETCH,
        host: "api.twilio.com".to_owned(),
        sent_at: std::time::SystemTime::UNIX_EPOCH,
        stream: None,
        asked: None,
    };
    let error = Error::decode(reply, "no sid".to_owned());
    let shown = "FetchThing: the answer does not decode: body: no sid (1 attempt, api.twilio.com)";
    assert_eq!(error.to_string(), shown);
    assert_eq!((error.status(), error.message()), (Some(200), None));
}

proptest! {
    #[test]
    fn any_body_is_survived(bytes in proptest::collection::vec(any::<u8>(), 0..300), status in any::<u16>()) {
        let error = api(status, bytes);
        let _ = (error.to_string(), format!("{error:?}"));
    }

    #[test]
    fn any_json_is_survived(
        name in prop_oneof![
            Just("code"), Just("message"), Just("errors"), Just("details"), Just("detail"), Just("type"),
        ],
        value in prop_oneof![
            Just(json!(null)), any::<i64>().prop_map(|n| json!(n)), any::<f64>().prop_map(|n| json!(n)),
            ".*".prop_map(|s| json!(s)), any::<bool>().prop_map(|b| json!([{"code": b}, [b]])),
        ],
    ) {
        let _ = api(400, json!({name: value}).to_string()).to_string();
    }

    #[test]
    fn any_xml_is_survived(inside in "[<>/&;A-Za-z]{0,40}") {
        let _ = api(400, format!("<RestException>{inside}")).to_string();
        let _ = api(400, format!("<RestException><Code>{inside}</Code></RestException>")).to_string();
    }
}
