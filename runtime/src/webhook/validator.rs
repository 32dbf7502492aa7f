//! The check of a signature.

use super::body_hash;
use super::candidates::{Candidate, candidates, other_apostrophes};
use super::form::{Pair, decode_form};
use super::shared_key::SharedKey;
use super::signature::{Algorithm, Signature};
use crate::AuthToken;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;
use std::borrow::Cow;
use std::fmt;
use subtle::ConstantTimeEq;

/// Says whether a request was signed by Twilio with one of the keys given. The one use of an [`AuthToken`].
///
/// The URL is the one that Twilio was given, character by character: behind a proxy it must be configured, since the
/// request shows another scheme, host or port. Time does not depend on how much of a signature is right, and no input
/// makes it panic.
///
/// There is one method for each kind of request: [`validate_form_body`](Self::validate_form_body) and
/// [`validate_form`](Self::validate_form) for forms, [`validate_body`](Self::validate_body) for every other body, which
/// is never accepted without its hash, and [`validate_url`](Self::validate_url) where there is no body.
///
/// Twilio's page: <https://www.twilio.com/docs/usage/webhooks/webhooks-security>
pub struct SignatureValidator {
    keys: Vec<Key>,
    either_apostrophe: bool,
}

/// Why a request is not Twilio's, as far as can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// The signature fits no key.
    Mismatch,
    /// The URL has no `bodySHA256`, so nothing vouches for the body.
    NoBodyHash,
    /// The body is not the one that `bodySHA256` is of.
    BodyHash,
    /// The settings name an algorithm that Twilio does not sign with.
    Algorithm,
    /// No key was given that has the id and the algorithm that the settings name.
    NoKey,
}

/// A key in the state that a signature begins with; the secret itself is not kept.
enum Key {
    Token(Hmac<Sha1>),
    Shared { id: String, mac: Hmac<Sha256> },
}

impl SignatureValidator {
    /// A validator with the account's primary Auth Token.
    pub fn new(token: AuthToken) -> Self {
        Self { keys: Vec::new(), either_apostrophe: false }.with_secondary(token)
    }

    /// A validator with a shared key alone: requests that an Auth Token signed are refused.
    pub fn from_shared_key(key: SharedKey) -> Self {
        Self { keys: Vec::new(), either_apostrophe: false }.with_shared_key(key)
    }

    /// Adds the other Auth Token, for the time of a rotation: Twilio signs with the primary one until the secondary one
    /// is promoted, and from then on with that.
    #[must_use]
    pub fn with_secondary(mut self, token: AuthToken) -> Self {
        self.keys.extend(keyed(token.reveal()).map(Key::Token));
        self
    }

    /// Adds a shared key.
    #[must_use]
    pub fn with_shared_key(mut self, key: SharedKey) -> Self {
        let id = key.id().to_owned();
        self.keys.extend(keyed(key.reveal()).map(|mac| Key::Shared { id, mac }));
        self
    }

    /// Takes an apostrophe in the query for its escape `%27`, and the reverse, as twilio-node does: for URLs that something on the way
    /// has written anew. Without this a URL is what was received and nothing else.
    #[must_use]
    pub fn with_either_apostrophe(mut self) -> Self {
        self.either_apostrophe = true;
        self
    }

