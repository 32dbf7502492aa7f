//! The arguments of `#[permit]` and `#[enforce]`.

use crate::fault::Fault;
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use ringfence_lint::gather::Gather;
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
        tokens = group.stream().into_iter().gather();
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
        faults.push(Fault::at(place, format!("`permit` names no lint\nhelp: {LIST}")));
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

/// Where the names of all lints stand.
const LIST: &str = "`cargo ringfence lints` lists them all";

/// The lint that a permit names: one, since its reason is about one.
fn find_lint(name: &Ident, faults: &mut Vec<Fault>) -> Option<&'static str> {
    let text = name.to_string();
    let lint = LINTS.iter().find(|lint| lint.name == text);
    if lint.is_none() {
        let message = if Levels::is_group(&text) {
            let members = LINTS.iter().filter(|lint| lint.group == text);
            let names: Vec<String> = members.map(|lint| format!("`{}`", lint.name)).gather();
            format!(
                "`{text}` names several lints, and a permit is for one of them\nhelp: name the one: {}",
                names.join(", ")
            )
        } else {
            let near = suggestion(&text, LINTS.iter().map(|lint| lint.name));
            format!("no lint is named `{text}`{near}\nhelp: {LIST}")
        };
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
        match verb.to_string().as_str() {
            "permit" => {
                for lint in check_permit(list.stream(), verb.span(), faults) {
                    // The name was found in the list of lints just now.
                    let _ = levels.set(lint, Level::Allow);
                }
            }
            "deny" => set_levels(list.stream(), Level::Deny, verb.span(), levels, faults),
            "warn" => set_levels(list.stream(), Level::Warn, verb.span(), levels, faults),
            _ => faults.push(unknown_verb(&part)),
        }
    }
}

/// Sets the level of each lint or group of lints that is listed.
fn set_levels(list: TokenStream, level: Level, place: Span, levels: &mut Levels, faults: &mut Vec<Fault>) {
    let parts = split(list);
    if parts.is_empty() {
        faults.push(Fault::at(place, format!("no lint is named here\nhelp: {LIST}")));
    }
    for part in parts {
        let [TokenTree::Ident(name)] = part.as_slice() else {
            faults.push(Fault::over(&part, place, "expected the name of a lint or of a group of lints"));
            continue;
        };
        if let Err(unknown) = levels.set_in_item(&name.to_string(), level) {
            faults.push(Fault::at(name.span(), format!("{unknown}\nhelp: {LIST}")));
        }
    }
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
