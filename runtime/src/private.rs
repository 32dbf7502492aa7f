//! The surface of generated code.

/// A callback URL that `callback_url!` has checked while compiling.
pub const fn callback_url(url: &'static str) -> crate::CallbackUrl {
    crate::CallbackUrl::from_checked(url)
}
