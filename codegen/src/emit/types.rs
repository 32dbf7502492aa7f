//! Types, as fields and as arguments.

use crate::plan::{Type, Write};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// SIDs that the runtime has a name for.
const SIDS: [(char, char, &str); 16] = [
    ('A', 'C', "AccountSid"),
    ('A', 'D', "AddressSid"),
    ('A', 'P', "ApplicationSid"),
    ('B', 'U', "BundleSid"),
    ('C', 'A', "CallSid"),
    ('C', 'F', "ConferenceSid"),
    ('C', 'H', "ConversationSid"),
    ('H', 'X', "ContentSid"),
    ('M', 'E', "MediaSid"),
    ('M', 'G', "MessagingServiceSid"),
    ('P', 'N', "PhoneNumberSid"),
    ('Q', 'U', "QueueSid"),
    ('R', 'E', "RecordingSid"),
    ('S', 'K', "ApiKeySid"),
    ('T', 'K', "TrunkSid"),
    ('V', 'A', "VerifyServiceSid"),
];

/// The type of a field.
pub(super) fn owned(of: &Type) -> TokenStream {
    match of {
        Type::Unit => quote! { () },
        Type::String => quote! { String },
        Type::Bool => quote! { bool },
        Type::Integer => quote! { i64 },
        Type::Runtime(name) => {
            let name = Ident::new(name, Span::call_site());
            quote! { ::ringfence::#name }
        }
        Type::Sid(a, b) => match SIDS.iter().find(|(first, second, _)| (first, second) == (a, b)) {
            Some((_, _, name)) => {
                let name = Ident::new(name, Span::call_site());
                quote! { ::ringfence::#name }
            }
            None => quote! { ::ringfence::Sid<#a, #b> },
        },
        Type::Named(name) => {
            let name = name.ident();
            quote! { #name }
        }
        Type::List(item) => {
            let item = owned(item);
            quote! { Vec<#item> }
        }
        Type::Map(value) => {
            let value = owned(value);
            quote! { ::std::collections::BTreeMap<String, Option<#value>> }
        }
        Type::Boxed(inner) => {
            let inner = owned(inner);
            quote! { Box<#inner> }
        }
    }
}

/// The type that a setter keeps: lists take one value or many.
pub(super) fn kept(of: &Type) -> TokenStream {
    match of {
        Type::List(item) => {
            let item = owned(item);
            quote! { ::ringfence::Many<#item> }
        }
        other => owned(other),
    }
}

/// The type of an argument.
pub(super) fn argument(of: &Type, write: &Write) -> TokenStream {
    match (of, write) {
        (Type::Bool | Type::Integer, _) | (_, Write::Group) => owned(of),
        (Type::Map(value), _) => {
            let value = owned(value);
            quote! { impl IntoIterator<Item = (impl Into<String>, impl Into<#value>)> }
        }
        _ => {
            let kept = kept(of);
            quote! { impl Into<#kept> }
        }
    }
}

/// An argument as the type that is kept.
pub(super) fn converted(of: &Type, name: &Ident) -> TokenStream {
    match of {
        Type::Bool | Type::Integer => quote! { #name },
        Type::Map(_) => quote! { ::ringfence::private::map(#name) },
        _ => quote! { #name.into() },
    }
}

/// How an input that is needed is written: a list of it may not be empty.
pub(super) fn needed(write: &Write) -> Write {
    match write {
        Write::Input("form_each", name) => Write::Input("form_some", name.clone()),
        Write::Input("query_each", name) => Write::Input("query_some", name.clone()),
        other => other.clone(),
    }
}

/// The call that writes a value into the draft.
pub(super) fn written(draft: &TokenStream, write: &Write, value: &TokenStream) -> TokenStream {
    match write {
        Write::Input(verb, name) => {
            let verb = Ident::new(verb, Span::call_site());
            quote! { #draft.#verb(#name, #value) }
        }
        Write::Body(content_type) => quote! { #draft.body(#content_type, #value) },
        Write::Group => quote! { #value.write(#draft) },
    }
}
