//! The body of a function in a loop of attempts.

use super::function::{Function, Giving};
use super::settings::Settings;
use crate::item::{regroup, split_inner_attributes};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{FnArg, Pat, ReceiverKind, Type};

impl Function {
    /// The function with its body attempted as the settings say.
    pub(super) fn wrap(mut self, settings: &Settings) -> TokenStream {
        let (giving, output) = self.giving();
        let output_span = self.output_span();
        let body = self.body.take().unwrap_or_else(|| Group::new(Delimiter::Brace, TokenStream::new()));
        let (inner_attributes, mut body) = split_inner_attributes(&body);
        let copies = self.copies(&mut body);
        let attempt = attempt(&giving, &output, &copies, &body);
        let pass = match giving {
            Giving::Async | Giving::Boxed(_) => {
                quote_spanned!(Span::mixed_site()=> ::ringfence::private::pause(wait).await)
            }
            Giving::Blocking => quote_spanned!(Span::mixed_site()=> ::ringfence::private::block(wait)),
        };
        let begin = settings.begin();
        let said = question(output_span);
        // The output is dropped before the wait: it may hold a connection, and it need not be `Send`.
        let attempts = quote_spanned! {Span::mixed_site()=>
            let mut attempts = #begin;
            loop {
                let wait = {
                    let output: #output = #attempt;
                    match attempts.next_wait(#said) {
                        ::core::option::Option::Some(wait) => wait,
                        ::core::option::Option::None => break output,
                    }
                };
                #pass;
            }
        };
        let inside = match giving {
            Giving::Boxed(_) => quote!(::std::boxed::Box::pin(async move { #attempts })),
            Giving::Async | Giving::Blocking => attempts,
        };
        let Self { attributes, visibility, signature, .. } = self;
        quote!(#(#attributes)* #visibility #signature { #inner_attributes #inside })
    }

    /// Statements that copy the arguments for one attempt, each under the pattern of its parameter; the parameters themselves get plain names.
    fn copies(&mut self, body: &mut Group) -> TokenStream {
        let mut copies = TokenStream::new();
        for (at, input) in self.signature.inputs.iter_mut().enumerate() {
            match input {
                FnArg::Receiver(receiver) => {
                    let shared = match &receiver.kind {
                        ReceiverKind::Reference(..) => true,
                        ReceiverKind::Typed(_, ty) => matches!(**ty, Type::Reference(_)),
                        _ => false,
                    };
                    if !shared {
                        receiver.mutability = None;
                        let own = Ident::new("this", Span::mixed_site());
                        let copy = copy(receiver.self_token.to_token_stream(), receiver.span());
                        copies.extend(quote!(#[allow(unused_mut)] let mut #own = #copy;));
                        *body = regroup(body, rename_self(body.stream(), &own));
                    }
                }
                FnArg::Typed(typed) => {
                    let pattern = typed.pat.to_token_stream();
                    let name = match &*typed.pat {
                        Pat::Wild(_) => continue,
                        Pat::Ident(plain) if plain.by_ref.is_none() && plain.subpat.is_none() => {
                            plain.ident.clone()
                        }
                        _ => format_ident!("argument_{at}", span = Span::mixed_site()),
                    };
                    *typed.pat = Pat::Verbatim(name.to_token_stream());
                    let copy = copy(name.to_token_stream(), typed.ty.span());
                    copies.extend(quote!(let #pattern = #copy;));
                }
            }
        }
        copies
    }
}

/// A copy of an argument; that its type is no `Clone` is said where the parameter stands.
fn copy(argument: TokenStream, parameter: Span) -> TokenStream {
    let span = Span::mixed_site().located_at(parameter);
    quote_spanned!(span=> ::ringfence::private::per_attempt(&#argument))
}

/// One attempt as an expression of the output's type.
fn attempt(giving: &Giving, output: &TokenStream, copies: &TokenStream, body: &Group) -> TokenStream {
    match giving {
        // The type stands at the beginning, for `?` and for what is coerced at a `return`.
        Giving::Async => quote_spanned! {Span::mixed_site()=>
            {
                #copies
                async move {
                    #[allow(unreachable_code, clippy::diverging_sub_expression)]
                    if let ::core::option::Option::Some(never) = ::core::option::Option::None::<#output> {
                        return never;
                    }
                    #[allow(clippy::let_unit_value)]
                    let output: #output = #body;
                    #[allow(unreachable_code, clippy::needless_return)]
                    return output;
                }
            }
            .await
        },
        Giving::Blocking => quote! {
            ::ringfence::private::attempt({ #copies move || -> #output #body })
        },
        Giving::Boxed(future) => quote! {
            ::ringfence::private::attempt({ #copies move || -> #future #body }).await
        },
    }
}

/// What the output says; that its type says nothing is told where the type stands.
fn question(output: Span) -> TokenStream {
    let span = Span::mixed_site().located_at(output);
    quote_spanned! {span=>
        {
            #[allow(unused_imports)]
            use ::ringfence::private::{AskBoth as _, AskErased as _, AskErasedBoth as _};
            (&&&&::ringfence::private::Ask(&output)).said()
        }
    }
}

/// `self` by another name, since a copy of it cannot have its own. In items inside the body it is another `self`.
fn rename_self(tokens: TokenStream, name: &Ident) -> TokenStream {
    let mut in_item = false;
    let rename = |token| match token {
        TokenTree::Ident(word) if word == "self" => {
            Ident::new(&name.to_string(), name.span().located_at(word.span())).into()
        }
        TokenTree::Ident(word) => {
            in_item |= word == "impl" || word == "trait";
            word.into()
        }
        TokenTree::Group(group) if in_item && group.delimiter() == Delimiter::Brace => {
            in_item = false;
            group.into()
        }
        TokenTree::Group(group) => regroup(&group, rename_self(group.stream(), name)).into(),
        other => other,
    };
    tokens.into_iter().map(rename).collect::<TokenStream>()
}
