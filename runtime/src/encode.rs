//! Values as they go on the wire.

use crate::{
    CallbackUrl, Date, Decimal, HttpMethod, Json, Many, MessageSid, PhoneNumber, PlainUrl, Sid, Timestamp,
};
use std::borrow::Cow;

/// A value with a text that goes into a path, a query, a form or a header.
pub trait Wire {
    /// The text, not yet percent-encoded.
    fn wire(&self) -> Cow<'_, str>;
}

impl Wire for &str {
    fn wire(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

macro_rules! wire_as_str {
    ($($type:ty),* $(,)?) => {$(
        impl Wire for $type {
            fn wire(&self) -> Cow<'_, str> {
                Cow::Borrowed(self.as_str())
            }
        }
    )*};
}

wire_as_str!(
    String,
    CallbackUrl,
    Date,
    Decimal,
    HttpMethod,
    Json,
    MessageSid,
    PhoneNumber,
    PlainUrl,
    Timestamp
);

impl<const A: char, const B: char> Wire for Sid<A, B> {
    fn wire(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

impl Wire for str {
    fn wire(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Wire for bool {
    fn wire(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

/// Where a document does not have the name repeated: in a path, a header, or a query whose values are joined.
impl<T: Wire> Wire for Many<T> {
    fn wire(&self) -> Cow<'_, str> {
        let values: Vec<Cow<'_, str>> = self.as_slice().iter().map(Wire::wire).collect();
        Cow::Owned(values.join(","))
    }
}

impl Wire for i64 {
    fn wire(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}

/// Percent-encodes all but the unreserved characters: right in a path segment, in a query and in a form alike.
pub(crate) fn percent_encode(text: &str, out: &mut String) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend(HEX.get(usize::from(byte >> 4)));
            out.extend(HEX.get(usize::from(byte & 15)));
        }
    }
}

/// Names and values in their encoded form, `a=1&b=2`.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Pairs(String);

impl Pairs {
    /// Sets a scalar: the last value wins.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.push(name, value);
    }

    /// Adds one more value of a name.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        percent_encode(name, &mut self.0);
        self.0.push('=');
        percent_encode(value, &mut self.0);
    }

    fn remove(&mut self, name: &str) {
        let mut wanted = String::new();
        percent_encode(name, &mut wanted);
        let is_wanted = |pair: &&str| pair.split('=').next() == Some(wanted.as_str());
        if self.0.split('&').any(|pair| is_wanted(&pair)) {
            self.0 = self.0.split('&').filter(|pair| !is_wanted(pair)).collect::<Vec<_>>().join("&");
        }
    }

    /// Whether a name has a value.
    pub(crate) fn contains(&self, name: &str) -> bool {
        let mut wanted = String::new();
        percent_encode(name, &mut wanted);
        self.names().any(|known| known == wanted)
    }

    /// The names, encoded, in the order of the values.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty())
    }

    /// The encoded text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A decoder of its own, so that a mistake of the encoder is not forgiven.
    fn decode(text: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = text.as_bytes().iter();
        while let Some(&byte) = rest.next() {
            if byte == b'%' {
                let digits = [*rest.next().unwrap(), *rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            } else {
                assert!(byte.is_ascii_alphanumeric() || b"-._~".contains(&byte), "{byte} unencoded");
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    fn decode_pairs(text: &str) -> Vec<(String, String)> {
        text.split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (decode(name), decode(value)))
            .collect()
    }

    proptest! {
        #[test]
        fn any_text_survives(text in any::<String>()) {
            let mut encoded = String::new();
            percent_encode(&text, &mut encoded);
            prop_assert_eq!(decode(&encoded), text);
        }

        #[test]
        fn any_pairs_survive(pairs in proptest::collection::vec((".+", any::<String>()), 0..8)) {
            let mut encoded = Pairs::default();
            for (name, value) in &pairs {
                encoded.push(name, value);
            }
            prop_assert_eq!(decode_pairs(encoded.as_str()), pairs);
        }

        #[test]
        fn the_last_scalar_wins(values in proptest::collection::vec(any::<String>(), 1..4)) {
            let mut encoded = Pairs::default();
            encoded.push("Other", "&=");
            for value in &values {
                encoded.set("StartTime<", value);
            }
            let expected = vec![
                ("Other".to_owned(), "&=".to_owned()),
                ("StartTime<".to_owned(), values.last().unwrap().clone()),
            ];
            prop_assert_eq!(decode_pairs(encoded.as_str()), expected);
        }
    }

    #[test]
    fn a_prefix_of_a_name_is_another_name() {
        let mut encoded = Pairs::default();
        encoded.set("To", "1");
        encoded.set("ToNumber", "2");
        encoded.set("To", "3");
        assert_eq!(encoded.as_str(), "ToNumber=2&To=3");
        assert!(encoded.contains("To") && !encoded.contains("ToN"));
    }
}
