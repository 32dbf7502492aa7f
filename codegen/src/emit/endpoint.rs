//! Endpoint functions and their builders.

use super::types::{argument, needed, owned};
use super::{deprecated, docs};
use crate::docs::function_link;
use crate::plan::{Callback, Clear, End, Endpoint, Facts, Paging, Setter, Start, Type, Write};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

pub(super) fn endpoint(endpoint: &Endpoint) -> TokenStream {
    let builder = endpoint.builder.ident();
    let function = function(endpoint);
    let link = function_link(endpoint.function.as_str());
    let summary = format!(" A request of {link}, with its optional inputs.");
    let facts = facts(endpoint);
    let own = endpoint.setters.iter().filter(|setter| !(endpoint.is_paged && setter.is_of_pages()));
    let setters: Vec<_> = own.map(setter).collect();
    let whole = whole(&endpoint.end, &builder);
    let methods = (!setters.is_empty() || whole.is_some()).then(|| {
        quote! {
            impl #builder {
                #(#setters)*
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
    let mut call = match &endpoint.start {
        Start::Bare => quote! { #builder::begin() },
        Start::Form => quote! { #builder::begin_form() },
        Start::Object(content_type) => quote! { #builder::begin_object(#content_type) },
    };
    let (mut arguments, mut groups) = (Vec::new(), Vec::new());
    for input in &endpoint.arguments {
        let name = input.name.ident();
        let of = argument(&input.of, &input.write);
        arguments.push(quote! { #name: #of });
        match &input.write {
            Write::Group => groups.push(quote! { let draft = #name.write(draft); }),
            write => call = set(&call, &needed(write), &input.of, &quote! { #name }),
        }
    }
    let body = if groups.is_empty() {
        call
    } else {
        quote! { let draft = #call.into_draft(); #(#groups)* #builder::from_draft(draft) }
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
    let paging = endpoint.end.paging().map(paging);
    let (inputs, end) = (inputs(endpoint), end(&endpoint.end));
    quote! {
        impl ::ringfence::private::Endpoint for operations::#builder {
            const OPERATION: ::ringfence::Operation =
                ::ringfence::Operation::new(#id, ::ringfence::Method::#method, #host, #path)
                    #paging #callbacks #dated #idempotent #deleting #redirecting #moving #unchanged #security #accept;
            type Inputs = #inputs;
            type End = #end;
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
        None => quote! { value },
    };
    let call = match (&setter.of, &setter.write) {
        // Not generic, so that it is built in any case: what it calls should be the same for all operations.
        (Type::Bool | Type::Integer, Write::Input(verb, wire)) => {
            let verb = Ident::new(verb, Span::call_site());
            quote! { Self(self.0.#verb(#wire, #value), self.1) }
        }
        _ => set(&quote! { self }, &setter.write, &setter.of, &value),
    };
    let clear = setter.clear.as_ref().map(clear);
    quote! {
        #docs
        #deprecated
        pub fn #name(self, value: #of) -> Self {
            #call
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
            self.with_cleared(#wire)
        }
    }
}

/// How the request ends.
fn end(end: &End) -> TokenStream {
    match end {
        End::Send(of) | End::Pages { of, .. } => {
            let of = owned(of);
            quote! { ::ringfence::private::Sent<#of> }
        }
        End::List { item, .. } => {
            let item = owned(item);
            quote! { ::ringfence::private::Listed<#item> }
        }
    }
}

/// What the request takes besides its own inputs.
fn inputs(endpoint: &Endpoint) -> TokenStream {
    let is_object = matches!(endpoint.start, Start::Object(_));
    let extra = if is_object {
        quote! { ::ringfence::Json }
    } else {
        quote! { String }
    };
    let taken = quote! { ::ringfence::private::Taken };
    let takes = match (endpoint.is_paged, endpoint.takes_account) {
        (false, false) if !is_object => quote! {},
        (false, false) => quote! { <#extra> },
        (true, false) => quote! { <#extra, #taken> },
        (false, true) => quote! { <#extra, (), #taken> },
        (true, true) => quote! { <#extra, #taken, #taken> },
    };
    quote! { ::ringfence::private::Takes #takes }
}

/// The call that sets an input: it converts where the argument may be anything that becomes it.
fn set(call: &TokenStream, write: &Write, of: &Type, value: &TokenStream) -> TokenStream {
    let (way, name) = match write {
        Write::Input(verb, name) => (*verb, name),
        Write::Body(content_type) => ("body", content_type),
        // Written by the group, into the draft.
        Write::Group => return call.clone(),
    };
    let way = Ident::new(&format!("with_{way}"), Span::call_site());
    match of {
        Type::Bool | Type::Integer => {
            let of = owned(of);
            quote! { #call.#way::<#of>(#name, #value) }
        }
        Type::Map(_) => {
            let of = owned(of);
            quote! { #call.#way::<#of>(#name, ::ringfence::private::map(#value)) }
        }
        _ => quote! { #call.#way(#name, #value) },
    }
}

/// What the few requests can do whose answers are pages and more than lists.
fn whole(end: &End, builder: &Ident) -> Option<TokenStream> {
    match end {
        End::Pages { of, .. } => {
            let of = owned(of);
            Some(quote! {
                /// All pages, each fetched when it is asked for; `send` fetches the first.
                pub fn pages(self, client: &::ringfence::Client) -> ::ringfence::ResponsePages<'_, #of> {
                    self.0.whole_pages(client, <operations::#builder as ::ringfence::private::Endpoint>::PAGING)
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
    if let Some(most) = paging.usual() {
        let most = Literal::i64_unsuffixed(most);
        return quote! { .listing(#items, #most) };
    }
    let size = paging.size.as_ref().map(|(name, max)| {
        let max = Literal::i64_unsuffixed(*max);
        quote! { .size(#name, #max) }
    });
    let token = paging.token.as_ref().map(|name| quote! { .token(#name) });
    let number = paging.number.as_ref().map(|name| quote! { .number(#name) });
    quote! { .paged(::ringfence::private::Paging::new(#items) #size #token #number) }
}
