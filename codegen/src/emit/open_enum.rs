//! Enums that also hold values which the document does not list.

use super::{derives, docs, with_serde};
use crate::name::Name;
use crate::plan::OpenEnum;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

pub(super) fn open_enum(planned: &OpenEnum) -> TokenStream {
    let name = planned.name.ident();
    let summary = docs(&planned.docs);
    let serde = with_serde(&planned.name, &planned.derives);
    let derives = derives(&planned.derives);
    let catch_all = planned.catch_all.ident();
    let variants = planned.variants.iter().map(|variant| {
        let (name, docs) = (variant.name.ident(), docs(&variant.docs));
        quote! { #docs #name, }
    });
    let texts = planned.variants.iter().map(|variant| {
        let (name, value) = (variant.name.ident(), &variant.value);
        quote! { #name = #value, }
    });
    let repeated = planned.is_repeated.then(|| from_one(&planned.name));
    let flag = flag(planned);
    quote! {
        #summary
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that the document does not list.
            #catch_all(::ringfence::Unlisted),
        }

        ::ringfence::private::open_enum!(#name, #catch_all { #(#texts)* });

        #serde
        #repeated
        #flag
    }
}

/// One value where an input takes several.
pub(super) fn from_one(name: &Name) -> TokenStream {
    let name = name.ident();
    quote! {
        impl From<#name> for ::ringfence::Many<#name> {
            fn from(value: #name) -> Self {
                Self::from([value])
            }
        }
    }
}

/// An enum of `true` and `false` is made from a `bool`, too.
fn flag(planned: &OpenEnum) -> Option<TokenStream> {
    let values: BTreeSet<&str> = planned.variants.iter().map(|variant| variant.value.as_str()).collect();
    let name = planned.name.ident();
    (values == BTreeSet::from(["false", "true"])).then(|| {
        quote! {
            impl From<bool> for #name {
                fn from(value: bool) -> Self {
                    if value { Self::True } else { Self::False }
                }
            }
        }
    })
}
