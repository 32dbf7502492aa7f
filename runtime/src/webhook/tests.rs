//! Signatures made here, by the rule written down a second time.

use super::*;
use crate::AuthToken;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderValue};
use proptest::prelude::*;
use sha1::Sha1;
use sha2::{Digest, Sha256};

const URL: &str = "https://example.com/sms?x=1";

/// Base64 of the HMAC-SHA1 of a text.
fn sha1(key: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn sha256(key: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn validator(token: &str) -> SignatureValidator {
    SignatureValidator::new(AuthToken::new(token.to_owned()))
}

#[test]
fn a_form_is_signed_over_sorted_distinct_pairs() {
    let signature = sha1("t0ken", &format!("{URL}AaA\u{e9}Bb c"));
    let body = b"B=b+c&A=%C3%A9&A=a&A=a";
    let parameters = [("B", "b c"), ("A", "\u{e9}"), ("A", "a"), ("A", "a")];
    let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(validator("t0ken").validate_form_body(URL, body, &signature), Ok(parameters.to_vec()));
    let pairs = [("A", "a"), ("B", "b c"), ("A", "\u{e9}")];
    assert_eq!(validator("t0ken").validate_form(URL, &pairs, &signature), Ok(()));
    for (key, url, body) in [
        ("other", URL, body.as_slice()),
        ("t0ken", "https://example.com/sms?x=2", body),
        ("t0ken", URL, b"B=b+c&A=a"),
        ("t0ken", URL, b"B=b+c&A=%C3%A9&A=a&C=d"),
    ] {
        let judged = validator(key).validate_form_body(url, body, &signature);
        assert_eq!(judged, Err(SignatureError::Mismatch));
    }
}

#[test]
fn during_a_rotation_either_token_counts() {
    let rotating = validator("old").with_secondary(AuthToken::new("new".to_owned()));
    for token in ["old", "new"] {
        assert_eq!(rotating.validate_url(URL, &sha1(token, URL)), Ok(()));
    }
    assert_eq!(rotating.validate_url(URL, &sha1("older", URL)), Err(SignatureError::Mismatch));
}

#[test]
fn a_body_counts_with_its_hash_alone() {
    let body = br#"{"a":1}"#;
    let hash: String = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
    let url = format!("https://example.com/x?bodySHA256={hash}");
    let good = sha1("t", &url);
    assert_eq!(validator("t").validate_body(&url, body, &good), Ok(()));
    assert_eq!(validator("t").validate_body(&url, b"{\"a\":2}", &good), Err(SignatureError::BodyHash));
    for bare in ["https://example.com/x", "https://example.com/x?bodySHA256=", "https://example.com/x?y=1"] {
        let judged = validator("t").validate_body(bare, body, &sha1("t", bare));
        assert_eq!(judged, Err(SignatureError::NoBodyHash), "{bare}");
    }
    let in_fragment = format!("https://example.com/x?y=1#bodySHA256={hash}");
    let judged = validator("t").validate_body(&in_fragment, body, &sha1("t", &in_fragment));
    assert_eq!(judged, Err(SignatureError::NoBodyHash));
}

#[test]
fn a_url_that_names_a_hash_is_not_for_a_request_without_its_body() {
    let none: [(&str, &str); 0] = [];
    for (body, expected) in [(br#"{"a":1}"#.as_slice(), Err(SignatureError::BodyHash)), (b"", Ok(()))] {
        let hash: String = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
        let url = format!("https://example.com/x?bodySHA256={hash}");
        let good = sha1("t", &url);
        for empty in [b"".as_slice(), b"&&"] {
            // Nothing but separators is no parameter, and not the body that was hashed either.
            let expected = if empty.is_empty() { expected } else { Err(SignatureError::BodyHash) };
            let judged = validator("t").validate_form_body(&url, empty, &good).map(drop);
            assert_eq!(judged, expected);
        }
        assert_eq!(validator("t").validate_form(&url, &none, &good), expected);
        assert_eq!(validator("t").validate_url(&url, &good), expected);
        let with_pair = sha1("t", &format!("{url}ab"));
        assert!(validator("t").validate_form_body(&url, b"a=b", &with_pair).is_ok());
    }
}

#[test]
fn an_empty_key_validates_nothing() {
    let signature = sha1("", URL);
    assert_eq!(validator("").validate_url(URL, &signature), Err(SignatureError::NoKey));
    let shared = SignatureValidator::from_shared_key(SharedKey::new("k", ""));
    let settings = Signature::new(&signature).with_settings("key=k,algorithm=HMAC_SHA256");
    assert_eq!(shared.validate_url(URL, settings), Err(SignatureError::NoKey));
}

#[test]
fn a_shared_key_is_bound_to_its_algorithm_and_id() {
    let both = validator("t").with_shared_key(SharedKey::new("k1", "sh4red"));
    let by_token = sha1("t", URL);
    let by_key = sha256("sh4red", URL);
    let judge =
        |value: &str, settings: &str| both.validate_url(URL, Signature::new(value).with_settings(settings));
    assert_eq!(judge(&by_key, "key=k1,algorithm=HMAC_SHA256"), Ok(()));
    assert_eq!(judge(&by_key, " key=k1 , algorithm = hmac_sha256 "), Ok(()));
    assert_eq!(judge(&by_key, "algorithm=HMAC_SHA256"), Ok(()));
    assert_eq!(judge(&by_key, "key=k2,algorithm=HMAC_SHA256"), Err(SignatureError::NoKey));
    assert_eq!(judge(&by_key, "key=k1,algorithm=HMAC_SHA1"), Err(SignatureError::Mismatch));
    assert_eq!(judge(&by_key, "key=k1,algorithm=HMAC_SHA512"), Err(SignatureError::Algorithm));
    assert_eq!(both.validate_url(URL, &by_key), Err(SignatureError::Mismatch));
    // The same secrets with the algorithm of the other kind, as a forger would ask for.
    assert_eq!(judge(&sha256("t", URL), "algorithm=HMAC_SHA256"), Err(SignatureError::Mismatch));
    assert_eq!(judge(&sha1("sh4red", URL), "key=k1,algorithm=HMAC_SHA1"), Err(SignatureError::Mismatch));
    assert_eq!(judge(&by_token, ""), Ok(()));
    assert_eq!(judge(&by_token, "key=algorithm=HMAC_SHA256"), Ok(()));
    let shared_alone = SignatureValidator::from_shared_key(SharedKey::new("k1", "sh4red"));
    assert_eq!(shared_alone.validate_url(URL, &by_token), Err(SignatureError::NoKey));
}

#[test]
fn headers_are_read_by_their_names() {
    let mut headers = HeaderMap::new();
    assert_eq!(Signature::from_headers(&headers), None);
    headers.insert("x-twilio-signature", HeaderValue::from_static("abc="));
    assert_eq!(Signature::from_headers(&headers), Some(Signature::new("abc=")));
    headers.insert("x-twilio-webhooks-signature-settings", HeaderValue::from_bytes(b"\xff").unwrap());
    let settings = Signature::from_headers(&headers).unwrap();
    assert_eq!(validator("t").validate_url(URL, settings), Err(SignatureError::Algorithm));
}

#[test]
fn secrets_are_not_printed() {
    let shown = format!(
        "{:?} {:?} {:?}",
        validator("s3cr3t"),
        SharedKey::new("k", "s3cr3t"),
        AuthToken::new("s3cr3t".to_owned())
    );
    assert!(!shown.contains("s3cr3t"), "{shown}");
}

proptest! {
    #[test]
    fn a_signature_over_any_request_is_accepted_and_any_other_is_not(
        url in "(https|http|wss)://[a-z]{1,8}(:[0-9]{0,5})?/[ -~]{0,20}",
        pairs in proptest::collection::vec((".{0,6}", ".{0,12}"), 0..6),
        token in ".{1,20}",
        flipped in any::<u8>(),
    ) {
        let mut sorted = pairs.clone();
        sorted.sort();
        sorted.dedup();
        let text: String = sorted.iter().map(|(name, value)| format!("{name}{value}")).collect();
        let signature = sha1(&token, &format!("{url}{text}"));
        prop_assert_eq!(validator(&token).validate_form(&url, &pairs, &signature), Ok(()));

        let mut bytes = STANDARD.decode(&signature).unwrap();
        let place = usize::from(flipped) % bytes.len();
        bytes[place] ^= 1 << (flipped % 8);
        let forged = STANDARD.encode(bytes);
        prop_assert_eq!(validator(&token).validate_form(&url, &pairs, &forged), Err(SignatureError::Mismatch));
    }

    #[test]
    fn any_request_is_survived(
        url in ".*", body in proptest::collection::vec(any::<u8>(), 0..100), signature in ".*", settings in ".*",
    ) {
        let both = validator("t").with_shared_key(SharedKey::new("k", "s"));
        let signature = Signature::new(&signature).with_settings(&settings);
        prop_assert!(both.validate_form_body(&url, &body, signature).is_err());
        prop_assert!(both.validate_body(&url, &body, signature).is_err());
        prop_assert!(both.validate_url(&url, signature).is_err());
    }
}
