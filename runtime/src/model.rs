//! What generated models implement, and the fields that they do not know.

use crate::Json;
use crate::decode::Value;
use crate::json_writer::JsonWriter;
use serde_json::value::RawValue;
use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::{self, Debug};

/// A struct that stands for a JSON object.
pub trait Model: Sized + Debug {
    /// The name that `Debug` shows.
    const NAME: &'static str;

    /// Takes the fields that the model knows; the rest stays in it.
    fn take(fields: Fields) -> Self;

    /// Shows every field, in the order of the document, then the unknown ones.
    fn show(&self, visitor: &mut Visitor<'_, '_>);
}

/// The fields of an object that its model does not know, or whose value has another shape than the document says.
#[derive(Clone, Default)]
pub struct Fields {
    values: BTreeMap<String, Box<RawValue>>,
    /// Known fields that came as `null`, so that the object can be written back as it came.
    nulls: Vec<&'static str>,
}

impl Fields {
    /// None.
    pub const EMPTY: Self = Self { values: BTreeMap::new(), nulls: Vec::new() };

    pub(crate) fn decode(json: &RawValue) -> Option<Self> {
        let values = serde_json::from_str(json.get()).ok()?;
        Some(Self { values, nulls: Vec::new() })
    }

    /// Takes a field out. A `null` is `None`; a value of another shape is `None` too and stays here.
    pub fn take<T: Value>(&mut self, name: &'static str) -> Option<T> {
        let json = self.values.get(name)?;
        if json.get() == "null" {
            self.nulls.push(name);
            self.values.remove(name);
            return None;
        }
        let value = T::decode(json)?;
        self.values.remove(name);
        Some(value)
    }

    /// One of these fields.
    pub fn get(&self, name: &str) -> Option<Json> {
        self.values.get(name).map(|json| Json::from_raw(json))
    }

    /// The fields by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Json)> {
        self.values.iter().map(|(name, json)| (name.as_str(), Json::from_raw(json)))
    }

    /// Sets a field, for a JSON body that needs one which the document does not know.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) {
        let value: Json = value.into();
        if let Ok(raw) = RawValue::from_string(value.as_str().to_owned()) {
            self.values.insert(name.into(), raw);
        }
    }

    /// Where fields stand, at any depth of a value, that its models do not know or that have another shape than the
    /// document says: JSON pointers (`/capabilities/sms_outbound`), so that what Twilio has changed can be told.
    pub fn within(value: &impl Value) -> Vec<String> {
        let mut writer = JsonWriter::tracing();
        value.encode(&mut writer);
        writer.into_unknown()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether the model knew every field.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

/// Equal where they would be written alike: numbers by their digits.
impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        let texts = |fields: &Self| -> Vec<(String, String)> {
            fields.values.iter().map(|(name, json)| (name.clone(), json.get().to_owned())).collect()
        };
        self.nulls == other.nulls && texts(self) == texts(other)
    }
}

/// Names alone: what a document does not know may be a secret.
impl Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

/// A field of a model, whatever its type.
pub trait Field {
    /// The value, where there is one.
    fn value(&self) -> Option<&dyn Value>;

    /// The field itself, for who knows its type.
    fn as_any(&self) -> &dyn Any;
}

impl<T: Value + 'static> Field for Option<T> {
    fn value(&self) -> Option<&dyn Value> {
        self.as_ref().map(|value| value as &dyn Value)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A model is an object.
impl<M: Model> Value for M {
    fn decode(json: &RawValue) -> Option<Self> {
        Fields::decode(json).map(M::take)
    }

    fn encode(&self, json: &mut JsonWriter) {
        json.open('{');
        self.show(&mut Visitor(Walk::Json(json)));
        json.close('}');
    }
}

/// What walks over a model: it writes `Debug` output, or JSON.
pub struct Visitor<'v, 'f>(Walk<'v, 'f>);

enum Walk<'v, 'f> {
    Debug(fmt::DebugStruct<'v, 'f>),
    Json(&'v mut JsonWriter),
}

impl Visitor<'_, '_> {
    /// Shows a field.
    pub fn field(&mut self, name: &'static str, field: &dyn Field) {
        let Some(value) = field.value() else { return };
        match &mut self.0 {
            Walk::Debug(output) => {
                output.field(name, &value);
            }
            Walk::Json(json) => json.entry(name, |json| value.encode(json)),
        }
    }

    /// Shows a field whose value is secret or personal: `Debug` tells only that it is there.
    pub fn hidden(&mut self, name: &'static str, field: &dyn Field) {
        match &mut self.0 {
            Walk::Debug(output) => {
                if field.value().is_some() {
                    output.field(name, &format_args!("(hidden)"));
                }
            }
            Walk::Json(_) => self.field(name, field),
        }
    }

    /// Shows the unknown fields.
    pub fn unknown(&mut self, fields: &Fields) {
        match &mut self.0 {
            Walk::Debug(output) => {
                if !fields.is_empty() {
                    output.field("unknown", fields);
                }
            }
            Walk::Json(json) => {
                for (name, value) in &fields.values {
                    json.unknown(name, value.get());
                }
                for name in &fields.nulls {
                    json.entry(name, |json| json.raw("null"));
                }
            }
        }
    }
}

/// `Debug` of a model: what is there, without what is hidden.
pub fn debug<M: Model>(model: &M, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut visitor = Visitor(Walk::Debug(f.debug_struct(M::NAME)));
    model.show(&mut visitor);
    match visitor.0 {
        Walk::Debug(mut output) => output.finish_non_exhaustive(),
        Walk::Json(_) => Ok(()),
    }
}

/// `Debug` of a model.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($name:ident) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::debug(self, f)
            }
        }
    };
}

