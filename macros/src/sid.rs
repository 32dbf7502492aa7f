//! `sid!`: a SID of a type, checked while compiling.

use crate::argument::{string_of, ungroup};
use crate::fault::{Fault, compile_errors};
use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::quote;
use ringfence_lint::gather::Gather;
use ringfence_lint::suggestion;

/// The types of SIDs, each with its prefixes; a test holds them against the runtime's.
const KINDS: [(&str, &[&str]); 17] = [
    ("AccountSid", &["AC"]),
    ("AddressSid", &["AD"]),
    ("ApiKeySid", &["SK"]),
    ("ApplicationSid", &["AP"]),
    ("BundleSid", &["BU"]),
    ("CallSid", &["CA"]),
    ("ConferenceSid", &["CF"]),
    ("ContentSid", &["HX"]),
    ("ConversationSid", &["CH"]),
    ("MediaSid", &["ME"]),
    ("MessageSid", &["SM", "MM"]),
    ("MessagingServiceSid", &["MG"]),
    ("PhoneNumberSid", &["PN"]),
    ("QueueSid", &["QU"]),
    ("RecordingSid", &["RE"]),
    ("TrunkSid", &["TK"]),
    ("VerifyServiceSid", &["VA"]),
];

/// The hex digits behind a prefix.
const DIGITS: usize = 32;

/// A type of SIDs as it was named.
struct Kind {
    name: String,
    prefixes: Vec<String>,
}

/// Expands the macro, or gives all errors in the place of a value.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = input.into_iter().gather();
    let mut faults = Vec::new();
    // The type may hold a comma itself: `Sid<'I', 'S'>`.
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let trailing = tokens.last().is_some_and(is_comma);
    let whole = tokens.get(..tokens.len() - usize::from(trailing)).unwrap_or(&tokens);
    let Some(comma) = whole.iter().rposition(is_comma) else {
        let message = "expected a type and a literal: `sid!(CallSid, \"CA...\")`";
        return refuse(&[Fault::over(whole, Span::call_site(), message)]);
    };
    let (ty, text) = whole.split_at(comma);
    let text = ungroup(text.get(1..).unwrap_or_default());
    let kind = kind_of(ty, &mut faults);
    let value = match text.as_slice() {
        [token] => string_of(token),
        _ => None,
    };
    match (&kind, &value) {
        (_, None) => faults.push(Fault::over(
            &text,
            Span::call_site(),
            "the SID must be a string literal\nhelp: `\"...\".parse()` checks one that is known only at run time",
        )),
        (Some(kind), Some(value)) => {
            let problems = problems(kind, value);
            faults.extend(problems.into_iter().map(|problem| Fault::over(&text, Span::call_site(), problem)));
        }
        (None, Some(_)) => {}
    }
    match (kind, value) {
        (Some(kind), Some(value)) if faults.is_empty() => construct(&kind, &value),
        _ => refuse(&faults),
    }
}

