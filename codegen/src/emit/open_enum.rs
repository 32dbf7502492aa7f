//! Enums that also hold values which the document does not list.

use super::{derives, docs};
use crate::plan::OpenEnum;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn open_enum(planned: &OpenEnum) -> TokenStream {
    let name = planned.name.ident();
    let summary = docs(&planned.docs);
    let derives = derives(&planned.derives);
    let catch_all = planned.catch_all.ident();
    let variants = planned.variants.iter().map(|(variant, value)| {
        let variant = variant.ident();
        let docs = docs(&[if value.is_empty() {
            "The empty value.".to_owned()
        } else {
            format!("`{}`", value.replace('`', "'"))
        }]);
        quote! { #docs #variant, }
    });
    let texts = planned.variants.iter().map(|(variant, value)| {
        let variant = variant.ident();
        quote! { #variant = #value, }
    });
    let repeated = planned.is_repeated.then(|| {
        quote! {
            impl From<#name> for ::ringfence::Many<#name> {
                fn from(value: #name) -> Self {
                    Self::from([value])
                }
            }
        }
    });
    quote! {
        #summary
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that the document does not list.
            #catch_all(::ringfence::Unlisted),
        }

        ::ringfence::private::open_enum!(#name, #catch_all { #(#texts)* });

        #repeated
    }
}
