//! Answers each call with what a file says, and prints what becomes of it.
#![deny(warnings)]

mod calls;

use bytes::Bytes;
use ringfence::private::{Answer, Value};
use ringfence::transport::{Limits, Sending, Transport};
use ringfence::{ApiKey, Client, Error, Fields, Json, PageFuture, Redirect, ResponseFuture};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

/// What is printed of a call, once it is over.
type Told<'c> = Pin<Box<dyn Future<Output = String> + 'c>>;
type Call = for<'c> fn(&'c Client) -> Told<'c>;

#[derive(Clone, Default)]
struct Canned(Arc<Mutex<(u16, Bytes)>>);

impl Transport for Canned {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> Sending<'_> {
        let (status, body) = self.0.lock().unwrap().clone();
        Box::pin(async move { Ok(http::Response::builder().status(status).body(body).unwrap()) })
    }
}

/// Where unknown fields stand, what `Debug` shows, then the answer as JSON.
fn value<'c, T: Answer + Value + 'static>(answer: ResponseFuture<'c, T>) -> Told<'c> {
    Box::pin(async move {
        match answer.await {
            Ok(answer) => line(&Fields::within(&*answer), &format!("{answer:?}"), &[Json::of(&*answer)]),
            Err(error) => failure(&error),
        }
    })
}

fn nothing(answer: ResponseFuture<'_, ()>) -> Told<'_> {
    Box::pin(async move { answer.await.map_or_else(|error| failure(&error), |_| line(&[], "", &[])) })
}

fn redirect(answer: ResponseFuture<'_, Redirect>) -> Told<'_> {
    Box::pin(async move {
        let place = |location: &str| line(&[], "", &[Json::of(&location.to_owned())]);
        answer.await.map_or_else(|error| failure(&error), |answer| place(&answer.location))
    })
}

/// As of a value; of the items after that of the other fields.
fn page<'c, T: Value + 'static>(page: PageFuture<'c, T>) -> Told<'c> {
    Box::pin(async move {
        match page.await {
            Ok(page) => {
                let mut unknown = Fields::within(&page.fields);
                unknown.extend(Fields::within(&page.items).iter().map(|at| format!("/*{at}")));
                line(&unknown, &format!("{page:?}"), &[Json::of(&page.fields), Json::of(&page.items)])
            }
            Err(error) => failure(&error),
        }
    })
}

fn line(unknown: &[String], shown: &str, json: &[Json]) -> String {
    let columns: Vec<&str> = json.iter().map(Json::as_str).collect();
    format!("{}\t{}\t{}", unknown.join(" "), shown.replace(['\n', '\t'], " "), columns.join("\t"))
}

fn failure(error: &Error) -> String {
    format!("failed\t{}", error.to_string().replace(['\n', '\t'], " "))
}

fn main() {
    let canned = Canned::default();
    let account = format!("AC{}", "a".repeat(32)).parse().unwrap();
    let key = ApiKey::new(format!("SK{}", "b".repeat(32)), "secret of a test".to_owned()).unwrap();
    let client = Client::builder(account, key).transport(canned.clone()).build().unwrap();
    let calls: BTreeMap<&str, Call> = calls::CALLS.iter().copied().collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let cases = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    for case in cases.lines() {
        let [operation, status, body] = case.splitn(3, '\t').collect::<Vec<_>>().try_into().unwrap();
        *canned.0.lock().unwrap() = (status.parse().unwrap(), Bytes::from(body.to_owned()));
        println!("{}", runtime.block_on(calls[operation](&client)));
    }
}
