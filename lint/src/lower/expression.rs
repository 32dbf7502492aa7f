//! Expressions, statements and blocks.

use super::Lowering;
use super::attribute::{attributes_of, implied_region};
use super::item::{generic_type, lower_path, lower_type, plain};
use super::pattern::member_name;
use crate::Place;
use crate::gather::{Gather, PutAll};
use crate::ir::{
    Arm, BinaryOp, Block, Catch, ClosureExpr, Expr, ExprKind, LoopExpr, MethodCall, Scope, Stmt, Type,
};
use crate::kinds::Kinds;
use crate::sorted;
use proc_macro2::Span;
use std::sync::Arc;
use syn::spanned::Spanned;
use syn::{BinOp, Lit};

impl Lowering<'_> {
    /// An expression; one under a false `cfg` is empty.
    pub(super) fn expr(&mut self, mut expr: syn::Expr) -> Expr {
        let attributes = attributes_of(&mut expr);
        let lowered = self.bare_expr(expr);
        if attributes.is_empty() || self.attributes_hold(&attributes, Some(lowered.place)) {
            return lowered;
        }
        self.other(lowered.place, Vec::new())
    }

    fn boxed(&mut self, expr: syn::Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    /// Remembers a plain name: a closure may take it from around itself.
    pub(super) fn remember(&mut self, expr: &Expr) {
        if self.closures > 0
            && let ExprKind::Path(path) = &expr.kind
            && let [name] = path.as_slice()
        {
            self.names.push(name.clone());
        }
    }

    /// Lowers a closure's body and lists the plain names in it.
    fn naming(&mut self, lower: impl FnOnce(&mut Self) -> Expr) -> (Expr, Vec<String>) {
        let start = self.names.len();
        self.closures += 1;
        let body = lower(self);
        self.closures -= 1;
        let mut names = self.names.get(start..).unwrap_or_default().to_vec();
        sorted::sort(&mut names);
        names.dedup();
        if self.closures == 0 {
            self.names.clear();
        }
        (body, names)
    }

    fn bare_expr(&mut self, expr: syn::Expr) -> Expr {
        match expr {
            syn::Expr::Lit(node) => self.literal(node.lit),
            syn::Expr::Path(node) => {
                let place = self.path_place(&node.path);
                let path = Expr { place, kind: ExprKind::Path(lower_path(&node.path)) };
                self.remember(&path);
                path
            }
            syn::Expr::Call(node) => {
                let asked = match &*node.func {
                    syn::Expr::Path(path) => {
                        path.path.segments.last().and_then(|last| only_type(&last.arguments))
                    }
                    _ => None,
                };
                let func = self.expr(*node.func);
                let place = func.place.to(self.place(node.paren_token.span.close()));
                let args = node.args.into_iter().map(|arg| self.expr(arg)).gather();
                asking(Expr { place, kind: ExprKind::Call(Box::new(func), args) }, asked)
            }
            syn::Expr::MethodCall(node) => self.method_call(node),
            syn::Expr::Field(node) => {
                let end = self.place(node.member.span());
                let base = self.expr(*node.base);
                let kind = ExprKind::Field(Box::new(base), member_name(&node.member));
                self.node(end, kind)
            }
            syn::Expr::Macro(node) => self.macro_call(node.mac),
            syn::Expr::Struct(node) => self.struct_literal(node),
            syn::Expr::Reference(node) => {
                let start = self.place(node.and_token.span);
                self.transparent(Some(start), *node.expr, None)
            }
            syn::Expr::Paren(node) => {
                let (open, close) = (node.paren_token.span.open(), node.paren_token.span.close());
                let (open, close) = (self.place(open), self.place(close));
                self.transparent(Some(open), *node.expr, Some(close))
            }
            syn::Expr::Group(node) => self.transparent(None, *node.expr, None),
            syn::Expr::Try(node) => {
                let end = self.place(node.question_token.span);
                if always_fails(&node.expr) {
                    let value = self.boxed(*node.expr);
                    return self.node(end, ExprKind::Return(Some(value)));
                }
                let inner = self.boxed(*node.expr);
                Expr { place: inner.place.to(end), kind: ExprKind::Try(inner) }
            }
            syn::Expr::Await(node) => {
                let end = self.place(node.await_token.span);
                let inner = self.boxed(*node.base);
                Expr { place: inner.place.to(end), kind: ExprKind::Awaited(inner) }
            }
            syn::Expr::Cast(node) => self.transparent(None, *node.expr, None),
            syn::Expr::RawAddr(node) => self.transparent(None, *node.expr, None),
            syn::Expr::Unary(node) => self.unary(node),
            other => self.control_expr(other),
        }
    }

    fn unary(&mut self, node: syn::ExprUnary) -> Expr {
        let inner = self.boxed(*node.expr);
        let place = inner.place;
        let kind = match node.op {
            syn::UnOp::Deref(_) => ExprKind::Deref(inner),
            syn::UnOp::Not(_) => ExprKind::Not(inner),
            _ => ExprKind::Other(vec![*inner]),
        };
        Expr { place, kind }
    }

    fn control_expr(&mut self, expr: syn::Expr) -> Expr {
        match expr {
            syn::Expr::Block(node) => {
                let label = node.label.map(|label| Catch::Label(label.name.ident.to_string()));
                let block = self.block_expr(node.block);
                match label {
                    Some(label) => caught(label, block),
                    None => block,
                }
            }
            syn::Expr::Async(node) => caught(Catch::Return, self.block_expr(node.block)),
            syn::Expr::Unsafe(node) => self.block_expr(node.block),
            syn::Expr::Const(node) => self.block_expr(node.block),
            syn::Expr::TryBlock(node) => self.block_expr(node.block),
            syn::Expr::If(node) => self.if_expr(node),
            syn::Expr::Match(node) => self.match_expr(node),
            syn::Expr::ForLoop(node) => {
                let pat = self.pattern(*node.pat);
                let head = self.expr(*node.expr);
                self.loop_expr(node.for_token.span, node.label, Some((Some(pat), head)), node.body)
            }
            syn::Expr::While(node) => {
                let condition = self.expr(*node.cond);
                self.loop_expr(node.while_token.span, node.label, Some((None, condition)), node.body)
            }
            syn::Expr::Loop(node) => self.loop_expr(node.loop_token.span, node.label, None, node.body),
            syn::Expr::Closure(node) => {
                let start = self.place(node.inputs_begin.span);
                let params = self.patterns(node.inputs);
                let (body, names) = self.naming(|this| this.expr(*node.body));
                let place = start.to(body.place);
                Expr { place, kind: ExprKind::Closure(Arc::new(ClosureExpr { place, names, params, body })) }
            }
            syn::Expr::Return(node) => {
                let place = self.place(node.return_token.span);
                let value = node.expr.map(|value| self.boxed(*value));
                self.node(place, ExprKind::Return(value))
            }
            syn::Expr::Break(node) => {
                let place = self.place(node.break_token.span);
                let value = node.expr.map(|value| self.boxed(*value));
                let label = node.label.map(|label| label.ident.to_string());
                self.node(place, ExprKind::Break(label, value))
            }
            syn::Expr::Continue(node) => {
                let place = self.place(node.continue_token.span);
                let label = node.label.map(|label| label.ident.to_string());
                Expr { place, kind: ExprKind::Continue(label) }
            }
            syn::Expr::Let(node) => {
                let pat = self.pattern(*node.pat);
                let value = self.expr(*node.expr);
                Expr { place: value.place, kind: ExprKind::Let(Box::new((pat, value))) }
            }
            other => self.operator_expr(other),
        }
    }

    fn operator_expr(&mut self, expr: syn::Expr) -> Expr {
        match expr {
            syn::Expr::Binary(node) => {
                let op = binary_op(&node.op);
                let pair = (self.expr(*node.left), self.expr(*node.right));
                let place = pair.0.place.to(pair.1.place);
                Expr { place, kind: ExprKind::Binary(op, Box::new(pair)) }
            }
            syn::Expr::Assign(node) => {
                let pair = (self.expr(*node.left), self.expr(*node.right));
                let place = pair.0.place.to(pair.1.place);
                Expr { place, kind: ExprKind::Assign(Box::new(pair)) }
            }
            syn::Expr::Index(node) => {
                let pair = (self.expr(*node.expr), self.expr(*node.index));
                let place = pair.0.place.to(self.place(node.bracket_token.span.close()));
                Expr { place, kind: ExprKind::Index(Box::new(pair)) }
            }
            syn::Expr::Tuple(node) => {
                let place = self.between(node.paren_token.span.open(), node.paren_token.span.close());
                let parts = node.elems.into_iter().map(|part| self.expr(part)).gather();
                Expr { place, kind: ExprKind::Tuple(parts) }
            }
            syn::Expr::Array(node) => {
                let place = self.between(node.bracket_token.span.open(), node.bracket_token.span.close());
                let parts = node.elems.into_iter().map(|part| self.expr(part)).gather();
                Expr { place, kind: ExprKind::Array(parts) }
            }
            syn::Expr::Repeat(node) => {
                let place = self.between(node.bracket_token.span.open(), node.bracket_token.span.close());
                let part = self.expr(*node.expr);
                Expr { place, kind: ExprKind::Array(vec![part]) }
            }
            syn::Expr::Range(node) => {
                let start = node.start.map(|start| self.boxed(*start));
                let end = node.end.map(|end| self.boxed(*end));
                let ends = [&start, &end].into_iter().flatten().map(|end| end.place);
                let place = ends.fold(self.place(node.limits.span()), Place::to);
                Expr { place, kind: ExprKind::Range(start, end) }
            }
            syn::Expr::Yield(node) => {
                let place = self.place(node.yield_token.span);
                let parts = node.expr.map(|value| self.expr(*value)).into_iter().gather();
                self.other(place, parts)
            }
            other => {
                let place = self.place(other.span());
                self.other(place, Vec::new())
            }
        }
    }

    /// A node whose place ends at `end` and starts where its first part does.
    fn node(&self, end: Place, kind: ExprKind) -> Expr {
        let start = match &kind {
            ExprKind::Field(base, _) => base.place,
            ExprKind::Return(Some(value)) | ExprKind::Break(_, Some(value)) => value.place,
            _ => end,
        };
        Expr { place: start.to(end), kind }
    }

    fn transparent(&mut self, start: Option<Place>, inner: syn::Expr, end: Option<Place>) -> Expr {
        let inner = self.expr(inner);
        let place = [start, end].into_iter().flatten().fold(inner.place, Place::to);
        Expr { place, kind: ExprKind::Transparent(Box::new(inner)) }
    }

    pub(super) fn literal(&self, literal: Lit) -> Expr {
        let place = self.place(literal.span());
        let kind = match literal {
            Lit::Str(text) => {
                let kind = ExprKind::Str(text.value().into());
                return Expr { place: self.raw_content(&text).unwrap_or(place), kind };
            }
            Lit::ByteStr(bytes) => ExprKind::Str(String::from_utf8_lossy(&bytes.value()).as_ref().into()),
            Lit::Char(character) => ExprKind::Str(character.value().to_string().into()),
            Lit::Int(number) => ExprKind::Number(number.base10_digits().to_owned()),
            Lit::Bool(known) => ExprKind::Bool(known.value),
            _ => ExprKind::Other(Vec::new()),
        };
        Expr { place, kind }
    }

    /// What stands between `r#"` and `"#`: it is spelt as it reads.
    fn raw_content(&self, text: &syn::LitStr) -> Option<Place> {
        let token = text.token().to_string();
        let before = token.strip_prefix('r')?.find('"')? as u32 + 2;
        let place = self.place(text.span());
        let (start, end) = (place.start + before, place.end.checked_sub(before - 1)?);
        (start <= end).then_some(Place { start, end, ..place })
    }

    pub(super) fn path_place(&self, path: &syn::Path) -> Place {
        let first = path.segments.first().map(|part| self.place(part.ident.span()));
        let last = path.segments.last().map(|part| self.place(part.ident.span()));
        match (first, last) {
            (Some(first), Some(last)) => first.to(last),
            _ => self.place(Span::call_site()),
        }
    }

    fn method_call(&mut self, node: syn::ExprMethodCall) -> Expr {
        let asked = node.turbofish.as_ref().and_then(|given| only_argument(&given.args));
        let receiver = self.expr(*node.receiver);
        let place = receiver.place.to(self.place(node.paren_token.span.close()));
        let name = plain(&node.method);
        let call = MethodCall {
            receiver,
            kinds: Kinds::of(&name),
            name,
            name_place: self.place(node.method.span()),
            turbofish: node.turbofish.and_then(|generic| generic.args.iter().find_map(generic_type)),
            args: node.args.into_iter().map(|arg| self.expr(arg)).gather(),
        };
        asking(Expr { place, kind: ExprKind::Method(Box::new(call)) }, asked)
    }

    fn struct_literal(&mut self, node: syn::ExprStruct) -> Expr {
        let place = self.path_place(&node.path).to(self.place(node.brace_token.span.close()));
        let mut fields = Vec::new();
        for field in node.fields {
            let value = self.expr(field.expr);
            if self.attributes_hold(&field.attrs, Some(value.place)) {
                fields.push((member_name(&field.member), value));
            }
        }
        let rest = node.rest.map(|rest| self.boxed(*rest));
        Expr { place, kind: ExprKind::Struct { path: lower_path(&node.path), fields, rest } }
    }

    pub(super) fn block_expr(&mut self, block: syn::Block) -> Expr {
        let place = self.between(block.brace_token.span.open(), block.brace_token.span.close());
        let block = self.stmts(place, block.stmts);
        Expr { place, kind: ExprKind::Block(Box::new(block)) }
    }

    pub(super) fn stmts(&mut self, place: Place, stmts: Vec<syn::Stmt>) -> Block {
        let mut lowered = Vec::new();
        let mut items = Vec::new();
        let mut has_value = false;
        for stmt in stmts {
            has_value = false;
            match stmt {
                syn::Stmt::Local(local) => lowered.put_all(self.local(local)),
                syn::Stmt::Item(item) => items.put_all(self.item_or_several(item)),
                syn::Stmt::Expr(mut expr, semi) => {
                    has_value = semi.is_none();
                    let attributes = attributes_of(&mut expr);
                    let expr = self.bare_expr(expr);
                    lowered.put_all(self.statement(&attributes, expr));
                }
                syn::Stmt::Macro(stmt) => {
                    has_value = stmt.semi_token.is_none();
                    let expr = self.macro_call(stmt.mac);
                    lowered.put_all(self.statement(&stmt.attrs, expr));
                }
            }
        }
        let scope = (!items.is_empty()).then(|| {
            self.scopes.push(Scope { place, items });
            self.scopes.len() as u32 - 1
        });
        Block { scope, stmts: lowered, has_value }
    }

    fn statement(&mut self, attributes: &[syn::Attribute], expr: Expr) -> Option<Stmt> {
        self.note_start(attributes, expr.place);
        self.attributes_hold(attributes, Some(expr.place)).then_some(Stmt::Expr(expr))
    }

    fn local(&mut self, local: syn::Local) -> Option<Stmt> {
        let place = self.between(local.let_token.span, local.semi_token.span);
        self.note_start(&local.attrs, place);
        if !self.attributes_hold(&local.attrs, Some(place)) {
            return None;
        }
        let (pat, ty) = match local.pat {
            syn::Pat::Type(typed) => (*typed.pat, Some(lower_type(&typed.ty))),
            pat => (pat, None),
        };
        let pat = self.pattern(pat);
        let (init, diverge) = match local.init {
            Some(init) => (Some(*init.expr), init.diverge.map(|(_, expr)| *expr)),
            None => (None, None),
        };
        let init = init.map(|expr| self.expr(expr));
        let diverge = diverge.map(|expr| self.expr(expr));
        Some(Stmt::Let(pat, ty, init, diverge))
    }

    fn if_expr(&mut self, node: syn::ExprIf) -> Expr {
        let region = cfg_region(&node.cond);
        let condition = self.expr(*node.cond);
        let then = self.block_expr(node.then_branch);
        if let Some(region) = region {
            self.marks.regions.push((then.place, region));
        }
        let otherwise = node.else_branch.map(|(_, expr)| self.expr(*expr));
        let end = otherwise.as_ref().map_or(then.place, |expr| expr.place);
        let place = self.place(node.if_token.span).to(end);
        Expr { place, kind: ExprKind::If(Box::new((condition, then, otherwise))) }
    }

    fn match_expr(&mut self, node: syn::ExprMatch) -> Expr {
        let place = self.between(node.match_token.span, node.brace_token.span.close());
        let scrutinee = self.boxed(*node.expr);
        let mut arms = Vec::new();
        for arm in node.arms {
            let (pat, guard) = match arm.pat {
                syn::Pat::Guard(guarded) => (*guarded.pat, Some(*guarded.guard)),
                pat => (pat, None),
            };
            let pat_place = self.place(pat.span());
            let pat = self.pattern(pat);
            let guard = guard.map(|guard| self.expr(guard));
            let body = self.expr(*arm.body);
            let place = pat_place.to(body.place);
            self.note_start(&arm.attrs, place);
            if self.attributes_hold(&arm.attrs, Some(place)) {
                arms.push(Arm { pat, pat_place, guard, body });
            }
        }
        Expr { place, kind: ExprKind::Match(scrutinee, arms) }
    }

    fn loop_expr(
        &mut self,
        start: Span,
        label: Option<syn::Label>,
        head: Option<(Option<crate::ir::Pat>, Expr)>,
        body: syn::Block,
    ) -> Expr {
        let body = self.block_expr(body);
        let place = self.place(start).to(body.place);
        let label = label.map(|label| label.name.ident.to_string());
        Expr { place, kind: ExprKind::Loop(Box::new(LoopExpr { label, head, body })) }
    }
}

