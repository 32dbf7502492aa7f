//! Endpoint functions and their builders.

use super::types::{argument, converted, needed, owned, written};
use super::{deprecated, docs};
use crate::docs::function_link;
use crate::plan::{Callback, Clear, End, Endpoint, Facts, Paging, Setter, Start, Write};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

pub(super) fn endpoint(endpoint: &Endpoint) -> TokenStream {
    let builder = endpoint.builder.ident();
    let function = function(endpoint);
    let link = function_link(endpoint.function.as_str());
    let summary = format!(" A request of {link}, with its optional inputs.");
    let facts = facts(endpoint);
    let setters: Vec<_> = endpoint.setters.iter().map(setter).collect();
    let account = endpoint.takes_account.then(account);
    let whole = whole(&endpoint.end, &builder);
    let methods = (!setters.is_empty() || account.is_some() || whole.is_some()).then(|| {
        quote! {
            impl #builder {
                #(#setters)*
                #account
                #whole
            }
        }
    });
    quote! {
        #function

        #[doc = #summary]
        pub type #builder = operations::Call<operations::#builder>;

        #facts

        #methods
    }
}

/// The markers of a module's operations, and what their requests have in common.
pub(super) fn operations(endpoints: &[Endpoint]) -> TokenStream {
    let names = endpoints.iter().map(|endpoint| endpoint.builder.ident());
    quote! { ::ringfence::private::operations! { #(#names)* } }
}

fn function(endpoint: &Endpoint) -> TokenStream {
    let (function, builder) = (endpoint.function.ident(), endpoint.builder.ident());
    let docs = docs(&endpoint.docs);
    let deprecated = deprecated(endpoint.is_deprecated);
    let mut draft = match &endpoint.start {
        Start::Bare => quote! { ::ringfence::private::Draft::new(&#builder::OPERATION) },
        Start::Form => quote! { ::ringfence::private::Draft::with_form(&#builder::OPERATION) },
        Start::Object(content_type) => {
            quote! { ::ringfence::private::Draft::with_object(&#builder::OPERATION, #content_type) }
        }
    };
    let (mut arguments, mut groups) = (Vec::new(), Vec::new());
    for input in &endpoint.arguments {
        let name = input.name.ident();
        let of = argument(&input.of, &input.write);
        arguments.push(quote! { #name: #of });
        match &input.write {
            Write::Group => groups.push(quote! { let draft = #name.write(draft); }),
            write => draft = written(&draft, &needed(write), &converted(&input.of, &name)),
        }
    }
    let body = if groups.is_empty() {
        quote! { operations::Call(#draft, ::core::marker::PhantomData) }
    } else {
        quote! { let draft = #draft; #(#groups)* operations::Call(draft, ::core::marker::PhantomData) }
    };
    quote! {
        #docs
        #deprecated
        pub fn #function(#(#arguments),*) -> #builder {
            #body
        }
    }
}

/// The operation as a type: what the document says of it, and how its requests end.
fn facts(endpoint: &Endpoint) -> TokenStream {
    let (builder, facts) = (endpoint.builder.ident(), &endpoint.facts);
    let Facts { id, host, path, callbacks, .. } = facts;
    let method = Ident::new(facts.method, Span::call_site());
    let callbacks: Vec<String> = callbacks.iter().map(Callback::wire).collect();
    let callbacks = (!callbacks.is_empty()).then(|| quote! { .with_callbacks(&[#(#callbacks),*]) });
    let dated = facts.is_dated.then(|| quote! { .dated(DOCUMENT_DATE) });
    let idempotent = facts.is_idempotent.then(|| quote! { .idempotent() });
    let deleting = facts.deletes_stored_data.then(|| quote! { .deleting_stored_data() });
    let moving = facts.is_answered_by_moves.then(|| quote! { .answered_by_moves() });
    let unchanged = facts.is_answered_unchanged.then(|| quote! { .answered_unchanged() });
    let redirecting = facts.is_answered_by_redirect.then(|| quote! { .answered_by_redirect() });
    let accept = facts.accept.as_ref().map(|kind| quote! { .answered_as(#kind) });
    let security = facts.security.map(|security| {
        let security = Ident::new(security, Span::call_site());
        quote! { .secured_by(::ringfence::Security::#security) }
    });
    let end = end(&endpoint.end);
    let extra = match &endpoint.start {
        Start::Object(_) => quote! { ::ringfence::Json },
        Start::Bare | Start::Form => quote! { String },
    };
    quote! {
        impl ::ringfence::private::Endpoint for operations::#builder {
            const OPERATION: ::ringfence::Operation =
                ::ringfence::Operation::new(#id, ::ringfence::Method::#method, #host, #path)
                    #callbacks #dated #idempotent #deleting #redirecting #moving #unchanged #security #accept;
            type Extra = #extra;
            #end
        }
    }
}

fn setter(setter: &Setter) -> TokenStream {
    let name = setter.name.ident();
    let docs = docs(&setter.docs);
    let deprecated = deprecated(setter.is_deprecated);
    let of = argument(&setter.of, &setter.write);
    let value = match setter.maximum {
        Some(maximum) => {
            let maximum = Literal::i64_unsuffixed(maximum);
            quote! { value.clamp(1, #maximum) }
        }
        None => converted(&setter.of, &Ident::new("value", Span::call_site())),
    };
    let call = written(&quote! { self.0 }, &setter.write, &value);
    let clear = setter.clear.as_ref().map(clear);
    quote! {
        #docs
        #deprecated
        pub fn #name(self, value: #of) -> Self {
            Self(#call, self.1)
        }

        #clear
    }
}

/// The method that sends an input empty.
fn clear(clear: &Clear) -> TokenStream {
    let Clear { name, wire } = clear;
    let (name, said) = (name.ident(), format!("Sends `{}` empty, which clears it.", wire.replace('`', "'")));
    let docs = docs(&[said]);
    quote! {
        #docs
        pub fn #name(self) -> Self {
            Self(self.0.clear(#wire), self.1)
        }
    }
}

fn account() -> TokenStream {
    quote! {
        /// Acts for another account than the client's own, such as a subaccount of it.
        pub fn account(self, value: impl Into<::ringfence::AccountSid>) -> Self {
            Self(self.0.path("AccountSid", value.into()), self.1)
        }
    }
}

fn end(end: &End) -> TokenStream {
    match end {
        End::Send(answer) => {
            let answer = owned(answer);
            quote! { type End = ::ringfence::private::Sent<#answer>; }
        }
        End::Pages { of, paging } => {
            let (of, paging) = (owned(of), self::paging(paging));
            quote! {
                const PAGING: ::ringfence::private::Paging = #paging;
                type End = ::ringfence::private::Sent<#of>;
            }
        }
        End::List { item, paging, .. } => {
            let (item, paging) = (owned(item), self::paging(paging));
            quote! {
                const PAGING: ::ringfence::private::Paging = #paging;
                type End = ::ringfence::private::Listed<#item>;
            }
        }
    }
}

/// What the few requests can do whose answers are pages and more than lists.
fn whole(end: &End, builder: &Ident) -> Option<TokenStream> {
    let paging = quote! { <operations::#builder as ::ringfence::private::Endpoint>::PAGING };
    match end {
        End::Pages { of, .. } => {
            let of = owned(of);
            Some(quote! {
                /// All pages, each fetched when it is asked for; `send` fetches the first.
                pub fn pages(self, client: &::ringfence::Client) -> ::ringfence::ResponsePages<'_, #of> {
                    self.0.whole_pages(client, &#paging)
                }
            })
        }
        End::List { whole: Some(of), .. } => {
            let of = owned(of);
            Some(quote! {
                /// Fetches the first page with all that it says.
                pub fn send(self, client: &::ringfence::Client) -> ::ringfence::ResponseFuture<'_, #of> {
                    self.0.send(client)
                }
            })
        }
        End::Send(_) | End::List { whole: None, .. } => None,
    }
}

fn paging(paging: &Paging) -> TokenStream {
    let items = &paging.items;
    let size = paging.size.as_ref().map(|(name, max)| {
        let max = Literal::i64_unsuffixed(*max);
        quote! { .size(#name, #max) }
    });
    let token = paging.token.as_ref().map(|name| quote! { .token(#name) });
    let number = paging.number.as_ref().map(|name| quote! { .number(#name) });
    quote! { ::ringfence::private::Paging::new(#items) #size #token #number }
}
