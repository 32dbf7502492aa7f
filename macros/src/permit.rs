//! `#[permit]`: checked and taken out where `#[enforce]` reads it, checked and nothing else elsewhere.

use crate::argument::{check_permit, split};
use crate::fault::compile_errors;
use crate::item::{Shape, classify, insert_into_function, regroup};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;

/// The attribute by itself: above `#[enforce]` it steps below, so that the item is checked with it; elsewhere its arguments are checked.
pub(crate) fn permit(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = item.clone().into_iter().collect();
    if let Some(end) = end_of_enforce(&tokens) {
        let (above, below) = tokens.split_at(end);
        let (above, below) = (above.iter(), below.iter());
        return quote!(#(#above)* #[permit(#arguments)] #(#below)*);
    }
    let mut faults = Vec::new();
    check_permit(arguments, Span::call_site(), &mut faults);
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

/// Where the `#[enforce]` among an item's outer attributes ends.
pub(crate) fn end_of_enforce(tokens: &[TokenTree]) -> Option<usize> {
    let mut at = 0;
    while let Some([TokenTree::Punct(hash), TokenTree::Group(attribute)]) = tokens.get(at..at + 2) {
        if hash.as_char() != '#' {
            return None;
        }
        at += 2;
        if attribute_named(attribute, "enforce").is_some() {
            return Some(at);
        }
    }
    None
}

/// The arguments of an attribute `name(...)`, `ringfence::name(...)` or `name`.
fn attribute_named(attribute: &Group, name: &str) -> Option<TokenStream> {
    if attribute.delimiter() != Delimiter::Bracket {
        return None;
    }
    let tokens: Vec<TokenTree> = attribute.stream().into_iter().collect();
    let (path, arguments) = match tokens.split_last() {
        Some((TokenTree::Group(group), path)) if group.delimiter() == Delimiter::Parenthesis => {
            (path, group.stream())
        }
        _ => (tokens.as_slice(), TokenStream::new()),
    };
    let path: String = path.iter().map(TokenTree::to_string).collect();
    let path = path.trim_start_matches("::");
    let own = path.strip_prefix("ringfence::").or(path.strip_prefix("ringfence_macros::"));
    (own.unwrap_or(path) == name).then_some(arguments)
}

/// Takes every `#[permit]` out of an enforced item, where the engine has read it: stable Rust refuses attribute macros on statements and
/// expressions. An `#[enforce]` on something inside goes with them, since it would look again and find no permit; one that sets levels stays, and
/// what it stands on as it is. `None` where there is neither, so that the item stays as it is.
pub(crate) fn strip(item: &TokenStream) -> Option<TokenStream> {
    mentions_ours(item).then(|| strip_level(item.clone()))
}

fn mentions_ours(item: &TokenStream) -> bool {
    let mut open = vec![item.clone()];
    while let Some(tokens) = open.pop() {
        for token in tokens {
            match token {
                TokenTree::Ident(word) if word == "permit" || word == "enforce" => return true,
                TokenTree::Group(group) => open.push(group.stream()),
                _ => {}
            }
        }
    }
    false
}

fn strip_level(tokens: TokenStream) -> TokenStream {
    let mut kept = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    // Whether the item at hand carries an `#[enforce]` that stays.
    let mut is_own = false;
    while let Some(token) = tokens.next() {
        match (&token, tokens.peek()) {
            (TokenTree::Punct(hash), Some(TokenTree::Group(attribute))) if hash.as_char() == '#' => {
                let enforces = attribute_named(attribute, "enforce");
                is_own |= enforces.as_ref().is_some_and(sets_levels);
                let goes = enforces.is_some() || attribute_named(attribute, "permit").is_some();
                if goes && !is_own {
                    tokens.next();
                } else {
                    kept.push(token);
                    kept.extend(tokens.next());
                }
            }
            (TokenTree::Group(group), _) if !is_own && mentions_ours(&group.stream()) => {
                kept.push(regroup(group, strip_level(group.stream())).into());
            }
            _ => {
                let ends = match &token {
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    TokenTree::Punct(punct) => punct.as_char() == ';',
                    _ => false,
                };
                is_own &= !ends;
                kept.push(token);
            }
        }
    }
    kept.into_iter().collect()
}

/// Whether the arguments of an `#[enforce]` are more than permits, which the engine has read.
fn sets_levels(arguments: &TokenStream) -> bool {
    split(arguments.clone()).iter().any(
        |part| !matches!(part.as_slice(), [TokenTree::Ident(verb), TokenTree::Group(_)] if verb == "permit"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permits_are_taken_out_at_any_depth() {
        let item = quote! {
            #[permit(plain_http_url, reason = "a")]
            fn a() {
                #[ringfence::permit(plain_http_url, reason = "b")]
                loop {
                    #[permit(plain_http_url, reason = "c")]
                    let x = 1;
                }
                #[other]
                permit(2);
            }
        };
        let stripped = strip(&item).unwrap().to_string();
        let expected = quote! {
            fn a() {
                loop {
                    let x = 1;
                }
                #[other]
                permit(2);
            }
        };
        assert_eq!(stripped, expected.to_string());
        let clean = TokenStream::new();
        assert!(strip(&clean).is_none());
    }

    #[test]
    fn an_enforce_inside_goes_unless_it_sets_levels() {
        let item = quote! {
            mod m {
                #[ringfence::enforce]
                #[permit(plain_http_url, reason = "a")]
                fn a() {}
                #[inline]
                #[enforce(permit(plain_http_url, reason = "b"))]
                fn b() {}
                #[enforce(warn(transport))]
                #[permit(plain_http_url, reason = "c")]
                fn c(x: [u8; 2]) {
                    #[permit(plain_http_url, reason = "d")]
                    y;
                }
                fn d() {
                    #[permit(plain_http_url, reason = "e")]
                    y;
                }
            }
        };
        let expected = quote! {
            mod m {
                fn a() {}
                #[inline]
                fn b() {}
                #[enforce(warn(transport))]
                #[permit(plain_http_url, reason = "c")]
                fn c(x: [u8; 2]) {
                    #[permit(plain_http_url, reason = "d")]
                    y;
                }
                fn d() {
                    y;
                }
            }
        };
        assert_eq!(strip(&item).unwrap().to_string(), expected.to_string());
    }

    #[test]
    fn above_enforce_it_steps_below() {
        let arguments = quote!(plain_http_url, reason = "r");
        let item = quote!(
            #[doc = "d"]
            #[ringfence::enforce]
            #[inline]
            fn a() {}
        );
        let expected = quote!(
            #[doc = "d"]
            #[ringfence::enforce]
            #[permit(plain_http_url, reason = "r")]
            #[inline]
            fn a() {}
        );
        assert_eq!(permit(arguments, item).to_string(), expected.to_string());
    }

    #[test]
    fn a_bad_permit_keeps_its_item() {
        let text = permit(
            quote!(),
            quote!(
                fn a() -> u8 {
                    1
                }
            ),
        )
        .to_string();
        assert!(text.starts_with("fn a () -> u8 {") && text.ends_with("1 }"), "{text}");
        assert!(text.contains("names no lint") && text.contains("missing_reason"), "{text}");
        let text = permit(
            quote!(),
            quote!(
                struct A;
            ),
        )
        .to_string();
        assert!(text.starts_with("struct A ;"), "{text}");
    }
}
