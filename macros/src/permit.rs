//! `#[permit]`: checked and taken out where `#[enforce]` reads it, checked and nothing else elsewhere.

use crate::argument::{check_permit, split};
use crate::fault::compile_errors;
use crate::item::{Shape, classify, insert_into_function, prepend, regroup};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;
use ringfence_lint::gather::Gather;

/// The attribute by itself: above `#[enforce]` it steps below, so that the item is checked with it; elsewhere its arguments are checked.
pub(crate) fn permit(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = item.clone().into_iter().gather();
    if let Some(moved) = below_enforce(&tokens, &quote!(#[permit(#arguments)])) {
        return moved;
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

/// The item with an attribute below its `#[enforce]`, where it has one.
pub(crate) fn below_enforce(tokens: &[TokenTree], attribute: &TokenStream) -> Option<TokenStream> {
    let (above, below) = tokens.split_at(end_of_enforce(tokens)?);
    Some(quote!(#(#above)* #attribute #(#below)*))
}

/// Where the `#[enforce]` among an item's outer attributes ends.
fn end_of_enforce(tokens: &[TokenTree]) -> Option<usize> {
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
    let tokens: Vec<TokenTree> = attribute.stream().into_iter().gather();
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

/// Takes every `#[permit]` that the engine has read out of an enforced item: stable Rust refuses attribute macros on statements and expressions.
/// Those on items stay, and those inside a function leave a constant with the attribute at its start, so that an import of `permit` is used. An
/// `#[enforce]` on something inside was read, too: it stays with a mark that tells it so, or it would look again and find no permit. `None` where
/// there is neither, so that the item stays as it is.
pub(crate) fn strip(item: &TokenStream) -> Option<TokenStream> {
    mentions_ours(item).then(|| strip_level(item.clone(), &mut TokenStream::new()))
}

fn mentions_ours(item: &TokenStream) -> bool {
    let mut open = vec![item.clone()];
    while let Some(tokens) = open.pop() {
        for token in tokens {
            match token {
                // Under rustc each look at a name is a copy of it, and most items have none of ours.
                TokenTree::Ident(word) if is_ours(&word.to_string()) => return true,
                TokenTree::Group(group) => open.push(group.stream()),
                _ => {}
            }
        }
    }
    false
}

fn is_ours(word: &str) -> bool {
    word == "permit" || word == "enforce"
}

/// The tokens of one level without what goes; the uses of `permit` that go with it are added to `uses`.
fn strip_level(tokens: TokenStream, uses: &mut TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().gather();
    let mut kept = TokenStream::new();
    let mut rest = tokens.as_slice();
    let mut is_function = false;
    while let Some((token, after)) = rest.split_first() {
        rest = after;
        match token {
            TokenTree::Punct(hash) if hash.as_char() == '#' => {
                let Some((TokenTree::Group(attribute), after)) = after.split_first() else {
                    kept.extend([token.clone()]);
                    continue;
                };
                rest = after;
                if let Some(arguments) = attribute_named(attribute, "permit") {
                    let is_sound = is_sound(arguments, attribute.span());
                    let on_item = classify(after) != Shape::Other;
                    if is_sound && !on_item {
                        uses.extend(quote!(#token #attribute const _: () = ();));
                    }
                    if !is_sound || !on_item {
                        continue;
                    }
                }
                kept.extend([token.clone(), mark_as_read(attribute).into()]);
            }
            TokenTree::Group(group) if mentions_ours(&group.stream()) => {
                let is_body = is_function && group.delimiter() == Delimiter::Brace;
                let mut inner = TokenStream::new();
                let uses = if is_body { &mut inner } else { &mut *uses };
                let stripped = regroup(group, strip_level(group.stream(), uses));
                let stripped = if is_body { prepend(&stripped, inner) } else { stripped };
                is_function &= !is_body;
                kept.extend([TokenTree::from(stripped)]);
            }
            _ => {
                is_function |= matches!(token, TokenTree::Ident(word) if word == "fn");
                let ends = match token {
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    TokenTree::Punct(punct) => punct.as_char() == ';',
                    _ => false,
                };
                is_function &= !ends;
                kept.extend([token.clone()]);
            }
        }
    }
    kept
}

/// Whether a permit can be checked again without a word; what is wrong with one, the engine says.
fn is_sound(arguments: TokenStream, place: Span) -> bool {
    let mut faults = Vec::new();
    check_permit(arguments, place, &mut faults);
    faults.is_empty()
}

/// An `#[enforce(...)]` as `#[enforce(_, ...)]`; other attributes as they are.
fn mark_as_read(attribute: &Group) -> Group {
    let Some(arguments) = attribute_named(attribute, "enforce") else { return attribute.clone() };
    let is_list = |token: &TokenTree| matches!(token, TokenTree::Group(_));
    let path: TokenStream = attribute.stream().into_iter().filter(|token| !is_list(token)).collect();
    regroup(attribute, quote!(#path(_, #arguments)))
}

/// The arguments of an `#[enforce]` that the one around it has read, without its mark and without permits, which the engine has judged.
pub(crate) fn read_already(arguments: &TokenStream) -> Option<TokenStream> {
    let parts = split(arguments.clone());
    let (mark, rest) = parts.split_first()?;
    let is_mark = matches!(mark.as_slice(), [TokenTree::Ident(mark)] if mark == "_");
    let is_permit = |part: &[TokenTree]| matches!(part, [TokenTree::Ident(verb), ..] if verb == "permit");
    let rest = rest.iter().filter(|part| !is_permit(part));
    is_mark.then(|| rest.flat_map(|part| quote!(#(#part)*,)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(item: &TokenStream) -> String {
        strip(item).unwrap().to_string()
    }

    #[test]
    fn permits_inside_a_function_are_taken_out_at_any_depth_and_stay_used() {
        let item = quote! {
            #[permit(plain_http_url, reason = "a")]
            fn a() {
                #![allow(unused)]
                #[ringfence::permit(plain_http_url, reason = "b")]
                loop {
                    #[permit(plain_http_url, reason = "c")]
                    let x = 1;
                }
                #[other]
                permit(2);
                #[permit(plain_http_url, reason = "d")]
                const X: u8 = 1;
            }
        };
        let expected = quote! {
            #[permit(plain_http_url, reason = "a")]
            fn a() {
                #![allow(unused)]
                #[ringfence::permit(plain_http_url, reason = "b")]
                const _: () = ();
                #[permit(plain_http_url, reason = "c")]
                const _: () = ();
                #[permit(plain_http_url, reason = "d")]
                const _: () = ();
                loop {
                    let x = 1;
                }
                #[other]
                permit(2);
                const X: u8 = 1;
            }
        };
        assert_eq!(stripped(&item), expected.to_string());
        assert!(strip(&TokenStream::new()).is_none());
    }

    #[test]
    fn a_permit_with_faults_goes() {
        let item = quote! {
            #[permit(plain_htp_url, reason = "a")]
            fn a() {
                #[permit(plain_http_url)]
                b();
            }
        };
        let expected = quote!(
            fn a() {
                b();
            }
        );
        assert_eq!(stripped(&item), expected.to_string());
    }

    #[test]
    fn an_enforce_inside_is_told_that_it_was_read() {
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
                #[ringfence::enforce(_, )]
                #[permit(plain_http_url, reason = "a")]
                fn a() {}
                #[inline]
                #[enforce(_, permit(plain_http_url, reason = "b"))]
                fn b() {}
                #[enforce(_, warn(transport))]
                #[permit(plain_http_url, reason = "c")]
                fn c(x: [u8; 2]) {
                    #[permit(plain_http_url, reason = "d")]
                    const _: () = ();
                    y;
                }
                fn d() {
                    #[permit(plain_http_url, reason = "e")]
                    const _: () = ();
                    y;
                }
            }
        };
        assert_eq!(stripped(&item), expected.to_string());
        let rest = |arguments| read_already(&arguments).map(|rest| rest.to_string());
        assert_eq!(rest(quote!(warn(transport))), None);
        assert_eq!(rest(quote!(_)).as_deref(), Some(""));
        let marked = quote!(_, permit(plain_http_url), dney(a), warn(b));
        assert_eq!(rest(marked), Some(quote!(dney(a), warn(b),).to_string()));
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
