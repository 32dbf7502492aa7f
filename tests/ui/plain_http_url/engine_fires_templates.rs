//! A URL in a template is written into somebody's code.
use proc_macro2::TokenStream;
use quote::quote;

fn constant() -> TokenStream {
    quote! {
        pub const API: &str = "http://api.twilio.com"; //~ plain_http_url
        pub const NAMESPACE: &str = "http://www.w3.org/2000/svg";
    }
}
