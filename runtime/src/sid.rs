//! SIDs by type.

use std::fmt;
use std::str::FromStr;

/// A SID whose two-letter prefix is `A` and `B`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Sid<const A: char, const B: char>(String);

/// The SID of an account.
pub type AccountSid = Sid<'A', 'C'>;
/// The SID of an API key.
pub type ApiKeySid = Sid<'S', 'K'>;

/// Why a text is no SID of the wanted type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidSid(String);

impl<const A: char, const B: char> Sid<A, B> {
    /// The SID as Twilio writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const A: char, const B: char> FromStr for Sid<A, B> {
    type Err = InvalidSid;

    fn from_str(text: &str) -> Result<Self, InvalidSid> {
        let digits = text.strip_prefix(A).and_then(|rest| rest.strip_prefix(B));
        match digits {
            Some(digits) if digits.len() == 32 && digits.bytes().all(|b| b.is_ascii_hexdigit()) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(InvalidSid(format!("a SID of this type is {A}{B} and 32 hex digits"))),
        }
    }
}

impl<const A: char, const B: char> fmt::Display for Sid<A, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for InvalidSid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidSid {}
