//! What generated models implement, and the fields that they do not know.

use crate::Json;
use crate::decode::{Fit, Value};
use crate::json_writer::JsonWriter;
use crate::made::{Kind, Made, Object};
use serde_json::value::RawValue;
use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::{self, Debug};
use std::hash::{Hash, Hasher};

/// A struct that stands for a JSON object.
pub trait Model: Sized + Debug {
    /// Takes the fields that the model knows; the rest stays in it.
    fn take(fields: Fields) -> Self;

    /// Its fields in the order of the document, and the unknown ones.
    fn shown(&self) -> Shown<'_>;
}

/// The fields of a model.
pub struct Shown<'s> {
    name: &'static str,
    names: &'static [&'static str],
    hidden: &'static [&'static str],
    links: &'static [&'static str],
    pub(crate) values: Vec<&'s dyn Field>,
    pub(crate) unknown: &'s Fields,
}

impl<'s> Shown<'s> {
    /// The name of the model that `Debug` shows, the names and values of its fields, and the unknown ones.
    pub fn new(
        name: &'static str,
        names: &'static [&'static str],
        values: &[&'s dyn Field],
        unknown: &'s Fields,
    ) -> Self {
        Self { name, names, hidden: &[], links: &[], values: values.to_vec(), unknown }
    }

    /// The names of those whose values are secret or personal.
    #[must_use]
    pub fn hiding(mut self, names: &'static [&'static str]) -> Self {
        self.hidden = names;
        self
    }

    /// The names of those that are links to pages of a list: their queries hold what the list was asked for.
    pub(crate) fn linking(mut self, names: &'static [&'static str]) -> Self {
        self.links = names;
        self
    }

    fn fields(&self) -> impl Iterator<Item = (&'static str, &'s dyn Field)> {
        self.names.iter().copied().zip(self.values.iter().copied())
    }
}

/// The fields of an object that its model does not know, or whose value has another shape than the document says.
///
/// A list or map of which a part has another shape stands here as a whole, besides the rest of it in the field: the field
/// has what fits, and is written back as it came unless it was changed since.
#[derive(Clone, Default)]
pub struct Fields {
    values: BTreeMap<String, Box<RawValue>>,
    /// Known fields that the model would not write as they came.
    came: Vec<Came>,
}

/// How a field came, so that the object can be written back as it was.
#[derive(Clone, PartialEq)]
enum Came {
    Null(&'static str),
    /// In other words than the model writes: both.
    Reworded(&'static str, String, String),
    /// With what does not fit, which is among the values; what the model writes.
    Partly(&'static str, String),
}

impl Came {
    const fn name(&self) -> &'static str {
        match self {
            Self::Null(name) | Self::Reworded(name, ..) | Self::Partly(name, _) => name,
        }
    }
}

impl Fields {
    /// None.
    pub const EMPTY: Self = Self { values: BTreeMap::new(), came: Vec::new() };

    pub(crate) fn decode(json: &RawValue) -> Option<Self> {
        let values = serde_json::from_str(json.get()).ok()?;
        Some(Self { values, came: Vec::new() })
    }

    /// Takes a field out. A `null` is `None`; a value of another shape is `None` too and stays here, and of a list what fits
    /// is taken while the whole stays.
    pub fn take<T: Value>(&mut self, name: &'static str) -> Option<T> {
        let json = self.values.get(name)?;
        if json.get() == "null" {
            self.came.push(Came::Null(name));
            self.values.remove(name);
            return None;
        }
        let mut fit = Fit::Whole;
        let value = T::decode_fitting(json, &mut fit)?;
        match fit {
            Fit::Whole => drop(self.values.remove(name)),
            Fit::Reworded => {
                let json = json.get().to_owned();
                self.values.remove(name);
                self.came.push(Came::Reworded(name, json, written(&value)));
            }
            Fit::Partly => self.came.push(Came::Partly(name, written(&value))),
        }
        Some(value)
    }

    fn came(&self, name: &str) -> Option<&Came> {
        self.came.iter().find(|came| came.name() == name)
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
        self.came == other.came && texts(self) == texts(other)
    }
}

impl Eq for Fields {}

impl Hash for Fields {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for (name, json) in &self.values {
            (name, json.get()).hash(state);
        }
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
impl<M: Model> Made for M {
    type Kind = Object;
}

impl<M: Model> Kind<M> for Object {
    fn decode(json: &RawValue) -> Option<M> {
        Fields::decode(json).map(M::take)
    }

    fn encode(model: &M, json: &mut JsonWriter) {
        let shown = model.shown();
        let mut over = Vec::new();
        json.open('{');
        for (name, field) in shown.fields() {
            if shown.unknown.encode_field(name, field, json) {
                over.push(name);
            }
        }
        let values = shown.unknown.values.iter().filter(|(name, _)| !over.contains(&name.as_str()));
        for (name, value) in values {
            json.unknown(name, value.get());
        }
        json.close('}');
    }
}

fn written(value: &dyn Value) -> String {
    let mut writer = JsonWriter::default();
    value.encode(&mut writer);
    writer.into_json()
}

impl Fields {
    /// Writes a known field; says whether it stands in for what is here under its name.
    fn encode_field(&self, name: &'static str, field: &dyn Field, json: &mut JsonWriter) -> bool {
        let came = self.came(name);
        let Some(value) = field.value() else {
            if matches!(came, Some(Came::Null(_))) && !self.values.contains_key(name) {
                json.entry(name, |json| json.raw("null"));
            }
            return matches!(came, Some(Came::Partly(..)));
        };
        match came {
            Some(Came::Partly(_, text)) if self.values.contains_key(name) && written(value) == *text => {
                return false;
            }
            Some(Came::Reworded(_, raw, text)) if written(value) == *text => {
                json.entry(name, |json| json.raw(raw));
            }
            _ => json.entry(name, |json| value.encode(json)),
        }
        true
    }
}

/// A link, of which `Debug` shows no query.
pub(crate) struct Link<'l>(pub(crate) &'l str);

impl Debug for Link<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_once('?') {
            Some((path, _)) => write!(f, "{path:?} with a query (hidden)"),
            None => Debug::fmt(self.0, f),
        }
    }
}

