//! The arguments of `#[permit]` and `#[enforce]`.

use crate::fault::Fault;
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use ringfence_lint::{LINTS, Level, Levels, suggestion};

/// The string that a literal stands for, or `None` for other tokens.
pub(crate) fn string_of(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(_) = token else { return None };
    let literal: syn::LitStr = syn::parse2(token.clone().into()).ok()?;
    Some(literal.value())
}

/// The tokens without the invisible groups that a `macro_rules!` fragment wraps around them.
pub(crate) fn ungroup(tokens: &[TokenTree]) -> Vec<TokenTree> {
    let mut tokens = tokens.to_vec();
    while let [TokenTree::Group(group)] = tokens.as_slice()
        && group.delimiter() == Delimiter::None
    {
        tokens = group.stream().into_iter().collect();
    }
    tokens
}

/// The parts of a list between commas; a trailing comma ends the list.
pub(crate) fn split(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    for token in tokens {
        match (&token, parts.last_mut()) {
            (TokenTree::Punct(punct), _) if punct.as_char() == ',' => parts.push(Vec::new()),
            (_, Some(part)) => part.push(token),
            (_, None) => {}
        }
    }
    if parts.last().is_some_and(Vec::is_empty) {
        parts.pop();
    }
    parts
}

/// Checks the arguments of a `permit` and gives the lints that it names. `place` is that of the attribute.
pub(crate) fn check_permit(
    arguments: TokenStream,
    place: Span,
    faults: &mut Vec<Fault>,
) -> Vec<&'static str> {
    let mut lints = Vec::new();
    let mut reason = false;
    let mut named = false;
    for part in split(arguments) {
        match part.as_slice() {
            [TokenTree::Ident(key), TokenTree::Punct(equals), value]
                if key == "reason" && equals.as_char() == '=' =>
            {
                reason = true;
                check_reason(value, faults);
            }
            [TokenTree::Ident(name)] if name != "reason" => {
                named = true;
                lints.extend(find_lint(name, faults));
            }
            other => faults.push(Fault::over(
                other,
                place,
                "expected a lint's name or `reason = \"...\"`\nhelp: `permit(plain_http_url, reason = \"why it is right here\")`",
            )),
        }
    }
    if !named {
        faults.push(Fault::at(place, format!("`permit` names no lint\nhelp: the lints are {}", all_lints())));
    }
    if !reason {
        faults.push(Fault::at(
            place,
            "missing_reason: a permit needs its reason in writing\nhelp: add `reason = \"...\"`: what makes it right at this place",
        ));
    }
    lints
}

fn check_reason(value: &TokenTree, faults: &mut Vec<Fault>) {
    match string_of(value) {
        None => faults.push(Fault::at(
            value.span(),
            "missing_reason: the reason must be a string literal, so that a reader finds it here",
        )),
        Some(reason) if reason.trim().is_empty() => faults.push(Fault::at(
            value.span(),
            "missing_reason: the reason is blank\nhelp: say what makes it right at this place",
        )),
        Some(_) => {}
    }
}

fn all_lints() -> String {
    let names: Vec<String> = LINTS.iter().map(|lint| format!("`{}`", lint.name)).collect();
    names.join(", ")
}

fn find_lint(name: &proc_macro2::Ident, faults: &mut Vec<Fault>) -> Option<&'static str> {
    let text = name.to_string();
    let lint = LINTS.iter().find(|lint| lint.name == text);
    if lint.is_none() {
        let near = suggestion(&text, LINTS.iter().map(|lint| lint.name));
        let message = format!("no lint is named `{text}`{near}\nhelp: the lints are {}", all_lints());
        faults.push(Fault::at(name.span(), message));
    }
    lint.map(|lint| lint.name)
}

/// Applies the arguments of `enforce`: `permit(lint, reason = "...")`, `deny(lint)`, `warn(lint)`.
pub(crate) fn apply_enforce(arguments: TokenStream, levels: &mut Levels, faults: &mut Vec<Fault>) {
    for part in split(arguments) {
        let [TokenTree::Ident(verb), TokenTree::Group(list)] = part.as_slice() else {
            faults.push(unknown_verb(&part));
            continue;
        };
        if list.delimiter() != Delimiter::Parenthesis {
            faults.push(unknown_verb(&part));
            continue;
        }
        let (lints, level) = match verb.to_string().as_str() {
            "permit" => (check_permit(list.stream(), verb.span(), faults), Level::Allow),
            "deny" => (named_lints(list.stream(), verb.span(), faults), Level::Deny),
            "warn" => (named_lints(list.stream(), verb.span(), faults), Level::Warn),
            _ => {
                faults.push(unknown_verb(&part));
                continue;
            }
        };
        for lint in lints {
            // The name was found in the list of lints just now.
            let _ = levels.set(lint, level);
        }
    }
}

fn named_lints(list: TokenStream, place: Span, faults: &mut Vec<Fault>) -> Vec<&'static str> {
    let parts = split(list);
    if parts.is_empty() {
        faults.push(Fault::at(place, format!("no lint is named here\nhelp: the lints are {}", all_lints())));
    }
    let mut lints = Vec::new();
    for part in parts {
        match part.as_slice() {
            [TokenTree::Ident(name)] => lints.extend(find_lint(name, faults)),
            other => faults.push(Fault::over(other, place, "expected a lint's name")),
        }
    }
    lints
}

fn unknown_verb(part: &[TokenTree]) -> Fault {
    let near = match part.first() {
        Some(TokenTree::Ident(verb)) if verb == "allow" => {
            "; an exception is `permit`, with a reason".to_owned()
        }
        Some(TokenTree::Ident(verb)) => suggestion(&verb.to_string(), ["deny", "permit", "warn"]),
        _ => String::new(),
    };
    Fault::over(
        part,
        Span::call_site(),
        format!("expected `deny(lint)`, `warn(lint)` or `permit(lint, reason = \"...\")`{near}"),
    )
}
