//! What a request says about its signature.

use http::HeaderMap;

/// The header that the signature comes in.
pub const SIGNATURE_HEADER: &str = "X-Twilio-Signature";

/// The header that names key and algorithm where a shared key signs.
pub const SETTINGS_HEADER: &str = "X-Twilio-Webhooks-Signature-Settings";

/// The signature of a request, and the settings that came with it.
///
/// A plain `&str` is a signature without settings, which the Auth Token made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature<'h> {
    pub(super) value: &'h str,
    settings: Option<&'h str>,
}

/// The algorithms that Twilio signs with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    Sha1,
    Sha256,
}

impl<'h> Signature<'h> {
    /// The value of [`SIGNATURE_HEADER`].
    pub fn new(value: &'h str) -> Self {
        Self { value, settings: None }
    }

    /// Adds the value of [`SETTINGS_HEADER`], where the request has one.
    #[must_use]
    pub fn with_settings(mut self, settings: &'h str) -> Self {
        self.settings = Some(settings);
        self
    }

    /// Both from a request's headers; `None` where there is no signature that is text.
    pub fn from_headers(headers: &'h HeaderMap) -> Option<Self> {
        let value = headers.get(SIGNATURE_HEADER)?.to_str().ok()?;
        // A settings header that is no text counts as one that names no known algorithm.
        let settings =
            headers.get(SETTINGS_HEADER).map(|settings| settings.to_str().unwrap_or("algorithm=?"));
        Some(Self { value, settings })
    }

    /// The algorithm that the settings name, HMAC-SHA1 where they name none; `None` where it is unknown.
    pub(super) fn algorithm(&self) -> Option<Algorithm> {
        let named = self.setting("algorithm").filter(|name| !name.is_empty());
        match named.map(str::to_ascii_uppercase).as_deref() {
            None | Some("HMAC_SHA1") => Some(Algorithm::Sha1),
            Some("HMAC_SHA256") => Some(Algorithm::Sha256),
            Some(_) => None,
        }
    }

    /// The id of the key that the settings name.
    pub(super) fn key(&self) -> Option<&'h str> {
        self.setting("key").filter(|id| !id.is_empty())
    }

    fn setting(&self, name: &str) -> Option<&'h str> {
        self.settings?.split(',').find_map(|setting| {
            // Blanks around the equals sign are survived, as the official library does.
            let (key, value) = setting.split_once('=')?;
            (key.trim() == name).then(|| value.trim())
        })
    }
}

impl<'h> From<&'h str> for Signature<'h> {
    fn from(value: &'h str) -> Self {
        Self::new(value)
    }
}

impl<'h> From<&'h String> for Signature<'h> {
    fn from(value: &'h String) -> Self {
        Self::new(value)
    }
}
