//! emit: plan to tokens, one file per kind of item.

mod endpoint;
mod group;
mod model;
mod open_enum;
mod types;

use crate::plan::Module;
use proc_macro2::TokenStream;
use quote::quote;

/// The tokens of one module.
pub(crate) fn emit(module: &Module) -> TokenStream {
    let name = module.name.ident();
    let docs = docs(&module.docs);
    let endpoints = module.endpoints.iter().map(endpoint::endpoint);
    let groups = module.groups.iter().map(group::group);
    let models = module.models.iter().map(model::model);
    let enums = module.enums.iter().map(open_enum::open_enum);
    // Generated code may name its own deprecated fields, and clippy's taste in names is not Twilio's.
    quote! {
        #docs
        #[allow(clippy::all, clippy::pedantic, deprecated)]
        pub mod #name {
            #(#endpoints)*
            #(#groups)*
            #(#models)*
            #(#enums)*
        }
    }
}

fn docs(lines: &[String]) -> TokenStream {
    lines
        .iter()
        .map(|line| {
            let line: String =
                line.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
            let line = if line.is_empty() { line } else { format!(" {line}") };
            quote! { #[doc = #line] }
        })
        .collect()
}

fn deprecated(is_deprecated: bool) -> TokenStream {
    if is_deprecated {
        quote! { #[deprecated = "Twilio's document marks it as deprecated"] }
    } else {
        quote! {}
    }
}
