//! `macro_rules!` of the crate: calls are expanded by substitution, so that what a macro's body does is seen.
//!
//! The first rule that fits is taken. What does not fit, repeats in repetitions, or grows beyond the bounds is left as it is.

use crate::gather::{Gather, PutAll};
use crate::sorted::Map;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::rc::Rc;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};

/// How deep expansions nest.
pub(super) const MAX_EXPANSIONS: usize = 8;
/// How many tokens one expansion may have, and how deep they nest.
const MAX_TOKENS: usize = 2_000;
const MAX_DEPTH: usize = 64;

/// One rule: its pattern and what it stands for.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pattern: Vec<TokenTree>,
    body: Vec<TokenTree>,
}

/// What a fragment's name stands for: tokens, or one set of names for each repetition.
#[derive(Clone, Debug)]
enum Bound {
    Tokens(TokenStream),
    /// Shared, since each name of a repetition has the same rounds.
    Repeated(Rc<Vec<Names>>),
}

type Names = Map<String, Bound>;

/// Reads the rules of a `macro_rules!`.
pub(super) fn read_rules(tokens: TokenStream) -> Vec<Rule> {
    let trees: Vec<TokenTree> = tokens.into_iter().gather();
    let mut rules = Vec::new();
    for rule in trees.split(|tree| is_punct(tree, ';')) {
        if let [TokenTree::Group(pattern), equals, arrow, TokenTree::Group(body)] = rule
            && is_punct(equals, '=')
            && is_punct(arrow, '>')
        {
            let (pattern, body) = (pattern.stream(), body.stream());
            rules.push(Rule { pattern: pattern.into_iter().gather(), body: body.into_iter().gather() });
        }
    }
    rules
}

/// What a call of a macro stands for, where one of its rules fits.
pub(super) fn expand(rules: &[Rule], tokens: &TokenStream) -> Option<TokenStream> {
    for rule in rules {
        let fits = |input: ParseStream<'_>| {
            let mut names = Names::new();
            fit(&rule.pattern, input, &mut names)?;
            match input.is_empty() {
                true => Ok(names),
                false => Err(input.error("more than the rule takes")),
            }
        };
        if let Ok(names) = fits.parse2(tokens.clone()) {
            let mut expanded = Vec::new();
            substitute(&rule.body, &names, &mut expanded)?;
            let expanded: TokenStream = expanded.into_iter().collect();
            return is_small(&expanded).then_some(expanded);
        }
    }
    None
}

fn is_punct(tree: &TokenTree, expected: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == expected)
}

/// Reads input by a pattern.
fn fit(pattern: &[TokenTree], input: ParseStream<'_>, names: &mut Names) -> syn::Result<()> {
    let mut at = 0usize;
    while let Some(tree) = pattern.get(at) {
        match (tree, pattern.get(at + 1)) {
            (dollar, Some(TokenTree::Ident(name))) if is_punct(dollar, '$') => {
                let Some(TokenTree::Ident(kind)) = pattern.get(at + 3) else {
                    return Err(input.error("no fragment"));
                };
                names.insert(name.to_string(), Bound::Tokens(fragment(&kind.to_string(), input)?));
                at += 4;
            }
            (dollar, Some(TokenTree::Group(group))) if is_punct(dollar, '$') => {
                let inner: Vec<TokenTree> = group.stream().into_iter().gather();
                let (separator, operator, width) = repetition(pattern, at + 2);
                repeat(&inner, separator, operator, input, names)?;
                at += 2 + width;
            }
            (TokenTree::Group(group), _) => {
                let TokenTree::Group(given) = input.parse::<TokenTree>()? else {
                    return Err(input.error("no group"));
                };
                if given.delimiter() != group.delimiter() {
                    return Err(input.error("another delimiter"));
                }
                let inner: Vec<TokenTree> = group.stream().into_iter().gather();
                let fits = |input: ParseStream<'_>| {
                    fit(&inner, input, names)?;
                    if input.is_empty() { Ok(()) } else { Err(input.error("more than the group takes")) }
                };
                fits.parse2(given.stream())?;
                at += 1;
            }
            _ => {
                let given = input.parse::<TokenTree>()?;
                if given.to_string() != tree.to_string() {
                    return Err(input.error("another token"));
                }
                at += 1;
            }
        }
    }
    Ok(())
}

/// What separates repetitions, how often they may come, and how many tokens say so.
fn repetition(pattern: &[TokenTree], at: usize) -> (Option<TokenTree>, char, usize) {
    let operator = |at: usize| match pattern.get(at) {
        Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '*' | '+' | '?') => Some(punct.as_char()),
        _ => None,
    };
    match (operator(at), operator(at + 1)) {
        (Some(found), _) => (None, found, 1),
        (None, Some(found)) => (pattern.get(at).cloned(), found, 2),
        (None, None) => (None, '*', 0),
    }
}