/// What every generated enum has besides its variants: the text of each, and the way back.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($name:ident, $catch_all:ident { $($variant:ident = $text:literal,)* }) => {
        impl $name {
            /// The value as it goes on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$catch_all(text) => $crate::private::unlisted_str(text),
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::$catch_all($crate::private::unlisted(other)),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        // Written out, since what `derive` would write is three times as much for rustc to check.
        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                Self::from(self.as_str())
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl $crate::private::Wire for $name {
            fn wire(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Borrowed(self.as_str())
            }
        }

        impl $crate::private::Value for $name {
            fn decode(json: &$crate::private::RawValue) -> ::core::option::Option<Self> {
                $crate::private::decode_str(json).map(Self::from)
            }

            fn encode(&self, json: &mut $crate::private::JsonWriter) {
                json.text(self.as_str());
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Sample {
        sid: Option<String>,
        price: Option<crate::Decimal>,
        token: Option<String>,
        parts: Option<Vec<i64>>,
        unknown: Fields,
    }

    impl Model for Sample {
        const NAME: &'static str = "Sample";

        fn take(mut fields: Fields) -> Self {
            Self {
                sid: fields.take("sid"),
                price: fields.take("price"),
                token: fields.take("token"),
                parts: fields.take("parts"),
                unknown: fields,
            }
        }

        fn show(&self, visitor: &mut Visitor<'_, '_>) {
            visitor.field("sid", &self.sid);
            visitor.field("price", &self.price);
            visitor.hidden("token", &self.token);
            visitor.field("parts", &self.parts);
            visitor.unknown(&self.unknown);
        }
    }

    crate::__model!(Sample);

    fn sample(json: &str) -> Option<Sample> {
        Value::decode(&RawValue::from_string(json.to_owned()).unwrap())
    }

    #[test]
    fn what_does_not_fit_stays_reachable_and_is_written_back() {
        let json = r#"{"sid":null,"price":"0.10","token":"t","parts":[1,"x"],"new":{"a":[1]}}"#;
        let model = sample(json).unwrap();
        assert!(model.parts.is_none() && model.sid.is_none());
        assert_eq!(model.unknown.get("parts").unwrap().as_str(), r#"[1,"x"]"#);
        let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
        assert_eq!(value(Json::of(&model).as_str()), value(json));
        assert_eq!(Fields::within(&model), ["/new", "/parts"]);
        let inner = Json::from_raw(&RawValue::from_string(json.to_owned()).unwrap());
        let list = vec![inner.decode::<Sample>().unwrap()];
        assert_eq!(Fields::within(&list), ["/0/new", "/0/parts"]);
    }

    #[test]
    fn debug_hides_what_is_secret_and_what_is_unknown() {
        let model = sample(r#"{"sid":"s","token":"hunter2","other":"hunter3"}"#).unwrap();
        let shown = format!("{model:?}");
        assert!(shown.contains("token: (hidden)") && shown.contains("\"other\""), "{shown}");
        assert!(!shown.contains("hunter"), "{shown}");
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            let name = prop_oneof!["sid|price|token|parts", any::<String>()];
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
                proptest::collection::btree_map(name, inner, 0..5)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_object_comes_back_as_it_was(json in any_json()) {
            let text = json.to_string();
            match sample(&text) {
                Some(model) => {
                    let back = Json::of(&model);
                    // Both through one reader: `serde_json` reads floats to the last digit but one.
                    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
                    prop_assert_eq!(read(back.as_str()), read(&text));
                    let _ = format!("{model:?}");
                }
                None => prop_assert!(!json.is_object()),
            }
        }
    }
}
