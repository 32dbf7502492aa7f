//! `#[webhook]`: a handler that takes what Twilio signed, and nothing less.

use crate::fault::{Fault, compile_errors};
use crate::item::{Shape, classify, insert_into_function};
use crate::permit::below_enforce;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use ringfence_lint::gather::Gather;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, FnArg, GenericArgument, PathArguments, Signature, Type, Visibility};

/// The attribute: the function comes back as it was, or with all that is wrong.
pub(crate) fn webhook(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = item.clone().into_iter().gather();
    if let Some(moved) = below_enforce(&tokens, &quote!(#[::ringfence::webhook(#arguments)])) {
        return moved;
    }
    let faults = check(arguments, &tokens, &item);
    if faults.is_empty() {
        return item;
    }
    let errors = compile_errors(&faults);
    let inside = match classify(&tokens) {
        Shape::Function => insert_into_function(&tokens, errors),
        _ => Err(errors),
    };
    inside.unwrap_or_else(|errors| quote!(#item #errors))
}

fn check(arguments: TokenStream, tokens: &[TokenTree], item: &TokenStream) -> Vec<Fault> {
    let mut faults = Vec::new();
    let given: Vec<TokenTree> = arguments.into_iter().gather();
    if !given.is_empty() {
        let message = "`webhook` takes no arguments\nhelp: the event is the type in `Verified<_>`";
        faults.push(Fault::over(&given, Span::call_site(), message));
    }
    if classify(tokens) != Shape::Function {
        let message = "`webhook` stands on a handler\nhelp: put it on the function that a route leads to";
        faults.push(Fault::at(Span::call_site(), message));
        return faults;
    }
    // A function that does not parse is rustc's to report.
    if let Ok(handler) = syn::parse2::<Handler>(item.clone()) {
        handler.check(&mut faults);
    }
    faults
}

/// A function's signature; what it does is not looked at.
struct Handler(Signature);

impl Parse for Handler {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        let signature = input.parse()?;
        input.parse::<TokenStream>()?;
        Ok(Self(signature))
    }
}

impl Handler {
    fn check(&self, faults: &mut Vec<Fault>) {
        let types = self.0.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => Some(&*typed.ty),
            FnArg::Receiver(_) => None,
        });
        let types: Vec<&Type> = types.gather();
        if types.iter().any(|ty| takes_verified(ty)) {
            return;
        }
        if let Some(optional) = types.iter().find(|ty| argument_of(ty, "Option").is_some_and(takes_verified))
        {
            let tokens: Vec<TokenTree> = optional.to_token_stream().into_iter().gather();
            let message = "with an `Option` the handler runs for what nobody signed, too\n\
                           help: take the `Verified<_>` itself, or a `Result` to answer for yourself what is refused";
            faults.push(Fault::over(&tokens, self.0.ident.span(), message));
            return;
        }
        let message = "this handler takes no `Verified<_>`, so anybody can post to it what looks like Twilio's\n\
                       help: add a parameter such as `event: ringfence::webhook::Verified<ringfence::webhook::InboundMessage>`";
        faults.push(Fault::at(self.0.ident.span(), message));
    }
}

/// Whether a type gives out nothing but what is verified.
fn takes_verified(ty: &Type) -> bool {
    argument_of(ty, "Verified").is_some() || argument_of(ty, "Result").is_some_and(takes_verified)
}

/// The first type argument of a type of this name.
fn argument_of<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(given) = &last.arguments else { return None };
    given.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::webhook;
    use proc_macro2::TokenStream;
    use quote::quote;

    fn expand(item: TokenStream) -> String {
        webhook(TokenStream::new(), item).to_string()
    }

    #[test]
    fn what_takes_something_verified_comes_back_as_it_was() {
        for item in [
            quote!(
                async fn a(event: Verified<Event>) {}
            ),
            quote!(
                pub(crate) async fn a(
                    state: State<App>,
                    event: ringfence::webhook::Verified<Event>,
                ) -> Answer {
                    half - written???
                }
            ),
            quote!(
                fn a(&self, event: Result<Verified<Event>, WebhookError>) {}
            ),
            quote!(fn a(b c) {}),
        ] {
            assert_eq!(expand(item.clone()), item.to_string());
        }
    }

    #[test]
    fn what_takes_nothing_verified_is_refused() {
        for item in [
            quote!(
                async fn a() {}
            ),
            quote!(
                async fn a(Form(event): Form<Event>) {}
            ),
            quote!(
                async fn a(event: Option<Verified<Event>>) {}
            ),
            quote!(
                async fn a(event: Form<Verified>) {}
            ),
            quote!(
                struct A;
            ),
        ] {
            assert!(expand(item.clone()).contains("compile_error"), "{item}");
        }
    }

    #[test]
    fn above_enforce_it_steps_below() {
        let item = quote!(
            #[enforce]
            fn a() {}
        );
        assert_eq!(
            expand(item),
            quote!(
                #[enforce]
                #[::ringfence::webhook()]
                fn a() {}
            )
            .to_string()
        );
    }
}
