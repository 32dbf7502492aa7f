//! What generated code makes: models, which are JSON objects, and enums, which are texts. What rustc has to check of each is
//! kept small, so all that enums have in common is written here.

use crate::decode::{Value, decode_str};
use crate::encode::Wire;
use crate::json_writer::JsonWriter;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt::{self, Debug};
use std::hash::{Hash, Hasher};

/// A generated type.
pub trait Made: Sized + Debug {
    /// What JSON it is: an object or a text.
    type Kind: Kind<Self>;

    /// The text of an enum's value; a model has none.
    fn text(&self) -> &str {
        ""
    }
}

/// How generated types of a kind are read and written.
pub trait Kind<T> {
    /// The value, or `None` where the JSON has another shape.
    fn decode(json: &RawValue) -> Option<T>;

    /// Writes the value as JSON.
    fn encode(value: &T, json: &mut JsonWriter);
}

/// A model is a JSON object.
#[derive(Debug)]
pub struct Object;

/// An enum is a text.
#[derive(Debug)]
pub struct Text;

impl<T: Made> Value for T {
    fn decode(json: &RawValue) -> Option<Self> {
        T::Kind::decode(json)
    }

    fn encode(&self, json: &mut JsonWriter) {
        T::Kind::encode(self, json);
    }
}

impl<E: Made + for<'t> From<&'t str>> Kind<E> for Text {
    fn decode(json: &RawValue) -> Option<E> {
        decode_str(json).map(of_string)
    }

    fn encode(value: &E, json: &mut JsonWriter) {
        json.text(value.text());
    }
}

impl<E: Made<Kind = Text>> Wire for E {
    fn wire(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.text())
    }
}

/// The value that an owned text stands for.
pub fn of_string<E: for<'t> From<&'t str>>(text: String) -> E {
    E::from(&text)
}

/// Whether two values are written alike.
pub fn same(one: &str, other: &str) -> bool {
    one == other
}

/// Adds a value to a hash.
pub fn hash<E: Made>(value: &E, state: &mut impl Hasher) {
    value.text().hash(state);
}

/// `Debug` of an enum: its text.
pub fn show(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    Debug::fmt(text, f)
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
                $crate::private::of_string(text)
            }
        }

        // Written out, and not by functions that are generic, which would be built for each enum; what `derive` would write is
        // three times as much for rustc to check.
        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                Self::from(self.as_str())
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::private::same(self.as_str(), other.as_str())
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::show(self.as_str(), f)
            }
        }

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                $crate::private::hash(self, state);
            }
        }

        impl $crate::private::Made for $name {
            type Kind = $crate::private::Text;

            fn text(&self) -> &str {
                self.as_str()
            }
        }
    };
}
