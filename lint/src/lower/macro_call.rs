//! Macro calls: arguments are parsed as expressions where they parse; elsewhere tokens are searched for what does.

use super::Lowering;
use super::item::lower_path;
use crate::gather::{Gather, PutAll};
use crate::ir::{Arm, Expr, ExprKind};
use crate::messages::Message;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Lit, Token};

/// Macros whose tokens are another program's: they are not run where they stand, only their strings are looked at.
const TEMPLATES: &[&str] = &[
    "format_ident",
    "macro_rules",
    "parse_quote",
    "parse_quote_spanned",
    "quote",
    "quote_block",
    "quote_expr",
    "quote_spanned",
    "stringify",
];

impl Lowering<'_> {
    pub(super) fn macro_call(&mut self, call: syn::Macro) -> Expr {
        let path = lower_path(&call.path);
        let place = self.path_place(&call.path).to(self.place(call.delimiter.span().close()));
        let name = path.last().map(String::as_str).unwrap_or_default();
        if let Some(expanded) = self.expanded_expr(&call) {
            return expanded;
        }
        if name == "include" {
            self.marks.included.push(place);
        }
        if name == "cfg" {
            let known = self.cfg.known(call.tokens);
            let kind = known.map_or(ExprKind::Macro(path, Vec::new()), ExprKind::Bool);
            return Expr { place, kind };
        }
        if TEMPLATES.contains(&name) {
            let strings = self.strings(call.tokens);
            return self.other(place, strings);
        }
        if let Some(message) = Message::of(name) {
            return self.message_call(path, place, message, call.tokens);
        }
        let branches = match name {
            "select" | "select_biased" => branches.parse2(call.tokens.clone()).ok(),
            _ => None,
        };
        let args = match branches {
            Some(branches) => branches.into_iter().map(|branch| self.branch(branch)).gather(),
            None => self.arguments(call.tokens),
        };
        Expr { place, kind: ExprKind::Macro(path, args) }
    }

    /// One branch of `select!`: what it waits for, and what is done with what comes.
    fn branch(&mut self, branch: Branch) -> Expr {
        let Branch { awaited, body } = branch;
        let (pat, awaited) = match awaited {
            Some(awaited) => awaited,
            None => return self.expr(body),
        };
        let pat_place = self.place(pat.span());
        let awaited = self.expr(awaited);
        let pat = self.pattern(pat);
        let body = self.expr(body);
        let place = awaited.place.to(body.place);
        self.note_start(&[], place);
        let arm = Arm { pat, pat_place, guard: None, body };
        Expr { place, kind: ExprKind::Match(Box::new(awaited), vec![arm]) }
    }

    /// The string literals of a template, at any depth.
    fn strings(&mut self, tokens: TokenStream) -> Vec<Expr> {
        let mut strings = Vec::new();
        let mut open = vec![tokens.into_iter()];
        while let Some(iterator) = open.last_mut() {
            match iterator.next() {
                Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
                Some(TokenTree::Literal(literal)) => {
                    if let literal @ Lit::Str(_) = Lit::new(literal) {
                        strings.push(self.literal(literal));
                    }
                }
                Some(_) => {}
                None => drop(open.pop()),
            }
        }
        strings
    }

    /// The arguments as a list of expressions, or whatever of the tokens reads as one.
    pub(super) fn arguments(&mut self, tokens: TokenStream) -> Vec<Expr> {
        if tokens.is_empty() {
            return Vec::new();
        }
        let list = Punctuated::<syn::Expr, Token![,]>::parse_terminated;
        if let Ok(list) = list.parse2(tokens.clone()) {
            return list.into_iter().map(|expr| self.expr(expr)).gather();
        }
        let mut found = Vec::new();
        for chunk in split(tokens) {
            self.chunk(chunk, &mut found);
        }
        found
    }

    /// One stretch between separators: an expression, statements, or tokens to look into.
    fn chunk(&mut self, chunk: Vec<TokenTree>, found: &mut Vec<Expr>) {
        let sigils = chunk.iter().take_while(|tree| matches!(tree, TokenTree::Punct(_))).count();
        for skip in if sigils > 0 { vec![0, sigils] } else { vec![0] } {
            let tokens: TokenStream = chunk.iter().skip(skip).cloned().collect();
            if let Ok(expr) = syn::parse2::<syn::Expr>(tokens) {
                found.push(self.expr(expr));
                return;
            }
        }
        let tokens: TokenStream = chunk.iter().cloned().collect();
        if let Ok(stmts) = syn::Block::parse_within.parse2(tokens)
            && let (Some(first), Some(last)) = (chunk.first(), chunk.last())
        {
            let place = self.between(first.span(), last.span());
            let block = self.stmts(place, stmts);
            found.push(Expr { place, kind: ExprKind::Block(Box::new(block)) });
            return;
        }
        for tree in chunk {
            match tree {
                TokenTree::Literal(literal) => found.push(self.literal(Lit::new(literal))),
                TokenTree::Group(group) => found.put_all(self.group(group.delimiter(), group.stream())),
                // A loop around it may end here.
                TokenTree::Ident(ident) if ident == "break" => {
                    let place = self.place(ident.span());
                    found.push(Expr { place, kind: ExprKind::Break(None, None) });
                }
                _ => {}
            }
        }
    }

    fn group(&mut self, delimiter: Delimiter, tokens: TokenStream) -> Vec<Expr> {
        if delimiter == Delimiter::Brace
            && let Ok(stmts) = syn::Block::parse_within.parse2(tokens.clone())
            && let (Some(first), Some(last)) =
                (tokens.clone().into_iter().next(), tokens.clone().into_iter().last())
        {
            let place = self.between(first.span(), last.span());
            let block = self.stmts(place, stmts);
            return vec![Expr { place, kind: ExprKind::Block(Box::new(block)) }];
        }
        self.arguments(tokens)
    }
}

