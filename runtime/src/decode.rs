//! JSON to values, and back to the same JSON.

use crate::json_writer::JsonWriter;
use crate::{
    CallbackUrl, Date, Decimal, HttpMethod, Json, Many, MessageSid, PhoneNumber, PlainUrl, Sid, Timestamp,
};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// Nesting that is read: the limit of `serde_json`, which its raw values do not hold.
const DEPTH: usize = 128;

/// A value inside an answer or a JSON body. Generated models and enums implement it.
pub trait Value: Debug {
    /// The value, or `None` where the JSON has another shape. Never a panic.
    fn decode(json: &RawValue) -> Option<Self>
    where
        Self: Sized;

    /// The same, and notes how much of the JSON `encode` will give back.
    fn decode_fitting(json: &RawValue, _: &mut Fit) -> Option<Self>
    where
        Self: Sized,
    {
        Self::decode(json)
    }

    /// Writes the value as JSON.
    fn encode(&self, json: &mut JsonWriter);
}

/// How much of the JSON that a value was read from it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// All of it.
    Whole,
    /// All that it means, in other words: a whole number that came as text.
    Reworded,
    /// What fits: a part had another shape.
    Partly,
}

impl Fit {
    fn note(&mut self, fit: Self) {
        *self = fit.max(*self);
    }

    /// Of several values what fits; where one came as null or in another shape, it is noted.
    fn keep<T: Value>(&mut self, json: &RawValue) -> Option<T> {
        let mut own = Self::Whole;
        let value = T::decode_fitting(json, &mut own);
        self.note(if value.is_some() { own } else { Self::Partly });
        value
    }
}

/// The text of a JSON string.
pub fn decode_str(json: &RawValue) -> Option<String> {
    serde_json::from_str(json.get()).ok()
}

/// Reads a body as one JSON value, refusing what is nested too deep to be walked.
pub(crate) fn parse(body: &[u8]) -> Result<Box<RawValue>, String> {
    let raw: Box<RawValue> =
        serde_json::from_slice(body).map_err(|error| format!("the body is not JSON: {error}"))?;
    if depth(raw.get()) > DEPTH {
        return Err(format!("the body is nested more than {DEPTH} levels deep"));
    }
    Ok(raw)
}

fn depth(json: &str) -> usize {
    let (mut now, mut most, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                now += 1;
                most = most.max(now);
            }
            b']' | b'}' if !in_string => now = now.saturating_sub(1),
            _ => {}
        }
    }
    most
}

fn encode_list<T: Value>(items: &[T], json: &mut JsonWriter) {
    json.open('[');
    for (index, item) in items.iter().enumerate() {
        json.item(index, |json| item.encode(json));
    }
    json.close(']');
}

macro_rules! text {
    ([$($generics:tt)*] $type:ty, $make:expr) => {
        impl<$($generics)*> Value for $type {
            fn decode(json: &RawValue) -> Option<Self> {
                decode_str(json).map($make)
            }

            fn encode(&self, json: &mut JsonWriter) {
                json.text(self.as_str());
            }
        }
    };
}

text!([] String, |text| text);
text!([] Date, Date::from);
text!([] HttpMethod, |text| HttpMethod::from(text.as_str()));
text!([] MessageSid, MessageSid::new_unchecked);
text!([] PhoneNumber, PhoneNumber::from);
text!([] Timestamp, Timestamp::from);
text!([const A: char, const B: char] Sid<A, B>, Self::new_unchecked);

impl Value for bool {
    fn decode(json: &RawValue) -> Option<Self> {
        match json.get() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    fn encode(&self, json: &mut JsonWriter) {
        json.raw(if *self { "true" } else { "false" });
    }
}

impl Value for i64 {
    fn decode(json: &RawValue) -> Option<Self> {
        Self::decode_fitting(json, &mut Fit::Whole)
    }

    fn decode_fitting(json: &RawValue, fit: &mut Fit) -> Option<Self> {
        let text = json.get();
        let unquoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        if unquoted.is_some() || text == "-0" {
            fit.note(Fit::Reworded);
        }
        unquoted.unwrap_or(text).parse().ok()
    }

    fn encode(&self, json: &mut JsonWriter) {
        json.raw(&self.to_string());
    }
}

impl Value for Decimal {
    fn decode(json: &RawValue) -> Option<Self> {
        Self::from_json(json.get())
    }

    fn encode(&self, json: &mut JsonWriter) {
        if self.is_quoted() {
            json.text(self.as_str());
        } else {
            json.raw(self.as_str());
        }
    }
}

impl Value for Json {
    fn decode(json: &RawValue) -> Option<Self> {
        Some(Self::from_raw(json))
    }

