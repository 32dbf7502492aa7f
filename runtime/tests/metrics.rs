//! What is recorded for whoever collects figures.
#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it must be")]

#[path = "support/script.rs"]
mod script;

use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Recorder, SharedString, Unit,
};
use ringfence::Json;
use script::{answer, client, personal};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

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
    let answers = [
        answer(429, &[("twilio-concurrent-requests", "7")], r#"{"code":20429}"#),
        answer(201, &[("twilio-request-duration", "0.1"), ("twilio-concurrent-requests", "3")], "{}"),
    ];
    let client = client("s3cr3tOfTheTestKey", answers, Duration::from_millis(250));
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
