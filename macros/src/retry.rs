//! `#[retry]`: read, check, wrap.

mod duration;
mod function;
mod settings;
mod wrapping;

use crate::fault::{Fault, compile_errors};
use crate::item::{Shape, classify, insert_into_function};
use crate::permit::below_enforce;
use function::Function;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use ringfence_lint::gather::Gather;
use settings::Settings;

/// The attribute: the function comes back with its body in a loop of attempts, or as it was, with all that is wrong.
pub(crate) fn retry(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = item.clone().into_iter().gather();
    // `enforce` has to see the mark on the function as it was written.
    if let Some(moved) = below_enforce(&tokens, &quote!(#[::ringfence::retry(#arguments)])) {
        return moved;
    }
    let mut faults = Vec::new();
    let settings = Settings::read(arguments, &mut faults);
    if classify(&tokens) != Shape::Function {
        let message =
            "`retry` wraps one function or method\nhelp: put it on each function that sends a request";
        faults.push(Fault::at(Span::call_site(), message));
        let errors = compile_errors(&faults);
        return quote!(#item #errors);
    }
    // A function that does not parse is rustc's to report.
    let function = syn::parse2::<Function>(item.clone());
    if let Ok(function) = &function {
        function.check(&mut faults);
    }
    match function {
        Ok(function) if faults.is_empty() => function.wrap(&settings),
        _ => {
            let errors = compile_errors(&faults);
            insert_into_function(&tokens, errors).unwrap_or_else(|errors| quote!(#item #errors))
        }
    }
}

#[cfg(test)]
mod tests;
