//! Macros that stand where items do: those of the crate, and those that declare statics.

use super::Lowering;
use super::expand::{MAX_EXPANSIONS, expand, read_rules};
use crate::Place;
use crate::gather::Gather;
use crate::ir::{Expr, ExprKind, Item};
use proc_macro2::{Group, Span, TokenStream, TokenTree};
use std::rc::Rc;
use syn::Token;
use syn::parse::{ParseStream, Parser};

/// How long a macro of another file may be.
const MAX_LENGTH: usize = 10_000;

/// A static that a macro declares.
struct Static {
    attributes: Vec<syn::Attribute>,
    name: syn::Ident,
    ty: syn::Type,
    value: syn::Expr,
}

impl Lowering<'_> {
    /// The items that a macro stands for, where that is known; rules are remembered on the way.
    pub(super) fn macro_items(&mut self, node: &syn::ItemMacro) -> Option<Vec<Item>> {
        let name = node.mac.path.segments.last()?.ident.to_string();
        let place = self.macro_place(&node.mac);
        self.note_start(&node.attrs, place);
        if let (Some(own), "macro_rules") = (&node.ident, name.as_str()) {
            self.macros.insert(own.to_string(), Rc::new(read_rules(node.mac.tokens.clone())));
            return None;
        }
        if name == "include" {
            self.marks.included.push(place);
        }
        if matches!(name.as_str(), "lazy_static" | "thread_local") {
            let statics = statics.parse2(node.mac.tokens.clone()).ok()?;
            if !self.attributes_hold(&node.attrs, Some(place)) {
                return Some(Vec::new());
            }
            let constant = |found: Static| {
                let place = self.place(found.name.span());
                self.constant(&found.attributes, place, found.name.to_string(), &found.ty, found.value)
            };
            return Some(statics.into_iter().filter_map(constant).gather());
        }
        let expanded = self.expanded(&node.mac)?;
        let file = syn::parse2::<syn::File>(expanded).ok()?;
        if !self.attributes_hold(&node.attrs, Some(place)) {
            return Some(Vec::new());
        }
        self.expansions += 1;
        let items = self.items(file.items);
        self.expansions -= 1;
        Some(items)
    }

    /// Where a call of a macro stands: a comment before it covers all of it.
    pub(super) fn macro_place(&self, call: &syn::Macro) -> Place {
        self.path_place(&call.path).to(self.place(call.delimiter.span().close()))
    }

    /// What a call of one of the file's own macros, or of another file's, stands for.
    fn expanded(&self, call: &syn::Macro) -> Option<TokenStream> {
        let last = call.path.segments.last()?;
        let name = last.ident.to_string();
        let is_bare = call.path.get_ident().is_some();
        let own = self.macros.get(&name).filter(|_| is_bare);
        if self.expansions >= MAX_EXPANSIONS {
            return None;
        }
        match (own, self.others.get(&name)) {
            (Some(rules), _) => expand(rules, &call.tokens),
            (None, Some(Some(other))) if is_bare || is_of_crate(&call.path) => {
                // What another file says has no place in this one but that of the call.
                let tokens = other.parse::<TokenStream>().ok().filter(|_| other.len() <= MAX_LENGTH)?;
                expand(&read_rules(placed(tokens, last.ident.span())), &call.tokens)
            }
            _ => None,
        }
    }

    /// A call of one of the file's own macros as the expression that it stands for.
    pub(super) fn expanded_expr(&mut self, call: &syn::Macro) -> Option<Expr> {
        let expanded = self.expanded(call)?;
        let place = self.macro_place(call);
        self.expansions += 1;
        let expr = match syn::parse2::<syn::Expr>(expanded.clone()) {
            Ok(expr) => Some(self.expr(expr)),
            Err(_) => syn::Block::parse_within.parse2(expanded).ok().map(|stmts| {
                let block = self.stmts(place, stmts);
                Expr { place, kind: ExprKind::Block(Box::new(block)) }
            }),
        };
        self.expansions -= 1;
        expr
    }
}

fn is_of_crate(path: &syn::Path) -> bool {
    path.segments.first().is_some_and(|first| first.ident == "crate")
}

/// Tokens with another span.
fn placed(tokens: TokenStream, span: Span) -> TokenStream {
    let tokens = tokens.into_iter().map(|tree| match tree {
        TokenTree::Group(group) => {
            let mut copy = Group::new(group.delimiter(), placed(group.stream(), span));
            copy.set_span(span);
            TokenTree::Group(copy)
        }
        mut tree => {
            tree.set_span(span);
            tree
        }
    });
    tokens.collect()
}

/// `static ref NAME: Type = value;` and `static NAME: Type = const { value };`
fn statics(input: ParseStream<'_>) -> syn::Result<Vec<Static>> {
    let mut found = Vec::new();
    while !input.is_empty() {
        let attributes = input.call(syn::Attribute::parse_outer)?;
        input.parse::<syn::Visibility>()?;
        input.parse::<Token![static]>()?;
        input.parse::<Option<Token![ref]>>()?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        input.parse::<Token![=]>()?;
        let value = input.parse()?;
        input.parse::<Option<Token![;]>>()?;
        found.push(Static { attributes, name, ty, value });
    }
    Ok(found)
}