    fn encode(&self, json: &mut JsonWriter) {
        json.raw(self.as_str());
    }
}

/// A value of a map that may be `null`.
impl<T: Value> Value for Option<T> {
    fn decode(json: &RawValue) -> Option<Self> {
        Self::decode_fitting(json, &mut Fit::Whole)
    }

    fn decode_fitting(json: &RawValue, fit: &mut Fit) -> Option<Self> {
        if json.get() == "null" { Some(None) } else { T::decode_fitting(json, fit).map(Some) }
    }

    fn encode(&self, json: &mut JsonWriter) {
        match self {
            Some(value) => value.encode(json),
            None => json.raw("null"),
        }
    }
}

/// One odd item costs no other: the items that fit, in their order.
impl<T: Value> Value for Vec<T> {
    fn decode(json: &RawValue) -> Option<Self> {
        Self::decode_fitting(json, &mut Fit::Whole)
    }

    fn decode_fitting(json: &RawValue, fit: &mut Fit) -> Option<Self> {
        let items: Vec<&RawValue> = serde_json::from_str(json.get()).ok()?;
        Some(items.into_iter().filter_map(|item| fit.keep(item)).collect())
    }

    fn encode(&self, json: &mut JsonWriter) {
        encode_list(self, json);
    }
}

impl<T: Value> Value for Many<T> {
    fn decode(json: &RawValue) -> Option<Self> {
        Self::decode_fitting(json, &mut Fit::Whole)
    }

    fn decode_fitting(json: &RawValue, fit: &mut Fit) -> Option<Self> {
        Vec::decode_fitting(json, fit).map(|items: Vec<T>| Self::from(items))
    }

    fn encode(&self, json: &mut JsonWriter) {
        encode_list(self.as_slice(), json);
    }
}

/// As inputs only: answers have plain strings, since what came need not be a URL that may be called back.
macro_rules! input {
    ($($type:ty),*) => {$(
        impl Value for $type {
            fn decode(_: &RawValue) -> Option<Self> {
                None
            }

            fn encode(&self, json: &mut JsonWriter) {
                json.text(self.as_str());
            }
        }
    )*};
}

input!(CallbackUrl, PlainUrl);

impl<T: Value> Value for BTreeMap<String, T> {
    fn decode(json: &RawValue) -> Option<Self> {
        Self::decode_fitting(json, &mut Fit::Whole)
    }

    fn decode_fitting(json: &RawValue, fit: &mut Fit) -> Option<Self> {
        let entries: BTreeMap<String, &RawValue> = serde_json::from_str(json.get()).ok()?;
        Some(entries.into_iter().filter_map(|(name, value)| Some((name, fit.keep(value)?))).collect())
    }

    fn encode(&self, json: &mut JsonWriter) {
        json.open('{');
        for (name, value) in self {
            json.entry(name, |json| value.encode(json));
        }
        json.close('}');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).unwrap()
    }

    #[test]
    fn numbers_come_as_numbers_and_as_strings() {
        assert_eq!(i64::decode(&raw("\"1438315200000\"")), Some(1_438_315_200_000));
        assert_eq!(i64::decode(&raw("-3")), Some(-3));
        assert_eq!(i64::decode(&raw("1.5")), None);
        for json in ["0.0075", "\"0.0075\""] {
            assert_eq!(Json::of(&Decimal::decode(&raw(json)).unwrap()).as_str(), json);
        }
    }

    #[test]
    fn a_map_keeps_its_nulls() {
        let json = r#"{"a":null,"b":"/v1/b"}"#;
        let links: BTreeMap<String, Option<String>> = Value::decode(&raw(json)).unwrap();
        assert_eq!(links.get("a"), Some(&None));
        assert_eq!(Json::of(&links).as_str(), json);
    }

    #[test]
    fn a_body_that_would_overflow_the_stack_is_refused() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(parse(deep.as_bytes()).unwrap_err().contains("nested"));
        assert!(parse(b"{\"a\":\"[[[\\\"[[\"}").is_ok());
        assert!(parse(b"<html>").unwrap_err().contains("not JSON"));
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in any::<String>()) {
            let json = Json::of(&text);
            prop_assert_eq!(serde_json::from_str::<String>(json.as_str()).unwrap(), text);
        }

        #[test]
        fn no_bytes_panic(bytes in any::<Vec<u8>>()) {
            let _ = parse(&bytes);
        }
    }
}
