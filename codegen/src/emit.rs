//! emit: plan to tokens, one file per kind of item.

mod endpoint;
mod group;
mod model;
mod open_enum;
mod spelling;
mod types;

pub use spelling::Spelled;
pub(crate) use spelling::{spell, spell_argument};

use crate::name::Name;
use crate::plan::Module;
use proc_macro2::TokenStream;
use quote::quote;

/// A module's items, and what stands before them.
#[derive(Debug)]
pub(crate) struct Tokens {
    pub(crate) name: Name,
    pub(crate) docs: Vec<String>,
    items: TokenStream,
}

/// The tokens of one module.
pub(crate) fn emit(module: &Module) -> Tokens {
    let operations = endpoint::operations(&module.endpoints);
    let endpoints = module.endpoints.iter().map(endpoint::endpoint);
    let groups = module.groups.iter().map(group::group);
    let models = module.models.iter().map(model::model);
    let enums = module.enums.iter().map(open_enum::open_enum);
    let date = module.date.as_ref().map(|date| {
        quote! {
            /// The day of Twilio's release that the document is of.
            pub const DOCUMENT_DATE: &str = #date;
        }
    });
    let builder = (!module.endpoints.is_empty()).then(|| quote! { use ::ringfence::private::Builder as _; });
    let items = quote! {
        #builder
        #date
        #operations
        #(#endpoints)*
        #(#groups)*
        #(#models)*
        #(#enums)*
    };
    Tokens { name: module.name.clone(), docs: module.docs.clone(), items }
}

impl Tokens {
    /// The module with its items within.
    pub(crate) fn inline(&self) -> TokenStream {
        let (name, items) = (self.name.ident(), &self.items);
        let (docs, allowances) = (docs(&self.docs), allowances());
        quote! {
            #docs
            #allowances
            pub mod #name {
                #items
            }
        }
    }

    /// The items alone, for a file of their own.
    pub(crate) fn items(&self) -> TokenStream {
        self.items.clone()
    }
}

/// Nobody calls every operation; generated code may name its own deprecated fields; and clippy's taste in names is not Twilio's.
pub(crate) fn allowances() -> TokenStream {
    quote! { #[allow(clippy::all, clippy::pedantic, dead_code, deprecated)] }
}

fn docs(lines: &[String]) -> TokenStream {
    lines
        .iter()
        .map(|line| {
            let line = visible(line);
            let line = if line.is_empty() { line } else { format!(" {line}") };
            quote! { #[doc = #line] }
        })
        .collect()
}

/// Derives of which the runtime has its own way: it writes and reads what Twilio does, also of what a document does not know.
const SERDE: [(&str, &str); 2] = [("serde::Serialize", "serialize"), ("serde::Deserialize", "deserialize")];

/// What stands for those among the derives.
fn with_serde(name: &Name, paths: &[String]) -> TokenStream {
    let name = name.ident();
    let wanted = SERDE.iter().filter(|(known, _)| paths.iter().any(|path| path == known));
    let macros = wanted.map(|(_, name)| proc_macro2::Ident::new(name, proc_macro2::Span::call_site()));
    quote! { #(::ringfence::private::#macros!(#name);)* }
}

/// A line of a comment: rustc refuses one that hides what it says by changing the direction of text.
fn visible(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for letter in line.chars() {
        match letter {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.extend(letter.escape_unicode()),
            control if control.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// Derives beside the usual ones.
fn derives(paths: &[String]) -> TokenStream {
    let own = paths.iter().filter(|path| !SERDE.iter().any(|(known, _)| known == path));
    let paths: Vec<syn::Path> = own.filter_map(|path| syn::parse_str(path).ok()).collect();
    if paths.is_empty() {
        quote! {}
    } else {
        quote! { #[derive(#(#paths),*)] }
    }
}

fn deprecated(is_deprecated: bool) -> TokenStream {
    if is_deprecated {
        quote! { #[deprecated = "Twilio's document marks it as deprecated"] }
    } else {
        quote! {}
    }
}
