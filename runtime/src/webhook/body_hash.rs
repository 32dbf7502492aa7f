//! `bodySHA256`: how a URL vouches for a body that is no form.

use super::form::decode_form;
use super::validator::SignatureError;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use subtle::ConstantTimeEq;

/// Compares the hash that the URL's query names (the first, where there are more) with the body's.
pub(super) fn check(url: &str, body: &[u8]) -> Result<(), SignatureError> {
    let before_fragment = url.split('#').next().unwrap_or_default();
    let (_, query) = before_fragment.split_once('?').ok_or(SignatureError::NoBodyHash)?;
    let pairs = decode_form(query.as_bytes());
    let (_, named) =
        pairs.iter().find(|(name, _)| name.as_ref() == b"bodySHA256").ok_or(SignatureError::NoBodyHash)?;
    if named.is_empty() {
        return Err(SignatureError::NoBodyHash);
    }
    let own = Sha256::digest(body).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing into a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    if bool::from(own.as_bytes().ct_eq(named)) { Ok(()) } else { Err(SignatureError::BodyHash) }
}
