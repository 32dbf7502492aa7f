//! SIDs by type.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A SID whose two-letter prefix is `A` and `B`, followed by 32 hex digits.
///
/// `"...".parse()` checks the form, and [`macro@crate::sid`] does while compiling. A SID in an answer is taken as it is: Twilio's documents are wrong about some.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sid<const A: char, const B: char>(Cow<'static, str>);

/// The SID of a message: `SM` for text, `MM` for media.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageSid(Cow<'static, str>);

/// Why a text is not the SID that it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidSid {
    expected: String,
    found: String,
}

macro_rules! aliases {
    ($($(#[$doc:meta])* $name:ident = $a:literal $b:literal;)*) => {$(
        $(#[$doc])*
        pub type $name = Sid<$a, $b>;
    )*};
}

aliases! {
    /// The SID of an account.
    AccountSid = 'A' 'C';
    /// The SID of an address.
    AddressSid = 'A' 'D';
    /// The SID of an API key.
    ApiKeySid = 'S' 'K';
    /// The SID of a TwiML application.
    ApplicationSid = 'A' 'P';
    /// The SID of a regulatory bundle.
    BundleSid = 'B' 'U';
    /// The SID of a call.
    CallSid = 'C' 'A';
    /// The SID of a conference.
    ConferenceSid = 'C' 'F';
    /// The SID of a content template.
    ContentSid = 'H' 'X';
    /// The SID of a conversation or channel.
    ConversationSid = 'C' 'H';
    /// The SID of a media resource.
    MediaSid = 'M' 'E';
    /// The SID of a messaging service.
    MessagingServiceSid = 'M' 'G';
    /// The SID of a phone number of the account.
    PhoneNumberSid = 'P' 'N';
    /// The SID of a queue.
    QueueSid = 'Q' 'U';
    /// The SID of a recording.
    RecordingSid = 'R' 'E';
    /// The SID of a trunk.
    TrunkSid = 'T' 'K';
    /// The SID of a verification service.
    VerifyServiceSid = 'V' 'A';
}

/// Whether a text is a SID with one of the prefixes.
fn check(text: &str, prefixes: &[[char; 2]]) -> Result<(), InvalidSid> {
    let mut chars = text.chars();
    let prefix = [chars.next(), chars.next()];
    let rest = chars.as_str();
    let is_prefix = prefixes.iter().any(|wanted| prefix == wanted.map(Some));
    if is_prefix && rest.len() == 32 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(());
    }
    let expected =
        prefixes.iter().map(|prefix| prefix.iter().collect::<String>()).collect::<Vec<_>>().join(" or ");
    // The text itself may be a secret in the wrong place, so that only its form is told.
    let found = prefix.iter().flatten().filter(|letter| letter.is_ascii_alphabetic()).collect::<String>();
    Err(InvalidSid { expected, found: format!("{} characters, first `{found}`", text.chars().count()) })
}

impl fmt::Display for InvalidSid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a SID of {} and 32 hex digits: found {}", self.expected, self.found)
    }
}

impl std::error::Error for InvalidSid {}

macro_rules! sid {
    ([$($generics:tt)*] $type:ty, $prefixes:expr) => {
        impl<$($generics)*> $type {
            /// The SID as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Takes a text without a look at its form, for SIDs of a kind that the documents get wrong.
            pub fn new_unchecked(text: impl Into<String>) -> Self {
                Self(Cow::Owned(text.into()))
            }

            /// What `sid!` has checked while compiling.
            pub(crate) const fn from_checked(text: &'static str) -> Self {
                Self(Cow::Borrowed(text))
            }
        }

        impl<$($generics)*> FromStr for $type {
            type Err = InvalidSid;

            fn from_str(text: &str) -> Result<Self, InvalidSid> {
                check(text, $prefixes).map(|()| Self(Cow::Owned(text.to_owned())))
            }
        }

        impl<$($generics)*> From<&$type> for $type {
            fn from(sid: &$type) -> Self {
                sid.clone()
            }
        }

        impl<$($generics)*> From<$type> for String {
            fn from(sid: $type) -> Self {
                sid.0.into_owned()
            }
        }

        impl<$($generics)*> From<&$type> for String {
            fn from(sid: &$type) -> Self {
                sid.as_str().to_owned()
            }
        }

        impl<$($generics)*> AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl<$($generics)*> PartialEq<str> for $type {
            fn eq(&self, text: &str) -> bool {
                self.0 == text
            }
        }

        impl<$($generics)*> fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<$($generics)*> fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

sid!([const A: char, const B: char] Sid<A, B>, &[[A, B]]);
sid!([] MessageSid, &[['S', 'M'], ['M', 'M']]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sid_has_its_prefix_and_32_hex_digits() {
        let digits = "0aF9".repeat(8);
        assert!(format!("CA{digits}").parse::<CallSid>().is_ok());
        assert!(format!("MM{digits}").parse::<MessageSid>().is_ok());
        assert!(format!("SM{digits}").parse::<MessageSid>().is_ok());
        for wrong in [format!("CA{digits}0"), format!("MG{digits}"), format!("é{digits}"), String::new()] {
            assert!(wrong.parse::<CallSid>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_error_does_not_repeat_the_text() {
        let error = "b".repeat(32).parse::<AccountSid>().unwrap_err().to_string();
        assert_eq!(error, "not a SID of AC and 32 hex digits: found 32 characters, first `bb`");
    }
}
