//! Text that is wiped when it is dropped and never printed.

use bytes::Bytes;
use http::HeaderValue;
use std::fmt;
use zeroize::{ZeroizeOnDrop, Zeroizing};

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

impl ZeroizeOnDrop for Secret {}

/// Bytes that go on the wire; all clones share one text, which is wiped with the last of them.
pub(crate) fn wiped(text: Zeroizing<Vec<u8>>) -> Bytes {
    Bytes::from_owner(text)
}

/// The same as the value of a header, marked so that no transport prints it; none where it holds what may not stand in one.
pub(crate) fn sensitive(text: Zeroizing<Vec<u8>>) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_maybe_shared(wiped(text)).ok()?;
    value.set_sensitive(true);
    Some(value)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webhook::SharedKey;
    use crate::{ApiKey, AuthToken, OAuthCredentials};

    /// Both are there for what is `Serialize`, so that nobody can say which is meant: then this does not compile.
    trait Unserializable<Way> {
        fn is_so() {}
    }
    impl<T: ?Sized> Unserializable<()> for T {}
    impl<T: ?Sized + serde::Serialize> Unserializable<u8> for T {}

    #[test]
    fn no_secret_is_serializable_and_each_is_wiped() {
        fn is_wiped<T: ZeroizeOnDrop>() {}
        is_wiped::<Secret>();
        is_wiped::<Zeroizing<Vec<u8>>>();
        <Secret as Unserializable<_>>::is_so();
        <ApiKey as Unserializable<_>>::is_so();
        <AuthToken as Unserializable<_>>::is_so();
        <OAuthCredentials as Unserializable<_>>::is_so();
        <SharedKey as Unserializable<_>>::is_so();
    }
}
