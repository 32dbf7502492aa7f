//! What is said where generated types are to have `serde`, and the feature is off.

/// `Serialize` of a generated type.
#[doc(hidden)]
#[macro_export]
macro_rules! __serialize {
    ($name:ident) => {
        ::core::compile_error!(
            "`serde::Serialize` on generated types needs the feature `serde` of `ringfence`"
        );
    };
}

/// `Deserialize` of a generated type.
#[doc(hidden)]
#[macro_export]
macro_rules! __deserialize {
    ($name:ident) => {
        ::core::compile_error!(
            "`serde::Deserialize` on generated types needs the feature `serde` of `ringfence`"
        );
    };
}
