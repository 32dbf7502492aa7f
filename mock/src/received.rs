//! A request as it came in, bounded in size and time.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Method};
use serde_json::Value;

use crate::authentication::Credentials;
use crate::catalog::Host;
use crate::code;
use crate::form::{Pairs, decode, unescape};
use crate::refusal::Refusal;

/// Largest body that is read.
const BODY_LIMIT: usize = 1 << 20;
/// The content type of forms.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
/// Longest time a body may take.
const BODY_TIME: Duration = Duration::from_secs(10);

/// A request, read.
pub(crate) struct Received {
    pub(crate) method: Method,
    pub(crate) host: Host,
    /// The `Host` header as given.
    pub(crate) host_text: String,
    /// The path as given.
    pub(crate) path: String,
    /// The decoded segments; empty where the path cannot be decoded.
    pub(crate) segments: Vec<String>,
    pub(crate) query: Result<Pairs, String>,
    pub(crate) headers: HeaderMap,
    /// Whether several `Host` headers leave open who is meant.
    pub(crate) ambiguous: bool,
    pub(crate) credentials: Result<Credentials, &'static str>,
    /// Without parameters, lower case.
    pub(crate) content_type: Option<String>,
    pub(crate) body: Result<Bytes, Refusal>,
    pub(crate) payload: Payload,
}

/// What a body says, by its content type.
pub(crate) enum Payload {
    Form(Result<Pairs, String>),
    Json(Result<Value, String>),
    Other,
}

impl Received {
    /// The head of a request, whose body is still to come.
    pub(crate) fn new(head: Parts) -> Received {
        // User info before an authority's `@` would be a secret in the journal.
        let authority = head.uri.authority().map(|given| given.as_str());
        let authority = authority.map(|given| given.rsplit('@').next().unwrap_or(given).to_owned());
        let header = head.headers.get(HOST).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let host_text = authority.or(header).unwrap_or_default();
        let path = head.uri.path().to_owned();
        let segments = path.split('/').skip(1).map(|part| unescape(part.as_bytes(), false));
        let segments = segments.collect::<Result<_, _>>().unwrap_or_default();
        let content_type = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.map(|text| text.split(';').next().unwrap_or(text).trim());
        Received {
            method: head.method,
            host: Host::parse(Some(&host_text)),
            host_text,
            segments,
            query: decode(head.uri.query().unwrap_or_default().as_bytes()),
            path,
            ambiguous: head.headers.get_all(HOST).iter().count() > 1,
            credentials: Credentials::parse(&head.headers),
            content_type: content_type.map(str::to_ascii_lowercase),
            headers: head.headers,
            body: Ok(Bytes::new()),
            payload: Payload::Other,
        }
    }

    /// Reads the body.
    pub(crate) async fn read<B>(&mut self, body: B)
    where
        B: hyper::body::Body<Data = Bytes> + Unpin,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.body = bounded(body).await;
        let bytes = self.bytes();
        self.payload = match self.content_type.as_deref() {
            Some(FORM) => Payload::Form(decode(bytes)),
            Some(json) if json.ends_with("json") => {
                Payload::Json(serde_json::from_slice(bytes).map_err(|problem| problem.to_string()))
            }
            _ => Payload::Other,
        };
    }

    /// The bytes of the body; none where it could not be read.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.body.as_ref().map_or(&[][..], AsRef::as_ref)
    }

    /// A body that is neither a form nor JSON, or not a good one.
    pub(crate) fn unread(&self) -> Option<String> {
        let is_read = matches!(self.payload, Payload::Form(Ok(_)) | Payload::Json(Ok(_)));
        let bytes = self.bytes();
        (!is_read && !bytes.is_empty()).then(|| String::from_utf8_lossy(bytes).into_owned())
    }

    /// The JSON of the body.
    pub(crate) fn json(&self) -> Result<&Value, &str> {
        match &self.payload {
            Payload::Json(read) => read.as_ref().map_err(String::as_str),
            Payload::Form(_) | Payload::Other => Err("the content type says so"),
        }
    }
}

async fn bounded<B>(body: B) -> Result<Bytes, Refusal>
where
    B: hyper::body::Body<Data = Bytes> + Unpin,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let collected = tokio::time::timeout(BODY_TIME, Limited::new(body, BODY_LIMIT).collect()).await;
    match collected {
        Err(_) => Err(Refusal::new(408, code::TIMED_OUT, "The body did not arrive in time")),
        Ok(Err(problem)) if problem.is::<LengthLimitError>() => {
            Err(Refusal::new(413, code::TOO_LARGE, format!("The body is larger than {BODY_LIMIT} bytes")))
        }
        Ok(Err(problem)) => {
            Err(Refusal::new(400, code::UNKNOWN_OR_INVALID, format!("The body cannot be read: {problem}")))
        }
        Ok(Ok(body)) => Ok(body.to_bytes()),
    }
}
