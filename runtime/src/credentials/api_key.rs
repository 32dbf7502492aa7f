//! API keys.

use super::{Secret, looks_like_auth_token};
use crate::ApiKeySid;
use std::fmt;

/// An API key, the SID (`SK...`) and its secret: what a client authenticates with.
///
/// Keys are made in the Twilio Console or with the API, one for each program that sends, so that one of them can be
/// revoked without the others. The secret is wiped from memory when the key is dropped, and `Debug` hides it.
///
/// ```
/// let sid = format!("SK{}", "0".repeat(32)); // from the environment, in a program
/// let key = ringfence::ApiKey::new(sid, "the secret, which Twilio shows once")?;
/// assert!(!format!("{key:?}").contains("secret,"));
/// # Ok::<(), ringfence::InvalidApiKey>(())
/// ```
///
/// Twilio's page: <https://www.twilio.com/docs/iam/api-keys>
pub struct ApiKey {
    sid: ApiKeySid,
    secret: Secret,
}

/// Why a SID and a secret are no API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidApiKey {
    /// The SID given is an account's (`AC...`).
    AccountSid,
    /// The SID given has the shape of an Auth Token.
    AuthTokenAsSid,
    /// The SID given is neither `SK` and 32 hex digits nor one of the above.
    MalformedSid,
    /// The secret given has the shape of an Auth Token.
    AuthTokenAsSecret,
    /// The secret given is a SID (`SK...` or `AC...`).
    SidAsSecret,
    /// The secret is empty.
    EmptySecret,
    /// The secret has white space or control characters in it, as a careless copy has.
    BlankInSecret,
}

impl ApiKey {
    /// Checks the SID (`SK` and 32 hex digits) and takes the secret over.
    ///
    /// # Errors
    ///
    /// An account SID or an Auth Token in the place of the key or of its secret is refused, with words that say what
    /// to use; so are an empty secret and one with white space in it, which Twilio would answer with error 20003.
    pub fn new(sid: impl AsRef<str>, secret: impl Into<String>) -> Result<Self, InvalidApiKey> {
        let secret = Secret::new(secret.into());
        let sid = check_sid(sid.as_ref())?;
        check_secret(secret.reveal())?;
        Ok(Self { sid, secret })
    }

    /// What is wrong with a SID, for whoever tells of it and of the secret.
    pub(crate) fn problem_of_sid(sid: &str) -> Option<InvalidApiKey> {
        check_sid(sid).err()
    }

    pub(crate) fn problem_of_secret(secret: &str) -> Option<InvalidApiKey> {
        check_secret(secret).err()
    }

    /// The SID of the key, which is no secret.
    pub fn sid(&self) -> &ApiKeySid {
        &self.sid
    }

    pub(super) fn into_parts(self) -> (ApiKeySid, Secret) {
        (self.sid, self.secret)
    }
}

fn check_sid(sid: &str) -> Result<ApiKeySid, InvalidApiKey> {
    if sid.starts_with("AC") {
        return Err(InvalidApiKey::AccountSid);
    }
    if looks_like_auth_token(sid) {
        return Err(InvalidApiKey::AuthTokenAsSid);
    }
    sid.parse().map_err(|_| InvalidApiKey::MalformedSid)
}

fn check_secret(secret: &str) -> Result<(), InvalidApiKey> {
    if secret.is_empty() {
        return Err(InvalidApiKey::EmptySecret);
    }
    if secret.starts_with(char::is_whitespace)
        || secret.ends_with(char::is_whitespace)
        || secret.contains(char::is_control)
    {
        return Err(InvalidApiKey::BlankInSecret);
    }
    if looks_like_auth_token(secret) {
        return Err(InvalidApiKey::AuthTokenAsSecret);
    }
    let tail = secret.strip_prefix("SK").or_else(|| secret.strip_prefix("AC"));
    match tail {
        Some(tail) if looks_like_auth_token(tail) => Err(InvalidApiKey::SidAsSecret),
        _ => Ok(()),
    }
}

impl fmt::Display for InvalidApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AccountSid => {
                "an account SID (AC...) stands where the SID of an API key (SK...) belongs: make an API key in the \
                 Twilio Console and use its SID and secret"
            }
            Self::AuthTokenAsSid | Self::AuthTokenAsSecret => {
                "this looks like an Auth Token, which only validates webhook signatures: make an API key in the \
                 Twilio Console and use its SID and secret"
            }
            Self::MalformedSid => "the SID of an API key is SK and 32 hex digits",
            Self::SidAsSecret => {
                "a SID stands where the secret of the API key belongs: Twilio shows the secret once, when the key is \
                 made; make a new key if it is lost"
            }
            Self::EmptySecret => "the secret of the API key is empty",
            Self::BlankInSecret => {
                "the secret of the API key begins or ends with white space or holds a control character: copy it again"
            }
        })
    }
}

impl std::error::Error for InvalidApiKey {}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey").field("sid", &self.sid).field("secret", &self.secret).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sid(prefix: &str) -> String {
        format!("{prefix}{}", "0a".repeat(16))
    }

    #[test]
    fn a_key_and_its_secret_are_taken() {
        let key = ApiKey::new(sid("SK"), "s3cr3tS3CR3T").unwrap();
        assert_eq!(key.sid().as_str(), sid("SK"));
        assert!(!format!("{key:?}").contains("s3cr3t"));
    }

    #[test]
    fn what_is_no_key_is_refused_by_its_name() {
        let token = "0a".repeat(16);
        for (sid, secret, why) in [
            (sid("AC"), "s", InvalidApiKey::AccountSid),
            (token.clone(), "s", InvalidApiKey::AuthTokenAsSid),
            (sid("SK") + " ", "s", InvalidApiKey::MalformedSid),
            (String::new(), "s", InvalidApiKey::MalformedSid),
            (sid("SK"), "", InvalidApiKey::EmptySecret),
            (sid("SK"), " s", InvalidApiKey::BlankInSecret),
            (sid("SK"), "s\n", InvalidApiKey::BlankInSecret),
            (sid("SK"), token.as_str(), InvalidApiKey::AuthTokenAsSecret),
            (sid("SK"), sid("SK").as_str(), InvalidApiKey::SidAsSecret),
        ] {
            let refused = ApiKey::new(&sid, secret).unwrap_err();
            assert_eq!(refused, why);
            assert!(!refused.to_string().contains(&token), "{refused}");
        }
    }
}
