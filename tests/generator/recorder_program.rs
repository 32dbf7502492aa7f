//! A client whose transport keeps what it is given and sends nothing.

use crate::{line, parsed, print};
use bytes::Bytes;
use ringfence::transport::{Limits, Sending, Transport};
use ringfence::{ApiKey, Client, Error, Request};
use serde_json::{Value, json as object};
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::sync::{Arc, Mutex};

/// What was sent, and what is answered.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<(Vec<http::Request<Bytes>>, VecDeque<Bytes>)>>);

impl Transport for Kept {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> Sending<'_> {
        let mut kept = self.0.lock().unwrap();
        let is_delete = request.method() == http::Method::DELETE;
        let otherwise = Bytes::from_static(if is_delete { b"" } else { b"{}" });
        let body = kept.1.pop_front().unwrap_or(otherwise);
        kept.0.push(request);
        Box::pin(async move { Ok(http::Response::new(body)) })
    }
}

pub struct Recorder {
    pub client: Client,
    kept: Kept,
    runtime: tokio::runtime::Runtime,
}

impl Recorder {
    /// For the account of this prefix and digit.
    pub fn new(prefix: &str, digit: &str) -> Self {
        Self::with(&format!("{prefix}{}", digit.repeat(32)), None)
    }

    pub fn with_user_agent(suffix: &str) -> Self {
        Self::with(&format!("AC{}", "a".repeat(32)), Some(suffix))
    }

    fn with(account: &str, user_agent: Option<&str>) -> Self {
        let kept = Kept::default();
        let key = ApiKey::new(format!("SK{}", "1".repeat(32)), "secret").unwrap();
        let mut client = Client::builder(parsed(account), key).transport(kept.clone());
        if let Some(suffix) = user_agent {
            client = client.user_agent(suffix);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        Self { client: client.build().unwrap(), kept, runtime }
    }

    /// The next answer.
    pub fn answer(&self, body: &Value) {
        self.kept.0.lock().unwrap().1.push_back(Bytes::from(body.to_string()));
    }

    /// Awaits a call and prints what was sent: under the id, and further requests under `id#1` and so on.
    pub fn sent<T>(&self, id: &str, call: impl Future<Output = Result<T, Error>>) {
        let result = self.runtime.block_on(call);
        assert!(result.is_ok(), "{id}: {}", result.err().unwrap());
        let sent = std::mem::take(&mut self.kept.0.lock().unwrap().0);
        assert!(!sent.is_empty(), "{id}: nothing was sent");
        for (number, request) in sent.iter().enumerate() {
            print_sent(&if number == 0 { id.to_owned() } else { format!("{id}#{number}") }, request);
        }
    }

    /// Awaits a call that this client may not make, and prints the request.
    pub fn refused<T>(&self, id: &str, request: &Request, call: impl Future<Output = Result<T, Error>>) {
        let refusal = self.runtime.block_on(call).err().unwrap();
        assert!(matches!(refusal, Error::Configuration(_)), "{id}: {refusal}");
        assert!(self.kept.0.lock().unwrap().0.is_empty(), "{id}: something was sent");
        print(id, request);
    }
}

fn print_sent(id: &str, request: &http::Request<Bytes>) {
    let headers: BTreeMap<&str, &str> =
        request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    line(&object!({
        "id": id,
        "method": request.method().as_str(),
        "target": request.uri().to_string(),
        "content_type": headers.get("content-type"),
        "headers": headers,
        "body": std::str::from_utf8(request.body()).unwrap(),
    }));
}
