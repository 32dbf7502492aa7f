//! A function as `#[retry]` sees it: its signature parsed, its body left as tokens.

use crate::fault::Fault;
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use ringfence_lint::gather::Gather;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{
    Attribute, FnArg, GenericArgument, PathArguments, PathSegment, ReceiverKind, ReturnType, Signature, Type,
    TypeParamBound, Visibility,
};

pub(super) struct Function {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) signature: Signature,
    /// `None` where a `;` stands.
    pub(super) body: Option<Group>,
}

/// How a function gives its output.
pub(super) enum Giving {
    /// `async fn`.
    Async,
    /// A function that returns its output.
    Blocking,
    /// `Pin<Box<dyn Future<Output = ...>>>`, which `async_trait` makes of an `async fn`.
    Boxed(TokenStream),
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let signature = input.parse()?;
        let body = match input.parse()? {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
            _ => None,
        };
        Ok(Self { attributes, visibility, signature, body })
    }
}

impl Function {
    /// What cannot be attempted again, all of it.
    pub(super) fn check(&self, faults: &mut Vec<Fault>) {
        let signature = &self.signature;
        let name = signature.ident.span();
        if self.body.is_none() {
            let message =
                "there is no body to attempt again\nhelp: put `retry` on the functions of the `impl` blocks";
            faults.push(Fault::at(name, message));
        }
        if let Some(constness) = &signature.constness {
            faults.push(Fault::at(
                constness.span(),
                "a `const fn` cannot wait, so that nothing can be retried in it",
            ));
        }
        for input in &signature.inputs {
            if let Some(span) = mutable_reference(input) {
                let message = "`retry` gives every attempt the same arguments, and what one attempt changed behind `&mut`, the next would find changed\n\
                               help: take it by value or by `&`, or make it inside the function";
                faults.push(Fault { start: span.0, end: span.1, message: message.to_owned() });
            }
        }
        let output = self.written_output();
        if has_impl(output.clone()) {
            let is_future = output.to_string().contains("Future");
            let help = if is_future { "write it as `async fn`" } else { "write the type's name" };
            let message =
                format!("`retry` has to name the type of the output, and `impl` hides it\nhelp: {help}");
            let (start, end) = ends(&output, name);
            faults.push(Fault { start, end, message });
        }
    }

    /// The type behind the arrow.
    fn written_output(&self) -> TokenStream {
        match &self.signature.output {
            ReturnType::Type(_, output) => output.to_token_stream(),
            ReturnType::Default => quote!(()),
        }
    }

    /// How the output is given, and its type.
    pub(super) fn giving(&self) -> (Giving, TokenStream) {
        let written = self.written_output();
        if self.signature.asyncness.is_some() {
            return (Giving::Async, written);
        }
        let boxed = match &self.signature.output {
            ReturnType::Type(_, output) => boxed_output(output),
            ReturnType::Default => None,
        };
        match boxed {
            Some(output) => (Giving::Boxed(written), output),
            None => (Giving::Blocking, written),
        }
    }

    /// Where it is said what the output is.
    pub(super) fn output_span(&self) -> Span {
        match &self.signature.output {
            ReturnType::Type(_, output) => output.span(),
            ReturnType::Default => self.signature.ident.span(),
        }
    }
}

fn mutable_reference(input: &FnArg) -> Option<(Span, Span)> {
    let otherwise = Span::call_site();
    let ty = match input {
        FnArg::Receiver(receiver) => match &receiver.kind {
            ReceiverKind::Reference(_, _, Some(_)) => {
                return Some(ends(&receiver.to_token_stream(), otherwise));
            }
            ReceiverKind::Typed(_, ty) => ty,
            _ => return None,
        },
        FnArg::Typed(typed) => &typed.ty,
    };
    let mut inner: &Type = ty;
    while let Type::Group(group) = inner {
        inner = &group.elem;
    }
    let Type::Reference(reference) = inner else { return None };
    reference.mutability.as_ref()?;
    Some(ends(&ty.to_token_stream(), otherwise))
}

/// The spans of the first and the last token.
fn ends(tokens: &TokenStream, otherwise: Span) -> (Span, Span) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().gather();
    let span = |token: Option<&TokenTree>| token.map_or(otherwise, TokenTree::span);
    (span(tokens.first()), span(tokens.last()))
}

fn has_impl(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "impl",
        TokenTree::Group(group) => has_impl(group.stream()),
        _ => false,
    })
}

/// The last segment of a path's type, where it has this name.
fn segment<'t>(ty: &'t Type, name: &str) -> Option<&'t PathSegment> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last().filter(|segment| segment.ident == name)
}

fn first_argument(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The output of a `Pin<Box<dyn Future<Output = ...>>>`.
fn boxed_output(ty: &Type) -> Option<TokenStream> {
    let boxed = first_argument(segment(ty, "Pin")?)?;
    let Type::TraitObject(object) = first_argument(segment(boxed, "Box")?)? else { return None };
    object.bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let future = bound.path.segments.last().filter(|segment| segment.ident == "Future")?;
        let PathArguments::AngleBracketed(arguments) = &future.arguments else { return None };
        arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::AssocType(binding) if binding.ident == "Output" => {
                Some(binding.ty.to_token_stream())
            }
            _ => None,
        })
    })
}