fn repeat(
    inner: &[TokenTree],
    separator: Option<TokenTree>,
    operator: char,
    input: ParseStream<'_>,
    names: &mut Names,
) -> syn::Result<()> {
    let mut rounds: Vec<Names> = Vec::new();
    while !input.is_empty() && rounds.len() < MAX_TOKENS && (operator != '?' || rounds.is_empty()) {
        let ahead = input.fork();
        let mut round = Names::new();
        let has_separator = match (&separator, rounds.is_empty()) {
            (Some(separator), false) => {
                ahead.parse::<TokenTree>().is_ok_and(|given| given.to_string() == separator.to_string())
            }
            _ => true,
        };
        if !has_separator || fit(inner, &ahead, &mut round).is_err() {
            break;
        }
        input.advance_to(&ahead);
        rounds.push(round);
    }
    if operator == '+' && rounds.is_empty() {
        return Err(input.error("nothing repeated"));
    }
    let rounds = Rc::new(rounds);
    let mut own = Vec::new();
    names_in(inner, &mut own);
    for name in own {
        names.insert(name, Bound::Repeated(Rc::clone(&rounds)));
    }
    Ok(())
}

/// The names of a pattern's fragments, at any depth.
fn names_in(pattern: &[TokenTree], names: &mut Vec<String>) {
    for (at, tree) in pattern.iter().enumerate() {
        match tree {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().gather();
                names_in(&inner, names);
            }
            dollar if is_punct(dollar, '$') => {
                if let Some(TokenTree::Ident(name)) = pattern.get(at + 1) {
                    names.push(name.to_string());
                }
            }
            _ => {}
        }
    }
}

/// Reads one fragment; an expression stays whole where it is put.
fn fragment(kind: &str, input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut at = input.cursor();
    match kind {
        "expr" | "expr_2021" => drop(input.parse::<syn::Expr>()?),
        "ident" => drop(input.call(<syn::Ident as syn::ext::IdentExt>::parse_any)?),
        "literal" => drop(input.parse::<syn::Lit>()?),
        "ty" => drop(input.parse::<syn::Type>()?),
        "path" => drop(input.parse::<syn::Path>()?),
        "block" => drop(input.parse::<syn::Block>()?),
        "stmt" => drop(input.parse::<syn::Stmt>()?),
        "item" => drop(input.parse::<syn::Item>()?),
        "pat" => drop(input.call(syn::Pat::parse_multi)?),
        "pat_param" => drop(input.call(syn::Pat::parse_single)?),
        "lifetime" => drop(input.parse::<syn::Lifetime>()?),
        "vis" => drop(input.parse::<syn::Visibility>()?),
        "tt" => drop(input.parse::<TokenTree>()?),
        _ => return Err(input.error("a fragment that is not known")),
    }
    let mut read = Vec::new();
    while at != input.cursor()
        && let Some((tree, next)) = at.token_tree()
    {
        read.push(tree);
        at = next;
    }
    let read: TokenStream = read.into_iter().collect();
    let is_whole = !kind.starts_with("expr");
    Ok(if is_whole { read } else { TokenTree::Group(Group::new(Delimiter::None, read)).into() })
}

/// Writes a body with its names replaced; nothing where a repetition does not fit.
fn substitute(body: &[TokenTree], names: &Names, out: &mut Vec<TokenTree>) -> Option<()> {
    let mut at = 0usize;
    while let Some(tree) = body.get(at) {
        if out.len() > MAX_TOKENS {
            return None;
        }
        match (tree, body.get(at + 1)) {
            (dollar, Some(TokenTree::Ident(name))) if is_punct(dollar, '$') => {
                match names.get(&name.to_string()) {
                    Some(Bound::Tokens(tokens)) => out.put_all(tokens.clone()),
                    Some(Bound::Repeated(_)) => return None,
                    // `$crate`
                    None => out.push(TokenTree::Ident(name.clone())),
                }
                at += 2;
            }
            (dollar, Some(TokenTree::Group(group))) if is_punct(dollar, '$') => {
                let inner: Vec<TokenTree> = group.stream().into_iter().gather();
                let (separator, _, width) = repetition(body, at + 2);
                let mut used = Vec::new();
                names_in(&inner, &mut used);
                let rounds = used.iter().find_map(|name| match names.get(name) {
                    Some(Bound::Repeated(rounds)) => Some(rounds),
                    _ => None,
                })?;
                for (index, round) in rounds.iter().enumerate() {
                    if index > 0 {
                        out.put_all(separator.clone());
                    }
                    let names = names.iter().chain(round).map(|(name, bound)| (name.clone(), bound.clone()));
                    substitute(&inner, &names.gather(), out)?;
                }
                at += 2 + width;
            }
            (TokenTree::Group(group), _) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().gather();
                let mut written = Vec::new();
                substitute(&inner, names, &mut written)?;
                let mut copy = Group::new(group.delimiter(), written.into_iter().collect());
                copy.set_span(group.span());
                out.push(TokenTree::Group(copy));
                at += 1;
            }
            _ => {
                out.push(tree.clone());
                at += 1;
            }
        }
    }
    Some(())
}

/// Whether an expansion is within the bounds.
fn is_small(tokens: &TokenStream) -> bool {
    let mut count = 0usize;
    let mut open = vec![tokens.clone().into_iter()];
    while let Some(iterator) = open.last_mut() {
        match iterator.next() {
            Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
            Some(_) => count += 1,
            None => drop(open.pop()),
        }
        if count > MAX_TOKENS || open.len() > MAX_DEPTH {
            return false;
        }
    }
    true
}