/// The one type that a path's last segment is given.
fn only_type(arguments: &syn::PathArguments) -> Option<Type> {
    match arguments {
        syn::PathArguments::AngleBracketed(given) => only_argument(&given.args),
        _ => None,
    }
}

fn only_argument(
    arguments: &syn::punctuated::Punctuated<syn::GenericArgument, syn::Token![,]>,
) -> Option<Type> {
    match arguments.first() {
        Some(syn::GenericArgument::Type(ty)) if arguments.len() == 1 => Some(lower_type(ty)),
        _ => None,
    }
}

fn asking(call: Expr, asked: Option<Type>) -> Expr {
    match asked {
        Some(ty) => Expr { place: call.place, kind: ExprKind::Asked(Box::new(call), ty) },
        None => call,
    }
}

fn caught(catch: Catch, block: Expr) -> Expr {
    Expr { place: block.place, kind: ExprKind::Caught(catch, Box::new(block)) }
}

/// `Err(..)?` and `None?` always leave.
fn always_fails(expr: &syn::Expr) -> bool {
    let path = match expr {
        syn::Expr::Call(call) => match &*call.func {
            syn::Expr::Path(path) => path,
            _ => return false,
        },
        syn::Expr::Path(path) => return path.path.is_ident("None"),
        _ => return false,
    };
    path.path.segments.last().is_some_and(|last| last.ident == "Err")
}

/// What `if cfg!(...)` says about its block.
fn cfg_region(condition: &syn::Expr) -> Option<crate::ir::Region> {
    let syn::Expr::Macro(node) = condition else { return None };
    if !node.mac.path.is_ident("cfg") {
        return None;
    }
    implied_region(&syn::parse2(node.mac.tokens.clone()).ok()?)
}

fn binary_op(op: &BinOp) -> BinaryOp {
    match op {
        BinOp::Add(_) => BinaryOp::Add,
        BinOp::AddAssign(_) => BinaryOp::AddAssign,
        BinOp::Eq(_) => BinaryOp::Equal,
        BinOp::Ne(_) => BinaryOp::Differ,
        BinOp::And(_) => BinaryOp::And,
        BinOp::Or(_) => BinaryOp::Or,
        BinOp::SubAssign(_)
        | BinOp::MulAssign(_)
        | BinOp::DivAssign(_)
        | BinOp::ShlAssign(_)
        | BinOp::ShrAssign(_) => BinaryOp::Change,
        BinOp::Mul(_) => BinaryOp::Times,
        BinOp::Gt(_) | BinOp::Ge(_) => BinaryOp::Above,
        _ => BinaryOp::Other,
    }
}
