//! Models by two lists of their fields: what decodes, copies and shows them is written here, not in each of them.

use crate::Fields;
use crate::decode::Value;
use crate::model::{Field, Model, Shown};
use std::fmt::Debug;

/// A generated model. Two functions over its fields are all that rustc has to check of each.
pub trait Record: Sized + Debug {
    /// The model of what the taker holds: asked for every field, in the order of the document, then for the rest.
    fn taken(taker: &mut Taker<'_>) -> Self;

    /// Its fields in the same order.
    fn shown(&self) -> Shown<'_>;
}

/// What a model is made from.
pub struct Taker<'t>(Source<'t>);

enum Source<'t> {
    /// What an answer holds.
    Answer(Fields),
    /// Another model, the fields of which come in their order.
    Record(std::vec::IntoIter<&'t dyn Field>, &'t Fields),
}

impl Taker<'_> {
    /// A field.
    pub fn field<T: Slot>(&mut self, name: &'static str) -> T {
        match &mut self.0 {
            Source::Answer(fields) => T::decoded(fields, name),
            Source::Record(fields, _) => T::copied(fields.next()),
        }
    }

    /// The unknown fields.
    pub fn unknown(&mut self) -> Fields {
        match &mut self.0 {
            Source::Answer(fields) => std::mem::take(fields),
            Source::Record(_, unknown) => unknown.clone(),
        }
    }
}

/// The type of a field as it stands in a model.
pub trait Slot {
    /// What an answer holds for it.
    fn decoded(fields: &mut Fields, name: &'static str) -> Self;

    /// What the same field of another model holds.
    fn copied(field: Option<&dyn Field>) -> Self;
}

impl<T: Value + Clone + 'static> Slot for Option<T> {
    fn decoded(fields: &mut Fields, name: &'static str) -> Self {
        fields.take(name)
    }

    fn copied(field: Option<&dyn Field>) -> Self {
        field?.as_any().downcast_ref::<Self>()?.clone()
    }
}

impl<R: Record> Model for R {
    fn take(fields: Fields) -> Self {
        R::taken(&mut Taker(Source::Answer(fields)))
    }

    fn shown(&self) -> Shown<'_> {
        <R as Record>::shown(self)
    }
}

/// Where a model holds itself.
impl<R: Record> Record for Box<R> {
    fn taken(taker: &mut Taker<'_>) -> Self {
        Self::new(R::taken(taker))
    }

    fn shown(&self) -> Shown<'_> {
        <R as Record>::shown(self)
    }
}

/// A record once more.
pub fn copied<R: Record>(record: &R) -> R {
    let shown = <R as Record>::shown(record);
    R::taken(&mut Taker(Source::Record(shown.values.into_iter(), shown.unknown)))
}

/// What every generated model has besides its fields.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident) => {
        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                $crate::private::copied(self)
            }
        }

        $crate::private::model!($name);
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Json;
    use serde_json::value::RawValue;

    struct Node {
        sid: Option<String>,
        token: Option<String>,
        next: Option<Box<Node>>,
        unknown: Fields,
    }

    impl Record for Node {
        fn taken(taker: &mut Taker<'_>) -> Self {
            Self {
                sid: taker.field("sid"),
                token: taker.field("token"),
                next: taker.field("next"),
                unknown: taker.unknown(),
            }
        }

        fn shown(&self) -> Shown<'_> {
            Shown::new(
                "Node",
                &["sid", "token", "next"],
                &[&self.sid, &self.token, &self.next],
                &self.unknown,
            )
            .hiding(&["token"])
        }
    }

    crate::__record!(Node);

    #[test]
    fn a_record_comes_from_json_copies_itself_and_goes_back() {
        let json = r#"{"sid":"a","token":"hunter2","next":{"sid":"b","next":null,"more":1}}"#;
        let raw = RawValue::from_string(json.to_owned()).unwrap();
        let copy = Node::decode(&raw).unwrap().clone();
        let next = copy.next.as_ref().unwrap();
        assert_eq!((copy.sid.as_deref(), next.sid.as_deref()), (Some("a"), Some("b")));
        assert_eq!(next.unknown.get("more").unwrap().as_str(), "1");
        let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
        assert_eq!(value(Json::of(&copy).as_str()), value(json));
        let shown = format!("{copy:?}");
        assert!(shown.contains("token: (hidden)") && shown.contains("sid: \"b\""), "{shown}");
        assert!(!shown.contains("hunter"), "{shown}");
    }
}
