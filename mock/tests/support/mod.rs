//! A real HTTP client, a listener for callbacks, and the documents of the tests.
#![allow(dead_code, reason = "each test program uses its own part")]

pub mod document;
pub mod receiver;

use std::path::PathBuf;

use base64::Engine;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{HeaderMap, Request};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use ringfence_mock::Mock;
use serde_json::Value;

pub const API: &str = include_str!("../documents/api.yaml");
pub const PRODUCT: &str = include_str!("../documents/product.yaml");

pub const TO: &str = "+15558675310";
pub const FROM: &str = "+15017122661";

/// A mock of the small documents and a client with its key.
pub struct Desk {
    pub mock: Mock,
    pub client: Client<HttpConnector, Full<Bytes>>,
}

/// An answer, read.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn text(&self, name: &str) -> &str {
        self.body
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("no text `{name}` in {:#}", self.body))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no header {name}")).to_str().unwrap()
    }

    pub fn code(&self) -> u64 {
        self.body.get("code").and_then(Value::as_u64).unwrap_or_else(|| panic!("no code in {self:?}"))
    }

    /// Asserts status and code, and hands out the message.
    #[track_caller]
    pub fn refused(&self, status: u16, code: u64) -> &str {
        assert_eq!((self.status, self.code()), (status, code), "{:#}", self.body);
        assert_eq!(self.body["status"], u64::from(status));
        assert_eq!(self.body["more_info"], format!("https://www.twilio.com/docs/errors/{code}"));
        self.text("message")
    }
}

pub fn client() -> Client<HttpConnector, Full<Bytes>> {
    Client::builder(TokioExecutor::new()).build_http()
}

pub fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}")))
}

impl Desk {
    pub async fn open() -> Desk {
        Desk::of(
            Mock::builder()
                .document_text("api.yaml", API)
                .document_text("product.yaml", PRODUCT)
                .start()
                .await
                .unwrap(),
        )
    }

    pub fn of(mock: Mock) -> Desk {
        Desk { mock, client: client() }
    }

    /// `/2010-04-01/Accounts/{own account}{rest}`
    pub fn path(&self, rest: &str) -> String {
        format!("/2010-04-01/Accounts/{}{rest}", self.mock.account_sid())
    }

    pub fn request(&self, method: &str, path: &str) -> hyper::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.mock.base_url()))
            .header("Authorization", basic(self.mock.api_key_sid(), self.mock.api_key_secret()))
    }

    /// A bearer token of the mock's own token endpoint.
    pub async fn token(&self) -> String {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", self.mock.client_id()),
            ("client_secret", self.mock.client_secret()),
        ];
        let answer = self.post("/oauth.twilio.com/v2/token", &form).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.text("access_token").to_owned()
    }

    pub async fn send(&self, request: Request<Full<Bytes>>) -> Answer {
        let response = self.client.request(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
        Answer { status: head.status.as_u16(), headers: head.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path).body(Full::default()).unwrap()).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request("DELETE", path).body(Full::default()).unwrap()).await
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            form.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
        let request = self.request("POST", path).header("Content-Type", "application/x-www-form-urlencoded");
        self.send(request.body(Full::from(body.join("&"))).unwrap()).await
    }

    pub async fn message(&self, body: &str) -> Answer {
        self.post(&self.path("/Messages.json"), &[("To", TO), ("From", FROM), ("Body", body)]).await
    }
}

/// Percent-encoding of the test's own.
pub fn escape(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

/// The corpus of Twilio's documents, if it lies beside the workspace or where `RINGFENCE_CORPUS` says.
pub fn corpus() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("RINGFENCE_CORPUS").map_or(beside, PathBuf::from);
    if folder.join("specs/yaml").is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("RINGFENCE_NO_SKIP").is_none(), "corpus not found at {}", folder.display());
    println!("SKIPPED: the corpus tests of the mock, corpus not found at {}", folder.display());
    None
}
