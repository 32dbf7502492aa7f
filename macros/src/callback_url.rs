//! `callback_url!`: read, check, expand.

mod location;
mod overrides;

use crate::argument::{split, string_of};
use crate::fault::{Fault, compile_errors};
use location::Location;
use overrides::{Override, check_fragment, check_override};
use proc_macro2::{Delimiter, Literal, Span, TokenStream, TokenTree};
use quote::quote;

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
    let overrides: Vec<Vec<TokenTree>> = parts.collect();
    let Some((url, span)) = url_of(&first, faults) else {
        check_overrides(&overrides, None, faults);
        return String::new();
    };
    let location = Location::parse(&url);
    faults.extend(location.problems().into_iter().map(|message| Fault::at(span, message)));
    let fragment = check_overrides(&overrides, Some(&location), faults);
    match (location.fragment, fragment.is_empty()) {
        (Some(_), false) => {
            let message = "the URL has a fragment already, and a URL takes only one\nhelp: write all overrides as arguments of the macro";
            faults.push(Fault::at(span, message));
            url
        }
        (Some(fragment), true) => {
            let messages = check_fragment(fragment, location.is_https());
            faults.extend(messages.into_iter().map(|message| Fault::at(span, message)));
            url
        }
        (None, false) => format!("{url}#{fragment}"),
        (None, true) => url,
    }
}

fn url_of(part: &[TokenTree], faults: &mut Vec<Fault>) -> Option<(String, Span)> {
    if let [TokenTree::Group(group)] = part
        && group.delimiter() == Delimiter::None
    {
        return url_of(&group.stream().into_iter().collect::<Vec<_>>(), faults);
    }
    if let [token] = part
        && let Some(url) = string_of(token)
    {
        return Some((url, token.span()));
    }
    let message = "the first argument must be the URL as a string literal\nhelp: a URL that is known only at run time goes through `ringfence::CallbackUrl`";
    faults.push(Fault::over(part, Span::call_site(), message));
    None
}

/// Checks the arguments behind the URL and joins them to a fragment.
fn check_overrides(
    parts: &[Vec<TokenTree>],
    location: Option<&Location<'_>>,
    faults: &mut Vec<Fault>,
) -> String {
    let mut seen: Vec<&'static str> = Vec::new();
    let mut pairs = Vec::new();
    for part in parts {
        let Some(given) = Override::read(part, faults) else { continue };
        let Some((key, text)) = check_override(&given, faults) else { continue };
        if seen.contains(&key) {
            faults.push(Fault::at(given.key_span, format!("`{key}` is set twice")));
        }
        if key == "sni" && location.is_some_and(|location| !location.is_https()) {
            let message = "`sni` applies to https URLs only";
            faults.push(Fault::at(given.key_span, message));
        }
        seen.push(key);
        pairs.push(format!("{key}={text}"));
    }
    pairs.join("&")
}

#[cfg(test)]
mod tests;
