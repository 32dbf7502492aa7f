//! One value or many, for inputs that repeat.

use crate::{
    CallbackUrl, Date, Decimal, HttpMethod, Json, MessageSid, PhoneNumber, PlainUrl, Sid, Timestamp,
};

/// The values of an input that repeats: made from one value, an array, a `Vec`, a slice, or by `collect()`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Many<T>(Vec<T>);

impl<T> Many<T> {
    /// The values in their order.
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }
}

impl<T> IntoIterator for Many<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T, U: Into<T>, const N: usize> From<[U; N]> for Many<T> {
    fn from(values: [U; N]) -> Self {
        Self(values.into_iter().map(Into::into).collect())
    }
}

impl<T, U: Into<T>> From<Vec<U>> for Many<T> {
    fn from(values: Vec<U>) -> Self {
        Self(values.into_iter().map(Into::into).collect())
    }
}

impl<T, U: Into<T> + Clone> From<&[U]> for Many<T> {
    fn from(values: &[U]) -> Self {
        Self(values.iter().cloned().map(Into::into).collect())
    }
}

impl<T, U: Into<T> + Clone, const N: usize> From<&[U; N]> for Many<T> {
    fn from(values: &[U; N]) -> Self {
        Self::from(values.as_slice())
    }
}

impl<T, U: Into<T> + Clone> From<&Vec<U>> for Many<T> {
    fn from(values: &Vec<U>) -> Self {
        Self::from(values.as_slice())
    }
}

impl<T, U: Into<T>> FromIterator<U> for Many<T> {
    fn from_iter<I: IntoIterator<Item = U>>(values: I) -> Self {
        Self(values.into_iter().map(Into::into).collect())
    }
}

impl<T: for<'t> From<&'t str>> From<&str> for Many<T> {
    fn from(value: &str) -> Self {
        Self(vec![T::from(value)])
    }
}

macro_rules! from_one {
    ($($one:ty => $item:ty),* $(,)?) => {$(
        impl From<$one> for Many<$item> {
            fn from(value: $one) -> Self {
                Self(vec![value.into()])
            }
        }
    )*};
}

from_one! {
    String => String,
    &String => String,
    String => PhoneNumber,
    PhoneNumber => PhoneNumber,
    CallbackUrl => CallbackUrl,
    PlainUrl => PlainUrl,
    HttpMethod => HttpMethod,
    Json => Json,
    serde_json::Value => Json,
    i64 => i64,
    bool => bool,
    Date => Date,
    Timestamp => Timestamp,
    Decimal => Decimal,
    MessageSid => MessageSid,
}

impl<const A: char, const B: char> From<Sid<A, B>> for Many<Sid<A, B>> {
    fn from(sid: Sid<A, B>) -> Self {
        Self(vec![sid])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_or_many_of_whatever_becomes_one() {
        let urls: [Many<String>; 6] = [
            "a".into(),
            String::from("a").into(),
            ["a"].into(),
            (&["a"]).into(),
            (&vec!["a".to_owned()]).into(),
            std::iter::once("a").collect(),
        ];
        assert!(urls.iter().all(|urls| urls.as_slice() == ["a"]), "{urls:?}");
        let days: Many<Date> = [jiff::civil::date(2026, 1, 2)].into();
        assert_eq!(days.as_slice(), [Date::from("2026-01-02")]);
    }
}