    /// Checks a form post by its body as received (`application/x-www-form-urlencoded`), and gives its parameters,
    /// decoded and in order: what comes from here was signed. Bytes that are no UTF-8 are replaced after the check.
    ///
    /// # Errors
    ///
    /// See [`SignatureError`].
    pub fn validate_form_body<'h>(
        &self,
        url: &str,
        body: &[u8],
        signature: impl Into<Signature<'h>>,
    ) -> Result<Vec<(String, String)>, SignatureError> {
        let pairs = decode_form(body);
        self.validate_pairs(url, &pairs, signature.into()).and(no_parameters(url, &pairs, body))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(pairs.iter().map(|(name, value)| (text(name), text(value))).collect())
    }

    /// Checks a form post by its parameters, all of them, decoded and not trimmed, in any order.
    ///
    /// # Errors
    ///
    /// See [`SignatureError`].
    pub fn validate_form<'h, N: AsRef<str>, V: AsRef<str>>(
        &self,
        url: &str,
        parameters: &[(N, V)],
        signature: impl Into<Signature<'h>>,
    ) -> Result<(), SignatureError> {
        let bytes = |text| Cow::Borrowed(str::as_bytes(text));
        let pairs: Vec<Pair<'_>> =
            parameters.iter().map(|(name, value)| (bytes(name.as_ref()), bytes(value.as_ref()))).collect();
        self.validate_pairs(url, &pairs, signature.into()).and(no_parameters(url, &pairs, &[]))
    }

    /// Checks a body that is no form, such as JSON, by its bytes as received. The URL must name the body's hash
    /// (`bodySHA256`), as Twilio's own requests do; without one no body is accepted.
    ///
    /// # Errors
    ///
    /// See [`SignatureError`].
    pub fn validate_body<'h>(
        &self,
        url: &str,
        body: &[u8],
        signature: impl Into<Signature<'h>>,
    ) -> Result<(), SignatureError> {
        let hash = body_hash::check(url, body);
        self.validate_pairs(url, &[], signature.into()).and(hash)
    }

    /// Checks a request without a body: a GET, whose parameters are in the URL, or the handshake of a web socket. For a
    /// media stream Twilio may sign the URL with a slash at its end: try that as well.
    ///
    /// # Errors
    ///
    /// See [`SignatureError`].
    pub fn validate_url<'h>(
        &self,
        url: &str,
        signature: impl Into<Signature<'h>>,
    ) -> Result<(), SignatureError> {
        self.validate_pairs(url, &[], signature.into()).and(no_parameters(url, &[], &[]))
    }

    /// The rule: the URL, then each distinct pair of name and value in byte order, without anything in between.
    fn validate_pairs(
        &self,
        url: &str,
        pairs: &[Pair<'_>],
        signature: Signature<'_>,
    ) -> Result<(), SignatureError> {
        let algorithm = signature.algorithm().ok_or(SignatureError::Algorithm)?;
        let mut keys = self.keys.iter().filter(|key| key.is_named(algorithm, signature.key())).peekable();
        if keys.peek().is_none() {
            return Err(SignatureError::NoKey);
        }
        let given = STANDARD.decode(signature.value).map_err(|_| SignatureError::Mismatch)?;
        let mut distinct: Vec<&Pair<'_>> = pairs.iter().collect();
        distinct.sort_unstable();
        distinct.dedup();
        let tail = joined(&distinct);
        let respelled = if self.either_apostrophe { other_apostrophes(url) } else { None };
        let respelled = respelled.iter().flatten().map(String::as_str);
        // No loop stops at a match: the time tells nothing about which key or URL it was.
        let mut valid = subtle::Choice::from(0);
        for key in keys {
            for candidate in std::iter::once(url).chain(respelled.clone()).flat_map(candidates) {
                valid |= key.signed(candidate, &tail, &given);
            }
        }
        if bool::from(valid) { Ok(()) } else { Err(SignatureError::Mismatch) }
    }
}

/// Without parameters a form is signed as a body by its hash is: a URL that names one vouches for that body alone, and not for none.
fn no_parameters(url: &str, pairs: &[Pair<'_>], body: &[u8]) -> Result<(), SignatureError> {
    if pairs.is_empty() && body_hash::check(url, body) == Err(SignatureError::BodyHash) {
        return Err(SignatureError::BodyHash);
    }
    Ok(())
}

/// The state of a key; none for an empty one, which anybody could sign with.
fn keyed<M: KeyInit>(secret: &str) -> Option<M> {
    if secret.is_empty() { None } else { M::new_from_slice(secret.as_bytes()).ok() }
}

impl Key {
    /// Whether this key may have made a signature with that algorithm and, where the request names one, that key id.
    fn is_named(&self, algorithm: Algorithm, named: Option<&str>) -> bool {
        match (self, algorithm) {
            (Self::Token(_), Algorithm::Sha1) => true,
            (Self::Shared { id, .. }, Algorithm::Sha256) => named.is_none_or(|named| named == id),
            _ => false,
        }
    }

    fn signed(&self, url: Candidate<'_>, tail: &[u8], given: &[u8]) -> subtle::Choice {
        match self {
            Self::Token(mac) => sign(mac.clone(), url, tail).ct_eq(given),
            Self::Shared { mac, .. } => sign(mac.clone(), url, tail).ct_eq(given),
        }
    }
}

fn sign<M: Mac>(mut mac: M, url: Candidate<'_>, tail: &[u8]) -> hmac::digest::Output<M> {
    for piece in url {
        mac.update(piece.as_bytes());
    }
    mac.update(tail);
    mac.finalize().into_bytes()
}

/// The pairs as they are signed: one piece for all candidates, since hashing many small ones costs twice the time.
fn joined(pairs: &[&Pair<'_>]) -> Vec<u8> {
    let length = pairs.iter().map(|(name, value)| name.len() + value.len()).sum();
    let mut tail = Vec::with_capacity(length);
    for (name, value) in pairs {
        tail.extend_from_slice(name);
        tail.extend_from_slice(value);
    }
    tail
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mismatch => {
                "the signature fits no key: the request is forged, or the URL is not the one that Twilio was given \
                 (scheme, host, port, path and query, as the public sees them), or the body was changed on its way, or \
                 the Auth Token is not the account's primary one"
            }
            Self::NoBodyHash => "the URL has no bodySHA256, so nothing vouches for the body",
            Self::BodyHash => "the body is not the one that bodySHA256 in the URL is of",
            Self::Algorithm => "the signature's settings name an algorithm that is neither HMAC_SHA1 nor HMAC_SHA256",
            Self::NoKey => "no key was given for the key id and the algorithm that the signature's settings name",
        })
    }
}

impl std::error::Error for SignatureError {}

impl fmt::Debug for SignatureValidator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignatureValidator").field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}
