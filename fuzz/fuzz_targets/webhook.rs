//! Any URL, body and signature: refused, never a panic, never accepted.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence::AuthToken;
use ringfence::webhook::{Signature, SignatureValidator};

fuzz_target!(|request: (&str, &[u8], &str, &str)| {
    let (url, body, signature, settings) = request;
    let validator = SignatureValidator::new(AuthToken::new("not guessed".to_owned())).with_either_apostrophe();
    let signature = Signature::new(signature).with_settings(settings);
    assert!(validator.validate_form_body(url, body, signature).is_err());
    assert!(validator.validate_body(url, body, signature).is_err());
    assert!(validator.validate_url(url, signature).is_err());
});
