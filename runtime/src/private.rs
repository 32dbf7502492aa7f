//! The surface of generated code.

mod attempts;
mod draft;
mod endpoint;
mod paging;

pub use crate::decode::{Fit, Value, decode_str};
pub use crate::encode::Wire;
pub use crate::json_writer::JsonWriter;
pub use crate::made::{Made, Text, hash, of_string, same, show};
pub use crate::model::{Model, Shown, debug};
pub use crate::page::{Items, PageFuture, Pages};
pub use crate::record::{Record, Taker, copied};
pub use crate::response::Answer;
pub use crate::{__deserialize as deserialize, __serialize as serialize};
pub use crate::{__model as model, __open_enum as open_enum, __operations as operations, __record as record};
pub use attempts::{
    Ask, AskBoth, AskErased, AskErasedBoth, Attempts, PerAttempt, Said, attempt, block, pause, per_attempt,
};
pub use draft::Draft;
pub use endpoint::{Builder, Endpoint, Extra, Inputs, Listed, Sent, Taken, Takes};
pub use paging::Paging;
pub use serde_json::value::RawValue;

/// The traits of `serde` on generated types.
#[cfg(feature = "serde")]
pub mod serde {
    pub use crate::serialize::{Deserialize, Deserializer, Serialize, Serializer, deserialize, serialize};
}

/// A value that no variant of a generated enum stands for.
pub fn unlisted(text: &str) -> crate::Unlisted {
    crate::Unlisted::new(text)
}

/// The text of such a value.
pub fn unlisted_str(value: &crate::Unlisted) -> &str {
    value.as_str()
}

/// A map from whatever gives its pairs.
pub fn map<T>(
    pairs: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
) -> std::collections::BTreeMap<String, Option<T>> {
    pairs.into_iter().map(|(name, value)| (name.into(), Some(value.into()))).collect()
}

/// A number that `phone_number!` has checked while compiling.
pub const fn phone_number(number: &'static str) -> crate::PhoneNumber {
    crate::PhoneNumber::from_checked(number)
}

/// A SID that `sid!` has checked while compiling.
pub const fn sid<const A: char, const B: char>(text: &'static str) -> crate::Sid<A, B> {
    crate::Sid::from_checked(text)
}

/// The same for the one type with two prefixes.
pub const fn message_sid(text: &'static str) -> crate::MessageSid {
    crate::MessageSid::from_checked(text)
}

/// A callback URL that `callback_url!` has checked while compiling.
pub const fn callback_url(url: &'static str) -> crate::CallbackUrl {
    crate::CallbackUrl::from_checked(url)
}