/// A branch of `select!`: `pattern = future => body`, or what is done without a future, as `else => body`.
struct Branch {
    awaited: Option<(syn::Pat, syn::Expr)>,
    body: syn::Expr,
}

fn branches(input: ParseStream<'_>) -> syn::Result<Vec<Branch>> {
    let mut branches = Vec::new();
    if input.peek(syn::Ident) && input.peek2(Token![;]) {
        input.parse::<syn::Ident>()?;
        input.parse::<Token![;]>()?;
    }
    while !input.is_empty() {
        let is_plain = input.peek2(Token![=>]) && !input.peek(Token![_]);
        let awaited = if is_plain {
            input.call(syn::Ident::parse_any)?;
            None
        } else {
            let pat = input.call(syn::Pat::parse_multi_with_leading_vert)?;
            input.parse::<Token![=]>()?;
            let awaited = input.parse::<syn::Expr>()?;
            if input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
                input.parse::<Token![if]>()?;
                input.parse::<syn::Expr>()?;
            }
            Some((pat, awaited))
        };
        input.parse::<Token![=>]>()?;
        let body = input.call(syn::Expr::parse_with_earlier_boundary_rule)?;
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
        }
        branches.push(Branch { awaited, body });
    }
    Ok(branches)
}

/// Splits tokens at `,`, `;`, `=>`, single `=` and single `:`.
fn split(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let trees: Vec<TokenTree> = tokens.into_iter().gather();
    let mut chunks = vec![Vec::new()];
    let mut at = 0usize;
    while let Some(tree) = trees.get(at) {
        let width = separator_width(&trees, at);
        if width > 0 {
            chunks.push(Vec::new());
            at += width;
            continue;
        }
        // `::`, `==`, `<=` and their like stay whole.
        let joined = match (tree, trees.get(at + 1)) {
            (TokenTree::Punct(first), Some(TokenTree::Punct(_))) => {
                first.spacing() == proc_macro2::Spacing::Joint
            }
            _ => false,
        };
        for tree in trees.iter().skip(at).take(1 + usize::from(joined)) {
            if let Some(chunk) = chunks.last_mut() {
                chunk.push(tree.clone());
            }
        }
        at += 1 + usize::from(joined);
    }
    chunks.retain(|chunk| !chunk.is_empty());
    chunks
}

fn separator_width(trees: &[TokenTree], at: usize) -> usize {
    let Some(TokenTree::Punct(punct)) = trees.get(at) else { return 0 };
    let joint = punct.spacing() == proc_macro2::Spacing::Joint;
    let next = match trees.get(at + 1) {
        Some(TokenTree::Punct(next)) if joint => Some(next.as_char()),
        _ => None,
    };
    match (punct.as_char(), next) {
        (',' | ';', _) => 1,
        ('=', Some('>')) => 2,
        ('=' | ':', None) => 1,
        ('=' | ':', Some('"' | '&' | '%' | '?' | '*' | '-' | '!')) => 1,
        _ => 0,
    }
}
