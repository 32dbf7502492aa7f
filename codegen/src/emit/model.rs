//! Structs for JSON objects.

use super::open_enum::from_one;
use super::types::owned;
use super::{deprecated, derives, docs, with_serde};
use crate::plan::{Field, Model};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn model(model: &Model) -> TokenStream {
    let name = model.name.ident();
    let summary = docs(&model.docs);
    let default = model.is_input.then(|| quote! { #[derive(Default)] });
    let serde = with_serde(&model.name, &model.derives);
    let derives = derives(&model.derives);
    let fields = model.fields.iter().map(field);
    let unknown = model.unknown.ident();
    let another = (model.unknown.as_str() != "unknown").then(|| {
        quote! { #[doc = " The field `unknown` is one of the document's."] }
    });
    let record = record(model);
    let repeated = model.is_repeated.then(|| from_one(&model.name));
    quote! {
        #summary
        #default
        #derives
        pub struct #name {
            #(#fields)*
            /// What the document does not know, or what has another shape than it says.
            #another
            pub #unknown: ::ringfence::Fields,
        }

        #record

        ::ringfence::private::record!(#name);

        #serde
        #repeated
    }
}

/// The lists of its fields: one that makes a model, and one that shows it.
fn record(model: &Model) -> TokenStream {
    let (name, text, unknown) = (model.name.ident(), model.name.as_str(), model.unknown.ident());
    let takes = model.fields.iter().map(|Field { name, wire, .. }| {
        let name = name.ident();
        quote! { #name: taker.field(#wire), }
    });
    let wires = model.fields.iter().map(|Field { wire, .. }| wire);
    let values = model.fields.iter().map(|Field { name, .. }| {
        let name = name.ident();
        quote! { &self.#name }
    });
    let hidden: Vec<_> =
        model.fields.iter().filter(|field| field.is_hidden).map(|field| &field.wire).collect();
    let hiding = (!hidden.is_empty()).then(|| quote! { .hiding(&[#(#hidden),*]) });
    quote! {
        impl ::ringfence::private::Record for #name {
            fn taken(taker: &mut ::ringfence::private::Taker<'_>) -> Self {
                Self {
                    #(#takes)*
                    #unknown: taker.unknown(),
                }
            }

            fn shown(&self) -> ::ringfence::private::Shown<'_> {
                ::ringfence::private::Shown::new(#text, &[#(#wires),*], &[#(#values),*], &self.#unknown) #hiding
            }
        }
    }
}

fn field(field: &Field) -> TokenStream {
    let docs = docs(&field.docs);
    let deprecated = deprecated(field.is_deprecated);
    let name = field.name.ident();
    let of = owned(&field.of);
    quote! { #docs #deprecated pub #name: Option<#of>, }
}
