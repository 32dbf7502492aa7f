//! The procedural macros of Ringfence. Entry points only: each calls a module that works on `proc_macro2`.

use proc_macro::TokenStream;

/// Holds the lints on a function, an `impl` block or an inline module.
#[proc_macro_attribute]
pub fn enforce(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    item
}

/// Permits a lint on an item, for a written reason.
#[proc_macro_attribute]
pub fn permit(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    item
}

/// Marks code that validates webhook signatures with the Auth Token.
#[proc_macro_attribute]
pub fn signature_validation(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    item
}

/// A callback URL with connection overrides, checked while compiling.
#[proc_macro]
pub fn callback_url(input: TokenStream) -> TokenStream {
    input
}
