//! Twilio's request signature. <https://www.twilio.com/docs/usage/security#validating-requests>

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Base64 of HMAC-SHA1, keyed with the auth token, over the URL and the sorted names and values of the form.
pub(crate) fn sign(auth_token: &str, url: &str, form: &[(String, String)]) -> Option<String> {
    let mut pairs: Vec<&(String, String)> = form.iter().collect();
    pairs.sort();
    pairs.dedup();
    let mut mac = Hmac::<Sha1>::new_from_slice(auth_token.as_bytes()).ok()?;
    mac.update(url.as_bytes());
    for (name, value) in pairs {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::sign;

    /// The example of Twilio's documentation.
    #[test]
    fn the_documented_example() {
        let form = [
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675310"),
            ("Digits", "1234"),
            ("From", "+14158675310"),
            ("To", "+18005551212"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let signature = sign("12345", "https://example.com/myapp.php?foo=1&bar=2", &form);
        assert_eq!(signature.as_deref(), Some("L/OH5YylLD5NRKLltdqwSvS0BnU="));
        let mut shuffled = form.to_vec();
        shuffled.reverse();
        assert_eq!(sign("12345", "https://example.com/myapp.php?foo=1&bar=2", &shuffled), signature);
    }
}
