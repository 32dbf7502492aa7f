//! What spans and events say of a call, and what they do not.
#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it must be")]

#[path = "support/script.rs"]
mod script;

use ringfence::private::Draft;
use ringfence::{Json, Method, Operation};
use script::{answer, client, personal};
use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

const HOST: &str = "api.twilio.com";
const SECRET: &str = "s3cr3tOfTheTestKey";
static FETCH: Operation = Operation::new("FetchThing", Method::Get, HOST, "/2010-04-01/Things/1.json");

/// Keeps everything that it is told.
#[derive(Clone, Default)]
struct Watcher {
    spans: Arc<Mutex<BTreeMap<u64, BTreeMap<String, String>>>>,
    events: Arc<Mutex<Vec<String>>>,
    next: Arc<AtomicU64>,
}

struct Fields<'f>(&'f mut BTreeMap<String, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl Subscriber for Watcher {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "ringfence"
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let id = self.next.fetch_add(1, Ordering::SeqCst) + 1;
        let mut fields = BTreeMap::from([("span".to_owned(), attributes.metadata().name().to_owned())]);
        attributes.record(&mut Fields(&mut fields));
        self.spans.lock().unwrap().insert(id, fields);
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        values.record(&mut Fields(self.spans.lock().unwrap().entry(span.into_u64()).or_default()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        let mut line = event.metadata().level().to_string();
        for (name, value) in fields {
            write!(line, " {name}={value}").unwrap();
        }
        self.events.lock().unwrap().push(line);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// One test, since what `tracing` remembers of a place in the code is the same for all threads.
#[tokio::test(start_paused = true)]
async fn a_call_is_a_span_with_the_fields_that_are_promised_and_nothing_of_people() {
    let watcher = Watcher::default();
    let _guard = tracing::subscriber::set_default(watcher.clone());
    let answers = [
        answer(429, &[("twilio-concurrent-requests", "7")], r#"{"code":20429}"#),
        answer(
            400,
            &[("twilio-request-duration", "0.01")],
            r#"{"code":21211,"message":"+15558675310 is none"}"#,
        ),
        answer(200, &[], "{}"),
    ];
    let client = client(SECRET, answers, Duration::ZERO);
    personal().send::<Json>(&client.bulk()).await.unwrap_err();
    {
        let spans = watcher.spans.lock().unwrap();
        let span = spans.values().next().unwrap();
        let names: Vec<&str> = span.keys().map(String::as_str).collect();
        let promised = [
            "attempts",
            "code",
            "elapsed_ms",
            "host",
            "lane",
            "method",
            "operation",
            "outcome",
            "queued_ms",
            "request_id",
            "span",
            "status",
        ];
        assert_eq!(names, promised);
        for (name, value) in [
            ("span", "call"),
            ("operation", "CreateThing"),
            ("method", "POST"),
            ("host", HOST),
            ("lane", "bulk"),
            ("status", "400"),
            ("code", "21211"),
            ("request_id", "RQ400"),
            ("attempts", "2"),
            ("outcome", "refused"),
        ] {
            assert_eq!(span[name], value, "{name}");
        }
        let events = watcher.events.lock().unwrap();
        let text = format!("{spans:?} {events:?}");
        for event in
            ["WARN message=throttled", "waits before another attempt", "message=answered", "server_ms=10"]
        {
            assert!(events.iter().any(|line| line.contains(event)), "{event}: {events:?}");
        }
        for personal in ["5558675310", "nobody else", SECRET, &"0f".repeat(16), &"0e".repeat(16), "Things"] {
            assert!(!text.contains(personal), "{personal} in {text}");
        }
    }
    for _ in 0..12 {
        Draft::new(&FETCH).send::<Json>(&client).await.unwrap();
    }
    let events = watcher.events.lock().unwrap();
    let told = events.iter().filter(|line| line.contains("ten times within a minute"));
    assert_eq!(told.count(), 1, "a fetch that is made again and again: {events:?}");
    let outcomes: Vec<String> =
        watcher.spans.lock().unwrap().values().map(|span| span["outcome"].clone()).collect();
    assert_eq!(outcomes.iter().filter(|outcome| *outcome == "succeeded").count(), 12);
}
