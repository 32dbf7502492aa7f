//! What a list of messages tells of one whose answer was lost.

use super::*;
use crate::ApiKey;
use crate::transport::{Limits, Sending, Transport, TransportError};
use bytes::Bytes;
use serde_json::json;
use std::sync::{Arc, Mutex};

static CREATE: Operation = Operation::new("CreateMessage", Method::Post, "api.twilio.com", LIST.path());

const TO: &str = "+15558675310";

/// Loses every create, and lists messages: those of the n-th look, and from the last on the same.
#[derive(Clone)]
struct Lossy {
    looks: Arc<Vec<Value>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Lossy {
    fn new(looks: impl IntoIterator<Item = Value>) -> Self {
        Self { looks: Arc::new(looks.into_iter().collect()), asked: Arc::default() }
    }
}

impl Transport for Lossy {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> Sending<'_> {
        Box::pin(async move {
            if request.method() == http::Method::POST {
                return Err(TransportError::lost("reset"));
            }
            let mut asked = self.asked.lock().unwrap();
            let look = &self.looks[asked.len().min(self.looks.len() - 1)];
            asked.push(request.uri().to_string());
            let body = json!({ "messages": look, "next_page_uri": null }).to_string();
            Ok(http::Response::new(body.into()))
        })
    }
}

fn sid(digit: char) -> String {
    format!("SM{}", digit.to_string().repeat(32))
}

/// A message as the list has it, made so many seconds after now.
fn made(digit: char, seconds: i64, change: impl FnOnce(&mut Value)) -> Value {
    let at = Instant::now() + jiff::SignedDuration::from_secs(seconds);
    let mut message = json!({
        "sid": sid(digit), "to": TO, "from": "+15017122661", "body": "Your code is \u{201c}1\u{201d}",
        "direction": "outbound-api", "messaging_service_sid": null,
        "date_created": at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string(),
    });
    change(&mut message);
    message
}

fn draft() -> Draft {
    Draft::with_form(&CREATE)
        .form("To", TO)
        .form("From", "+15017122661")
        .form("Body", "Your code is \u{201c}1\u{201d}")
}

/// What is found out of a create whose answer was lost, and how often the list was asked for.
async fn found(draft: Draft, looks: impl IntoIterator<Item = Value>) -> (Reconciled, Vec<String>) {
    let transport = Lossy::new(looks);
    let asked = Arc::clone(&transport.asked);
    let key = ApiKey::new(format!("SK{}", "0e".repeat(16)), "s3cr3t").unwrap();
    let account = format!("AC{}", "0f".repeat(16)).parse().unwrap();
    let client = Client::builder(account, key).transport(transport).build().unwrap();
    let error = draft.send::<Json>(&client).await.unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown(_)), "{error}");
    let found = error.reconcile(&client).await.unwrap();
    let asked = asked.lock().unwrap().clone();
    (found, asked)
}

fn sids(digits: &str) -> Vec<MessageSid> {
    digits.chars().map(|digit| sid(digit).parse().unwrap()).collect()
}

#[tokio::test(start_paused = true)]
async fn what_was_made_is_found_also_by_a_later_look() {
    let same = made('1', 0, |_| {});
    let (result, asked) = found(draft(), [json!([]), json!([same])]).await;
    assert_eq!(result, Reconciled::Made(sids("1")));
    assert_eq!(asked.len(), 2);
    assert!(asked[0].contains("To=%2B15558675310"), "{asked:?}");
    let trial = made('2', 1, |message| {
        message["body"] = "Sent from your Twilio trial account - Your code is \u{201c}1\u{201d}".into();
    });
    let other = made('3', 0, |message| message["body"] = "Hello".into());
    let (result, _) = found(draft(), [json!([other, trial])]).await;
    assert_eq!(result, Reconciled::Made(sids("2")), "the same text goes before another");
}

#[tokio::test(start_paused = true)]
async fn what_is_nowhere_was_not_made() {
    let (early, late) = (made('1', -60, |_| {}), made('2', 90, |_| {}));
    let inbound = made('3', 0, |message| message["direction"] = "inbound".into());
    for list in [json!([]), json!([late, inbound, early])] {
        let (result, asked) = found(draft(), [list]).await;
        assert_eq!((result, asked.len()), (Reconciled::NotMade, 3));
    }
}

#[tokio::test(start_paused = true)]
async fn another_text_to_the_same_recipient_is_never_said_to_be_none() {
    let smart = made('1', 0, |message| message["body"] = "Your code is \"1\"".into());
    let discarded = made('2', 0, |message| message["body"] = Value::Null);
    let sender = made('3', 0, |message| message["from"] = "+15005550006".into());
    for message in [smart, discarded, sender] {
        let expected = vec![MessageSid::new_unchecked(message["sid"].as_str().unwrap())];
        let (result, asked) = found(draft(), [json!([message])]).await;
        assert_eq!((result, asked.len()), (Reconciled::Unclear(expected), 3));
    }
    let service = format!("MG{}", "0a".repeat(16));
    let of_service = || draft().form("MessagingServiceSid", service.clone());
    let alone = made('4', 0, |_| {});
    let (result, _) = found(of_service(), [json!([alone])]).await;
    assert_eq!(result, Reconciled::NotMade, "what a service sends has its SID");
    let shortened = made('5', 0, |message| {
        message["body"] = "https://x.example/1".into();
        message["messaging_service_sid"] = service.clone().into();
    });
    let (result, _) = found(of_service(), [json!([shortened])]).await;
    assert_eq!(result, Reconciled::Unclear(sids("5")));
}

#[tokio::test(start_paused = true)]
async fn what_no_list_tells_is_said_to_be_so() {
    for draft in [
        draft().form("AddressRetention", "obfuscate"),
        draft().form("To", "(555) 867-5310"),
        Draft::with_form(&CREATE).form("Body", "x"),
    ] {
        let (result, asked) = found(draft, [json!([])]).await;
        assert_eq!((result, asked.len()), (Reconciled::CannotTell, 0));
    }
    static OTHER: Operation = Operation::new("CreateThing", Method::Post, "api.twilio.com", "/Things.json");
    let (result, _) = found(Draft::with_form(&OTHER).form("To", TO), [json!([])]).await;
    assert_eq!(result, Reconciled::CannotTell);
}
