//! From a request to an event that is Twilio's.

use super::event::Event;
use super::parameters::Parameters;
use super::public_url::PublicUrl;
use super::repetition::{Recent, Repetition};
use super::signature::Signature;
use super::validator::{SignatureError, SignatureValidator};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

/// Checks whole requests: the URL as the public sees it, the signature, the form or the body. Cheap to clone; clones share what they
/// have seen.
///
/// ```
/// use ringfence::AuthToken;
/// use ringfence::webhook::{PublicUrl, SignatureValidator, WebhookVerifier};
///
/// # fn make(token: String) -> Result<(), Box<dyn std::error::Error>> {
/// let validator = SignatureValidator::new(AuthToken::new(token));
/// let verifier = WebhookVerifier::new(validator, PublicUrl::base("https://example.com")?);
/// # let _ = verifier; Ok(()) }
/// ```
#[derive(Clone)]
pub struct WebhookVerifier {
    inner: Arc<Inner>,
}

struct Inner {
    validator: SignatureValidator,
    public: PublicUrl,
    recent: Recent,
    longest_body: usize,
}

/// A request that Twilio signed.
///
/// `Debug` names the parameters and hides their values.
#[derive(Clone)]
pub struct Webhook {
    parameters: Parameters,
    body: Bytes,
    token: Option<String>,
    repetition: Repetition,
    /// Tells this content under this token from others.
    content: u64,
}

/// An event that Twilio signed. There is no way to one but through [`WebhookVerifier`].
#[derive(Clone, Debug)]
pub struct Verified<E> {
    event: E,
    webhook: Webhook,
}

/// Why a request is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// It has no `X-Twilio-Signature`.
    NoSignature,
    /// Its URL as the public sees it is not known.
    Url(&'static str),
    /// The signature does not fit.
    Signature(SignatureError),
    /// It is signed, and not the event that was asked for.
    Event(String),
    /// Its body is longer than allowed.
    TooLong,
    /// Its body did not come to an end.
    Cut,
}

impl WebhookVerifier {
    /// A verifier that remembers the last 10,000 requests and takes bodies of up to 1 MiB.
    pub fn new(validator: SignatureValidator, public: PublicUrl) -> Self {
        Self {
            inner: Arc::new(Inner { validator, public, recent: Recent::new(10_000), longest_body: 1 << 20 }),
        }
    }

    /// The longest body that a caller should read, in bytes.
    pub fn longest_body(&self) -> usize {
        self.inner.longest_body
    }

    /// Checks a request and reads the event. `peer` is where the connection comes from, which [`PublicUrl::behind`] asks for.
    ///
    /// # Errors
    ///
    /// See [`WebhookError`]; [`WebhookError::status`] is what to answer with.
    pub fn verify<E: Event>(
        &self,
        parts: &Parts,
        body: Bytes,
        peer: Option<IpAddr>,
    ) -> Result<Verified<E>, WebhookError> {
        self.check(parts, body, peer)?.told()
    }

    fn check(&self, parts: &Parts, body: Bytes, peer: Option<IpAddr>) -> Result<Webhook, WebhookError> {
        let Inner { validator, public, recent, longest_body } = &*self.inner;
        if body.len() > *longest_body {
            return Err(WebhookError::TooLong);
        }
        let signature = Signature::from_headers(&parts.headers).ok_or(WebhookError::NoSignature)?;
        let url = public.of(parts, peer).map_err(WebhookError::Url)?;
        let parameters = match kind(parts, &body) {
            Kind::Bodiless => {
                validator.validate_url(&url, signature).map_err(WebhookError::Signature)?;
                Parameters::decode(parts.uri.query().unwrap_or_default().as_bytes())
            }
            Kind::Form => {
                let pairs =
                    validator.validate_form_body(&url, &body, signature).map_err(WebhookError::Signature)?;
                Parameters::new(pairs)
            }
            Kind::Other => {
                validator.validate_body(&url, &body, signature).map_err(WebhookError::Signature)?;
                Parameters::default()
            }
        };
        let token = header(&parts.headers, "i-twilio-idempotency-token").map(str::to_owned);
        // The same content has one signature for each key, however its parameters are ordered, and base64 is taken in one form alone.
        let repetition = recent.remember(signature.value, token.as_deref());
        let mut hasher = DefaultHasher::new();
        (signature.value, &token).hash(&mut hasher);
        Ok(Webhook { parameters, body, token, repetition, content: hasher.finish() })
    }
}

enum Kind {
    Bodiless,
    Form,
    Other,
}

fn kind(parts: &Parts, body: &Bytes) -> Kind {
    if body.is_empty() && matches!(parts.method, Method::GET | Method::HEAD) {
        return Kind::Bodiless;
    }
    let content_type = header(&parts.headers, CONTENT_TYPE.as_str()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    // A POST without parameters is a form without any.
    let is_form = essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") || body.is_empty();
    if is_form { Kind::Form } else { Kind::Other }
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

impl Webhook {
    fn told<E: Event>(self) -> Result<Verified<E>, WebhookError> {
        match E::read(&self) {
            Ok(event) => Ok(Verified { event, webhook: self }),
            Err(problem) => Err(WebhookError::Event(problem)),
        }
    }

    /// The parameters of a form, or of the URL's query for a request without a body; none where the body is something else.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The body as it came.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// `I-Twilio-Idempotency-Token`, which is not signed.
    pub fn idempotency_token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Whether it was there before, as far as this process remembers.
    pub fn repetition(&self) -> Repetition {
        self.repetition
    }
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook")
            .field("parameters", &self.parameters)
            .field("body_bytes", &self.body.len())
            .field("repetition", &self.repetition)
            .finish_non_exhaustive()
    }
}

impl Verified<Webhook> {
    /// The event that the request tells of.
    ///
    /// # Errors
    ///
    /// [`WebhookError::Event`] where it tells of another one.
    pub fn event<E: Event>(&self) -> Result<Verified<E>, WebhookError> {
        self.webhook.clone().told()
    }
}

impl<E> Verified<E> {
    /// The event.
    pub fn into_inner(self) -> E {
        self.event
    }

    pub(super) fn content(&self) -> u64 {
        self.webhook.content
    }

    /// The request that it came in.
    pub fn webhook(&self) -> &Webhook {
        &self.webhook
    }

    /// Whether it was there before, as far as this process remembers.
    pub fn repetition(&self) -> Repetition {
        self.webhook.repetition
    }
}

impl<E> Deref for Verified<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.event
    }
}

impl WebhookError {
    /// What to answer with: 403 for what is not Twilio's, 400 for what cannot be read, 413 for what is too long.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoSignature | Self::Url(_) | Self::Signature(_) => StatusCode::FORBIDDEN,
            Self::Event(_) | Self::Cut => StatusCode::BAD_REQUEST,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSignature => f.write_str("the request has no X-Twilio-Signature: it is not Twilio's"),
            Self::Url(problem) => f.write_str(problem),
            Self::Signature(error) => fmt::Display::fmt(error, f),
            Self::Event(problem) => {
                write!(f, "the request is Twilio's, and not the event that is expected here: {problem}")
            }
            Self::TooLong => f.write_str("the body is longer than webhooks are"),
            Self::Cut => f.write_str("the body did not come to its end"),
        }
    }
}

impl std::error::Error for WebhookError {}

impl fmt::Debug for WebhookVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookVerifier").field("public", &self.inner.public).finish_non_exhaustive()
    }
}
