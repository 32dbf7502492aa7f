//! A callback as it goes over the wire: path, signature, body.

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{HeaderMap, Request};
use sha2::{Digest, Sha256};

use super::sign::sign;
use super::target::Target;
use super::{Content, Delivery};
use crate::form::{Pairs, encode};

/// A callback, signed.
pub(super) struct Parcel {
    path: String,
    pub(super) signed: String,
    pub(super) signature: String,
    content_type: Option<&'static str>,
    body: Bytes,
}

impl Parcel {
    /// Signs a callback to a target.
    pub(super) fn new(auth_token: &str, delivery: &Delivery, target: &Target) -> Option<Parcel> {
        let signed = target.signed_for(delivery.voice);
        let no_pairs = Pairs::new();
        let (query, pairs, content_type, body) = match &delivery.content {
            Content::Form(pairs) if delivery.get => (encode(pairs), &no_pairs, None, Bytes::new()),
            Content::Form(pairs) => {
                let kind = "application/x-www-form-urlencoded; charset=UTF-8";
                (String::new(), pairs, Some(kind), Bytes::from(encode(pairs)))
            }
            Content::Json(body) => {
                let hash = Sha256::digest(body);
                let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
                (format!("bodySHA256={hex}"), &no_pairs, Some("application/json"), body.clone())
            }
        };
        let with = |url: &str| match query.is_empty() {
            true => url.to_owned(),
            false => format!("{url}{}{query}", if url.contains('?') { '&' } else { '?' }),
        };
        let signed = with(&signed);
        let signature = sign(auth_token, &signed, pairs)?;
        Some(Parcel { path: with(&target.path), signed, signature, content_type, body })
    }

    pub(super) fn request(
        &self,
        delivery: &Delivery,
        target: &Target,
    ) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
        let mut request = Request::builder()
            .method(if delivery.get { "GET" } else { "POST" })
            .uri(&self.path)
            .header(HOST, &target.authority)
            .header(USER_AGENT, "TwilioProxy/1.1")
            .header("X-Twilio-Signature", &self.signature)
            .header("I-Twilio-Idempotency-Token", &delivery.idempotency_token);
        if let Some(kind) = self.content_type {
            request = request.header(CONTENT_TYPE, kind);
        }
        request.body(Full::new(self.body.clone()))
    }
}

/// The content type of an answer.
pub(super) fn content_type(headers: &HeaderMap) -> Option<String> {
    headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}
