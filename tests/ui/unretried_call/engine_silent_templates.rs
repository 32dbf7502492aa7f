//! Token templates are another program's code: nothing in them is called here.
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

const API: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

fn call(span: proc_macro2::Span) -> TokenStream {
    let direct = quote! { reqwest::Client::new().post("https://api.twilio.com/2010-04-01/Accounts.json").send() };
    let through_a_const = quote! { reqwest::blocking::get(API) };
    quote_spanned! {span=>
        async fn generated(client: &reqwest::Client) {
            client.get(API).basic_auth("account", std::env::var("TWILIO_AUTH_TOKEN").ok()).send().await;
            #direct;
            #through_a_const
        }
    }
}

fn parsed() -> syn::Expr {
    syn::parse_quote!(ureq::post("https://api.twilio.com/v1").call())
}

fn said() -> &'static str {
    stringify!(ureq::get("https://api.twilio.com/v1").call())
}
