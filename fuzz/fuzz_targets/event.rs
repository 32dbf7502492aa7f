//! Any signed parameters as any event: read or refused, never a panic, and what is shown of it hides their values.
#![no_main]

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use libfuzzer_sys::fuzz_target;
use ringfence::AuthToken;
use ringfence::webhook::{
    CallStatus, ConferenceEvent, DebuggerEvent, InboundMessage, MessageStatus, Parameters, PublicUrl, RecordingStatus,
    SignatureValidator, WebhookError, WebhookVerifier,
};
use sha1::Sha1;

const TOKEN: &str = "known here";

/// A GET whose query holds these bytes, signed as Twilio signs: of a request without a body the URL alone.
fn request(bytes: &[u8]) -> http::Request<()> {
    let mut target = String::from("/event?");
    for byte in bytes {
        match byte {
            b'&' | b'=' | b'%' | b'+' => target.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => target.push(char::from(*byte)),
            byte => write!(target, "%{byte:02X}").unwrap(),
        }
    }
    let mut mac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).unwrap();
    mac.update(format!("https://example.com{target}").as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    http::Request::get(target).header("X-Twilio-Signature", signature).body(()).unwrap()
}

fuzz_target!(|bytes: &[u8]| {
    // A request line that no server takes.
    if bytes.len() > 20_000 {
        return;
    }
    let validator = SignatureValidator::new(AuthToken::new(TOKEN.to_owned()));
    let verifier = WebhookVerifier::new(validator, PublicUrl::base("https://example.com").unwrap());
    let (parts, ()) = request(bytes).into_parts();
    macro_rules! read {
        ($($event:ty),*) => {$(
            match verifier.verify::<$event>(&parts, Default::default(), None) {
                Ok(event) => drop(format!("{event:?}")),
                Err(WebhookError::Event(problem)) => assert!(!problem.is_empty()),
                Err(other) => panic!("it was signed: {other}"),
            }
        )*};
    }
    read!(CallStatus, ConferenceEvent, DebuggerEvent, InboundMessage, MessageStatus, Parameters, RecordingStatus);
});