fn refuse(faults: &[Fault]) -> TokenStream {
    let errors = compile_errors(faults);
    // Of any type, so that one mistake is one error.
    quote!({ #errors ::core::unreachable!() })
}

fn construct(kind: &Kind, value: &str) -> TokenStream {
    let text = Literal::string(value);
    let prefix: Vec<Literal> = match kind.prefixes.as_slice() {
        [prefix] => prefix.chars().map(Literal::character).gather(),
        _ => return quote!(::ringfence::private::message_sid(#text)),
    };
    quote!(::ringfence::private::sid::<#(#prefix),*>(#text))
}

/// The type that tokens name: one of ours by its last segment, or `Sid<'A', 'B'>`.
fn kind_of(tokens: &[TokenTree], faults: &mut Vec<Fault>) -> Option<Kind> {
    let tokens = ungroup(tokens);
    let angle =
        tokens.iter().position(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '<'));
    let (path, arguments) = tokens.split_at(angle.unwrap_or(tokens.len()));
    let name = path.last().map(TokenTree::to_string).unwrap_or_default();
    let letters: Vec<char> = arguments
        .iter()
        .filter_map(|token| syn::parse2::<syn::LitChar>(token.clone().into()).ok())
        .map(|letter| letter.value())
        .gather();
    if let ("Sid", [first, second]) = (name.as_str(), letters.as_slice()) {
        let name = format!("Sid<'{first}', '{second}'>");
        return Some(Kind { name, prefixes: vec![format!("{first}{second}")] });
    }
    let known = KINDS.iter().find(|(known, _)| *known == name && arguments.is_empty());
    if known.is_none() {
        let near = suggestion(&name, KINDS.iter().map(|(known, _)| *known));
        let names: Vec<&str> = KINDS.iter().map(|(known, _)| *known).gather();
        let message = format!(
            "`{name}` is no type of SIDs{near}\nhelp: the types are {}, and `Sid<'X', 'Y'>` for any other prefix",
            names.join(", ")
        );
        faults.push(Fault::over(&tokens, Span::call_site(), message));
    }
    let prefixes = |prefixes: &[&str]| prefixes.iter().map(|prefix| (*prefix).to_owned()).gather();
    known.map(|(known, of)| Kind { name: (*known).to_owned(), prefixes: prefixes(of) })
}

/// What keeps a text from being a SID of the kind.
fn problems(kind: &Kind, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let end = text.char_indices().nth(2).map_or(text.len(), |(at, _)| at);
    let (prefix, digits) = text.split_at(end);
    if !kind.prefixes.iter().any(|wanted| wanted == prefix) {
        let wanted = kind.prefixes.join("` or `");
        let upper = prefix.to_ascii_uppercase();
        let named = KINDS.iter().find(|(_, prefixes)| prefixes.contains(&upper.as_str()));
        let help = match named {
            Some((name, _)) if *name == kind.name => "\nhelp: the prefix is in capitals".to_owned(),
            Some((name, _)) => format!("\nhelp: `{upper}` begins the SIDs of `{name}`"),
            None => String::new(),
        };
        problems.push(format!(
            "a `{}` begins with `{wanted}`, not with `{}`{help}",
            kind.name,
            prefix.escape_debug()
        ));
    }
    let count = digits.chars().count();
    if count != DIGITS {
        let plural = if count == 1 { "" } else { "s" };
        problems.push(format!(
            "a SID has {DIGITS} hex digits behind its prefix, and this has {count} character{plural} there"
        ));
    }
    if let Some((at, other)) = digits.chars().enumerate().find(|(_, digit)| !digit.is_ascii_hexdigit()) {
        problems.push(format!("character {}, `{}`, is no hex digit", at + 3, other.escape_debug()));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str) -> Kind {
        kind_of(&name.parse::<TokenStream>().unwrap().into_iter().collect::<Vec<_>>(), &mut Vec::new())
            .unwrap()
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let digits = "0aF9".repeat(8);
        let cases: &[(&str, String, &[&str])] = &[
            ("CallSid", format!("CA{digits}"), &[]),
            ("ringfence::MessageSid", format!("MM{digits}"), &[]),
            ("Sid<'I', 'S'>", format!("IS{digits}"), &[]),
            (
                "MessageSid",
                format!("CA{digits}"),
                &[
                    "a `MessageSid` begins with `SM` or `MM`, not with `CA`\nhelp: `CA` begins the SIDs of `CallSid`",
                ],
            ),
            ("CallSid", format!("ca{digits}"), &["the prefix is in capitals"]),
            ("CallSid", format!("XX{digits}"), &["a `CallSid` begins with `CA`, not with `XX`"]),
            ("CallSid", format!("CA{}", &digits[1..]), &["this has 31 characters"]),
            ("CallSid", format!("CAg{}", &digits[1..]), &["character 3, `g`, is no hex digit"]),
            (
                "CallSid",
                "C\u{e4}-".to_owned(),
                &["begins with `CA`", "this has 1 character there", "character 3, `-`"],
            ),
            ("CallSid", String::new(), &["not with ``", "this has 0 characters"]),
        ];
        for (name, text, expected) in cases {
            let found = problems(&kind(name), text);
            assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
            for (found, expected) in found.iter().zip(*expected) {
                assert!(found.contains(expected), "{text}: {found}");
            }
        }
    }

    #[test]
    fn the_arguments_are_a_type_and_a_literal() {
        let text = |input: TokenStream| expand(input).to_string();
        assert!(text(quote!()).contains("expected a type and a literal"));
        assert!(text(quote!("CA")).contains("expected a type and a literal"));
        assert!(text(quote!(CallSid, sid)).contains("must be a string literal"));
        assert!(text(quote!(CalSid, "CA")).contains("did you mean `CallSid`?"));
        assert!(text(quote!(Sid<'C'>, "CA")).contains("`Sid` is no type of SIDs"));
        assert!(KINDS.is_sorted());
    }

    #[test]
    fn the_expansion_names_the_private_constructors() {
        let digits = "0".repeat(32);
        let call = format!("CA{digits}");
        let text = expand(quote!(CallSid, #call,)).to_string();
        assert!(text.starts_with(":: ringfence :: private :: sid :: < 'C' , 'A' > (\"CA0"), "{text}");
        let message = format!("SM{digits}");
        let text = expand(quote!(ringfence::MessageSid, #message)).to_string();
        assert!(text.starts_with(":: ringfence :: private :: message_sid (\"SM0"), "{text}");
    }
}
