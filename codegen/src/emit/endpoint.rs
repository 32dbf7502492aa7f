//! Endpoint functions and their builders.

use super::types::{argument, converted, owned, written};
use super::{deprecated, docs};
use crate::plan::{Clear, End, Endpoint, Facts, Paging, Setter, Start, Write};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

pub(super) fn endpoint(endpoint: &Endpoint) -> TokenStream {
    let builder = endpoint.builder.ident();
    let function = function(endpoint);
    let summary = format!(" A request of [`{}`], with its optional inputs.", endpoint.function.as_str());
    let facts = facts(&endpoint.facts);
    let setters = endpoint.setters.iter().map(setter);
    let account = endpoint.takes_account.then(account);
    let common = common(&endpoint.start);
    let end = end(&endpoint.end);
    quote! {
        #function

        #[doc = #summary]
        #[derive(Clone, Debug)]
        #[must_use = "nothing is sent until `send` is called and awaited"]
        pub struct #builder(::ringfence::private::Draft);

        impl #builder {
            #facts
            #(#setters)*
            #account
            #common
            #end
        }
    }
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
            write => draft = written(&draft, write, &converted(&input.of, &name)),
        }
    }
    let body = if groups.is_empty() {
        quote! { #builder(#draft) }
    } else {
        quote! { let draft = #draft; #(#groups)* #builder(draft) }
    };
    quote! {
        #docs
        #deprecated
        pub fn #function(#(#arguments),*) -> #builder {
            #body
        }
    }
}

fn facts(facts: &Facts) -> TokenStream {
    let Facts { id, host, path, callbacks, .. } = facts;
    let method = Ident::new(facts.method, Span::call_site());
    let callbacks = (!callbacks.is_empty()).then(|| quote! { .with_callbacks(&[#(#callbacks),*]) });
    let idempotent = facts.has_idempotency_key.then(|| quote! { .idempotent() });
    let deleting = facts.deletes_stored_data.then(|| quote! { .deleting_stored_data() });
    let redirecting = facts.is_answered_by_redirect.then(|| quote! { .answered_by_redirect() });
    let accept = facts.accept.as_ref().map(|kind| quote! { .answered_as(#kind) });
    let security = facts.security.map(|security| {
        let security = Ident::new(security, Span::call_site());
        quote! { .secured_by(::ringfence::Security::#security) }
    });
    quote! {
        /// What the document says of the operation.
        pub const OPERATION: ::ringfence::Operation =
            ::ringfence::Operation::new(#id, ::ringfence::Method::#method, #host, #path)
                #callbacks #idempotent #deleting #redirecting #security #accept;
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
            Self(#call)
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
            Self(self.0.clear(#wire))
        }
    }
}

fn account() -> TokenStream {
    quote! {
        /// Acts for another account than the client's own, such as a subaccount of it.
        pub fn account(self, value: impl Into<::ringfence::AccountSid>) -> Self {
            Self(self.0.path("AccountSid", value.into()))
        }
    }
}

fn common(start: &Start) -> TokenStream {
    let extra = match start {
        Start::Object(_) => quote! {
            /// Sets a field that the document does not know.
            pub fn extra(self, name: &str, value: impl Into<::ringfence::Json>) -> Self {
                Self(self.0.extra_field(name, value.into()))
            }
        },
        Start::Bare | Start::Form => quote! {
            /// Adds an input that the document does not know.
            pub fn extra(self, name: &str, value: &str) -> Self {
                Self(self.0.extra(name, value))
            }
        },
    };
    quote! {
        #extra

        /// Switches retries off, for a reason that a reader can judge.
        pub fn without_retry(self, reason: ::ringfence::NoRetry) -> Self {
            Self(self.0.without_retry(reason))
        }

        /// The request as it stands.
        pub fn request(&self) -> &::ringfence::Request {
            self.0.request()
        }
    }
}

fn end(end: &End) -> TokenStream {
    match end {
        End::Send(answer) => {
            let answer = owned(answer);
            quote! {
                /// Sends the request.
                pub fn send(self, client: &::ringfence::Client) -> ::ringfence::ResponseFuture<'_, #answer> {
                    self.0.send(client)
                }
            }
        }
        End::List { item, paging } => {
            let item = owned(item);
            let paging = self::paging(paging);
            quote! {
                const PAGING: ::ringfence::private::Paging = #paging;

                /// Fetches the first page.
                pub fn page(self, client: &::ringfence::Client) -> ::ringfence::PageFuture<'_, #item> {
                    self.0.page(client, &Self::PAGING)
                }

                /// All pages, each fetched when it is asked for.
                pub fn pages(self, client: &::ringfence::Client) -> ::ringfence::Pages<'_, #item> {
                    self.0.pages(client, &Self::PAGING)
                }

                /// All items, page by page.
                pub fn items(self, client: &::ringfence::Client) -> ::ringfence::Items<'_, #item> {
                    self.0.items(client, &Self::PAGING)
                }
            }
        }
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
