//! Addresses of people and services.

use std::borrow::Cow;
use std::fmt;

/// An E.164 number such as `+15558675310`, a channel address such as `whatsapp:+15558675310`, a short code or an
/// alphanumeric sender: Twilio takes all of them in the same inputs, so none is refused here.
///
/// [`macro@crate::phone_number`] checks an E.164 number while compiling. `Debug` hides it: a number is personal data.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber(Cow<'static, str>);

impl PhoneNumber {
    /// What `phone_number!` has checked while compiling.
    pub(crate) const fn from_checked(number: &'static str) -> Self {
        Self(Cow::Borrowed(number))
    }

    /// The address as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a plain E.164 number: `+`, then 2 to 15 digits of which the first is not zero.
    pub fn is_e164(&self) -> bool {
        self.0.strip_prefix('+').is_some_and(|digits| {
            (2..=15).contains(&digits.len())
                && !digits.starts_with('0')
                && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
    }
}

impl From<&str> for PhoneNumber {
    fn from(text: &str) -> Self {
        Self(Cow::Owned(text.to_owned()))
    }
}

impl From<String> for PhoneNumber {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl From<&String> for PhoneNumber {
    fn from(text: &String) -> Self {
        Self(Cow::Owned(text.clone()))
    }
}

impl From<&PhoneNumber> for PhoneNumber {
    fn from(number: &PhoneNumber) -> Self {
        number.clone()
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0.into_owned()
    }
}

impl AsRef<str> for PhoneNumber {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e164_is_told_from_channel_addresses() {
        assert!(PhoneNumber::from("+15558675310").is_e164());
        for other in ["whatsapp:+15558675310", "+0123", "+", "12345", "+1555867531012345", "+1555 867"] {
            assert!(!PhoneNumber::from(other).is_e164(), "{other}");
        }
        assert_eq!(format!("{:?}", PhoneNumber::from("+15558675310")), "PhoneNumber(hidden)");
    }
}
