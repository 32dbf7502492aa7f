//! `callback_url!`: read, check, expand.

mod location;
mod overrides;

use crate::argument::{split, string_of, ungroup};
use crate::fault::{Fault, compile_errors};
use location::Location;
use overrides::{Override, check_override};
use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::quote;
use ringfence_lint::gather::Gather;
use ringfence_lint::overrides::check_fragment;

/// Expands the macro, or gives all errors in the place of a value.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut faults = Vec::new();
    let url = check(input, &mut faults);
    if !faults.is_empty() {
        let errors = compile_errors(&faults);
        // The type stays known, so that one mistake is one error.
        return quote!({ #errors ::ringfence::private::callback_url("") });
    }
    let url = Literal::string(&url);
    quote!(::ringfence::private::callback_url(#url))
}

/// The URL with its fragment; every mistake goes to `faults`.
fn check(input: TokenStream, faults: &mut Vec<Fault>) -> String {
    let mut parts = split(input).into_iter();
    let first = parts.next().unwrap_or_default();
    let overrides: Vec<Vec<TokenTree>> = parts.gather();
    let Some((url, span)) = url_of(&first, faults) else {
        check_overrides(&overrides, faults);
        return String::new();
    };
    let location = Location::parse(&url);
    faults.extend(location.problems().into_iter().map(|message| Fault::at(span, message)));
    let fragment = check_overrides(&overrides, faults);
    match (location.fragment, fragment.is_empty()) {
        (Some(_), false) => {
            let message = "the URL has a fragment already, and a URL takes only one\nhelp: write all overrides as arguments of the macro";
            faults.push(Fault::at(span, message));
            url
        }
        (Some(fragment), true) => {
            let messages = check_fragment(fragment);
            faults.extend(messages.into_iter().map(|mistake| Fault::at(span, mistake.to_string())));
            url
        }
        (None, false) => format!("{url}#{fragment}"),
        (None, true) => url,
    }
}

fn url_of(part: &[TokenTree], faults: &mut Vec<Fault>) -> Option<(String, Span)> {
    let tokens = ungroup(part);
    let url = tokens.first().and_then(|token| Some((string_of(token)?, token.span())));
    let message = match (url, tokens.as_slice()) {
        (Some(url), [_]) => return Some(url),
        (Some(_), _) => "expected a comma behind the URL",
        (None, []) => "the first argument is missing: the URL as a string literal",
        (None, _) => {
            "the first argument must be the URL as a string literal\nhelp: `ringfence::CallbackUrl::new` takes a URL that is known only at run time"
        }
    };
    faults.push(Fault::over(part, Span::call_site(), message));
    None
}

/// Checks the arguments behind the URL and joins them to a fragment.
fn check_overrides(parts: &[Vec<TokenTree>], faults: &mut Vec<Fault>) -> String {
    let mut seen: Vec<&'static str> = Vec::new();
    let mut pairs = Vec::new();
    for part in parts {
        let Some(given) = Override::read(part, faults) else { continue };
        let Some((key, text)) = check_override(&given, faults) else { continue };
        if seen.contains(&key) {
            faults.push(Fault::at(given.key_span, format!("`{key}` is set twice")));
        }
        seen.push(key);
        pairs.push(format!("{key}={text}"));
    }
    pairs.join("&")
}

#[cfg(test)]
mod tests;
