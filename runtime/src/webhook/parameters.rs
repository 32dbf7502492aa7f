//! The parameters of a webhook.

use super::form::decode_form;
use std::fmt;
use std::str::FromStr;

/// The parameters of a request, decoded, in the order in which they came. Twilio adds new ones without notice, so that all are kept.
///
/// `Debug` names them and hides their values.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(super) fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    pub(super) fn decode(form: &[u8]) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self(decode_form(form).iter().map(|(name, value)| (text(name), text(value))).collect())
    }

    /// The first value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first value of a name, unless it is empty.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// The first value of a name as something else; `None` where it is none.
    pub(super) fn parsed<T: FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }

    /// A value without which the event is none.
    pub(super) fn required<T: FromStr>(&self, name: &str) -> Result<T, String> {
        let value = self.get(name).ok_or_else(|| format!("it has no `{name}`"))?;
        value.parse().map_err(|_| format!("its `{name}` is not of the shape that one has"))
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}
