//! Brings generated code in.

/// Includes what the build script generated, as `mod twilio`, or as the module that is named.
///
/// ```text
/// ringfence::include_api!();
/// ringfence::include_api!(pub mod api);
/// ```
#[macro_export]
macro_rules! include_api {
    () => {
        $crate::include_api!(mod twilio);
    };
    ($(#[$attribute:meta])* $visibility:vis mod $name:ident) => {
        $(#[$attribute])*
        /// Twilio's endpoints, generated from its documents.
        $visibility mod $name {
            ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/twilio.rs"));
        }
    };
}