/// `Debug` of a model: what is there, without what is hidden.
pub fn debug<M: Model>(model: &M, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let shown = model.shown();
    let mut output = f.debug_struct(shown.name);
    for (name, field) in shown.fields() {
        match field.value() {
            Some(_) if shown.hidden.contains(&name) => output.field(name, &format_args!("(hidden)")),
            Some(value) => match field.as_any().downcast_ref::<Option<String>>() {
                Some(Some(link)) if shown.links.contains(&name) => output.field(name, &Link(link)),
                _ => output.field(name, &value),
            },
            None => &mut output,
        };
    }
    if !shown.unknown.is_empty() {
        output.field("unknown", shown.unknown);
    }
    output.finish_non_exhaustive()
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Sample {
        sid: Option<String>,
        price: Option<crate::Decimal>,
        token: Option<String>,
        parts: Option<Vec<i64>>,
        count: Option<i64>,
        counts: Option<BTreeMap<String, Option<i64>>>,
        unknown: Fields,
    }

    impl Model for Sample {
        fn take(mut fields: Fields) -> Self {
            Self {
                sid: fields.take("sid"),
                price: fields.take("price"),
                token: fields.take("token"),
                parts: fields.take("parts"),
                count: fields.take("count"),
                counts: fields.take("counts"),
                unknown: fields,
            }
        }

        fn shown(&self) -> Shown<'_> {
            let fields: &[&dyn Field] =
                &[&self.sid, &self.price, &self.token, &self.parts, &self.count, &self.counts];
            Shown::new(
                "Sample",
                &["sid", "price", "token", "parts", "count", "counts"],
                fields,
                &self.unknown,
            )
            .hiding(&["token"])
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
        assert!(model.sid.is_none());
        assert_eq!(model.parts, Some(vec![1]));
        assert_eq!(model.unknown.get("parts").unwrap().as_str(), r#"[1,"x"]"#);
        let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
        assert_eq!(value(Json::of(&model).as_str()), value(json));
        assert_eq!(Fields::within(&model), ["/new", "/parts"]);
        let inner = Json::from_raw(&RawValue::from_string(json.to_owned()).unwrap());
        let list = vec![inner.decode::<Sample>().unwrap()];
        assert_eq!(Fields::within(&list), ["/0/new", "/0/parts"]);
    }

    #[test]
    fn one_odd_item_costs_no_other_and_the_list_is_written_back_as_it_came() {
        for (json, fits) in [
            (r#"{"parts":[1,null,2]}"#, vec![1, 2]),
            (r#"{"parts":[null]}"#, vec![]),
            (r#"{"parts":["07",{},3]}"#, vec![7, 3]),
        ] {
            let mut model = sample(json).unwrap();
            assert_eq!(model.parts.as_ref(), Some(&fits), "{json}");
            assert_eq!(Json::of(&model).as_str(), json);
            assert_eq!(Fields::within(&model), ["/parts"]);
            model.parts = Some(vec![9]);
            assert_eq!(Json::of(&model).as_str(), r#"{"parts":[9]}"#);
            model.parts = None;
            assert_eq!(Json::of(&model).as_str(), "{}");
        }
        let json = r#"{"counts":{"a":1,"b":null,"c":"x"}}"#;
        let model = sample(json).unwrap();
        assert_eq!(model.counts.as_ref().unwrap().len(), 2);
        assert_eq!(Json::of(&model).as_str(), json);
        let json = r#"{"parts":"x"}"#;
        let mut model = sample(json).unwrap();
        assert_eq!((model.parts.as_ref(), Json::of(&model).as_str()), (None, json));
        model.parts = Some(vec![1]);
        assert_eq!(Json::of(&model).as_str(), r#"{"parts":[1]}"#, "one name, one value");
    }

    #[test]
    fn whole_numbers_come_back_in_the_words_they_came_in() {
        for (json, count) in [
            (r#"{"count":"007"}"#, 7),
            (r#"{"count":"7"}"#, 7),
            (r#"{"count":"+7"}"#, 7),
            (r#"{"count":-0}"#, 0),
            (r#"{"count":7}"#, 7),
        ] {
            let mut model = sample(json).unwrap();
            assert!(model.unknown.is_empty() && model.count == Some(count), "{json}: {model:?}");
            assert_eq!(Json::of(&model).as_str(), json);
            model.count = Some(8);
            assert_eq!(Json::of(&model).as_str(), r#"{"count":8}"#);
        }
        let lists = r#"{"parts":["1",2,"03"],"counts":{"a":"04"}}"#;
        let model = sample(lists).unwrap();
        assert!(model.unknown.is_empty() && model.parts == Some(vec![1, 2, 3]));
        assert_eq!(Json::of(&model).as_str(), lists);
    }

    #[test]
    fn a_null_that_was_given_a_value_is_written_once() {
        let mut model = sample(r#"{"sid":null}"#).unwrap();
        assert_eq!(Json::of(&model).as_str(), r#"{"sid":null}"#);
        model.sid = Some("s".to_owned());
        assert_eq!(Json::of(&model).as_str(), r#"{"sid":"s"}"#);
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
            "[+-]?[0-9]{1,3}".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            let name = prop_oneof!["sid|price|token|parts|count|counts", any::<String>()];
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
