//! Any signed parameters as any event, of a GET and of a form: read or refused, never a panic, and what is shown of it hides their values.
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

fn sign(pieces: &[&[u8]]) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).unwrap();
    pieces.iter().for_each(|piece| mac.update(piece));
    STANDARD.encode(mac.finalize().into_bytes())
}

/// A GET whose query holds these bytes, signed as Twilio signs: of a request without a body the URL alone.
fn get(bytes: &[u8]) -> http::Request<Vec<u8>> {
    let mut target = String::from("/event?");
    for byte in bytes {
        match byte {
            b'&' | b'=' | b'%' | b'+' => target.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => target.push(char::from(*byte)),
            byte => write!(target, "%{byte:02X}").unwrap(),
        }
    }
    let signature = sign(&[b"https://example.com", target.as_bytes()]);
    http::Request::get(target).header("X-Twilio-Signature", signature).body(Vec::new()).unwrap()
}

/// Names and values, as they stand between `&` and `=`; what the wire does not tell from nothing is left out.
fn pairs(bytes: &[u8]) -> Vec<(&[u8], &[u8])> {
    bytes
        .split(|byte| *byte == b'&')
        .map(|pair| match pair.iter().position(|byte| *byte == b'=') {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, &pair[..0]),
        })
        .filter(|(name, value)| !name.is_empty() || !value.is_empty())
        .collect()
}

/// A form of these pairs, signed over the sorted ones.
fn post(pairs: &[(&[u8], &[u8])]) -> http::Request<Vec<u8>> {
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut pieces: Vec<&[u8]> = vec![b"https://example.com/event"];
    pieces.extend(sorted.iter().flat_map(|(name, value)| [*name, *value]));
    let escaped = |text: &[u8]| text.iter().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let body: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
    http::Request::post("/event")
        .header("X-Twilio-Signature", sign(&pieces))
        .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
        .body(body.join("&").into_bytes())
        .unwrap()
}

/// What people say and who they are, by the names of the parameters.
const HIDDEN: [&[u8]; 4] = [b"Body", b"Payload", b"From", b"Digits"];

fuzz_target!(|bytes: &[u8]| {
    // A request line that no server takes.
    if bytes.len() > 20_000 {
        return;
    }
    let validator = SignatureValidator::new(AuthToken::new(TOKEN.to_owned()));
    let verifier = WebhookVerifier::new(validator, PublicUrl::base("https://example.com").unwrap());
    let pairs = pairs(bytes);
    // A long value that stands there once is not shown, unless it is shown as something else.
    let hidden = pairs.iter().filter(|(name, value)| HIDDEN.contains(name) && value.len() > 40);
    let hidden: Vec<&str> = hidden.filter_map(|(_, value)| std::str::from_utf8(value).ok()).collect();
    let told: Vec<&[u8]> = pairs.iter().filter(|(name, _)| !HIDDEN.contains(name)).flat_map(|(name, value)| [*name, *value]).collect();
    for request in [get(bytes), post(&pairs)] {
        let (parts, body) = request.into_parts();
        macro_rules! read {
            ($($event:ty),*) => {$(
                match verifier.verify::<$event>(&parts, body.clone().into(), None) {
                    Ok(event) => {
                        let shown = format!("{event:?}");
                        for value in &hidden {
                            let is_told = told.iter().any(|told| told.windows(value.len()).any(|part| part == value.as_bytes()));
                            assert!(is_told || !shown.contains(value), "{shown}");
                        }
                    }
                    Err(WebhookError::Event(problem)) => assert!(!problem.is_empty()),
                    Err(other) => panic!("it was signed: {other}"),
                }
            )*};
        }
        read!(CallStatus, ConferenceEvent, DebuggerEvent, InboundMessage, MessageStatus, Parameters, RecordingStatus);
    }
});
