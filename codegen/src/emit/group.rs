//! Enums of inputs of which one is needed.

use super::docs;
use super::types::{argument, converted, kept, needed, written};
use crate::plan::{Group, Member};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

pub(super) fn group(group: &Group) -> TokenStream {
    let name = group.name.ident();
    let summary = docs(&group.docs);
    let hidden = format!("{}(hidden)", group.name.as_str());
    let variants = group.members.iter().map(|member| variant(group, member));
    let constructors = group.members.iter().map(constructor);
    let writes = group.members.iter().map(write);
    quote! {
        #summary
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }

        impl #name {
            #(#constructors)*

            fn write(self, draft: ::ringfence::private::Draft) -> ::ringfence::private::Draft {
                match self {
                    #(#writes)*
                }
            }
        }

        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(#hidden)
            }
        }
    }
}

/// What the constructor says at length, the variant only points to.
fn variant(group: &Group, member: &Member) -> TokenStream {
    let (owner, constructor) = (group.name.as_str(), member.constructor.as_str());
    let docs = docs(&[format!("See [`{constructor}`]({owner}::{constructor}).")]);
    let name = member.variant.ident();
    let of = kept(&member.of);
    quote! { #docs #name(#of), }
}

fn constructor(member: &Member) -> TokenStream {
    let docs = docs(&member.docs);
    let (name, variant) = (member.constructor.ident(), member.variant.ident());
    let of = argument(&member.of, &member.write);
    let value = converted(&member.of, &Ident::new("value", Span::call_site()));
    quote! {
        #docs
        pub fn #name(value: #of) -> Self {
            Self::#variant(#value)
        }
    }
}

fn write(member: &Member) -> TokenStream {
    let variant = member.variant.ident();
    let call = written(&quote! { draft }, &needed(&member.write), &quote! { value });
    quote! { Self::#variant(value) => #call, }
}
