//! Text that is wiped when it is dropped and never printed.

use std::fmt;
use zeroize::Zeroizing;

/// A secret text: no `Display`, no `Clone`, and a `Debug` that shows nothing.
pub struct Secret(Zeroizing<String>);

impl Secret {
    pub(crate) fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The secret itself, for the one place that signs or authenticates with it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<hidden>")
    }
}

/// Whether a text has the shape of an Auth Token: 32 lower-case hex digits.
///
/// The secret of an API key is 32 letters and digits of either case, so chance makes none of this shape.
pub(crate) fn looks_like_auth_token(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}
