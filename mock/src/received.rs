//! A request as it came in, bounded in size and time.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{HeaderMap, Method, Request};

use crate::catalog::Host;
use crate::code;
use crate::form::{Pairs, decode, unescape};
use crate::refusal::Refusal;

/// Largest body that is read.
const BODY_LIMIT: usize = 1 << 20;
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
    pub(crate) body: Result<Bytes, Refusal>,
}

impl Received {
    pub(crate) async fn read<B>(request: Request<B>) -> Received
    where
        B: hyper::body::Body<Data = Bytes> + Unpin,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (head, body) = request.into_parts();
        // User info before an authority's `@` would be a secret in the journal.
        let authority = head.uri.authority().map(|given| given.as_str());
        let authority = authority.map(|given| given.rsplit('@').next().unwrap_or(given).to_owned());
        let header = head.headers.get(HOST).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let host_text = authority.or(header).unwrap_or_default();
        let path = head.uri.path().to_owned();
        let segments = path.split('/').skip(1).map(|part| unescape(part.as_bytes(), false));
        let segments = segments.collect::<Result<_, _>>().unwrap_or_default();
        Received {
            method: head.method,
            host: Host::parse(Some(&host_text)),
            host_text,
            segments,
            query: decode(head.uri.query().unwrap_or_default().as_bytes()),
            path,
            ambiguous: head.headers.get_all(HOST).iter().count() > 1,
            headers: head.headers,
            body: bounded(body).await,
        }
    }

    /// The content type without parameters, lower case.
    pub(crate) fn content_type(&self) -> Option<String> {
        let text = self.headers.get(CONTENT_TYPE)?.to_str().ok()?;
        Some(text.split(';').next().unwrap_or(text).trim().to_ascii_lowercase())
    }

    /// The bytes of the body; none where it could not be read.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.body.as_ref().map_or(&[][..], AsRef::as_ref)
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
