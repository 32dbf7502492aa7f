//! `phone_number!`: E.164, checked while compiling.

use crate::argument::{string_of, ungroup};
use crate::fault::{Fault, compile_errors};
use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::quote;
use ringfence_lint::gather::Gather;

/// Expands the macro, or gives all errors in the place of a value.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = input.into_iter().gather();
    let tokens = ungroup(&tokens);
    let text = match tokens.as_slice() {
        [token] => string_of(token),
        _ => None,
    };
    let faults: Vec<Fault> = match &text {
        Some(text) => problems(text)
            .into_iter()
            .map(|problem| Fault::over(&tokens, Span::call_site(), problem))
            .gather(),
        None => vec![Fault::over(
            &tokens,
            Span::call_site(),
            "expected a number as a string literal, such as `\"+15558675310\"`\nhelp: `ringfence::PhoneNumber::from` takes what is known only at run time",
        )],
    };
    let number = Literal::string(text.as_deref().filter(|_| faults.is_empty()).unwrap_or_default());
    let errors = compile_errors(&faults);
    if faults.is_empty() {
        quote!(::ringfence::private::phone_number(#number))
    } else {
        // The type stays known, so that one mistake is one error.
        quote!({ #errors ::ringfence::private::phone_number(#number) })
    }
}

/// What keeps a text from being `+`, then 2 to 15 digits of which the first is not zero.
fn problems(text: &str) -> Vec<String> {
    if let Some((channel, _)) = text.split_once(':') {
        return vec![format!(
            "`{channel}:` makes this an address of a channel, and `phone_number!` takes plain E.164 numbers\n\
             help: `ringfence::PhoneNumber::from` takes addresses of channels, short codes and alphanumeric senders"
        )];
    }
    let mut problems = Vec::new();
    let digits = match text.strip_prefix('+') {
        Some(digits) => digits,
        None => {
            problems.push("an E.164 number begins with `+` and the country code".to_owned());
            text
        }
    };
    let other = digits.char_indices().find(|(_, character)| !character.is_ascii_digit());
    if let Some((at, character)) = other {
        // Only digits stand before it.
        let position = at + 1 + text.len() - digits.len();
        problems.push(format!("character {position}, `{}`, is no digit", character.escape_debug()));
    }
    let count = digits.chars().filter(char::is_ascii_digit).count();
    if digits.starts_with('0') {
        problems.push("no country code begins with 0".to_owned());
    }
    if !(2..=15).contains(&count) {
        let plural = if count == 1 { "" } else { "s" };
        problems.push(format!("an E.164 number has 2 to 15 digits, and this has {count} digit{plural}"));
    }
    if let (Some(last), Some(help)) = (problems.last_mut(), meant(text)) {
        last.push_str(&help);
    }
    problems
}

/// The number that was probably meant, as a line of help.
fn meant(text: &str) -> Option<String> {
    let is_separator = |character: char| matches!(character, ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}');
    let bare: String = text.chars().filter(|character| !is_separator(*character)).gather();
    // `00` is how many countries dial `+`.
    let number = match bare.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => bare,
    };
    if is_e164(&number) {
        return Some(format!("\nhelp: write `\"{number}\"`"));
    }
    let is_national = number.len() == 10 && is_e164(&format!("+1{number}"));
    is_national.then(|| format!("\nhelp: in North America the country code is 1: `\"+1{number}\"`"))
}

fn is_e164(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (2..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let cases: &[(&str, &[&str])] = &[
            ("+15558675310", &[]),
            ("15558675310", &["begins with `+`"]),
            (
                "5558675310",
                &[
                    "begins with `+` and the country code\nhelp: in North America the country code is 1: `\"+15558675310\"`",
                ],
            ),
            ("+1 (555) 867-5310", &["character 3, ` `, is no digit\nhelp: write `\"+15558675310\"`"]),
            (
                "0049 30 1234567",
                &["begins with `+`", "character 5, ` `", "begins with 0\nhelp: write `\"+49301234567\"`"],
            ),
            ("+0123", &["no country code begins with 0"]),
            ("+1", &["2 to 15 digits, and this has 1 digit"]),
            ("+1555867531012345", &["this has 16 digits"]),
            ("", &["begins with `+`", "this has 0 digits"]),
            ("whatsapp:+15558675310", &["an address of a channel"]),
            ("+1555\u{e4}867", &["character 6, `\u{e4}`"]),
        ];
        for (text, expected) in cases {
            let found = problems(text);
            assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
            for (found, expected) in found.iter().zip(*expected) {
                assert!(found.contains(expected), "{text}: {found}");
            }
        }
    }

    #[test]
    fn other_tokens_are_explained() {
        for input in [quote!(), quote!(number), quote!(15558675310), quote!("+15558675310", "+15558675311")] {
            let text = expand(input).to_string();
            assert!(text.contains("expected a number as a string literal"), "{text}");
        }
        let text = expand(quote!("+15558675310")).to_string();
        assert_eq!(text, ":: ringfence :: private :: phone_number (\"+15558675310\")");
    }
}
