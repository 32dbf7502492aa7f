//! Patterns: what they bind and what they compare with.

use super::Lowering;
use super::item::{lower_type, plain};
use crate::gather::Gather;
use crate::ir::{Expr, ExprKind, Pat};
use syn::Member;

impl Lowering<'_> {
    pub(super) fn pattern(&mut self, pat: syn::Pat) -> Pat {
        match pat {
            syn::Pat::Ident(pat) => {
                let name = plain(&pat.ident);
                let is_const = name.bytes().all(|byte| !byte.is_ascii_lowercase());
                if is_const && pat.subpat.is_none() && name.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    let place = self.place(pat.ident.span());
                    return Pat::Compare(Some(Box::new(Expr { place, kind: ExprKind::Path(vec![name]) })));
                }
                let inner = pat.subpat.map(|(_, inner)| Box::new(self.pattern(*inner)));
                Pat::Bind(name, inner)
            }
            syn::Pat::Type(pat) => {
                let ty = lower_type(&pat.ty);
                Pat::Typed(Box::new(self.pattern(*pat.pat)), ty)
            }
            syn::Pat::Tuple(pat) => Pat::Tuple(self.patterns(pat.elems)),
            syn::Pat::Slice(pat) => Pat::Slice(self.patterns(pat.elems)),
            syn::Pat::TupleStruct(pat) => {
                let place = self.path_place(&pat.path).to(self.place(pat.paren_token.span.close()));
                let name = pat.path.segments.last().map(|last| last.ident.to_string());
                let pats = self.patterns(pat.elems);
                match name.as_deref() {
                    Some("Ok") => Pat::Success(place, pats),
                    Some("Err") => Pat::Error(place, pats),
                    _ => Pat::TupleStruct(pats),
                }
            }
            syn::Pat::Struct(pat) => {
                let fields = pat.fields.into_iter();
                let fields = fields.map(|field| (member_name(&field.member), self.pattern(*field.pat)));
                Pat::Struct(fields.gather())
            }
            syn::Pat::Or(pat) => Pat::Or(self.patterns(pat.cases)),
            syn::Pat::Paren(pat) => self.pattern(*pat.pat),
            syn::Pat::Reference(pat) => self.pattern(*pat.pat),
            syn::Pat::Guard(pat) => self.pattern(*pat.pat),
            syn::Pat::Lit(pat) => Pat::Compare(Some(Box::new(self.expr(syn::Expr::Lit(pat))))),
            syn::Pat::Path(pat) => Pat::Compare(Some(Box::new(self.expr(syn::Expr::Path(pat))))),
            _ => Pat::Wild,
        }
    }

    pub(super) fn patterns<S>(&mut self, pats: syn::punctuated::Punctuated<syn::Pat, S>) -> Vec<Pat> {
        pats.into_iter().map(|pat| self.pattern(pat)).gather()
    }
}

/// A field's name, or its index.
pub(super) fn member_name(member: &Member) -> String {
    match member {
        Member::Named(name) => plain(name),
        Member::Unnamed(index) => index.index.to_string(),
    }
}
