//! Generated types with `serde`: the JSON that Twilio speaks, not the fields as Rust has them.

use crate::Json;
use crate::decode::Value;
use serde_core::de::Error as _;
use serde_core::ser::Error as _;

pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes what `Json::of` gives, as a tree.
pub fn serialize<S: Serializer>(value: &impl Value, serializer: S) -> Result<S::Ok, S::Error> {
    match Json::of(value).to_value() {
        Some(tree) => tree.serialize(serializer),
        None => Err(S::Error::custom("is nested too deep, or holds a number that no float holds")),
    }
}

/// Reads what `Json::decode` reads.
pub fn deserialize<'de, T: Value, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let tree = serde_json::Value::deserialize(deserializer)?;
    Json::from(tree).decode().ok_or_else(|| D::Error::custom("has another shape than its type"))
}

/// `Serialize` of a generated type.
#[doc(hidden)]
#[macro_export]
macro_rules! __serialize {
    ($name:ident) => {
        impl $crate::private::serde::Serialize for $name {
            fn serialize<S: $crate::private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::serde::serialize(self, serializer)
            }
        }
    };
}

/// `Deserialize` of a generated type.
#[doc(hidden)]
#[macro_export]
macro_rules! __deserialize {
    ($name:ident) => {
        impl<'de> $crate::private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::serde::deserialize(deserializer)
            }
        }
    };
}
