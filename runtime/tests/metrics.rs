//! What is recorded for whoever collects figures.
#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it must be")]

use bytes::Bytes;
use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Recorder, SharedString, Unit,
};
use ringfence::private::Draft;
use ringfence::transport::{Limits, Sending, Transport, TransportError};
use ringfence::{ApiKey, Client, Json, Method, Operation};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const HOST: &str = "api.twilio.com";
static CREATE: Operation = Operation::new("CreateThing", Method::Post, HOST, "/2010-04-01/Things.json");
const SECRET: &str = "s3cr3tOfTheTestKey";

/// Gives the answers in order, the last one again and again.
struct Script(Mutex<VecDeque<http::Response<Bytes>>>);

impl Transport for Script {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> Sending<'_> {
        let mut answers = self.0.lock().unwrap();
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(250)).await;
            answer.ok_or_else(|| TransportError::not_sent("no answer is left"))
        })
    }
}

fn answer(status: u16, headers: &[(&str, &str)], body: &'static str) -> http::Response<Bytes> {
    let mut answer =
        http::Response::builder().status(status).header("twilio-request-id", format!("RQ{status}"));
    for (name, value) in headers {
        answer = answer.header(*name, *value);
    }
    answer.body(Bytes::from_static(body.as_bytes())).unwrap()
}

fn client(answers: impl IntoIterator<Item = http::Response<Bytes>>) -> Client {
    let account = format!("AC{}", "0f".repeat(16)).parse().unwrap();
    let key = ApiKey::new(format!("SK{}", "0e".repeat(16)), SECRET).unwrap();
    let script = Script(Mutex::new(answers.into_iter().collect()));
    Client::builder(account, key).transport(script).build().unwrap()
}

/// A call with a person's number in it.
fn personal() -> Draft {
    Draft::with_form(&CREATE).form("To", "+15558675310").form("Body", "for nobody else")
}

/// What was recorded under each name and label.
#[derive(Clone, Default)]
struct Figures(Arc<Mutex<BTreeMap<String, Vec<f64>>>>);

struct Figure(String, Figures);

impl Figure {
    fn add(&self, value: f64) {
        self.1.0.lock().unwrap().entry(self.0.clone()).or_default().push(value);
    }
}

impl CounterFn for Figure {
    fn increment(&self, value: u64) {
        self.add(value as f64);
    }
    fn absolute(&self, _: u64) {}
}

impl GaugeFn for Figure {
    fn increment(&self, _: f64) {}
    fn decrement(&self, _: f64) {}
    fn set(&self, value: f64) {
        self.add(value);
    }
}

impl HistogramFn for Figure {
    fn record(&self, value: f64) {
        self.add(value);
    }
}

impl Figures {
    fn figure(&self, key: &Key) -> Arc<Figure> {
        let labels: Vec<String> =
            key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        Arc::new(Figure(format!("{} {}", key.name(), labels.join(" ")), self.clone()))
    }
}

impl Recorder for Figures {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn register_counter(&self, key: &Key, _: &metrics::Metadata<'_>) -> Counter {
        Counter::from_arc(self.figure(key))
    }
    fn register_gauge(&self, key: &Key, _: &metrics::Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.figure(key))
    }
    fn register_histogram(&self, key: &Key, _: &metrics::Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.figure(key))
    }
}

#[tokio::test(start_paused = true)]
async fn the_figures_that_twilio_asks_to_watch_are_recorded() {
    let figures = Figures::default();
    let guard = metrics::set_default_local_recorder(&figures);
    let client = client([
        answer(429, &[("twilio-concurrent-requests", "7")], r#"{"code":20429}"#),
        answer(201, &[("twilio-request-duration", "0.1"), ("twilio-concurrent-requests", "3")], "{}"),
    ]);
    personal().send::<Json>(&client).await.unwrap();
    drop(guard);
    let figures = figures.0.lock().unwrap();
    let operation = "operation=CreateThing";
    assert_eq!(figures[&format!("ringfence_throttled_total {operation}")], [1.0]);
    assert_eq!(figures[&format!("ringfence_retries_total {operation}")], [1.0]);
    assert_eq!(figures[&format!("ringfence_server_seconds {operation}")], [0.1]);
    // Each answer takes 250 ms here.
    assert_eq!(figures[&format!("ringfence_network_seconds {operation}")], [0.15]);
    let account = format!("AC{}", "0f".repeat(16));
    assert_eq!(figures[&format!("ringfence_concurrent_requests account={account}")], [7.0, 3.0]);
    assert_eq!(figures.len(), 5, "{:?}", figures.keys());
}
