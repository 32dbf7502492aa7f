//! Values that a document does not list.

/// The value of an enum that its document does not list.
///
/// Opaque on purpose: code that matched on its text would break silently on the day the document lists the value. Ask
/// the enum's own `as_str` for the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unlisted(Box<str>);

impl Unlisted {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}
