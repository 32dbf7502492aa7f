//! Any status, headers and body as an answer to a create, a fetch, a list and a delete: a value or an error that keeps the status and
//! shows itself on one line, never a panic.
#![no_main]

use std::sync::{Arc, LazyLock, Mutex};

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use ringfence::private::{Draft, Paging};
use ringfence::transport::{Limits, Sending, Transport};
use ringfence::{ApiKey, Client, Error, Json, Method, NoRetry, Operation, RetryPolicy};
use tokio::runtime::Runtime;

/// Answers everything with the same.
#[derive(Clone, Default)]
struct Same(Arc<Mutex<http::Response<Bytes>>>);

impl Transport for Same {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> Sending<'_> {
        let answer = self.0.lock().unwrap().clone();
        Box::pin(async { Ok(answer) })
    }
}

static CREATE: Operation = Operation::new("CreateThing", Method::Post, "api.twilio.com", "/Things.json");
static FETCH: Operation = Operation::new("FetchThing", Method::Get, "api.twilio.com", "/Things/1.json");
static LIST: Operation = Operation::new("ListThing", Method::Get, "api.twilio.com", "/Things.json");
static DELETE: Operation = Operation::new("DeleteThing", Method::Delete, "api.twilio.com", "/Things/1.json");
const PAGING: Paging = Paging::new("things").size("PageSize", 1000).token("PageToken").number("Page");

static CLIENT: LazyLock<(Runtime, Same, Client)> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let same = Same::default();
    let account = format!("AC{}", "0f".repeat(16)).parse().unwrap();
    let key = ApiKey::new(format!("SK{}", "0e".repeat(16)), "a secret").unwrap();
    let once = RetryPolicy::off(NoRetry::because("the same would come again"));
    let client = Client::builder(account, key).transport(same.clone()).retry(once).build().unwrap();
    (runtime, same, client)
});

const HEADERS: [&str; 9] = [
    "content-type", "date", "location", "retry-after", "twilio-concurrent-requests", "twilio-request-duration",
    "twilio-request-id", "etag", "x-rate-limit-limit",
];

fn judge(outcome: Result<(), Error>, status: u16) {
    let Err(error) = outcome else { return };
    let (text, _) = (error.to_string(), format!("{error:?}"));
    assert!(!text.chars().any(char::is_control), "{text}");
    // An error about a page after the first is of that page, which is the same answer here.
    assert!(error.status().is_none_or(|known| known == status), "{text}");
    let _ = (error.code(), error.message(), error.more_info(), error.details(), error.is_retryable());
    let _ = error.to_curl().map(|curl| curl.to_string());
}

fuzz_target!(|answer: (u16, Vec<(u8, &[u8])>, &[u8])| {
    let (status, headers, body) = answer;
    let (runtime, same, client) = &*CLIENT;
    let Ok(status) = http::StatusCode::from_u16(100 + status % 900) else { return };
    let mut response = http::Response::new(Bytes::copy_from_slice(body));
    *response.status_mut() = status;
    for (name, value) in headers {
        let Ok(value) = http::HeaderValue::from_bytes(value) else { continue };
        response.headers_mut().append(HEADERS[usize::from(name) % HEADERS.len()], value);
    }
    *same.0.lock().unwrap() = response;
    let status = status.as_u16();
    runtime.block_on(async {
        judge(Draft::with_form(&CREATE).send::<Json>(client).await.map(drop), status);
        judge(Draft::new(&FETCH).send::<Json>(client).await.map(drop), status);
        judge(Draft::new(&DELETE).send::<()>(client).await.map(drop), status);
        judge(Draft::new(&LIST).items::<Json>(client, &PAGING).limit(50).collect().await.map(drop), status);
    });
});
