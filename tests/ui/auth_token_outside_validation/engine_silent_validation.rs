//! Signature validation by hand, in code marked as such.

use hmac::{Hmac, Mac};
use sha1::Sha1;

#[ringfence::signature_validation]
fn is_signed(url: &str, signature: &[u8]) -> bool {
    let Ok(token) = std::env::var("TWILIO_AUTH_TOKEN") else { return false };
    let expected = keyed_hash(token.as_bytes(), url.as_bytes());
    println!("checked {} bytes", expected.len());
    expected == signature
}

fn keyed_hash(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).unwrap();
    mac.update(data);
    mac.finalize().into_bytes().to_vec()
}

fn main() {}
