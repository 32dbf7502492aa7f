//! Structs for JSON objects.

use super::open_enum::from_one;
use super::types::owned;
use super::{deprecated, derives, docs};
use crate::plan::{Field, Model};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

pub(super) fn model(model: &Model) -> TokenStream {
    let name = model.name.ident();
    let text = model.name.as_str();
    let summary = docs(&model.docs);
    let default = model.is_input.then(|| quote! { , Default });
    let derives = derives(&model.derives);
    let fields = model.fields.iter().map(field);
    let unknown = model.unknown.ident();
    let takes = model.fields.iter().map(|Field { name, wire, .. }| {
        let name = name.ident();
        quote! { #name: fields.take(#wire), }
    });
    let shows = model.fields.iter().map(|Field { name, wire, is_hidden, .. }| {
        let name = name.ident();
        let verb = Ident::new(if *is_hidden { "hidden" } else { "field" }, Span::call_site());
        quote! { visitor.#verb(#wire, &self.#name); }
    });
    let repeated = model.is_repeated.then(|| from_one(&model.name));
    let mutable = (!model.fields.is_empty()).then(|| quote! { mut });
    quote! {
        #summary
        #[derive(Clone #default)]
        #derives
        pub struct #name {
            #(#fields)*
            /// What the document does not know, or what has another shape than it says.
            pub #unknown: ::ringfence::Fields,
        }

        impl ::ringfence::private::Model for #name {
            const NAME: &'static str = #text;

            fn take(#mutable fields: ::ringfence::Fields) -> Self {
                Self {
                    #(#takes)*
                    #unknown: fields,
                }
            }

            fn show(&self, visitor: &mut ::ringfence::private::Visitor<'_, '_>) {
                #(#shows)*
                visitor.unknown(&self.#unknown);
            }
        }

        ::ringfence::private::model!(#name);

        #repeated
    }
}

fn field(field: &Field) -> TokenStream {
    let docs = docs(&field.docs);
    let deprecated = deprecated(field.is_deprecated);
    let name = field.name.ident();
    let of = owned(&field.of);
    quote! { #docs #deprecated pub #name: Option<#of>, }
}
