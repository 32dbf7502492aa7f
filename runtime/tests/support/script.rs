//! A transport that gives answers by a script, and calls to send through it.

use bytes::Bytes;
use ringfence::private::Draft;
use ringfence::transport::{Limits, Sending, Transport, TransportError};
use ringfence::{ApiKey, Client, Method, Operation};
use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

static CREATE: Operation =
    Operation::new("CreateThing", Method::Post, "api.twilio.com", "/2010-04-01/Things.json");

/// Gives the answers in order, the last one again and again, each after a while.
struct Script {
    answers: Mutex<VecDeque<http::Response<Bytes>>>,
    each_takes: Duration,
}

impl Transport for Script {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> Sending<'_> {
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        Box::pin(async move {
            tokio::time::sleep(self.each_takes).await;
            answer.ok_or_else(|| TransportError::not_sent("no answer is left"))
        })
    }
}

pub fn answer(status: u16, headers: &[(&str, &str)], body: &'static str) -> http::Response<Bytes> {
    let mut answer =
        http::Response::builder().status(status).header("twilio-request-id", format!("RQ{status}"));
    for (name, value) in headers {
        answer = answer.header(*name, *value);
    }
    answer.body(Bytes::from_static(body.as_bytes())).unwrap()
}

/// A client whose key has this secret, and that is answered so.
pub fn client<const N: usize>(
    secret: &str,
    answers: [http::Response<Bytes>; N],
    each_takes: Duration,
) -> Client {
    let account = format!("AC{}", "0f".repeat(16)).parse().unwrap();
    let key = ApiKey::new(format!("SK{}", "0e".repeat(16)), secret).unwrap();
    let answers = Mutex::new(answers.into_iter().collect());
    Client::builder(account, key).transport(Script { answers, each_takes }).build().unwrap()
}

/// A call with a person's number in it.
pub fn personal() -> Draft {
    Draft::with_form(&CREATE).form("To", "+15558675310").form("Body", "for nobody else")
}
